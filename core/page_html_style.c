#include "core/page_html.h"

#include "core/buffer.h"
#include "core/print_style.h"
#include "core/text.h"

#include <string.h>

/*
 * GB/T 9704-2012: A4, margins 37, 26, 35, 28 mm, 22 lines of 28 characters. At 15.75 pt 28
 * characters fit 156 mm, at the nominal 16 pt only 27.
 *
 * What a browser cannot do: put the end matter at the bottom of the last page of several (it does
 * where the last sheet, the document's or the last annex's, fits one page), compress punctuation,
 * and part a sheet into pages on the screen.
 */

/* ---- Faces ---- */

static const char faces[] =
    /* Offices have this font; it is bold by itself. Where it is missing a bold Song stands in. */
    "@font-face{font-family:\"小标宋\";font-weight:700;"
    "src:local(\"方正小标宋简体\"),local(\"FZXiaoBiaoSong-B05S\"),local(\"方正小标宋_GBK\")}\n"
    ":root{color-scheme:light;--line:calc(225mm/22);--wide:156mm;--red:#d40000;"
    "--song:\"宋体\",SimSun,STSong,\"Songti SC\",\"Noto Serif CJK SC\",\"Source Han Serif SC\","
    "\"AR PL SungtiL GB\",serif;"
    "--title:var(--own-title,\"小标宋\"),\"小标宋\",var(--song);"
    "--body:var(--own-body,\"仿宋_GB2312\"),\"仿宋_GB2312\",FangSong_GB2312,\"仿宋\",FangSong,"
    "STFangsong,FandolFang,\"Noto Serif CJK SC\",\"Source Han Serif SC\",\"Songti "
    "SC\",SimSun,serif;"
    "--hei:var(--own-hei,\"黑体\"),\"黑体\",SimHei,STHeiti,\"Heiti SC\",FandolHei,"
    "\"Noto Sans CJK SC\",\"Source Han Sans SC\",\"WenQuanYi Micro Hei\",sans-serif;"
    "--kai:var(--own-kai,\"楷体_GB2312\"),\"楷体_GB2312\",KaiTi_GB2312,\"楷体\",KaiTi,STKaiti,"
    "FandolKai,\"AR PL KaitiM GB\",serif}\n";

/* ---- Sheets, and the parts of the document in their order ---- */

static const char sheets[] =
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:#e6e6e6;color:#000;font-family:var(--body);font-size:15.75pt;"
    "line-height:var(--line);-webkit-print-color-adjust:exact;print-color-adjust:exact}\n"
    ".sheet{position:relative;display:flex;flex-direction:column;width:210mm;min-height:297mm;"
    "margin:8mm auto;padding:37mm 26mm 35mm 28mm;background:#fff;"
    "box-shadow:0 1px 6px rgba(0,0,0,.35);line-break:strict;overflow-wrap:anywhere;"
    "text-align:justify;text-spacing-trim:space-all}\n"
    "p,h1,h2,h3,h4,h5,h6,ul,ol,blockquote,pre{margin:0;font-size:inherit;font-weight:400}\n"
    ".sheet>*{flex:none;max-width:100%}\n";

/* The mark is as large as its characters let it be: at most 15 mm wide each. */
static const char heads[] =
    "header p{text-align:center;text-indent:0;line-height:1}\n"
    ".mark{display:flex;justify-content:center;align-items:center;color:var(--red);"
    "font-family:var(--title);font-weight:700;white-space:nowrap;"
    "font-size:min(15mm,calc(var(--wide)/var(--characters)))}\n"
    ".issuers{display:grid;gap:.25em}\n"
    ".issuers>span{text-align-last:justify}\n"
    ".number{text-align:center;text-indent:0}\n"
    ".document header{padding-bottom:4mm;border-bottom:.7mm solid var(--red)}\n"
    ".document .mark{margin-top:35mm}\n"
    ".document header .number{margin-top:calc(2*var(--line))}\n"
    ".letter header{display:flex;flex-direction:column}\n"
    ".letter .mark{margin-top:-7mm}\n"
    ".letter header::before{content:\"\";order:1;height:1.95mm;margin:4mm -6mm 0 -8mm;"
    "border-top:1mm solid var(--red);border-bottom:.35mm solid var(--red)}\n"
    ".letter .number{order:2;margin-top:.875em;text-align:right}\n"
    ".letter .sheet:first-child::after{content:\"\";position:absolute;left:20mm;right:20mm;"
    "bottom:20mm;height:1.95mm;border-top:.35mm solid var(--red);"
    "border-bottom:1mm solid var(--red)}\n";

