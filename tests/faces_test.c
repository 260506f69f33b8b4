/*
 * Which fonts a circular is set in, from folders that a test fills with fonts of CHECK_PACKAGES:
 * whatever else the machine has plays no part.
 */
#include "print/faces.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/text.h"
#include "tests/harness/record.h"

#include <cairo-pdf.h>
#include <locale.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-font.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define DEBIAN "/usr/share/fonts/"
#define KAI DEBIAN "truetype/arphic-gkai00mp/gkai00mp.ttf"
#define SONG DEBIAN "truetype/arphic-gbsn00lp/gbsn00lp.ttf"
#define HEI DEBIAN "truetype/wqy/wqy-microhei.ttc"
#define NOTO_SERIF DEBIAN "opentype/noto/NotoSerifCJK-Regular.ttc"
#define NOTO_SERIF_BOLD DEBIAN "opentype/noto/NotoSerifCJK-Bold.ttc"
#define NOTO_SANS DEBIAN "opentype/noto/NotoSansCJK-Regular.ttc"
/* Fontconfig's own package brings it. */
#define LATIN DEBIAN "truetype/dejavu/DejaVuSans.ttf"

static struct print_style style;
static struct buffer notes;

static int set_up_all(void **state)
{
    (void)state;
    record_folder_new();
    return 0;
}

static int tear_down_all(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    shell("chmod -R u+rw .; rm -rf .cache *");
    language_set(LANGUAGE_ZH);
    style = (struct print_style){.fonts = {"", "", "", ""}};
    notes = BUFFER_EMPTY;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    buffer_free(&notes);
    return 0;
}

/* Puts fonts into a folder below the test's own; `fonts` are words of the shell. */
static void put(const char *folder, const char *fonts)
{
    shell("mkdir -p '%s' && cp %s '%s/'", folder, fonts, folder);
    assert_int_equal(last_exit, 0);
}

/* The folders, of names that are parted by blanks. */
static const char *within(const char *names)
{
    static char folders[1024];
    char copy[512];
    folders[0] = '\0';
    snprintf(copy, sizeof copy, "%s", names);
    for (char *rest = copy, *name; (name = strsep(&rest, " "));)
        snprintf(folders + strlen(folders), sizeof folders - strlen(folders), "%s%s/%s",
                 *folders ? ":" : "", record_folder(), name);
    return folders;
}

static struct faces *open_faces(const char *names)
{
    struct faces *faces;
    struct error error = {.text = ""};
    if (faces_new_within(&style, within(names), &faces, &error))
        fail_msg("%s", error.text);
    return faces;
}

static const char *postscript_name(const PangoItem *item)
{
    FcPattern *pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(item->analysis.font));
    FcChar8 *name;
    assert_int_equal(FcPatternGetString(pattern, FC_POSTSCRIPT_NAME, 0, &name), FcResultMatch);
    return (const char *)name;
}

/* Itemizes a text and notes its items; the fonts, each once behind another, go to `out`. */
static void set_text(struct faces *faces, enum face face, const char *text, struct buffer *out)
{
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes,
                           pango_attr_font_desc_new(faces_description(faces, face, 16)));
    GList *items =
        pango_itemize(faces_context(faces), text, 0, (int)strlen(text), attributes, NULL);
    for (const GList *at = items; at; at = at->next) {
        const char *name = postscript_name(at->data);
        size_t size = strlen(name);
        if (out->size < size || strcmp(out->bytes + out->size - size, name) != 0)
            buffer_format(out, "%s%s", out->size ? " " : "", name);
        faces_note(faces, face, at->data, text);
    }
    g_list_free_full(items, (GDestroyNotify)pango_item_free);
    pango_attr_list_unref(attributes);
}

static void assert_fonts(struct faces *faces, enum face face, const char *text,
                         const char *expected)
{
    struct buffer found = BUFFER_EMPTY;
    set_text(faces, face, text, &found);
    assert_string_equal(found.bytes, expected);
    buffer_free(&found);
}

static const char *report(const struct faces *faces)
{
    buffer_cut(&notes, 0);
    faces_report(faces, &notes);
    return notes.bytes;
}

static void assert_reported(const struct faces *faces, const char *line)
{
    if (!strstr(report(faces), line))
        fail_msg("not reported: %s\nbut:\n%s", line, notes.bytes);
}

static void assert_not_reported(const struct faces *faces, const char *words)
{
    if (strstr(report(faces), words))
        fail_msg("reported: %s\n%s", words, notes.bytes);
}

/* ---- What is chosen ---- */

