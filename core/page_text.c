#include "core/page_text.h"

#include "core/memory.h"
#include "core/page.h"
#include "core/page_mark.h"
#include "core/page_text_chart.h"
#include "core/page_text_table.h"
#include "core/wrap.h"

#include <stdlib.h>
#include <string.h>

enum { INDENT = 2 /* characters */, QUOTE_COLUMNS = 4 };

/* However deep the nesting, half of the line stays for the text. */
static size_t left_edge(const struct text_sheet *sheet)
{
    size_t wanted = sheet->quotes * QUOTE_COLUMNS, most = sheet->columns / 4 * 2;
    return wanted < most ? wanted : most;
}

size_t text_write_line(struct text_sheet *sheet, const char *text, size_t at,
                       struct text_shape shape)
{
    const size_t most = sheet->columns - TEXT_LEAST_COLUMNS;
    size_t left = left_edge(sheet) + (at ? shape.rest : shape.first);
    left = left < most ? left : most;
    size_t columns = sheet->columns - left;
    columns -= columns >= shape.right + TEXT_LEAST_COLUMNS ? shape.right : 0;
    struct wrap_line line = wrap_next(text + at, columns);
    size_t pad = left + (shape.centred ? (columns - line.width) / 2 : 0);
    for (; line.size && pad > 0; pad--)
        buffer_add_char(sheet->out, ' ');
    if (sheet->track)
        track_line(sheet->track, at, line.size, sheet->out->size);
    buffer_add_bytes(sheet->out, text + at, line.size);
    buffer_add_char(sheet->out, '\n');
    return at + line.step;
}

void text_end_block(struct text_sheet *sheet)
{
    if (sheet->track)
        track_block(sheet->track, sheet->out->size - (sheet->out->size > 0));
}

void text_write_lines(struct text_sheet *sheet, const char *text, struct text_shape shape)
{
    for (size_t at = 0; text[at];)
        at = text_write_line(sheet, text, at, shape);
    text_end_block(sheet);
}

/* Adds the indent of a paragraph's first line, deeper in lists within lists, and the marker. */
static void add_indent(struct text_sheet *sheet, struct buffer *text)
{
    size_t wanted = INDENT * (sheet->lists > 1 ? sheet->lists : 1), most = sheet->columns / 4;
    for (size_t i = 0; i < wanted && i < most; i++)
        buffer_add(text, "\u3000");
    buffer_add(text, sheet->marker.bytes);
    buffer_cut(&sheet->marker, 0);
}

static void write_block(struct text_sheet *sheet, cmark_node *block, struct text_shape shape,
                        bool indented)
{
    struct buffer text = BUFFER_EMPTY;
    if (indented)
        add_indent(sheet, &text);
    size_t from = text.size;
    part_add_text(block, false, sheet->track, &text);
    if (text.size == from)
        buffer_cut(&text, 0);
    text_write_lines(sheet, text.bytes, shape);
    buffer_free(&text);
}

/* Code keeps its lines and their spaces. */
static void write_code(struct text_sheet *sheet, cmark_node *block)
{
    struct buffer text = BUFFER_EMPTY;
    part_add_code(block, sheet->track, &text);
    sheet->quotes++;
    text_write_lines(sheet, text.bytes, TEXT_FLUSH);
    sheet->quotes--;
    buffer_free(&text);
}

/* The list's own start counts along with its items. */
static void begin_item(struct text_sheet *sheet, cmark_node *list)
{
    int number = cmark_node_get_list_start(list);
    buffer_cut(&sheet->marker, 0);
    if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST) {
        buffer_add(&sheet->marker, "- ");
        return;
    }
    bool bracket = cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM;
    buffer_format(&sheet->marker, "%d%c ", number, bracket ? ')' : '.');
    cmark_node_set_list_start(list, number + 1);
}

static void enter(struct text_sheet *sheet, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        sheet->quotes++;
        break;
    case CMARK_NODE_LIST:
        sheet->lists++;
        break;
    case CMARK_NODE_ITEM:
        begin_item(sheet, cmark_node_parent(node));
        break;
    case CMARK_NODE_CODE_BLOCK:
        write_code(sheet, node);
        break;
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
        write_block(sheet, node, TEXT_FLUSH, true);
        break;
    default:
        if (node_is_table(node))
            page_text_table(node, sheet->columns, sheet->track, sheet->out);
        break;
    }
}

