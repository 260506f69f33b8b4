#include "core/allowed_signers.h"

#include "core/buffer.h"
#include "core/moment.h"
#include "core/reviewers.h"

#include <time.h>

/* Appends `,name="20210101"`, so many days after the day; nothing for no day. */
static void add_day(struct buffer *out, const char *name, const char *day, int after)
{
    enum { DAY = 24 * 60 * 60 };
    long days;
    struct tm tm;
    if (!*day || !day_parse(day, &days))
        return;
    time_t moment = (time_t)(days + after) * DAY;
    if (gmtime_r(&moment, &tm))
        buffer_format(out, ",%s=\"%04d%02d%02d\"", name, tm.tm_year + 1900, tm.tm_mon + 1,
                      tm.tm_mday);
}

void allowed_signers_add(struct buffer *out, const struct reviewers *reviewers)
{
    for (size_t i = 0; i < reviewers->count; i++) {
        const struct reviewer *reviewer = &reviewers->list[i];
        for (size_t j = 0; j < reviewer->key_count; j++) {
            const struct reviewer_key *key = &reviewer->keys[j];
            buffer_format(out, "%s namespaces=\"git\"", reviewer->mail);
            add_day(out, "valid-after", key->from, 0);
            add_day(out, "valid-before", key->until, 1);
            buffer_format(out, " %s\n", key->text);
        }
    }
}