static void each_face_takes_the_best_font_that_is_there(void **state)
{
    (void)state;
    put("all", SONG " " KAI " " HEI " " NOTO_SERIF " " NOTO_SERIF_BOLD " " NOTO_SANS);
    struct faces *faces = open_faces("all");
    assert_fonts(faces, FACE_TITLE, "吉林省", "NotoSerifCJKsc-Bold");
    assert_fonts(faces, FACE_BODY, "吉林省", "NotoSerifCJKsc-Regular");
    assert_fonts(faces, FACE_KAI, "吉林省", "GBZenKai-Medium");
    assert_fonts(faces, FACE_HEI, "吉林省", "NotoSansCJKsc-Regular");
    assert_reported(faces, "没有小标宋字体：以Noto Serif CJK SC Bold代替");
    assert_reported(faces, "没有仿宋字体：以Noto Serif CJK SC代替");
    assert_not_reported(faces, "楷体");
    assert_not_reported(faces, "黑体");
    faces_free(faces);
}

static void small_fonts_do_where_no_others_are(void **state)
{
    (void)state;
    put("small", SONG " " KAI " " HEI);
    struct faces *faces = open_faces("small");
    assert_fonts(faces, FACE_TITLE, "吉林省", "BousungEG-Light-GB");
    assert_fonts(faces, FACE_BODY, "吉林省", "BousungEG-Light-GB");
    assert_fonts(faces, FACE_KAI, "吉林省", "GBZenKai-Medium");
    assert_fonts(faces, FACE_HEI, "吉林省", "WenQuanYiMicroHei");
    faces_free(faces);
}

static void any_chinese_font_stands_in_where_it_is_the_only_one(void **state)
{
    (void)state;
    put("one", KAI);
    struct faces *faces = open_faces("one");
    for (int face = 0; face < FACES; face++)
        assert_fonts(faces, (enum face)face, "吉林省", "GBZenKai-Medium");
    language_set(LANGUAGE_EN);
    assert_reported(faces, "no Heiti is there: AR PL KaitiM GB stands in");
    faces_free(faces);
}

static void a_font_is_named_by_any_of_its_names(void **state)
{
    (void)state;
    static const char *const names[] = {"AR PL KaitiM GB", "arplkaitimgb", "文鼎ＰＬ简中楷",
                                        "文鼎 PL 简中楷", "GBZenKai-Medium"};
    put("named", SONG " " KAI);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        style.fonts[FACE_BODY] = names[i];
        struct faces *faces = open_faces("named");
        assert_fonts(faces, FACE_BODY, "吉林省", "GBZenKai-Medium");
        assert_not_reported(faces, "仿宋");
        faces_free(faces);
    }
}

static void a_part_of_a_name_is_not_a_name(void **state)
{
    (void)state;
    static const char *const names[] = {"AR PL Kaiti", "AR PL KaitiM GB2", "文鼎", "文鼎PL简中宋"};
    put("named", SONG " " KAI);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        style.fonts[FACE_BODY] = names[i];
        struct faces *faces = open_faces("named");
        assert_fonts(faces, FACE_BODY, "吉林省", "BousungEG-Light-GB");
        char missing[128];
        snprintf(missing, sizeof missing, "缺少字体“%s”：", names[i]);
        assert_reported(faces, missing);
        faces_free(faces);
    }
}

static void a_named_font_that_is_missing_is_reported_with_what_stands_in(void **state)
{
    (void)state;
    put("small", SONG " " KAI " " HEI);
    style.fonts[FACE_BODY] = "仿宋_GB2312\033[2J";
    struct faces *faces = open_faces("small");
    assert_string_equal(strstr(report(faces), "缺少"),
                        "缺少字体“仿宋_GB2312[2J”：以AR PL SungtiL GB代替；请将其文件放入 "
                        "~/.local/share/fonts 或 /usr/local/share/fonts\n");
    language_set(LANGUAGE_EN);
    assert_reported(faces,
                    "the font '仿宋_GB2312[2J' is not there: AR PL SungtiL GB stands in; put "
                    "its file into ~/.local/share/fonts or /usr/local/share/fonts\n");
    faces_free(faces);
}

static void without_a_chinese_font_nothing_is_set(void **state)
{
    (void)state;
    shell("mkdir empty");
    struct faces *faces;
    struct error error;
    assert_int_equal(faces_new_within(&style, within("empty missing"), &faces, &error),
                     STATUS_FAILED);
    assert_null(faces);
    assert_non_null(strstr(error.text, "fonts-noto-cjk"));
    assert_non_null(strstr(error.text, "make fonts"));
}

/* ---- Glyph by glyph ---- */

