#include "core/language.h"

#include <string.h>

static enum language current = LANGUAGE_ZH;

void language_set(enum language language)
{
    current = language;
}

enum language language_get(void)
{
    return current;
}

int language_from_name(const char *name)
{
    if (!name)
        return -1;
    if (strncmp(name, "zh", 2) == 0)
        return LANGUAGE_ZH;
    if (strncmp(name, "en", 2) == 0)
        return LANGUAGE_EN;
    return -1;
}

const char *tr(const char *english, const char *chinese)
{
    return tr_in(current, english, chinese);
}

const char *tr_in(enum language language, const char *english, const char *chinese)
{
    return language == LANGUAGE_ZH ? chinese : english;
}
