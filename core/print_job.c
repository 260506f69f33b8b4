#include "core/print_job.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/print_style.h"
#include "core/provenance.h"
#include "core/value.h"

#include <stdlib.h>
#include <string.h>

/* ---- Writing ---- */

static void add_number(struct arena *arena, struct value *map, const char *name, long long number)
{
    value_number(arena, map, name, arena_format(arena, "%lld", number));
}

static void add_style(struct arena *arena, struct value *job, const struct print_style *style)
{
    struct value *map = value_map(arena, job, "style");
    add_number(arena, map, "head", style->head);
    struct value *issuers = value_list(arena, map, "issuers");
    for (size_t i = 0; i < style->issuer_count; i++)
        value_text(arena, issuers, NULL, style->issuers[i]);
    value_text(arena, map, "mark", style->mark);
    for (int i = 0; i < FACES; i++)
        value_text(arena, map, face_names[i], style->fonts[i]);
    value_truth(arena, map, "seal", style->seal);
    value_truth(arena, map, "origin", style->origin);
}

static void add_source(struct arena *arena, struct value *sources,
                       const struct provenance_source *source)
{
    struct value *map = value_map(arena, sources, NULL);
    value_text(arena, map, "name", source->name);
    value_text(arena, map, "text", source->text);
    value_text(arena, map, "formula", source->formula);
    add_number(arena, map, "count", (long long)source->count);
    struct value *decisions = value_list(arena, map, "decisions");
    for (size_t i = 0; i < source->listed; i++)
        add_number(arena, decisions, NULL, (long long)source->decisions[i]);
}

static void add_decision(struct arena *arena, struct value *decisions,
                         const struct provenance_decision *decision)
{
    struct value *map = value_map(arena, decisions, NULL);
    value_text(arena, map, "jurisdiction", decision->jurisdiction);
    value_text(arena, map, "item", decision->item);
    value_text(arena, map, "name", decision->name);
    value_text(arena, map, "finding", decision->finding);
    value_text(arena, map, "reviewer", decision->reviewer);
    value_text(arena, map, "commit", decision->commit);
}

static void add_provenance(struct arena *arena, struct value *job, const struct provenance *from)
{
    struct value *map = value_map(arena, job, "provenance");
    value_text(arena, map, "record", from->record);
    value_text(arena, map, "commit", from->commit);
    value_text(arena, map, "sha256", from->sha256);
    add_number(arena, map, "when", from->when);
    struct value *figures = value_list(arena, map, "figures");
    for (size_t i = 0; i < from->figure_count; i++) {
        struct value *figure = value_map(arena, figures, NULL);
        add_number(arena, figure, "from", (long long)from->figures[i].from);
        add_number(arena, figure, "to", (long long)from->figures[i].to);
        add_number(arena, figure, "source", (long long)from->figures[i].source);
    }
    struct value *sources = value_list(arena, map, "sources");
    for (size_t i = 0; i < from->source_count; i++)
        add_source(arena, sources, &from->sources[i]);
    struct value *decisions = value_list(arena, map, "decisions");
    for (size_t i = 0; i < from->decision_count; i++)
        add_decision(arena, decisions, &from->decisions[i]);
}

void print_job_write(const struct print_job *job, struct buffer *out)
{
    struct arena *arena = arena_new();
    struct value *map = value_map(arena, NULL, NULL);
    add_number(arena, map, "format", job->format);
    value_text(arena, map, "language", job->page.language);
    value_truth(arena, map, "draft", job->draft);
    value_truth(arena, map, "proof", job->proof);
    add_number(arena, map, "first", job->first);
    add_number(arena, map, "last", job->last);
    value_text(arena, map, "messages", job->messages == LANGUAGE_EN ? "en" : "zh");
    value_text(arena, map, "fonts", job->fonts);
    add_style(arena, map, job->page.style);
    if (job->page.provenance)
        add_provenance(arena, map, job->page.provenance);
    value_text(arena, map, "markdown", job->page.markdown);
    value_to_json(out, map);
    arena_free(arena);
}

/* ---- Reading: what is missing is empty, and what points nowhere is refused ---- */

static const char *text_of(const struct value *map, const char *name)
{
    const struct value *value = value_find(map, name);
    return value && value->kind == VALUE_TEXT ? value->text : "";
}

static long long number_in(const struct value *value)
{
    return value && value->kind == VALUE_NUMBER ? strtoll(value->text, NULL, 10) : 0;
}

static long long number_of(const struct value *map, const char *name)
{
    return number_in(value_find(map, name));
}

static size_t size_of(const struct value *map, const char *name)
{
    long long number = number_of(map, name);
    return number > 0 ? (size_t)number : 0;
}

static bool truth_of(const struct value *map, const char *name)
{
    const struct value *value = value_find(map, name);
    return value && value->kind == VALUE_TRUTH && value->truth;
}

static const struct value *list_of(const struct value *map, const char *name)
{
    static const struct value none = {.kind = VALUE_LIST, .text = ""};
    const struct value *value = value_find(map, name);
    return value && value->kind == VALUE_LIST ? value : &none;
}