static void a_glyph_that_a_face_has_not_is_another_fonts_and_is_reported_once(void **state)
{
    (void)state;
    put("two", KAI " " NOTO_SERIF);
    struct faces *faces = open_faces("two");
    assert_fonts(faces, FACE_KAI, "面积㎡，垚、堃和𠮷；Ⅴ类",
                 "GBZenKai-Medium NotoSerifCJKsc-Regular GBZenKai-Medium NotoSerifCJKsc-Regular "
                 "GBZenKai-Medium NotoSerifCJKsc-Regular GBZenKai-Medium NotoSerifCJKsc-Regular "
                 "GBZenKai-Medium");
    assert_fonts(faces, FACE_KAI, "堃", "NotoSerifCJKsc-Regular");
    assert_reported(faces, "㎡（U+33A1）、垚（U+579A）、堃（U+5803）、𠮷（U+20BB7）"
                           "不在AR PL KaitiM GB中：取自Noto Serif CJK SC\n");
    faces_free(faces);
    faces = open_faces("two");
    assert_fonts(faces, FACE_KAI, "堃", "NotoSerifCJKsc-Regular");
    language_set(LANGUAGE_EN);
    assert_reported(faces, "堃 (U+5803) is not in AR PL KaitiM GB: taken from Noto Serif CJK SC\n");
    faces_free(faces);
}

static void a_character_that_no_font_has_is_known_before_and_reported(void **state)
{
    (void)state;
    put("one", KAI);
    struct faces *faces = open_faces("one");
    assert_true(faces_have(faces, FACE_BODY, 0x5409));
    assert_true(faces_have(faces, FACE_BODY, ' '));
    assert_true(faces_have(faces, FACE_BODY, 0x200B));
    assert_true(faces_have(faces, FACE_BODY, 0xFE0F));
    assert_false(faces_have(faces, FACE_BODY, 0x20BB7));
    faces_note_missing(faces, FACE_BODY, 0x20BB7);
    faces_note_missing(faces, FACE_HEI, 0x20BB7);
    assert_fonts(faces, FACE_BODY, "吉\xF0\x9F\x98\x80", "GBZenKai-Medium");
    assert_reported(faces, "😀（U+1F600）、𠮷（U+20BB7）：没有字体含有");
    faces_free(faces);
}

static void quotation_marks_and_dashes_are_the_chinese_fonts_beside_latin_too(void **state)
{
    (void)state;
    put("two", KAI " " NOTO_SERIF);
    struct faces *faces = open_faces("two");
    assert_fonts(faces, FACE_KAI, "“GDP”‘it’s’——CO…·PM2.5—89.9%", "GBZenKai-Medium");
    assert_fonts(faces, FACE_KAI, "“”‘’—…·", "GBZenKai-Medium");
    faces_free(faces);
}

static void a_foreign_text_does_not_fill_the_report(void **state)
{
    (void)state;
    put("two", KAI " " NOTO_SERIF);
    struct faces *faces = open_faces("two");
    struct buffer text = BUFFER_EMPTY, found = BUFFER_EMPTY;
    for (uint32_t c = 0xAC00; c < 0xAC00 + 500; c++)
        text_add_character(&text, c);
    set_text(faces, FACE_KAI, text.bytes, &found);
    assert_reported(faces, "及另外450个字符不在AR PL KaitiM GB中");
    buffer_free(&text);
    buffer_free(&found);
    faces_free(faces);
}

/* ---- Files that are none ---- */

static void a_broken_file_is_reported_and_the_next_font_is_taken(void **state)
{
    (void)state;
    put("broken", SONG);
    shell("head -c 1000000 " KAI
          " >broken/cut.ttf; : >broken/empty.OTF; echo 仿宋 >broken/text.ttf;"
          "ln -s nowhere broken/gone.ttc; echo x >broken/.hidden.ttf; echo x >broken/readme.txt");
    struct faces *faces = open_faces("broken");
    assert_fonts(faces, FACE_KAI, "吉林省", "BousungEG-Light-GB");
    assert_reported(faces, "/broken/cut.ttf：字体文件不完整：请重新复制\n");
    assert_reported(faces, "/broken/empty.OTF：不是字体文件：请更换或删除\n");
    assert_reported(faces, "/broken/text.ttf：不是字体文件：请更换或删除\n");
    assert_reported(faces, "/broken/gone.ttc：无权读取");
    assert_reported(faces, "没有楷体字体：以AR PL SungtiL GB代替");
    assert_not_reported(faces, "hidden");
    assert_not_reported(faces, "readme");
    faces_free(faces);
}

