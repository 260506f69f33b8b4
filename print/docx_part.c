#include "print/docx_part.h"

#include "core/buffer.h"
#include "core/memory.h"

#include <stdlib.h>

void docx_parts_begin(struct docx_parts *parts, const char *markdown)
{
    size_t room = 0;
    *parts = (struct docx_parts){0};
    parts_begin(&parts->tree, markdown);
    while (parts_next(&parts->tree)) {
        if (parts->count == room) {
            room = room ? 2 * room : 64;
            parts->list = memory_resize(parts->list, room * sizeof *parts->list);
        }
        parts->list[parts->count++] = (struct docx_part){parts->tree.node, parts->tree.role};
    }
}

void docx_parts_end(struct docx_parts *parts)
{
    free(parts->list);
    parts_end(&parts->tree);
}

const struct docx_part *docx_part_find(const struct docx_parts *parts, enum part_role role)
{
    for (size_t i = 0; i < parts->count; i++)
        if (parts->list[i].role == role)
            return &parts->list[i];
    return NULL;
}

struct buffer docx_part_text(const struct docx_part *part)
{
    struct buffer text = BUFFER_EMPTY;
    part_add_text(part->node, false, NULL, &text);
    return text;
}
