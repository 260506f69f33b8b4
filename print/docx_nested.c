#include "print/docx_nested.h"

#include "core/page_part.h"
#include "print/docx_text.h"

/* What is nested is indented further by two characters each, until half of the line is left. */
enum { INDENT = 200, INDENT_MOST = AREA_CHARACTERS * 50 };

struct container {
    struct docx_writer *writer;
    size_t lists, quotes;
    struct buffer marker; /* of the list's item, until its first paragraph is written */
    int hang;             /* what it takes, in hundredths of a character */
};

static int container_left(const struct container *container)
{
    size_t depth = container->quotes + container->lists, most = INDENT_MOST / INDENT;
    return (int)(depth < most ? depth : most) * INDENT;
}

static void begin_item(struct container *container, cmark_node *list)
{
    enum { LEAST = 200, MOST = 600 };
    int number = cmark_node_get_list_start(list);
    buffer_cut(&container->marker, 0);
    container->hang = 100;
    if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST) {
        buffer_add(&container->marker, "·");
        return;
    }
    bool bracket = cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM;
    buffer_format(&container->marker, "%d%c", number, bracket ? ')' : '.');
    cmark_node_set_list_start(list, number + 1);
    int width = docx_width(container->marker.bytes);
    container->hang = width < LEAST ? LEAST : width > MOST ? MOST : width;
}

/* The marker hangs before the first line of its item: a tab goes to where the text begins. */
static void add_contained(struct container *container, cmark_node *block)
{
    bool marked = container->marker.size > 0;
    int hang = container->lists ? container->hang : 0;
    const struct docx_paragraph paragraph = {.style = container->quotes ? STYLE_QUOTE : STYLE_LIST,
                                             .indented = true,
                                             .left = container_left(container) + hang,
                                             .first = marked ? -hang : 0};
    if (marked)
        buffer_add_char(&container->marker, '\t');
    docx_begin(container->writer, &paragraph);
    docx_add_run(container->writer, container->marker.bytes);
    buffer_cut(&container->marker, 0);
    docx_add_block(container->writer, block, cmark_node_get_type(block) == CMARK_NODE_HEADING);
    docx_end(container->writer);
}

/* Code keeps its lines and their spaces. */
static void add_code(struct container *container, cmark_node *block)
{
    struct buffer text = BUFFER_EMPTY;
    const struct docx_paragraph paragraph = {.style = STYLE_QUOTE,
                                             .indented = true,
                                             .left = container_left(container) + INDENT,
                                             .align = ALIGN_LEFT};
    part_add_code(block, NULL, &text);
    while (text.size && text.bytes[text.size - 1] == '\n')
        buffer_cut(&text, text.size - 1);
    docx_add_paragraph(container->writer, &paragraph, text.bytes);
    buffer_free(&text);
}

/* A row of a table that stands in a list or a quotation: its cells one behind the other. */
static void add_row(struct container *container, cmark_node *row)
{
    const struct docx_paragraph paragraph = {
        .style = STYLE_LIST, .indented = true, .left = container_left(container)};
    docx_begin(container->writer, &paragraph);
    for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell)) {
        docx_add_block(container->writer, cell, false);
        docx_add_run(container->writer, cmark_node_next(cell) ? "　" : "");
    }
    docx_end(container->writer);
}

static void enter(struct container *container, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        container->quotes++;
        break;
    case CMARK_NODE_LIST:
        container->lists++;
        break;
    case CMARK_NODE_ITEM:
        begin_item(container, cmark_node_parent(node));
        break;
    case CMARK_NODE_CODE_BLOCK:
        add_code(container, node);
        break;
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
        add_contained(container, node);
        break;
    default:
        if (node_is_row(node))
            add_row(container, node);
        break;
    }
}

void docx_add_nested(struct docx_writer *writer, cmark_node *node)
{
    struct container container = {.writer = writer, .marker = BUFFER_EMPTY};
    cmark_iter *iter = cmark_iter_new(node);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *at = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(at);
        if (event == CMARK_EVENT_ENTER)
            enter(&container, at);
        container.quotes -= event == CMARK_EVENT_EXIT && type == CMARK_NODE_BLOCK_QUOTE;
        container.lists -= event == CMARK_EVENT_EXIT && type == CMARK_NODE_LIST;
    }
    cmark_iter_free(iter);
    buffer_free(&container.marker);
}