/* The tables of characters and of the glyphs' names get other names. */
static void a_font_without_characters_is_reported(void **state)
{
    (void)state;
    put("broken", SONG);
    shell("LC_ALL=C sed '1,/cmap/s/cmap/cmaq/; 1,/post/s/post/posq/' " KAI " >broken/mute.ttf; "
          "test $(stat -c %%s broken/mute.ttf) = $(stat -c %%s " KAI ")");
    assert_int_equal(last_exit, 0);
    struct faces *faces = open_faces("broken");
    assert_fonts(faces, FACE_KAI, "吉林省", "BousungEG-Light-GB");
    assert_reported(faces, "/broken/mute.ttf：字体中没有字符");
    faces_free(faces);
}

static void a_name_alone_makes_no_chinese_font(void **state)
{
    (void)state;
    put("latin", SONG " " LATIN);
    style.fonts[FACE_BODY] = "DejaVu Sans";
    struct faces *faces = open_faces("latin");
    assert_fonts(faces, FACE_BODY, "吉林省A", "BousungEG-Light-GB");
    assert_reported(faces, "字体“DejaVu Sans”中没有汉字：以AR PL SungtiL GB代替；请在");
    faces_free(faces);
}

static void a_font_without_permission_is_reported(void **state)
{
    (void)state;
    if (geteuid() == 0)
        skip(); /* root may read all */
    put("broken", SONG " " KAI);
    shell("chmod 0 broken/gkai00mp.ttf");
    struct faces *faces = open_faces("broken");
    assert_fonts(faces, FACE_KAI, "吉林省", "BousungEG-Light-GB");
    assert_reported(faces, "/broken/gkai00mp.ttf：无权读取：请用 chmod a+rX 授权\n");
    faces_free(faces);
}

static void where_all_fonts_are_broken_the_error_names_them(void **state)
{
    (void)state;
    shell("mkdir broken; echo x >broken/simfang.ttf");
    struct faces *faces;
    struct error error;
    assert_int_equal(faces_new_within(&style, within("broken"), &faces, &error), STATUS_FAILED);
    assert_non_null(strstr(error.text, "/broken/simfang.ttf：不是字体文件"));
}

/* Fontconfig's cache stays valid where a file is written over in its place. */
static void a_file_that_was_written_over_is_read_again(void **state)
{
    (void)state;
    put("same", KAI);
    struct faces *faces = open_faces("same");
    assert_fonts(faces, FACE_BODY, "吉林省", "GBZenKai-Medium");
    faces_free(faces);
    shell("cat " SONG " >same/gkai00mp.ttf");
    faces = open_faces("same");
    assert_fonts(faces, FACE_BODY, "吉林省", "BousungEG-Light-GB");
    faces_free(faces);
    put("same", HEI);
    shell("head -c 200000 " SONG " >same/gkai00mp.ttf");
    faces = open_faces("same");
    assert_fonts(faces, FACE_BODY, "吉林省", "WenQuanYiMicroHei");
    assert_reported(faces, "/same/gkai00mp.ttf：字体文件不完整");
    faces_free(faces);
}

static void a_folder_may_have_any_name(void **state)
{
    (void)state;
    put("字体 & <b> *?[x]", KAI);
    struct faces *faces;
    struct error error;
    char folder[256];
    snprintf(folder, sizeof folder, "::%s/字体 & <b> *?[x]/:", record_folder());
    assert_int_equal(faces_new_within(&style, folder, &faces, &error), STATUS_OK);
    assert_fonts(faces, FACE_BODY, "吉林省", "GBZenKai-Medium");
    faces_free(faces);
}

/* As it comes out of an archive from elsewhere: 楷体 in GBK, and worse. */
static void a_file_may_have_any_name(void **state)
{
    (void)state;
    put("any", SONG);
    shell("cp " KAI " \"any/$(printf '\\277\\254\\314\\345\\001&<')\n.ttf\"");
    assert_int_equal(last_exit, 0);
    struct faces *faces = open_faces("any");
    assert_fonts(faces, FACE_KAI, "吉林省", "GBZenKai-Medium");
    assert_fonts(faces, FACE_BODY, "吉林省", "BousungEG-Light-GB");
    faces_free(faces);
}

/* ---- The same bytes ---- */

