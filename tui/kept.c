#include "tui/kept.h"

#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "core/words.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* A line of its own before each text. */
#define MARK "<!-- kaoping: "
#define MARK_END " -->"

static const char *const kinds[] = {"none", "decision", "confirmation", "undo", "return", NULL};

/* The texts of a draft. */
static const struct {
    const char *name;
    size_t offset;
} texts[] = {{"value", offsetof(struct draft, value)},
             {"score", offsetof(struct draft, score)},
             {"note", offsetof(struct draft, note)},
             {"evidence", offsetof(struct draft, evidence)},
             {"conditions", offsetof(struct draft, conditions)},
             {"deadline", offsetof(struct draft, deadline)},
             {"notice", offsetof(struct draft, notice)}};

enum { TEXTS = sizeof texts / sizeof *texts };

static struct buffer *text_of(struct draft *draft, int index)
{
    return (struct buffer *)(void *)((char *)draft + texts[index].offset);
}

/* What of it was typed and not taken from elsewhere. */
static const struct {
    const char *name;
    size_t offset;
} flags[] = {{"rated", offsetof(struct draft, rated)},
             {"proved", offsetof(struct draft, proved)},
             {"checked", offsetof(struct draft, checked)}};

enum { FLAGS = sizeof flags / sizeof *flags };

static bool *flag_of(struct draft *draft, int index)
{
    return (bool *)(void *)((char *)draft + flags[index].offset);
}

void kept_free(struct kept *kept)
{
    draft_drop(&kept->draft);
    buffer_free(&kept->question);
    buffer_free(&kept->typed);
    *kept = KEPT_EMPTY;
}

/* ---- writing ---- */

/* Whether the line reads as a mark, backslashes before it aside. */
static bool looks_marked(const char *line)
{
    line += strspn(line, "\\");
    return strncmp(line, MARK, strlen(MARK)) == 0;
}

/* Appends a text below its mark. A line of it that looks like a mark gets a backslash. */
static void add_text(struct buffer *out, const char *name, const char *text)
{
    buffer_format(out, MARK "%s" MARK_END "\n", name);
    for (bool begins = true; *text;) {
        if (begins && looks_marked(text))
            buffer_add_char(out, '\\');
        uint32_t c = text_next(&text);
        text_add_character(out, c);
        begins = c == '\n';
    }
    buffer_add_char(out, '\n');
}

void kept_add(struct buffer *out, const char *jurisdiction, const char *item,
              const struct draft *draft, const char *question, const char *typed)
{
    struct draft borrowed = *draft; /* to reach its texts by name; nothing of it is changed */
    buffer_add(out, "---\n");
    document_add_field(out, "jurisdiction", jurisdiction);
    document_add_field(out, "item", item);
    document_add_field(out, "kind", kinds[draft->kind]);
    if (draft->verdict >= 0)
        document_add_field(out, "verdict", verdict_ids[draft->verdict]);
    document_add_field(out, "upon", draft->upon);
    document_add_field(out, "against", draft->against);
    document_add_field(out, "word", draft->word);
    for (int i = 0; i < FLAGS; i++)
        if (*flag_of(&borrowed, i))
            buffer_format(out, "%s: true\n", flags[i].name);
    if (typed)
        document_add_field(out, "question", question);
    buffer_add(out, "---\n\n");
    for (int i = 0; i < TEXTS; i++)
        if (text_of(&borrowed, i)->size)
            add_text(out, texts[i].name, text_of(&borrowed, i)->bytes);
    if (typed)
        add_text(out, "typed", typed);
    buffer_add(out, MARK "end" MARK_END "\n");
}

/* ---- reading ---- */

/* Where a text named so goes; NULL for one that is not known. */
static struct buffer *place_of(struct kept *kept, const char *name, size_t size)
{
    for (int i = 0; i < TEXTS; i++)
        if (strlen(texts[i].name) == size && strncmp(texts[i].name, name, size) == 0)
            return text_of(&kept->draft, i);
    return size == strlen("typed") && strncmp(name, "typed", size) == 0 ? &kept->typed : NULL;
}

/* Reads the texts; what stands before the first mark is a note that a person wrote there. */
static void read_texts(struct kept *kept, const char *body)
{
    struct buffer *into = &kept->draft.note;
    for (bool first = true; *body;) {
        const char *end = strchrnul(body, '\n');
        if (strncmp(body, MARK, strlen(MARK)) == 0) {
            const char *name = body + strlen(MARK);
            into = place_of(kept, name, strcspn(name, " \n"));
            first = true;
            if (into)
                buffer_cut(into, 0);
        } else if (into) {
            buffer_add(into, first ? "" : "\n");
            body += looks_marked(body); /* its backslash */
            buffer_add_bytes(into, body, (size_t)(end - body));
            first = false;
        }
        body = *end ? end + 1 : end;
    }
}

static void copy(struct reading *reading, char *out, size_t room, const char *name)
{
    const char *text = read_optional(reading, reading->document->top, name, "");
    if (strlen(text) >= room)
        reading_fail(reading, field_find(reading->document->top, name),
                     TR("'%s' is too long: shorten it, or remove this file",
                        "“%s”过长：请改短，或删除此文件"),
                     name);
    snprintf(out, room, "%s", text);
}

static void read_front(struct reading *reading, struct kept *kept)
{
    const struct field *top = reading->document->top;
    copy(reading, kept->jurisdiction, sizeof kept->jurisdiction, "jurisdiction");
    copy(reading, kept->item, sizeof kept->item, "item");
    copy(reading, kept->draft.upon, sizeof kept->draft.upon, "upon");
    copy(reading, kept->draft.against, sizeof kept->draft.against, "against");
    copy(reading, kept->draft.word, sizeof kept->draft.word, "word");
    int kind = read_word(reading, top, "kind", kinds);
    kept->draft.kind = kind < 0 ? DRAFT_NONE : (enum draft_kind)kind;
    kept->draft.verdict = read_word(reading, top, "verdict", verdict_ids);
    for (int i = 0; i < FLAGS; i++)
        *flag_of(&kept->draft, i) = read_truth(reading, top, flags[i].name, false);
    kept->typing = field_find(top, "question") != NULL;
    buffer_add(&kept->question, read_optional(reading, top, "question", ""));
}

enum status kept_read(struct arena *arena, const char *path, const char *bytes, size_t size,
                      struct kept *out, struct error *error)
{
    struct document document;
    struct kept kept = KEPT_EMPTY;
    if (document_parse(arena, path, bytes, size, &document, error))
        return error->status;
    struct reading reading = {.document = &document, .error = error};
    read_front(&reading, &kept);
    read_texts(&kept, document.body);
    if (reading.status) {
        kept_free(&kept);
        return reading.status;
    }
    kept_free(out);
    *out = kept;
    return STATUS_OK;
}
