#include "print/docx.h"

#include "core/buffer.h"
#include "core/moment.h"
#include "core/page_part.h"
#include "core/print_job.h"
#include "core/print_style.h"
#include "core/provenance.h"
#include "print/docx_body.h"
#include "print/docx_section.h"
#include "print/docx_style.h"
#include "print/docx_text.h"
#include "print/docx_zip.h"

#include <string.h>

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define FORMATS "http://schemas.openxmlformats.org/"
#define RELATION FORMATS "officeDocument/2006/relationships/"
#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml."

/* ---- What the file says of itself ---- */

static void add_element(struct buffer *out, const char *name, const char *text)
{
    if (!*text)
        return;
    buffer_format(out, "<%s>", name);
    docx_add_escaped(out, text);
    buffer_format(out, "</%.*s>", (int)strcspn(name, " "), name);
}

/* The first heading's text, on one line. */
static void find_title(const struct print_job *job, struct buffer *title)
{
    struct parts parts;
    parts_begin(&parts, job->page.markdown);
    while (!title->size && parts_next(&parts))
        if (parts.role == PART_TITLE || parts.role == PART_ANNEX)
            part_add_text(parts.node, true, NULL, title);
    parts_end(&parts);
}

static void add_moments(const struct print_job *job, struct buffer *out)
{
    static const char *const names[] = {"dcterms:created xsi:type=\"dcterms:W3CDTF\"",
                                        "dcterms:modified xsi:type=\"dcterms:W3CDTF\""};
    struct buffer when = BUFFER_EMPTY;
    moment_add(&when, job->page.provenance ? job->page.provenance->when : 0, 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        add_element(out, names[i], when.bytes);
    buffer_free(&when);
}

static void add_core(const struct print_job *job, struct buffer *out)
{
    const struct print_style *style = job->page.style;
    struct buffer title = BUFFER_EMPTY, issuers = BUFFER_EMPTY;
    buffer_add(out,
               "<cp:coreProperties xmlns:cp=\"" FORMATS "package/2006/metadata/core-properties\" "
               "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
               "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
               "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
    find_title(job, &title);
    for (size_t i = 0; i < style->issuer_count; i++)
        buffer_format(&issuers, "%s%s", i ? "；" : "", style->issuers[i]);
    add_element(out, "dc:title", title.bytes);
    add_element(out, "dc:creator", issuers.bytes);
    add_element(out, "dc:language",
                strcmp(job->page.language, "zh") ? job->page.language : "zh-CN");
    add_moments(job, out);
    buffer_add(out, "</cp:coreProperties>");
    buffer_free(&title);
    buffer_free(&issuers);
}

static void add_application(const struct print_job *job, struct buffer *out)
{
    (void)job;
    buffer_add(out, "<Properties xmlns=\"" FORMATS "officeDocument/2006/extended-properties\">"
                    "<Application>kaoping</Application></Properties>");
}

/* Where the text came from: Word shows these among the advanced properties. */
static void add_origin(const struct print_job *job, struct buffer *out)
{
    const struct provenance *from = job->page.provenance;
    const struct {
        const char *name, *value;
    } properties[] = {{"Record", from ? from->record : ""},
                      {"Commit", from ? from->commit : ""},
                      {"Markdown-SHA256", from ? from->sha256 : ""}};
    buffer_add(out, "<Properties xmlns=\"" FORMATS "officeDocument/2006/custom-properties\" "
                    "xmlns:vt=\"" FORMATS "officeDocument/2006/docPropsVTypes\">");
    for (size_t i = 0; from && i < sizeof properties / sizeof *properties; i++) {
        buffer_format(out,
                      "<property fmtid=\"{D5CDD505-2E9C-101B-9397-08002B2CF9AE}\" pid=\"%zu\" "
                      "name=\"%s\">",
                      i + 2, properties[i].name); /* 0 and 1 are taken */
        buffer_add(out, "<vt:lpwstr>");
        docx_add_escaped(out, properties[i].value);
        buffer_add(out, "</vt:lpwstr></property>");
    }
    buffer_add(out, "</Properties>");
}

/* ---- The files of the zip ---- */

static void add_styles(const struct print_job *job, struct buffer *out)
{
    docx_add_styles(job->page.style, out);
}

static void add_settings(const struct print_job *job, struct buffer *out)
{
    (void)job;
    docx_add_settings(out);
}

static void add_font_table(const struct print_job *job, struct buffer *out)
{
    docx_add_font_table(job->page.style, out);
}

static void add_odd(const struct print_job *job, struct buffer *out)
{
    docx_add_margin(MARGIN_ODD, job->page.language, out);
}

static void add_even(const struct print_job *job, struct buffer *out)
{
    docx_add_margin(MARGIN_EVEN, job->page.language, out);
}

static void add_first(const struct print_job *job, struct buffer *out)
{
    docx_add_margin(MARGIN_FIRST, job->page.language, out);
}

static void add_draft(const struct print_job *job, struct buffer *out)
{
    docx_add_margin(MARGIN_DRAFT, job->page.language, out);
}

struct file {
    const char *folder, *name; /* in the zip: the folder with its slash */
    const char *type, *relation;
    void (*add)(const struct print_job *job, struct buffer *out);
};

/* Those of word/ are related to document.xml, which names MARGIN_… by their places here. */
static const struct file files[] = {
    {"word/", "document.xml", WORD "document.main+xml", RELATION "officeDocument",
     docx_add_document},
    [MARGIN_ODD] = {"word/", "footer1.xml", WORD "footer+xml", RELATION "footer", add_odd},
    [MARGIN_EVEN] = {"word/", "footer2.xml", WORD "footer+xml", RELATION "footer", add_even},
    [MARGIN_FIRST] = {"word/", "footer3.xml", WORD "footer+xml", RELATION "footer", add_first},
    [MARGIN_DRAFT] = {"word/", "header1.xml", WORD "header+xml", RELATION "header", add_draft},
    {"word/", "styles.xml", WORD "styles+xml", RELATION "styles", add_styles},
    {"word/", "settings.xml", WORD "settings+xml", RELATION "settings", add_settings},
    {"word/", "fontTable.xml", WORD "fontTable+xml", RELATION "fontTable", add_font_table},
    {"docProps/", "core.xml", "application/vnd.openxmlformats-package.core-properties+xml",
     FORMATS "package/2006/relationships/metadata/core-properties", add_core},
    {"docProps/", "app.xml",
     "application/vnd.openxmlformats-officedocument.extended-properties+xml",
     RELATION "extended-properties", add_application},
    {"docProps/", "custom.xml",
     "application/vnd.openxmlformats-officedocument.custom-properties+xml",
     RELATION "custom-properties", add_origin}};

enum { FILES = sizeof files / sizeof *files };

static void add_types(struct buffer *out)
{
    buffer_add(out, XML "<Types xmlns=\"" FORMATS "package/2006/content-types\">"
                        "<Default Extension=\"rels\" ContentType=\"application/"
                        "vnd.openxmlformats-package.relationships+xml\"/>"
                        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    for (size_t i = 0; i < FILES; i++)
        buffer_format(out, "<Override PartName=\"/%s%s\" ContentType=\"%s\"/>", files[i].folder,
                      files[i].name, files[i].type);
    buffer_add(out, "</Types>");
}

/* Of the package, to document.xml and the properties; or of document.xml, to what is beside it. */
static void add_relations(bool of_document, struct buffer *out)
{
    buffer_add(out, XML "<Relationships xmlns=\"" FORMATS "package/2006/relationships\">");
    for (size_t i = 0; i < FILES; i++) {
        bool beside = i > 0 && strcmp(files[i].folder, files[0].folder) == 0;
        if (beside == of_document)
            buffer_format(out, "<Relationship Id=\"rId%zu\" Type=\"%s\" Target=\"%s%s\"/>", i,
                          files[i].relation, of_document ? "" : files[i].folder, files[i].name);
    }
    buffer_add(out, "</Relationships>");
}

/* Takes the text of a file into the zip, and empties it. */
static void pack(struct docx_zip *zip, const char *folder, const char *name, struct buffer *text)
{
    struct buffer path = BUFFER_EMPTY;
    buffer_format(&path, "%s%s", folder, name);
    docx_zip_add(zip, path.bytes, text);
    buffer_free(&path);
    buffer_cut(text, 0);
}

enum status docx_write(const struct print_job *job, struct buffer *out, struct error *error)
{
    struct buffer text = BUFFER_EMPTY;
    struct docx_zip zip;
    docx_zip_begin(&zip, out);
    add_types(&text);
    pack(&zip, "", "[Content_Types].xml", &text);
    add_relations(false, &text);
    pack(&zip, "_rels/", ".rels", &text);
    add_relations(true, &text);
    pack(&zip, "word/_rels/", "document.xml.rels", &text);
    for (size_t i = 0; i < FILES; i++) {
        buffer_add(&text, XML);
        files[i].add(job, &text);
        pack(&zip, files[i].folder, files[i].name, &text);
    }
    buffer_free(&text);
    return docx_zip_end(&zip, error);
}
