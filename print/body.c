/* Paragraphs, and lists, quotes and code nested to any depth. */
#include "core/memory.h"
#include "print/compose.h"
#include "print/figures.h"
#include "print/paper.h"
#include "print/table.h"

/* What is nested is indented further by two characters each, until half of the line is left. */
enum { INDENT = 2, INDENT_MOST = AREA_CHARACTERS / 2, MARKER_MOST = 6 };

/* A list that is open. */
struct list {
    const struct list *outer;
    size_t cells; /* of its markers */
};

struct nesting {
    struct compose *compose;
    size_t quotes, lists;
    const char *marker;      /* of the item, until its first line is set; NULL for none */
    const struct list *list; /* the one that was opened last; NULL for none */
};

void compose_paragraph(struct compose *compose, cmark_node *paragraph)
{
    struct setting setting = body_setting;
    if (sheet_page(compose->sheet)->landscape)
        setting.width = LANDSCAPE_CHARACTERS * CELL;
    sheet_begin(compose->sheet, "P", NULL, 0);
    sheet_lines(compose->sheet, compose_lines(compose, paragraph, FACE_BODY, &setting), 0);
    sheet_is_body(compose->sheet);
}

/* ---- What is nested ---- */

static double indent_of(const struct nesting *nesting)
{
    size_t cells = (nesting->quotes + nesting->lists) * INDENT;
    return (double)(cells < INDENT_MOST ? cells : INDENT_MOST) * CELL;
}

static double hang_of(const struct nesting *nesting)
{
    size_t cells = nesting->list ? nesting->list->cells : 0;
    return (double)(cells < MARKER_MOST ? cells : MARKER_MOST) * CELL;
}

/* The marker hangs before the first line of its item. */
static void draw_marker(struct nesting *nesting, double x)
{
    const struct setting setting = {
        .points = BODY_POINTS, .cell = CELL, .grid = true, .width = AREA_WIDTH};
    struct sheet *sheet = nesting->compose->sheet;
    const struct lines *lines =
        compose_text(nesting->compose, nesting->marker, FACE_BODY, &setting);
    double y = sheet_open(sheet, LINE);
    if (lines->count)
        sheet_place(sheet, lines, 0, x, y, INK_BLACK);
    sheet->y = y;
    nesting->marker = NULL;
}

static void draw_block(struct nesting *nesting, const struct prose *prose, bool own_lines)
{
    struct sheet *sheet = nesting->compose->sheet;
    double x = indent_of(nesting), hang = hang_of(nesting);
    const struct setting setting = {
        .points = BODY_POINTS, .cell = CELL, .grid = !own_lines, .width = AREA_WIDTH - x - hang};
    const struct lines *lines = lines_new(sheet->setter, prose, &setting);
    figures_take(nesting->compose->figures, lines, 0, prose->buffer.size);
    figures_done(nesting->compose->figures);
    sheet_begin(sheet, "P", NULL, 0);
    if (nesting->marker)
        draw_marker(nesting, x);
    sheet_lines(sheet, lines, x + hang);
    sheet_is_body(sheet);
}

static void draw_text(struct nesting *nesting, cmark_node *block)
{
    struct prose prose;
    bool heading = cmark_node_get_type(block) == CMARK_NODE_HEADING;
    prose_begin(&prose, nesting->compose->arena);
    prose_add_block(&prose, block, heading ? FACE_HEI : FACE_BODY,
                    figures_track(nesting->compose->figures));
    if (prose.buffer.size)
        draw_block(nesting, &prose, false);
    prose_free(&prose);
}

/* Code keeps its lines and their spaces. */
static void draw_code(struct nesting *nesting, cmark_node *block)
{
    struct prose prose;
    prose_begin(&prose, nesting->compose->arena);
    prose_add_code(&prose, cmark_node_get_literal(block), FACE_BODY);
    nesting->quotes++;
    draw_block(nesting, &prose, true);
    nesting->quotes--;
    prose_free(&prose);
}

/* ---- Lists ---- */

/* All markers of a list take the cells of the widest, which is that of its last item. */
static size_t cells_of_markers(cmark_node *list)
{
    size_t items = 0, digits = 1;
    if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST)
        return 1;
    for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item))
        items++;
    for (size_t last = (size_t)cmark_node_get_list_start(list) + items; last >= 10; last /= 10)
        digits++;
    return (digits + 2) / 2; /* a digit and the point are half a cell each */
}

static void begin_list(struct nesting *nesting, cmark_node *list)
{
    struct list *inner = ARENA_NEW(nesting->compose->arena, struct list);
    *inner = (struct list){nesting->list, cells_of_markers(list)};
    nesting->list = inner;
    nesting->lists++;
}

/* The list's own start counts along with its items. */
static void begin_item(struct nesting *nesting, cmark_node *list)
{
    int number = cmark_node_get_list_start(list);
    if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST) {
        nesting->marker = "·";
        return;
    }
    bool bracket = cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM;
    nesting->marker = arena_format(nesting->compose->arena, "%d%c", number, bracket ? ')' : '.');
    cmark_node_set_list_start(list, number + 1);
}

static void enter(struct nesting *nesting, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        nesting->quotes++;
        break;
    case CMARK_NODE_LIST:
        begin_list(nesting, node);
        break;
    case CMARK_NODE_ITEM:
        begin_item(nesting, cmark_node_parent(node));
        break;
    case CMARK_NODE_CODE_BLOCK:
        draw_code(nesting, node);
        break;
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
        draw_text(nesting, node);
        break;
    default:
        if (node_is_table(node))
            print_table(nesting->compose, node, &table_as_is);
        break;
    }
}

static void leave(struct nesting *nesting, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    nesting->quotes -= type == CMARK_NODE_BLOCK_QUOTE;
    if (type == CMARK_NODE_LIST && nesting->list) {
        nesting->list = nesting->list->outer;
        nesting->lists--;
    }
}

void compose_container(struct compose *compose, cmark_node *container)
{
    struct nesting nesting = {.compose = compose};
    cmark_iter *iter = cmark_iter_new(container);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        if (event == CMARK_EVENT_ENTER)
            enter(&nesting, cmark_iter_get_node(iter));
        else
            leave(&nesting, cmark_iter_get_node(iter));
    }
    cmark_iter_free(iter);
}