static void leave(struct text_sheet *sheet, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    sheet->quotes -= type == CMARK_NODE_BLOCK_QUOTE;
    sheet->lists -= type == CMARK_NODE_LIST;
}

static void write_container(struct text_sheet *sheet, cmark_node *container)
{
    cmark_iter *iter = cmark_iter_new(container);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        if (event == CMARK_EVENT_ENTER)
            enter(sheet, cmark_iter_get_node(iter));
        else
            leave(sheet, cmark_iter_get_node(iter));
    }
    cmark_iter_free(iter);
    buffer_cut(&sheet->marker, 0);
}

static void write_part(struct text_sheet *sheet, const struct parts *parts)
{
    cmark_node *node = parts->node;
    switch (parts->role) {
    case PART_TITLE:
    case PART_NUMBER:
        write_block(sheet, node, TEXT_CENTRED, false);
        break;
    case PART_ADDRESSEES:
    case PART_SMALL:
        write_block(sheet, node, TEXT_FLUSH, false);
        break;
    case PART_HEADING:
    case PART_BODY:
    case PART_NOTE:
        write_block(sheet, node, TEXT_FLUSH, true);
        break;
    case PART_ATTACHMENTS:
        text_write_attachments(sheet, node);
        break;
    case PART_CLOSING:
        text_write_closing(sheet, parts);
        break;
    case PART_ANNEX:
        text_write_annex(sheet, node);
        break;
    case PART_TABLE:
        page_text_table(node, sheet->columns, sheet->track, sheet->out);
        break;
    case PART_CHART:
        page_text_chart(node, sheet->columns, sheet->track, sheet->out);
        break;
    case PART_CONTAINER:
        write_container(sheet, node);
        break;
    case PART_END:
        break; /* at the end of all */
    }
}

/* Whether a blank line parts the two: around the head's lines, before the closing and before the
 * small print, around attachments, tables, charts and an annex's title. The body follows the
 * addressees directly, as GB/T 9704-2012 sets it. */
static bool is_parted(enum part_role before, enum part_role role)
{
    static const bool apart[PART_ANNEX + 1] = {
        [PART_TITLE] = true, [PART_NUMBER] = true, [PART_ATTACHMENTS] = true,
        [PART_TABLE] = true, [PART_CHART] = true,  [PART_ANNEX] = true};
    if (before == role)
        return role == PART_TABLE || role == PART_CHART || role == PART_ANNEX;
    return apart[before] || (apart[role] && role != PART_NUMBER) || role == PART_SMALL ||
           (role >= PART_CLOSING && before < PART_CLOSING);
}

static void write_parts(struct text_sheet *sheet, struct parts parts)
{
    size_t from = sheet->out->size;
    for (enum part_role before = PART_TITLE; parts_next(&parts);) {
        if (parts.role == PART_END)
            continue;
        if (sheet->out->size > from && is_parted(before, parts.role))
            buffer_add_char(sheet->out, '\n');
        write_part(sheet, &parts);
        before = parts.role;
    }
}

/* The end matter is the last thing on the last page, behind the annexes. */
static void write_end(struct text_sheet *sheet, struct parts parts, size_t from)
{
    for (bool first = true; parts_next(&parts);) {
        if (parts.role != PART_END)
            continue;
        if (first && sheet->out->size > from)
            buffer_add_char(sheet->out, '\n');
        text_write_end(sheet, parts.node, first);
        first = false;
    }
}

static void write_text(const char *markdown, size_t columns, struct track *track,
                       struct buffer *out)
{
    struct text_sheet sheet = {.out = out,
                               .columns =
                                   columns < TEXT_LEAST_COLUMNS ? TEXT_LEAST_COLUMNS : columns,
                               .marker = BUFFER_EMPTY,
                               .track = track};
    struct parts parts;
    size_t from = out->size;
    parts_begin(&parts, markdown);
    write_parts(&sheet, parts);
    write_end(&sheet, parts, from);
    parts_end(&parts);
    buffer_free(&sheet.marker);
    if (out->size == from)
        buffer_add_char(out, '\n');
}

void page_text(const char *markdown, size_t columns, struct buffer *out)
{
    write_text(markdown, columns, NULL, out);
}

/* ---- Where the figures are ---- */

enum { TRIES_MOST = 32 };