static const struct print_style *read_style(struct arena *arena, const struct value *map)
{
    struct print_style *style = ARENA_NEW(arena, struct print_style);
    const struct value *issuers = list_of(map, "issuers");
    long long head = number_of(map, "head");
    style->head =
        head >= 0 && head <= LETTERHEAD_NONE ? (enum letterhead)head : LETTERHEAD_DOCUMENT;
    style->issuers = arena_array(arena, issuers->count + 1, sizeof *style->issuers);
    for (const struct value *one = issuers->first; one; one = one->next)
        style->issuers[style->issuer_count++] = one->text;
    style->mark = text_of(map, "mark");
    for (int i = 0; i < FACES; i++)
        style->fonts[i] = text_of(map, face_names[i]);
    style->seal = truth_of(map, "seal");
    style->origin = truth_of(map, "origin");
    return style;
}

static bool read_source(struct arena *arena, const struct value *map, size_t decisions,
                        struct provenance_source *out)
{
    const struct value *list = list_of(map, "decisions");
    size_t *indices = arena_array(arena, list->count + 1, sizeof *indices);
    *out = (struct provenance_source){.name = text_of(map, "name"),
                                      .text = text_of(map, "text"),
                                      .formula = text_of(map, "formula"),
                                      .decisions = indices,
                                      .count = size_of(map, "count")};
    for (const struct value *one = list->first; one; one = one->next) {
        indices[out->listed] = (size_t)number_in(one);
        if (indices[out->listed++] >= decisions)
            return false;
    }
    return true;
}

static bool is_within_character(const char *text, size_t at)
{
    return ((unsigned char)text[at] & 0xC0) == 0x80;
}

static bool read_figure(const struct value *map, size_t before, const struct provenance *of,
                        const char *markdown, struct provenance_figure *out)
{
    *out = (struct provenance_figure){size_of(map, "from"), size_of(map, "to"),
                                      size_of(map, "source")};
    return before <= out->from && out->from <= out->to && out->to <= strlen(markdown) &&
           !is_within_character(markdown, out->from) && !is_within_character(markdown, out->to) &&
           out->source < of->source_count;
}

static bool read_provenance(struct arena *arena, const struct value *map, const char *markdown,
                            const struct provenance **out)
{
    struct provenance *to = ARENA_NEW(arena, struct provenance);
    const struct value *figures = list_of(map, "figures"), *sources = list_of(map, "sources");
    const struct value *decisions = list_of(map, "decisions"), *one;
    *to = (struct provenance){
        .figures = arena_array(arena, figures->count + 1, sizeof *to->figures),
        .sources = arena_array(arena, sources->count + 1, sizeof *to->sources),
        .decisions = arena_array(arena, decisions->count + 1, sizeof *to->decisions),
        .record = text_of(map, "record"),
        .commit = text_of(map, "commit"),
        .sha256 = text_of(map, "sha256"),
        .when = number_of(map, "when")};
    *out = to;
    for (one = decisions->first; one; one = one->next)
        to->decisions[to->decision_count++] = (struct provenance_decision){
            text_of(one, "jurisdiction"), text_of(one, "item"),     text_of(one, "name"),
            text_of(one, "finding"),      text_of(one, "reviewer"), text_of(one, "commit")};
    bool sound = true;
    for (one = sources->first; one && sound; one = one->next)
        sound = read_source(arena, one, to->decision_count, &to->sources[to->source_count++]);
    size_t before = 0;
    for (one = figures->first; one && sound; one = one->next) {
        struct provenance_figure *figure = &to->figures[to->figure_count++];
        sound = read_figure(one, before, to, markdown, figure);
        before = figure->to;
    }
    return sound;
}

enum status print_job_read(struct arena *arena, const char *bytes, size_t size,
                           struct print_job *out, struct error *error)
{
    const struct value *map;
    enum status status = value_from_json(arena, "-", bytes, size, &map, error);
    if (status)
        return status;
    const struct value *provenance = value_find(map, "provenance");
    long long format = number_of(map, "format");
    *out = (struct print_job){.page = {.markdown = text_of(map, "markdown"),
                                       .language = text_of(map, "language"),
                                       .style = read_style(arena, value_find(map, "style"))},
                              .draft = truth_of(map, "draft"),
                              .proof = truth_of(map, "proof"),
                              .first = (int)number_of(map, "first"),
                              .last = (int)number_of(map, "last"),
                              .fonts = text_of(map, "fonts")};
    if (language_from_name(text_of(map, "messages")) == LANGUAGE_EN)
        out->messages = LANGUAGE_EN;
    bool sound = format == PAGE_PDF || format == PAGE_DOCX;
    if (sound)
        out->format = (enum page_format)format;
    if (sound && provenance)
        sound = read_provenance(arena, provenance, out->page.markdown, &out->page.provenance);
    return sound ? STATUS_OK
                 : fail(error, STATUS_INPUT, "-", 0,
                        TR("this is no job for kaoping-print: run 'kaoping render -o circular.pdf'",
                           "不是 kaoping-print 的任务：请运行 kaoping render -o circular.pdf"));
}
