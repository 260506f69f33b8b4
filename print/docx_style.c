#include "print/docx_style.h"

#include "core/print_style.h"
#include "print/docx_text.h"

#define W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

/* What a style adds to Normal. Lines that are higher than the grid's are whole numbers of them. */
struct style {
    const char *id, *name;
    enum face face;
    int half_points;
    const char *paragraph; /* of its w:pPr */
    const char *colour;    /* "" for the text's */
};

#define ON_THE_LEFT "<w:jc w:val=\"left\"/>"
#define CENTRED "<w:jc w:val=\"center\"/>"
#define ON_THE_RIGHT "<w:jc w:val=\"right\"/>"
#define TWO_CHARACTERS "<w:ind w:firstLineChars=\"200\" w:firstLine=\"630\"/>"
#define LEVEL(n) "<w:outlineLvl w:val=\"" n "\"/>"

static const struct style styles[DOCX_STYLES] = {
    [STYLE_NORMAL] = {"Normal", "Normal", FACE_BODY, 32, "", ""},
    [STYLE_MARK] = {"Mark", "发文机关标志", FACE_TITLE, 96, CENTRED, "FF0000"},
    [STYLE_NUMBER] = {"Number", "发文字号", FACE_BODY, 32, CENTRED, ""},
    [STYLE_TITLE] = {"DocumentTitle", "公文标题", FACE_TITLE, 44,
                     "<w:spacing w:after=\"579\"/>" CENTRED, ""},
    [STYLE_ADDRESSEES] = {"Addressees", "主送机关", FACE_BODY, 32, "", ""},
    [STYLE_BODY] = {"Body", "公文正文", FACE_BODY, 32, TWO_CHARACTERS, ""},
    [STYLE_HEADING_1] = {"Level1", "一级标题", FACE_HEI, 32,
                         "<w:keepNext/>" TWO_CHARACTERS LEVEL("0"), ""},
    [STYLE_HEADING_2] = {"Level2", "二级标题", FACE_KAI, 32,
                         "<w:keepNext/>" TWO_CHARACTERS LEVEL("1"), ""},
    [STYLE_HEADING_3] = {"Level3", "三级标题", FACE_BODY, 32,
                         "<w:keepNext/>" TWO_CHARACTERS LEVEL("2"), ""},
    [STYLE_LIST] = {"ListText", "列表", FACE_BODY, 32, "", ""},
    [STYLE_QUOTE] = {"QuotedText", "引文", FACE_BODY, 32, "", ""},
    [STYLE_ATTACHMENTS] = {"Attachments", "附件说明", FACE_BODY, 32, "", ""},
    [STYLE_SIGNATURE] = {"Signed", "署名", FACE_BODY, 32, ON_THE_RIGHT, ""},
    [STYLE_DATE] = {"SignedOn", "成文日期", FACE_BODY, 32, ON_THE_RIGHT, ""},
    [STYLE_NOTE] = {"Remark", "附注", FACE_BODY, 32, TWO_CHARACTERS, ""},
    [STYLE_SMALL] = {"SmallPrint", "来源说明", FACE_BODY, 18,
                     "<w:spacing w:line=\"289\" w:lineRule=\"exact\"/>" ON_THE_LEFT, "595959"},
    [STYLE_END] = {"EndMatter", "版记", FACE_BODY, 28, ON_THE_LEFT, ""},
    [STYLE_ANNEX_LABEL] = {"AnnexLabel", "附件序号", FACE_HEI, 32, "<w:keepNext/>" ON_THE_LEFT, ""},
    [STYLE_ANNEX_TITLE] = {"AnnexTitle", "附件标题", FACE_TITLE, 44,
                           "<w:keepNext/><w:spacing w:after=\"579\"/>" CENTRED LEVEL("0"), ""},
    [STYLE_CELL] = {"CellText", "表格文字", FACE_BODY, 28,
                    "<w:spacing w:line=\"364\" w:lineRule=\"exact\"/>" ON_THE_LEFT, ""},
    [STYLE_CELL_SMALLER] = {"CellSmaller", "表格文字（小四）", FACE_BODY, 24,
                            "<w:spacing w:line=\"312\" w:lineRule=\"exact\"/>" ON_THE_LEFT, ""},
    [STYLE_CELL_SMALLEST] = {"CellSmallest", "表格文字（五号）", FACE_BODY, 21,
                             "<w:spacing w:line=\"273\" w:lineRule=\"exact\"/>" ON_THE_LEFT, ""},
    [STYLE_HEADER] = {"Header", "header", FACE_HEI, 28, CENTRED, "A6A6A6"},
    [STYLE_FOOTER] = {"Footer", "footer", FACE_BODY, 28,
                      "<w:spacing w:line=\"280\" w:lineRule=\"exact\"/>", ""},
};

const char *docx_style_id(enum docx_style style)
{
    return styles[style].id;
}

int docx_style_character(enum docx_style style)
{
    int half_points = styles[style].half_points;
    return half_points == styles[STYLE_NORMAL].half_points ? TWIPS_CHARACTER : half_points * 10;
}

/* ---- Fonts ---- */

/* What offices have; Word and LibreOffice look for the second where the first is missing. */
static const char *const usual_fonts[FACES] = {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312",
                                               "黑体"};
static const char *const other_names[FACES] = {"方正小标宋_GBK", "仿宋", "楷体", "SimHei"};

