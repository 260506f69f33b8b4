#include "core/print_style.h"

#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"

const char *const face_names[FACES] = {"title", "body", "kai", "hei"};

static void read_issuers(struct arena *arena, struct reading *reading, const struct field *map,
                         const char *issuer, struct print_style *out)
{
    const struct field *list = map ? read_list(reading, map, "issuers") : NULL;
    out->issuers = arena_array(arena, list ? list->count + 1 : 1, sizeof *out->issuers);
    for (const struct field *one = list ? list->first : NULL; one; one = one->next) {
        if (one->kind != FIELD_SCALAR || !*one->text)
            reading_fail(reading, one,
                         TR("'issuers' lists names and nothing else", "“issuers”只能列名称"));
        else
            out->issuers[out->issuer_count++] = one->text;
    }
    if (!list && *issuer)
        out->issuers[out->issuer_count++] = issuer;
}

void print_style_read(struct arena *arena, struct reading *reading, const struct field *map,
                      const char *issuer, struct print_style *out)
{
    static const char *const heads[] = {"document", "letter", "none", NULL};
    *out = (struct print_style){.head = LETTERHEAD_DOCUMENT, .mark = "", .fonts = {"", "", "", ""}};
    read_issuers(arena, reading, map, issuer, out);
    if (!map)
        return;
    int head = read_word(reading, map, "head", heads);
    out->head = head < 0 ? LETTERHEAD_DOCUMENT : (enum letterhead)head;
    out->mark = read_optional(reading, map, "mark", "");
    const struct field *fonts = read_map(reading, map, "fonts");
    for (int i = 0; fonts && i < FACES; i++)
        out->fonts[i] = read_optional(reading, fonts, face_names[i], "");
    out->seal = read_truth(reading, map, "seal", false);
    out->origin = read_truth(reading, map, "origin", false);
}
