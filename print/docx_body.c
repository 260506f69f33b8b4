#include "print/docx_body.h"

#include "core/print_job.h"
#include "core/print_style.h"
#include "core/table_plan.h"
#include "print/docx_closing.h"
#include "print/docx_end.h"
#include "print/docx_head.h"
#include "print/docx_nested.h"
#include "print/docx_part.h"
#include "print/docx_section.h"
#include "print/docx_table.h"
#include "print/docx_text.h"

struct body {
    const struct print_job *job;
    struct docx_writer writer;
    struct docx_parts parts;
    bool landscape; /* the section that is open */
    bool turned;    /* it is not the first */
    bool tabled;    /* the table for which the paper was turned stands there */
    bool new_page;  /* and begins one, on which nothing stands */
};

static enum docx_style text_style(const struct docx_part *part)
{
    static const enum docx_style headings[] = {STYLE_HEADING_1, STYLE_HEADING_1, STYLE_HEADING_1,
                                               STYLE_HEADING_2};
    int level = cmark_node_get_heading_level(part->node);
    switch (part->role) {
    case PART_HEADING:
        return level < 4 ? headings[level] : STYLE_HEADING_3;
    case PART_NOTE:
        return STYLE_NOTE;
    case PART_SMALL:
        return STYLE_SMALL;
    default:
        return STYLE_BODY;
    }
}

/* Whether the part may not be the last of its page: text stays with the closing behind it, so that
 * no page has signatures alone. */
static bool keeps_next(const struct docx_parts *parts, size_t at)
{
    if (at + 1 >= parts->count)
        return false;
    enum part_role next = parts->list[at + 1].role;
    return next == PART_ATTACHMENTS || next == PART_CLOSING || next == PART_NOTE;
}

static void add_text(struct body *body, size_t at, enum docx_style style)
{
    bool first_small = style == STYLE_SMALL && at && body->parts.list[at - 1].role != PART_SMALL;
    const struct docx_paragraph paragraph = {.style = style,
                                             .before = first_small ? TWIPS_LINE : 0};
    docx_begin(&body->writer, &paragraph);
    docx_add_block(&body->writer, body->parts.list[at].node, false);
    docx_end(&body->writer);
}

/* ---- Turned pages ---- */

/* A new section where the paper is turned. */
static void turn(struct body *body, bool landscape)
{
    if (landscape == body->landscape)
        return;
    struct buffer section = BUFFER_EMPTY;
    docx_add_section(body->job, !body->turned, body->landscape, &section);
    docx_end_section(&body->writer, section.bytes);
    buffer_free(&section);
    body->landscape = landscape;
    body->turned = true;
    body->tabled = false;
    body->new_page = true;
}

/* Whether the part stands on a turned page: a wide table, and its annex from its beginning on; what
 * follows the table is upright again. */
static bool lies(const struct body *body, const struct docx_part *part)
{
    if (part->role == PART_ANNEX)
        return table_makes_wide(part->node);
    bool wide = part->role == PART_TABLE && table_is_wide(part->node);
    return wide || (body->landscape && !body->tabled);
}

static int width_of(const struct body *body)
{
    return body->landscape ? TWIPS_HEIGHT : TWIPS_WIDTH;
}

/* ---- The parts ---- */

static void add_table(struct body *body, cmark_node *table)
{
    docx_add_table(&body->writer, table, width_of(body));
    body->tabled = table_is_wide(table);
}

static void add_part(struct body *body, size_t at)
{
    const struct docx_part *part = &body->parts.list[at];
    if (part->role != PART_END)
        turn(body, lies(body, part));
    switch (part->role) {
    case PART_HEADING:
    case PART_BODY:
    case PART_NOTE:
    case PART_SMALL:
        add_text(body, at, text_style(part));
        break;
    case PART_CONTAINER:
        docx_add_nested(&body->writer, part->node);
        break;
    case PART_TABLE:
        add_table(body, part->node);
        break;
    case PART_CHART:
        docx_add_chart(&body->writer, part->node, width_of(body));
        break;
    case PART_ATTACHMENTS:
        docx_add_attachments(&body->writer, part, keeps_next(&body->parts, at));
        break;
    case PART_CLOSING:
        if (!at || body->parts.list[at - 1].role != PART_CLOSING)
            docx_add_closing(&body->writer, &body->parts, at, body->job->page.style->seal);
        break;
    case PART_ANNEX:
        docx_add_annex_head(&body->writer, part, !body->new_page);
        break;
    case PART_TITLE:
    case PART_NUMBER:
    case PART_ADDRESSEES:
    case PART_END:
        break; /* have their places before and behind */
    }
    body->new_page = body->new_page && part->role == PART_END;
    if (keeps_next(&body->parts, at))
        docx_keep_next(&body->writer);
}

/* The end matter is on an upright page. LibreOffice does not find it on one that begins with it. */
static void add_end(struct body *body, bool moved)
{
    static const struct docx_paragraph least = {.style = STYLE_SMALL, .line = 20};
    const struct print_style *style = body->job->page.style;
    bool origin = style->origin && body->job->page.provenance;
    if (moved || origin || docx_part_find(&body->parts, PART_END))
        turn(body, false);
    if (body->new_page)
        docx_add_paragraph(&body->writer, &least, "");
    docx_add_origin(&body->writer, body->job);
    docx_add_end_matter(&body->writer, style, &body->parts, moved);
}

void docx_add_document(const struct print_job *job, struct buffer *out)
{
    struct body body = {.job = job, .writer = {.out = BUFFER_EMPTY}};
    docx_parts_begin(&body.parts, job->page.markdown);
    bool moved = docx_add_head(&body.writer, job->page.style, &body.parts);
    for (size_t i = 0; i < body.parts.count; i++)
        add_part(&body, i);
    add_end(&body, moved);
    buffer_add(out, "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/"
                    "2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                    "relationships\"><w:body>\n");
    buffer_add_bytes(out, body.writer.out.bytes, body.writer.out.size);
    docx_add_section(job, !body.turned, body.landscape, out);
    buffer_add(out, "</w:body></w:document>");
    docx_parts_end(&body.parts);
    buffer_free(&body.writer.out);
}
