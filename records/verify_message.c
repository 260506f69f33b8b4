/* Messages: what a commit says of itself must be what its file says. */
#include "core/language.h"
#include "core/memory.h"
#include "records/verify_inside.h"

#include <string.h>
#include <strings.h>

/* Keys that the program gives a meaning. Others are free. */
static const char *const known_keys[] = {
    "Jurisdiction", "Item",        "Verdict", "Score", "Deadline", "Report", "Confirmation",
    "Evidence",     "Publication", "Year",    "Sync",  "Taken",    NULL};

/* ---- Reading ---- */

static bool is_blank(const char *line, size_t size)
{
    return strspn(line, " \t\r") >= size;
}

/* Where the last paragraph begins; NULL where it is the subject's own. */
static const char *last_paragraph(const char *message)
{
    const char *begin = NULL, *paragraph = NULL;
    bool blank = false;
    for (const char *at = message; *at;) {
        size_t size = strcspn(at, "\n");
        if (is_blank(at, size))
            blank = begin != NULL;
        else if (!begin || blank) {
            paragraph = begin ? at : NULL;
            begin = at;
            blank = false;
        }
        at += size + (at[size] == '\n');
    }
    return paragraph;
}

static const char *trimmed(struct arena *arena, const char *text, size_t size)
{
    while (size && strchr(" \t\r", *text)) {
        text++;
        size--;
    }
    while (size && strchr(" \t\r", text[size - 1]))
        size--;
    return arena_text_of(arena, text, size);
}

bool trailer_is_known(const char *key)
{
    for (const char *const *known = known_keys; *known; known++)
        if (strcasecmp(*known, key) == 0)
            return true;
    return false;
}

/* Git bears a blank before the colon, and looks for the last paragraph otherwise than we do where
 * comments follow; `git log --grep` finds a line anywhere. */
static const char *find_stray(struct arena *arena, const char *message, const char *paragraph)
{
    for (const char *at = message + strcspn(message, "\n"); *at;) {
        at++;
        size_t size = strcspn(at, "\n"), colon = strcspn(at, ":\n");
        const char *key = trimmed(arena, at, colon);
        bool trailer = paragraph && at >= paragraph && strlen(key) == colon;
        if (at[colon] == ':' && !trailer &&
            (trailer_is_known(key) || strcasecmp(key, "Imported-by") == 0))
            return arena_text_of(arena, at, size);
        at += size;
    }
    return NULL;
}

void trailers_read(struct verification *of, const char *message, struct trailers *out)
{
    const char *paragraph = last_paragraph(message);
    size_t lines = 1;
    for (const char *at = paragraph; at && *at; at++)
        lines += *at == '\n';
    *out = (struct trailers){.list = arena_array(of->arena, lines, sizeof *out->list),
                             .stray = find_stray(of->arena, message, paragraph)};
    for (const char *at = paragraph; at && *at;) {
        size_t size = strcspn(at, "\n"), key = strcspn(at, ": \t\n");
        if (is_blank(at, size)) {
            /* behind the last paragraph */
        } else if (key == 0 || at[key] != ':')
            out->odd = true;
        else
            out->list[out->count++] =
                (struct trailer){arena_text_of(of->arena, at, key),
                                 trimmed(of->arena, at + key + 1, size - key - 1)};
        at += size + (at[size] == '\n');
    }
}

const char *trailer_value(const struct trailers *trailers, const char *key)
{
    const char *value = NULL;
    for (size_t i = 0; i < trailers->count; i++)
        if (strcasecmp(trailers->list[i].key, key) == 0) {
            if (value)
                return NULL;
            value = trailers->list[i].value;
        }
    return value;
}

bool trailers_have(const struct trailers *trailers, const char *key, const char *value)
{
    for (size_t i = 0; i < trailers->count; i++)
        if (strcasecmp(trailers->list[i].key, key) == 0 &&
            strcmp(trailers->list[i].value, value) == 0)
            return true;
    return false;
}

/* ---- Judging ---- */

/* What is said must be what is expected, and no more: git finds a trailer whatever its case. */
static void compare_trailers(struct verification *of, const char *path,
                             const struct trailers *expected)
{
    const struct trailers *said = &of->now.trailers;
    for (size_t i = 0; i < expected->count; i++) {
        const struct trailer *one = &expected->list[i];
        if (!trailers_have(said, one->key, one->value))
            found(of, VERIFY_TRAILERS, path,
                  TR("the message should say '%s: %s'", "提交说明中应有“%s: %s”"), one->key,
                  one->value);
    }
    for (size_t i = 0; i < said->count; i++) {
        const struct trailer *one = &said->list[i];
        if (!trailer_is_known(one->key))
            continue;
        if (!trailers_have(expected, one->key, one->value))
            found(of, VERIFY_TRAILERS, path,
                  TR("the message says '%s: %s', the file does not",
                     "提交说明称“%s: %s”，与文件不符"),
                  one->key, one->value);
        else if (!trailer_value(said, one->key) && strcasecmp(one->key, "Taken") != 0)
            found(of, VERIFY_TRAILERS, path,
                  TR("the message says '%s' more than once", "提交说明中“%s”重复"), one->key);
    }
    if (said->odd && expected->count)
        found(of, VERIFY_TRAILERS, path,
              TR("between the lines at the message's end stand others, so that git may not find "
                 "them",
                 "提交说明末尾夹有其他文字，git可能无法识别"));
}

void judge_message(struct verification *of, const char *path, const char *expected)
{
    struct trailers wanted;
    size_t size = strcspn(expected, "\n");
    trailers_read(of, expected, &wanted);
    if (strlen(of->now.subject) != size || strncmp(of->now.subject, expected, size) != 0)
        found(of, VERIFY_TRAILERS, path, TR("the subject should read '%.*s'", "提交标题应为“%.*s”"),
              (int)size, expected);
    compare_trailers(of, path, &wanted);
}

void judge_trailers(struct verification *of, const struct trailer *expected, size_t count)
{
    struct trailers wanted = {.list = arena_array(of->arena, count, sizeof *wanted.list),
                              .count = count};
    if (count)
        memcpy(wanted.list, expected, count * sizeof *expected);
    compare_trailers(of, "", &wanted);
}

void judge_stray(struct verification *of)
{
    if (of->now.trailers.stray)
        found(of, VERIFY_TRAILERS, "",
              TR("the message says '%s' elsewhere than among the lines at its end, where git or a "
                 "reader may find it",
                 "提交说明在末尾各行之外写有“%s”，git或读者可能误认"),
              of->now.trailers.stray);
}