static cairo_status_t write_part(void *file, const unsigned char *bytes, unsigned size)
{
    return fwrite(bytes, 1, size, file) == size ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void draw(struct faces *faces, FILE *file)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(write_part, file, 595, 842);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2021-03-09T00:00:00Z");
    cairo_t *cairo = cairo_create(surface);
    for (int face = 0; face < FACES; face++) {
        PangoLayout *layout = pango_layout_new(faces_context(faces));
        pango_layout_set_font_description(layout, faces_description(faces, (enum face)face, 16));
        pango_layout_set_text(layout, "吉林省“GDP”89.9%㎡垚堃𠮷Ⅴ€ — 한 ア 直", -1);
        cairo_move_to(cairo, 50, 50 + 50 * face);
        pango_cairo_show_layout(cairo, layout);
        g_object_unref(layout);
    }
    cairo_surface_finish(surface);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

/* Draws in a process of its own, with what `environment` sets (NULL for nothing). */
static void draw_apart(const char *names, const char *const environment[], const char *file)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", record_folder(), file);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        for (; environment && *environment; environment += 2)
            setenv(environment[0], environment[1], 1);
        setlocale(LC_ALL, "");
        struct faces *faces = open_faces(names);
        FILE *out = fopen(path, "we");
        draw(faces, out);
        fclose(out);
        faces_free(faces);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void the_order_of_folders_changes_no_byte(void **state)
{
    (void)state;
    put("a", KAI " " NOTO_SERIF);
    put("a/deeper", SONG);
    put("b", HEI);
    put("c", SONG " " HEI);
    put("d", NOTO_SERIF);
    put("d", KAI);
    draw_apart("a b", NULL, "1.pdf");
    draw_apart("b a", NULL, "2.pdf");
    draw_apart("d c", NULL, "3.pdf");
    shell("test -s 1.pdf && cmp 1.pdf 2.pdf && cmp 1.pdf 3.pdf");
    assert_int_equal(last_exit, 0);
}

static void nothing_of_the_host_changes_a_byte(void **state)
{
    (void)state;
    put("all", KAI " " NOTO_SERIF " " HEI);
    folder_put(
        "reject.conf",
        "<?xml version=\"1.0\"?><fontconfig><selectfont><rejectfont><pattern/></rejectfont>"
        "</selectfont><match target=\"font\"><edit name=\"embolden\"><bool>true</bool></edit>"
        "</match></fontconfig>");
    char conf[256];
    snprintf(conf, sizeof conf, "%s/reject.conf", record_folder());
    const char *const other[] = {
        "LANGUAGE", "ja:ko", "LC_ALL",         "C.UTF-8",   "PANGO_LANGUAGE",  "ja",
        "FC_LANG",  "ja",    "XDG_CACHE_HOME", "/dev/null", "FONTCONFIG_FILE", conf,
        NULL};
    draw_apart("all", NULL, "1.pdf");
    draw_apart("all", NULL, "2.pdf");
    draw_apart("all", other, "3.pdf");
    shell("test -s 1.pdf && cmp 1.pdf 2.pdf && cmp 1.pdf 3.pdf");
    assert_int_equal(last_exit, 0);
}

static void what_a_scan_found_is_kept_below_the_users_cache_folder(void **state)
{
    (void)state;
    put("one", KAI);
    faces_free(open_faces("one"));
    shell("ls .cache/kaoping/fonts/*.cache-*");
    assert_int_equal(last_exit, 0);
    shell("test ! -e .cache/fontconfig");
    assert_int_equal(last_exit, 0);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_face_takes_the_best_font_that_is_there),
        TEST(small_fonts_do_where_no_others_are),
        TEST(any_chinese_font_stands_in_where_it_is_the_only_one),
        TEST(a_font_is_named_by_any_of_its_names),
        TEST(a_part_of_a_name_is_not_a_name),
        TEST(a_named_font_that_is_missing_is_reported_with_what_stands_in),
        TEST(without_a_chinese_font_nothing_is_set),
        TEST(a_glyph_that_a_face_has_not_is_another_fonts_and_is_reported_once),
        TEST(a_character_that_no_font_has_is_known_before_and_reported),
        TEST(quotation_marks_and_dashes_are_the_chinese_fonts_beside_latin_too),
        TEST(a_foreign_text_does_not_fill_the_report),
        TEST(a_broken_file_is_reported_and_the_next_font_is_taken),
        TEST(a_font_without_characters_is_reported),
        TEST(a_name_alone_makes_no_chinese_font),
        TEST(a_font_without_permission_is_reported),
        TEST(where_all_fonts_are_broken_the_error_names_them),
        TEST(a_file_that_was_written_over_is_read_again),
        TEST(a_folder_may_have_any_name),
        TEST(a_file_may_have_any_name),
        TEST(the_order_of_folders_changes_no_byte),
        TEST(nothing_of_the_host_changes_a_byte),
        TEST(what_a_scan_found_is_kept_below_the_users_cache_folder),
    };
    return cmocka_run_group_tests(tests, set_up_all, tear_down_all);
}