struct search {
    const char *markdown, *text; /* the text as it is without markers */
    struct buffer shape;         /* what no marker may change */
    size_t columns;
    const struct page_mark *marks; /* in the Markdown */
    size_t count;
    bool *used;               /* which are marked */
    struct page_mark *places; /* in the text, as of the last try that gave the same text */
    int tries;
};

/* Appends the text, and what it does not show: of what kind each node is. `3. ` reads the same in a
 * list and in a paragraph. */
static void write_shape(const char *markdown, size_t columns, struct track *track,
                        struct buffer *out)
{
    struct parts parts;
    write_text(markdown, columns, track, out);
    parts_begin(&parts, markdown);
    cmark_iter *iter = cmark_iter_new(parts.document);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node_type type = cmark_node_get_type(cmark_iter_get_node(iter));
        if (type != CMARK_NODE_TEXT)
            buffer_format(out, "%x%c", (unsigned)type, event == CMARK_EVENT_ENTER ? '(' : ')');
    }
    cmark_iter_free(iter);
    parts_end(&parts);
}

static bool try_marks(struct search *search)
{
    struct buffer marked = BUFFER_EMPTY, shape = BUFFER_EMPTY;
    struct track track;
    track_begin(&track, search->count);
    page_mark_insert(search->markdown, search->marks, search->used, search->count, &marked);
    write_shape(marked.bytes, search->columns, &track, &shape);
    bool same = strcmp(shape.bytes, search->shape.bytes) == 0;
    if (same)
        memcpy(search->places, track.places, search->count * sizeof *track.places);
    track_free(&track);
    buffer_free(&marked);
    buffer_free(&shape);
    return same;
}

/* Marks those from `from` on whose markers leave the text as it is: all at once, or else by halves
 * until the ones that change it are alone and left out. */
static void mark_all(struct search *search, size_t from, size_t to)
{
    if (from == to || search->tries++ >= TRIES_MOST)
        return;
    memset(search->used + from, true, to - from);
    if (try_marks(search))
        return;
    memset(search->used + from, false, to - from);
    size_t middle = from + (to - from) / 2;
    if (to - from > 1) {
        mark_all(search, from, middle);
        mark_all(search, middle, to);
    }
}

/* With the punctuation that stands outside of the markers. */
static struct page_mark widen(const struct search *search, size_t mark)
{
    struct page_mark whole = search->marks[mark], place = search->places[mark];
    struct page_mark core = page_mark_core(search->markdown, whole);
    size_t before = core.from - whole.from, behind = whole.to - core.to;
    if (place.to <= place.from)
        return (struct page_mark){0};
    if (place.from >= before &&
        !memcmp(search->text + place.from - before, search->markdown + whole.from, before))
        place.from -= before;
    if (!strncmp(search->text + place.to, search->markdown + core.to, behind))
        place.to += behind;
    return place;
}

/* Finds the marks that can be followed through the Markdown. */
static void follow(struct search *search)
{
    search->used = memory_new(search->count + 1);
    search->places = memory_new((search->count + 1) * sizeof *search->places);
    memset(search->used, false, search->count + 1);
    memset(search->places, 0, (search->count + 1) * sizeof *search->places);
    write_shape(search->markdown, search->columns, NULL, &search->shape);
    mark_all(search, 0, search->count);
}

static void search_free(struct search *search)
{
    free(search->used);
    free(search->places);
    buffer_free(&search->shape);
}

void page_mark(const char *markdown, const struct page_mark *marks, size_t count,
               struct buffer *out)
{
    struct search search = {.markdown = markdown,
                            .columns = PAGE_COLUMNS,
                            .shape = BUFFER_EMPTY,
                            .marks = marks,
                            .count = count};
    follow(&search);
    page_mark_insert(markdown, marks, search.used, count, out);
    search_free(&search);
}

void page_text_marked(const char *markdown, size_t columns, struct page_mark *marks, size_t count,
                      struct buffer *out)
{
    size_t from = out->size;
    struct search search = {.markdown = markdown,
                            .columns = columns,
                            .shape = BUFFER_EMPTY,
                            .marks = marks,
                            .count = count};
    page_text(markdown, columns, out);
    search.text = out->bytes + from;
    follow(&search);
    for (size_t i = 0; i < count; i++) {
        struct page_mark place = widen(&search, i);
        marks[i] = place.to > place.from ? (struct page_mark){place.from + from, place.to + from}
                                         : (struct page_mark){0};
    }
    search_free(&search);
}
