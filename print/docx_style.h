/*
 * The styles by which the Word file is set, and the measures that they stand on.
 */
#ifndef KAOPING_PRINT_DOCX_STYLE_H
#define KAOPING_PRINT_DOCX_STYLE_H

#include "print/paper.h"

struct buffer;
struct print_style;

/* The measures of print/paper.h in twips, twentieths of a point, which Word counts in. */
#define TWIPS(points) ((int)((points)*20 + 0.5))
#define TWIPS_PAGE_WIDTH TWIPS(PAPER_WIDTH)
#define TWIPS_PAGE_HEIGHT TWIPS(PAPER_HEIGHT)
#define TWIPS_WIDTH TWIPS(AREA_WIDTH) /* of the type area */
#define TWIPS_HEIGHT TWIPS(AREA_HEIGHT)
#define TWIPS_LEFT TWIPS(AREA_LEFT)
#define TWIPS_TOP TWIPS(AREA_TOP)
#define TWIPS_RIGHT (TWIPS_PAGE_WIDTH - TWIPS_LEFT - TWIPS_WIDTH)
#define TWIPS_BOTTOM (TWIPS_PAGE_HEIGHT - TWIPS_TOP - TWIPS_HEIGHT)
#define TWIPS_LINE (TWIPS_HEIGHT / AREA_LINES) /* rounded down: the last line must fit */

enum {
    /* A character of 16 pt takes 15.75 pt, for of 15.8 only 27 fit the line. */
    TWIPS_TIGHTER = -5,
    TWIPS_CHARACTER = 315,
    TWIPS_CELL_MARGIN = 40 /* 0.7 mm, left and right of a cell's text */
};

enum docx_style {
    STYLE_NORMAL,
    STYLE_MARK,
    STYLE_NUMBER,
    STYLE_TITLE,
    STYLE_ADDRESSEES,
    STYLE_BODY,
    STYLE_HEADING_1,
    STYLE_HEADING_2,
    STYLE_HEADING_3,
    STYLE_LIST,
    STYLE_QUOTE,
    STYLE_ATTACHMENTS,
    STYLE_SIGNATURE,
    STYLE_DATE,
    STYLE_NOTE,
    STYLE_SMALL,
    STYLE_END,
    STYLE_ANNEX_LABEL,
    STYLE_ANNEX_TITLE,
    STYLE_CELL,
    STYLE_CELL_SMALLER,
    STYLE_CELL_SMALLEST,
    STYLE_HEADER,
    STYLE_FOOTER,
    DOCX_STYLES
};

/* The style's id, which its paragraphs name. */
const char *docx_style_id(enum docx_style style);

/* A character of the style's size, in twips. */
int docx_style_character(enum docx_style style);

/* styles.xml, fontTable.xml and settings.xml. */
void docx_add_styles(const struct print_style *print, struct buffer *out);
void docx_add_font_table(const struct print_style *print, struct buffer *out);
void docx_add_settings(struct buffer *out);

#endif