static const char bodies[] =
    "p,h2,h3,h4,h5,h6{text-indent:2em}\n"
    "h1{font-family:var(--title);font-size:22pt;font-weight:700;line-height:calc(1.15*var(--line));"
    "text-align:center;text-wrap:balance;margin-bottom:var(--line)}\n"
    "header+h1{margin-top:calc(2*var(--line))}\n"
    "h1+.number{margin-bottom:var(--line)}\n"
    ".addressees{text-indent:0;text-align:left}\n"
    "h2{font-family:var(--hei)}\n"
    "h3{font-family:var(--kai)}\n"
    "h2,h3,h4,h5,h6{break-after:avoid}\n"
    "em{font-family:var(--kai);font-style:normal}\n"
    "strong{font-family:var(--hei);font-weight:400}\n"
    "ul,ol{padding-left:3.5em}\n"
    "ul ul,ul ol,ol ul,ol ol{padding-left:1.5em}\n"
    "li p{text-indent:0}\n"
    "blockquote{padding-left:2em}\n"
    "pre{padding-left:2em;white-space:pre-wrap;text-align:left}\n"
    "pre,code{font-family:ui-monospace,Consolas,\"Noto Sans Mono CJK SC\",var(--hei),monospace;"
    "font-size:.875em}\n"
    "pre code{font-size:1em}\n"
    "a{color:inherit}\n";

/* The signature: with a seal the date stands four characters from the right and the issuer is
 * centred on it; without one the issuer stands two from the right and the date begins two further
 * in. */
static const char closings[] =
    ".attachments{margin-top:var(--line);text-indent:0;text-align:left;break-inside:avoid}\n"
    ".attachments span{display:block;padding-left:6em;text-indent:-1em}\n"
    ".attachments span:first-child{text-indent:-4em}\n"
    ".attachments span:only-child{padding-left:5em;text-indent:-3em}\n"
    ".closing{width:max-content;margin:calc(2*var(--line)) 2em 0 auto;text-align:left;"
    "break-inside:avoid;break-before:avoid}\n"
    ".closing p{text-indent:0}\n"
    ".closing p:last-child:not(:first-child){padding-left:2em}\n"
    ".seal{display:grid;grid-template-columns:max-content;margin-right:4em}\n"
    ".seal p{display:flex;justify-content:center;width:0;justify-self:center;white-space:nowrap;"
    "text-align:center}\n"
    ".seal p:last-child,.seal p:last-child:not(:first-child){width:auto;padding-left:0}\n"
    ".note{break-before:avoid}\n"
    ".small{margin-top:var(--line);font-size:9pt;line-height:1.5;color:#666;text-align:left;"
    "text-indent:0}\n"
    ".small+.small{margin-top:0}\n"
    "footer{margin-top:auto;font-size:14pt;border-top:.35mm solid;border-bottom:.35mm solid;"
    "break-inside:avoid}\n"
    ".sheet>:has(+footer){margin-bottom:var(--line)}\n"
    "footer p+p{border-top:.25mm solid}\n"
    ".copies{padding:0 1em 0 4em;text-indent:-3em;text-align:left}\n"
    ".printing{display:flex;justify-content:space-between;padding:0 1em;text-indent:0}\n"
    ".annex .label{display:block;font-family:var(--hei);font-size:15.75pt;font-weight:400;"
    "line-height:var(--line);text-align:left;margin-bottom:var(--line)}\n"
    ".annex .name{display:block;text-wrap:balance}\n"
    ".sheet.wide{width:297mm;max-width:100%;min-height:210mm;padding:28mm 37mm 26mm 35mm}\n";

/* ---- Sources, and what a draft shows ---- */

static const char marks[] =
    ".figure{text-decoration:underline dotted #767676;text-decoration-thickness:1px;"
    "text-underline-offset:.3em}\n"
    ".figure:hover{background:#fff0b3}\n"
    ":target{background:#ffe68a}\n"
    "mark{background:#ffd84d;color:inherit;white-space:nowrap}\n"
    ".draft{position:fixed;inset:0;z-index:1;display:flex;align-items:center;"
    "justify-content:center;pointer-events:none;text-indent:0;font-family:var(--hei);"
    "font-size:min(56mm,26vw);letter-spacing:.2em;color:rgba(0,0,0,.09);rotate:-30deg}\n"
    ".sources{max-width:210mm;margin:8mm auto;padding:10mm 12mm;background:#fff;"
    "box-shadow:0 1px 6px rgba(0,0,0,.35);font-family:var(--hei);font-size:.9375rem;"
    "line-height:1.6;overflow-wrap:anywhere}\n"
    ".sources p,.sources h2{text-indent:0}\n"
    ".sources h2{font-size:1.25rem;margin:1.2em 0 .6em}\n"
    ".sources h2:first-child{margin-top:0}\n"
    ".sources ol{padding-left:2.5em}\n"
    ".sources li{margin-bottom:.8em}\n"
    ".sources a{color:#0645ad}\n"
    ".sources .value{font-weight:700}\n"
    ".scroll{overflow-x:auto}\n"
    ".sources table{border-collapse:collapse}\n"
    ".sources th,.sources td{padding:.2em .6em;border:1px solid #bbb;text-align:left;"
    "vertical-align:top;overflow-wrap:normal}\n"
    ".sources th,.sources td.short{white-space:nowrap}\n";

