#include "tui/marks.h"

#include "core/assessment.h"
#include "core/buffer.h"
#include "core/memory.h"

#include <stdlib.h>
#include <string.h>

static struct buffer key_of(const struct entry *entry)
{
    struct buffer key = BUFFER_EMPTY;
    buffer_format(&key, "%s %s", entry->jurisdiction->id, entry->item->id);
    return key;
}

/* Where the key stands, or would stand. */
static size_t place_of(const struct marks *marks, const char *key, bool *found)
{
    size_t from = 0, to = marks->count;
    *found = false;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(key, marks->list[middle]);
        if (order == 0) {
            *found = true;
            return middle;
        }
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return from;
}

bool marks_has(const struct marks *marks, const struct entry *entry)
{
    if (marks->count == 0)
        return false;
    bool found;
    struct buffer key = key_of(entry);
    place_of(marks, key.bytes, &found);
    buffer_free(&key);
    return found;
}

static void insert(struct marks *marks, size_t at, const char *key)
{
    if (marks->count == marks->room) {
        marks->room = marks->room ? 2 * marks->room : 64;
        marks->list = memory_resize(marks->list, marks->room * sizeof *marks->list);
    }
    memmove(marks->list + at + 1, marks->list + at, (marks->count - at) * sizeof *marks->list);
    marks->list[at] = memory_text(key);
    marks->count++;
}

static void take(struct marks *marks, size_t at)
{
    free(marks->list[at]);
    marks->count--;
    memmove(marks->list + at, marks->list + at + 1, (marks->count - at) * sizeof *marks->list);
}

void marks_add(struct marks *marks, const struct entry *entry)
{
    bool found;
    struct buffer key = key_of(entry);
    size_t at = place_of(marks, key.bytes, &found);
    if (!found)
        insert(marks, at, key.bytes);
    buffer_free(&key);
}

void marks_toggle(struct marks *marks, const struct entry *entry)
{
    bool found;
    struct buffer key = key_of(entry);
    size_t at = place_of(marks, key.bytes, &found);
    if (found)
        take(marks, at);
    else
        insert(marks, at, key.bytes);
    buffer_free(&key);
}

void marks_free(struct marks *marks)
{
    for (size_t i = 0; i < marks->count; i++)
        free(marks->list[i]);
    free(marks->list);
    *marks = MARKS_EMPTY;
}
