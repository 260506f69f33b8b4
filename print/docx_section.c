#include "print/docx_section.h"

#include "core/print_job.h"
#include "core/print_style.h"
#include "print/docx_text.h"

#include <string.h>

/* Where the header and the page's number stand: from the paper's edges, in twips. The number's dash
 * is 7 mm below the type area. */
enum { HEADER_AT = 1134, FOOTER_AT = 1446 };

/* The odd page's number is a character from the right, the even one's a character from the left. */
static void add_number(struct docx_writer *writer, bool odd)
{
    const struct docx_paragraph paragraph = {.style = STYLE_FOOTER,
                                             .indented = true,
                                             .left = odd ? 0 : 100,
                                             .right = odd ? 100 : 0,
                                             .align = odd ? ALIGN_RIGHT : ALIGN_LEFT};
    docx_begin(writer, &paragraph);
    docx_add_run(writer, "— ");
    buffer_add(&writer->out, "<w:fldSimple w:instr=\" PAGE \">");
    docx_add_run(writer, "1");
    buffer_add(&writer->out, "</w:fldSimple>");
    docx_add_run(writer, " —");
    docx_end(writer);
}

void docx_add_letter_frame(struct buffer *out, int top)
{
    buffer_format(out,
                  "<w:framePr w:w=\"9638\" w:wrap=\"notBeside\" w:vAnchor=\"page\" "
                  "w:hAnchor=\"page\" w:xAlign=\"center\" w:y=\"%d\"/>",
                  top);
}

/* Two rules of an empty paragraph: which of the two of a double rule is the thick one, Word and
 * LibreOffice do not agree upon. */
void docx_add_letter_rule(struct docx_writer *writer, int top, bool thick_first)
{
    enum { THICK = 24, THIN = 6 }; /* eighths of a point */
    struct buffer frame = BUFFER_EMPTY, borders = BUFFER_EMPTY;
    docx_add_letter_frame(&frame, top);
    buffer_format(&borders,
                  "<w:pBdr><w:top w:val=\"single\" w:sz=\"%d\" w:space=\"0\" w:color=\"FF0000\"/>"
                  "<w:bottom w:val=\"single\" w:sz=\"%d\" w:space=\"0\" w:color=\"FF0000\"/>"
                  "</w:pBdr>",
                  thick_first ? THICK : THIN, thick_first ? THIN : THICK);
    const struct docx_paragraph paragraph = {
        .style = STYLE_FOOTER, .frame = frame.bytes, .borders = borders.bytes, .line = 30};
    docx_add_paragraph(writer, &paragraph, "");
    buffer_free(&borders);
    buffer_free(&frame);
}

/* The lower rule, 20 mm above the paper's lower edge. */
static void add_lower_rule(struct docx_writer *writer)
{
    const struct docx_paragraph empty = {.style = STYLE_FOOTER};
    docx_add_letter_rule(writer, TWIPS_PAGE_HEIGHT - TWIPS(LETTER_RULE_BOTTOM) - DOCX_LETTER_RULE,
                         false);
    docx_add_paragraph(writer, &empty, "");
}

static void add_draft(struct docx_writer *writer, const char *language)
{
    const struct docx_paragraph paragraph = {.style = STYLE_HEADER};
    docx_add_paragraph(writer, &paragraph, strcmp(language, "en") == 0 ? "DRAFT" : "草　稿");
}

void docx_add_margin(enum docx_margin margin, const char *language, struct buffer *out)
{
    const char *element = margin == MARGIN_DRAFT ? "hdr" : "ftr";
    struct docx_writer writer = {.out = BUFFER_EMPTY};
    if (margin == MARGIN_DRAFT)
        add_draft(&writer, language);
    else if (margin == MARGIN_FIRST)
        add_lower_rule(&writer);
    else
        add_number(&writer, margin == MARGIN_ODD);
    buffer_format(out,
                  "<w:%s xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
                  "%s</w:%s>",
                  element, writer.out.bytes, element);
    buffer_free(&writer.out);
}

static void add_reference(struct buffer *out, const char *kind, const char *pages,
                          enum docx_margin margin)
{
    buffer_format(out, "<w:%sReference w:type=\"%s\" r:id=\"rId%d\"/>", kind, pages, (int)margin);
}

static void add_references(const struct print_job *job, struct buffer *out)
{
    static const char *const pages[] = {"default", "even", "first"};
    bool letter = job->page.style->head == LETTERHEAD_LETTER;
    for (size_t i = 0; job->draft && i < sizeof pages / sizeof *pages; i++)
        add_reference(out, "header", pages[i], MARGIN_DRAFT);
    add_reference(out, "footer", "default", MARGIN_ODD);
    add_reference(out, "footer", "even", MARGIN_EVEN);
    if (letter)
        add_reference(out, "footer", "first", MARGIN_FIRST);
}

void docx_add_section(const struct print_job *job, bool first, bool landscape, struct buffer *out)
{
    buffer_add(out, "<w:sectPr>");
    add_references(job, out);
    if (landscape)
        buffer_format(out,
                      "<w:pgSz w:w=\"%d\" w:h=\"%d\" w:orient=\"landscape\"/>"
                      "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\"",
                      TWIPS_PAGE_HEIGHT, TWIPS_PAGE_WIDTH, TWIPS_LEFT, TWIPS_TOP, TWIPS_RIGHT,
                      TWIPS_BOTTOM);
    else
        buffer_format(out,
                      "<w:pgSz w:w=\"%d\" w:h=\"%d\"/>"
                      "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\"",
                      TWIPS_PAGE_WIDTH, TWIPS_PAGE_HEIGHT, TWIPS_TOP, TWIPS_RIGHT, TWIPS_BOTTOM,
                      TWIPS_LEFT);
    buffer_format(out, " w:header=\"%d\" w:footer=\"%d\" w:gutter=\"0\"/>", HEADER_AT,
                  landscape ? FOOTER_AT - TWIPS_BOTTOM + TWIPS_RIGHT : FOOTER_AT);
    if (first && job->page.style->head == LETTERHEAD_LETTER)
        buffer_add(out, "<w:titlePg/>");
    buffer_format(out, "<w:docGrid w:type=\"lines\" w:linePitch=\"%d\"/></w:sectPr>", TWIPS_LINE);
}