/* ---- Where it is shown ---- */

/* On a telephone no length is the paper's. */
static const char screens[] =
    "@media screen and (max-width:220mm){"
    ":root{--line:1.8em;--wide:calc(100vw - 2.5rem)}"
    "body{background:#fff;font-size:1.0625rem;line-height:1.8}"
    ".sheet,.sheet.wide{width:auto;max-width:42em;min-height:0;margin:0 auto;padding:2rem 1.25rem;"
    "box-shadow:none}"
    ".annex{border-top:1px solid #bbb}"
    "h1{font-size:1.375rem;line-height:1.5}"
    ".annex .label{font-size:1.0625rem}"
    ".document .mark,.letter .mark{margin-top:0}"
    ".document header .number{margin-top:1.2em}"
    ".document header{padding-bottom:.6em}"
    "header+h1{margin-top:1.6em}"
    ".letter header::before{margin:.6em 0 0}"
    ".letter .sheet:first-child::after{display:none}"
    ".closing{width:auto;text-align:right;margin-right:0}"
    ".closing p:last-child:not(:first-child){padding-left:0}"
    ".seal{display:block}.seal p{display:block;width:auto;white-space:normal;text-align:right}"
    ".small{font-size:.75rem}footer{font-size:.9375rem;margin-top:2em}"
    ".attachments span,.attachments span:first-child,.attachments span:only-child{"
    "padding-left:1em;text-indent:-1em}"
    ".copies{padding:0 0 0 3em}.printing{flex-wrap:wrap;padding:0}"
    ".sources{margin:0 auto;padding:1.25rem;box-shadow:none;border-top:1px solid #bbb}"
    ".sources ol{padding-left:1.5em}}\n";

/* Page numbers: 4号, — 1 —, 7 mm below the type area, one character from the outer side. */
static const char papers[] =
    "@page{size:A4;margin:37mm 26mm 35mm 28mm}\n"
    "@page :right{@bottom-right{content:\"— \" counter(page) \" —\";"
    "font:14pt/1 SimSun,\"Noto Serif CJK SC\",serif;vertical-align:top;padding:7mm 1em 0 0}}\n"
    "@page :left{@bottom-left{content:\"— \" counter(page) \" —\";"
    "font:14pt/1 SimSun,\"Noto Serif CJK SC\",serif;vertical-align:top;padding:7mm 0 0 1em}}\n"
    "@page wide{size:A4 landscape;margin:28mm 37mm 26mm 35mm}\n"
    "@media print{body{background:none}"
    ".sheet,.sheet.wide{width:auto;min-height:224.9mm;margin:0;padding:0;box-shadow:none}"
    ".annex{break-before:page}.wide{page:wide}.sheet.wide{min-height:155.9mm}"
    "p{orphans:1;widows:1}.small{color:#555}"
    ".sheet a{text-decoration:none}:target{background:none}"
    ".letter .sheet:first-child::after{display:none}"
    ".sources{display:none}}\n";

/* A letter's rules are 170 mm long, so the sheet is as wide as they and the text stands within it.
 * Its first page begins 7 mm higher, has no number and ends with the second double rule. */
static const char letter_paper[] =
    "@page{margin:37mm 20mm 35mm 20mm}\n"
    "@page :right{@bottom-right{padding-right:calc(1em + 6mm)}}\n"
    "@page :left{@bottom-left{padding-left:calc(1em + 8mm)}}\n"
    "@page :first{margin-top:30mm;@bottom-right{content:none}"
    "@bottom-center{content:\"\";height:1.95mm;margin-top:13.05mm;"
    "border-top:.35mm solid #d40000;border-bottom:1mm solid #d40000}}\n"
    "@media print{.letter .sheet:not(.wide){padding:0 6mm 0 8mm}.letter .mark{margin-top:0}}\n";

/* The year's own fonts, before the usual ones. A name is the record's: every character that could
 * end it is written by its number. */
static void add_fonts(const struct print_style *style, struct buffer *out)
{
    for (int i = 0; i < FACES; i++) {
        if (!style->fonts[i] || !*style->fonts[i])
            continue;
        buffer_format(out, ":root{--own-%s:\"", face_names[i]);
        for (const char *at = style->fonts[i]; *at;) {
            uint32_t c = text_next(&at);
            if (c >= 0x80 && !text_is_unsafe(c))
                text_add_character(out, c);
            else if (!text_is_unsafe(c))
                buffer_format(out, "\\%x ", (unsigned)c);
        }
        buffer_add(out, "\"}\n");
    }
}

void html_add_style(const struct page *page, struct buffer *out)
{
    static const char *const all[] = {
        faces,    sheets, heads,   bodies, html_table_style, html_chart_style,
        closings, marks,  screens, papers};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buffer_add(out, all[i]);
    if (page->style->head == LETTERHEAD_LETTER)
        buffer_add(out, letter_paper);
    add_fonts(page->style, out);
}