static const char *font_of(const struct print_style *print, enum face face)
{
    return *print->fonts[face] ? print->fonts[face] : usual_fonts[face];
}

/* Latin letters and digits, quotation marks and dashes are of the Chinese font too. */
static void add_fonts(const struct print_style *print, enum face face, struct buffer *out)
{
    static const char *const scripts[] = {"ascii", "eastAsia", "hAnsi", "cs"};
    buffer_add(out, "<w:rFonts");
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        buffer_format(out, " w:%s=\"", scripts[i]);
        docx_add_escaped(out, font_of(print, face));
        buffer_add_char(out, '"');
    }
    buffer_add(out, "/>");
}

void docx_add_font_table(const struct print_style *print, struct buffer *out)
{
    buffer_add(out, "<w:fonts xmlns:w=\"" W "\">");
    for (int face = 0; face < FACES; face++) {
        buffer_add(out, "<w:font w:name=\"");
        docx_add_escaped(out, font_of(print, (enum face)face));
        buffer_format(out,
                      "\"><w:altName w:val=\"%s\"/><w:charset w:val=\"86\"/>"
                      "<w:family w:val=\"auto\"/><w:pitch w:val=\"variable\"/></w:font>",
                      other_names[face]);
    }
    buffer_add(out, "</w:fonts>");
}

/* ---- Styles ---- */

/* Digits are of the Latin language: LibreOffice parts those of the Chinese one at a line's end. */
static void add_defaults(const struct print_style *print, struct buffer *out)
{
    buffer_add(out, "<w:docDefaults><w:rPrDefault><w:rPr>");
    add_fonts(print, FACE_BODY, out);
    buffer_add(out, "<w:kern w:val=\"0\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>"
                    "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr>"
                    "</w:rPrDefault></w:docDefaults>");
}

/* What a paragraph has if its style says nothing else. Digits stand beside Chinese without a space,
 * as on the grid; no line is kept from a page's foot, so that each has 22. LibreOffice takes most
 * of these from a style, not from the document's defaults. */
static void add_normal(struct buffer *out)
{
    buffer_format(out,
                  "<w:widowControl w:val=\"0\"/><w:kinsoku/>"
                  "<w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/>"
                  "<w:snapToGrid w:val=\"0\"/>"
                  "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"%d\" w:lineRule=\"exact\"/>"
                  "<w:jc w:val=\"both\"/>",
                  TWIPS_LINE);
}

static void add_style(const struct print_style *print, const struct style *style,
                      struct buffer *out)
{
    bool normal = style == &styles[STYLE_NORMAL], own = !normal && style->name[0] & 0x80;
    buffer_format(out, "<w:style w:type=\"paragraph\"%s%s w:styleId=\"%s\"><w:name w:val=\"%s\"/>",
                  normal ? " w:default=\"1\"" : "", own ? " w:customStyle=\"1\"" : "", style->id,
                  style->name);
    if (!normal)
        buffer_add(out, "<w:basedOn w:val=\"Normal\"/>");
    buffer_add(out, "<w:qFormat/><w:pPr>");
    if (normal)
        add_normal(out);
    buffer_format(out, "%s</w:pPr><w:rPr>", style->paragraph);
    add_fonts(print, style->face, out);
    if (*style->colour)
        buffer_format(out, "<w:color w:val=\"%s\"/>", style->colour);
    buffer_format(out, "<w:spacing w:val=\"%d\"/><w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>",
                  style->half_points == styles[STYLE_NORMAL].half_points ? TWIPS_TIGHTER : 0,
                  style->half_points, style->half_points);
    buffer_add(out, "</w:rPr></w:style>");
}

static void add_character_style(const struct print_style *print, const char *id, const char *name,
                                enum face face, struct buffer *out)
{
    buffer_format(out,
                  "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"%s\">"
                  "<w:name w:val=\"%s\"/><w:qFormat/><w:rPr>",
                  id, name);
    add_fonts(print, face, out);
    buffer_add(out, "</w:rPr></w:style>");
}

/* Thin rules of half a point around each cell. */
static void add_table_style(struct buffer *out)
{
    static const char *const edges[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
    buffer_add(out, "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"Table\">"
                    "<w:name w:val=\"公文表格\"/><w:tblPr><w:tblBorders>");
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        buffer_format(out, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>",
                      edges[i]);
    buffer_add(out, "</w:tblBorders></w:tblPr></w:style>");
}

void docx_add_styles(const struct print_style *print, struct buffer *out)
{
    buffer_add(out, "<w:styles xmlns:w=\"" W "\">");
    add_defaults(print, out);
    for (int i = 0; i < DOCX_STYLES; i++)
        add_style(print, &styles[i], out);
    add_character_style(print, "Kai", "楷体字", FACE_KAI, out);
    add_character_style(print, "Hei", "黑体字", FACE_HEI, out);
    add_table_style(out);
    buffer_add(out, "</w:styles>");
}

void docx_add_settings(struct buffer *out)
{
    buffer_add(out, "<w:settings xmlns:w=\"" W "\"><w:zoom w:percent=\"100\"/>"
                    "<w:defaultTabStop w:val=\"630\"/><w:evenAndOddHeaders/>"
                    "<w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat>"
                    "<w:compatSetting w:name=\"compatibilityMode\" "
                    "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>"
                    "</w:compat></w:settings>");
}
