#include "core/page_html.h"

#include "core/buffer.h"
#include "core/memory.h"
#include "core/provenance.h"

/* As git shows a commit where it must be short. */
enum { COMMIT_SHOWN = 12 };

/* ---- Sources ---- */

/* The decisions of a source by their numbers, those that follow one another as a range. */
static void add_numbers(const struct html *html, const struct provenance_source *source,
                        struct buffer *out)
{
    for (size_t i = 0, last; i < source->listed; i = last + 1) {
        for (last = i; last + 1 < source->listed &&
                       source->decisions[last + 1] == source->decisions[last] + 1;)
            last++;
        size_t from = source->decisions[i] + 1, to = source->decisions[last] + 1;
        buffer_format(out, "%s<a href=\"#d%zu\">%zu</a>",
                      i ? tr_in(html->language, ", ", "、") : "", from, from);
        if (to > from)
            buffer_format(out, "–<a href=\"#d%zu\">%zu</a>", to, to);
    }
}

static void add_decisions(const struct html *html, const struct provenance_source *source,
                          struct buffer *out)
{
    buffer_format(out, "<p>%s", tr_in(html->language, "Decisions: ", "评定："));
    add_numbers(html, source, out);
    if (source->count > source->listed) {
        buffer_format(out,
                      tr_in(html->language, ", and others, %zu in all: <code>kaoping trace ",
                            "等，共%zu项，详见 <code>kaoping trace "),
                      source->count);
        html_escape(out, source->name);
        buffer_add(out, "</code>");
    }
    buffer_add(out, "</p>\n");
}

/* Where each source stands in the page: its first figure there, and behind each the next of the
 * same source; NONE ends. */
struct places {
    size_t *first, *next;
};

enum { NONE = 0 }; /* figures are counted from 1 here, as in their ids */

static void find_places(const struct html *html, struct arena *arena, struct places *out)
{
    const struct provenance *provenance = html->page->provenance;
    out->first = arena_array(arena, provenance->source_count + 1, sizeof *out->first);
    out->next = arena_array(arena, provenance->figure_count + 1, sizeof *out->next);
    for (size_t i = provenance->figure_count; i > 0; i--) {
        size_t source = provenance->figures[i - 1].source;
        if (!html->linked[i - 1])
            continue;
        out->next[i] = out->first[source];
        out->first[source] = i;
    }
}

/* Back to each of them. */
static void add_places(const struct html *html, const struct places *places, size_t source,
                       struct buffer *out)
{
    size_t first = places->first[source];
    if (first != NONE)
        buffer_format(out, "<a href=\"#f%zu\">%s</a>", first,
                      tr_in(html->language, "in the text ↑", "见正文↑"));
    for (size_t i = places->next[first]; first != NONE && i != NONE; i = places->next[i])
        buffer_format(out, " <a href=\"#f%zu\">↑</a>", i);
}

static void add_source(const struct html *html, const struct places *places, size_t index,
                       struct buffer *out)
{
    const struct provenance_source *source = &html->page->provenance->sources[index];
    buffer_format(out, "<li id=\"s%zu\">\n<p><span class=\"value\">", index + 1);
    html_escape(out, source->text);
    buffer_add(out, "</span> <code>");
    html_escape(out, source->name);
    buffer_add(out, "</code> ");
    add_places(html, places, index, out);
    buffer_format(out, "</p>\n<p>%s", tr_in(html->language, "Formula: ", "算法："));
    html_escape(out, source->formula);
    buffer_add(out, "</p>\n");
    add_decisions(html, source, out);
    buffer_add(out, "</li>\n");
}

static void add_list(const struct html *html, struct buffer *out)
{
    struct arena *arena = arena_new();
    struct places places;
    find_places(html, arena, &places);
    buffer_format(out, "<h2>%s</h2>\n<ol>\n", tr_in(html->language, "Sources", "依据"));
    for (size_t i = 0; i < html->page->provenance->source_count; i++)
        add_source(html, &places, i, out);
    buffer_add(out, "</ol>\n");
    arena_free(arena);
}

/* ---- Decisions ---- */

static void add_cell(const char *text, bool is_short, struct buffer *out)
{
    buffer_add(out, is_short ? "<td class=\"short\">" : "<td>");
    html_escape(out, text);
    buffer_add(out, "</td>");
}

/* None was found for what is pending. */
static void add_commit(const char *commit, struct buffer *out)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_format(&text, "%.*s", COMMIT_SHOWN, commit);
    buffer_add(out, text.size ? "<td><code>" : "<td>");
    html_escape(out, text.bytes);
    buffer_add(out, text.size ? "</code></td>" : "</td>");
    buffer_free(&text);
}

static void add_decision(const struct provenance_decision *decision, size_t index,
                         struct buffer *out)
{
    buffer_format(out, "<tr id=\"d%zu\"><td>%zu</td>", index + 1, index + 1);
    add_cell(decision->jurisdiction, true, out);
    buffer_add(out, "<td>");
    html_escape(out, decision->name);
    buffer_add(out, "<br><code>");
    html_escape(out, decision->item);
    buffer_add(out, "</code></td>");
    add_cell(decision->finding, false, out);
    add_cell(decision->reviewer, true, out);
    add_commit(decision->commit, out);
    buffer_add(out, "</tr>\n");
}

static void add_table(const struct html *html, struct buffer *out)
{
    static const struct {
        const char *english, *chinese;
    } heads[] = {{"No.", "序号"},     {"jurisdiction", "考评对象"}, {"item", "考评项"},
                 {"finding", "评定"}, {"reviewer", "评定人"},       {"commit", "提交"}};
    const struct provenance *provenance = html->page->provenance;
    buffer_format(out, "<h2>%s</h2>\n<div class=\"scroll\">\n<table>\n<thead>\n<tr>",
                  tr_in(html->language, "Decisions", "评定"));
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        buffer_format(out, "<th scope=\"col\">%s</th>",
                      tr_in(html->language, heads[i].english, heads[i].chinese));
    buffer_add(out, "</tr>\n</thead>\n<tbody>\n");
    for (size_t i = 0; i < provenance->decision_count; i++)
        add_decision(&provenance->decisions[i], i, out);
    buffer_add(out, "</tbody>\n</table>\n</div>\n");
}

/* ---- The record ---- */

void html_add_origin(const struct html *html, struct buffer *out)
{
    const struct provenance *provenance = html->page->provenance;
    const enum language language = html->language;
    buffer_add(out, tr_in(language, "Record: ", "考评记录："));
    html_escape(out, provenance->record);
    buffer_add(out, tr_in(language, "; commit: ", "；提交："));
    html_escape(out, provenance->commit);
    buffer_add(out, tr_in(language, "; SHA-256 of the Markdown: ", "；Markdown 的 SHA-256："));
    html_escape(out, provenance->sha256);
}

void html_add_sources(const struct html *html, struct buffer *out)
{
    const struct provenance *provenance = html->page->provenance;
    if (!provenance)
        return;
    buffer_add(out, "<section class=\"sources\" id=\"sources\">\n");
    if (provenance->source_count) {
        add_list(html, out);
        add_table(html, out);
    }
    buffer_format(out, "<h2>%s</h2>\n<p>", tr_in(html->language, "Record", "记录"));
    html_add_origin(html, out);
    buffer_add(out, "</p>\n</section>\n");
}
