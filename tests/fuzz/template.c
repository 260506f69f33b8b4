/*
 * Templates over facts: the input is a template and, behind a NUL, the partial that it may include.
 * It is rendered as a strict circular, as a draft with its stops, and by the specification; what
 * comes out is set as a page; and it is proof-read.
 */
#include "core/buffer.h"
#include "core/circular.h"
#include "core/memory.h"
#include "core/page.h"
#include "core/print_style.h"
#include "core/proof.h"
#include "core/provenance.h"
#include "core/text.h"
#include "core/value.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static const char *find(void *context, const char *name)
{
    return strcmp(name, "p") == 0 ? context : NULL;
}

static const struct value *facts_of(struct arena *arena)
{
    struct value *root = value_map(arena, NULL, NULL);
    struct value *list = value_list(arena, root, "l");
    struct value *map = value_map(arena, root, "m");
    value_text(arena, root, "t", "四平市 & <b>{{t}}</b>");
    value_number(arena, root, "n", "9.8");
    value_truth(arena, root, "yes", true);
    value_truth(arena, root, "no", false);
    value_null(arena, root, "open");
    value_text(arena, map, "t", "白山市");
    value_null(arena, map, "open");
    for (int i = 0; i < 3; i++) {
        struct value *member = value_map(arena, list, NULL);
        value_text(arena, member, "name", i ? "气" : "");
        value_list(arena, member, "l");
    }
    return root;
}

static void check_marks(const struct mustache_marks *marks, const struct buffer *out)
{
    size_t at = 0;
    for (size_t i = 0; i < marks->count; i++) {
        const struct mustache_mark *mark = &marks->list[i];
        MUST(at <= mark->from && mark->from <= mark->to && mark->to <= mark->end);
        MUST(mark->end <= out->size);
        at = mark->end;
    }
}

/* Links do not stand within one another. */
static void check_links(const char *page)
{
    bool open = false;
    for (const char *at = page; (at = strstr(at, "<"));) {
        bool opens = strncmp(at, "<a ", 3) == 0, closes = strncmp(at, "</a>", 4) == 0;
        MUST(!(opens && open) && !(closes && !open));
        open = opens || (open && !closes);
        at++;
    }
    MUST(!open);
}

static void set_pages(struct arena *arena, const char *markdown, const struct mustache_marks *marks)
{
    struct buffer safe = BUFFER_EMPTY, page = BUFFER_EMPTY;
    static const struct print_style style;
    struct provenance_source source = {.name = "n", .text = "9.8", .formula = ""};
    struct provenance provenance = {
        .figures = arena_array(arena, marks->count + 1, sizeof *provenance.figures),
        .sources = &source,
        .source_count = 1,
        .record = "",
        .commit = "",
        .sha256 = ""};
    for (size_t i = 0; i < marks->count; i++)
        if (marks->list[i].to > marks->list[i].from)
            provenance.figures[provenance.figure_count++] =
                (struct provenance_figure){marks->list[i].from, marks->list[i].to, 0};
    page_html(&(struct page){.markdown = markdown,
                             .language = "zh",
                             .style = &style,
                             .provenance = &provenance,
                             .draft = true},
              &page);
    MUST(!strstr(page.bytes, "<script"));
    check_links(page.bytes);
    text_add_safe_lines(&safe, markdown);
    page_text(safe.bytes, PAGE_COLUMNS, &page);
    buffer_free(&safe);
    buffer_free(&page);
}

static void render_circular(struct arena *arena, const char *text, const char *partial, bool draft)
{
    struct buffer out = BUFFER_EMPTY;
    struct mustache_marks marks = {0};
    struct circular_stops stops = {.arena = arena};
    struct error error;
    struct circular circular = {.name = "fuzz",
                                .text = text,
                                .partial = find,
                                .context = arena_text(arena, partial),
                                .draft = draft,
                                .stops = draft ? &stops : NULL};
    if (circular_render(&circular, facts_of(arena), &out, &marks, &error) == STATUS_OK) {
        check_marks(&marks, &out);
        set_pages(arena, out.bytes, &marks);
    }
    mustache_marks_free(&marks);
    buffer_free(&out);
}

/* Every place that is told must be one of the texts. */
static void proof_read_it(struct arena *arena, const char *text, const char *partial)
{
    static struct jurisdiction city = {
        .id = "siping", .name = "四平市", .government = "四平市政府", .class = "city"};
    static const struct assessment year = {
        .year = "2020", .jurisdictions = &city, .jurisdiction_count = 1, .ranked_count = 1};
    struct circular circular = {
        .name = "fuzz", .text = text, .partial = find, .context = arena_text(arena, partial)};
    struct proof proof = {
        .arena = arena, .assessment = &year, .facts = facts_of(arena), .circular = &circular};
    struct error error;
    if (proof_read(&proof, &error))
        return;
    for (size_t i = 0; i < proof.count; i++) {
        const struct proof_finding *finding = &proof.list[i];
        MUST(strlen(finding->id) == PROOF_ID_SIZE - 1 && finding->line > 0);
        MUST(!finding->shown || finding->at <= finding->end);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    const char *text = arena_text_of(arena, (const char *)bytes, size);
    size_t first = strlen(text);
    char *partial = arena_text(arena, first < size ? text + first + 1 : "");
    struct mustache_host host = {.partial = find, .context = partial, .html = true};
    struct buffer out = BUFFER_EMPTY;
    struct error error;
    mustache_render("fuzz", text, facts_of(arena), &host, &out, NULL, &error);
    buffer_free(&out);
    render_circular(arena, text, partial, false);
    render_circular(arena, text, partial, true);
    proof_read_it(arena, text, partial);
    arena_free(arena);
    return 0;
}
