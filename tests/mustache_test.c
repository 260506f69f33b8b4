/* Templates: text and data in, text out, to the byte; what the host is asked; the errors. */
#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/mustache.h"
#include "core/value.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* What a test renders with: data in JSON, and partials as names and texts in turn. */
struct scene {
    struct arena *arena;
    const char *const *partials;
    struct mustache_host host;
    struct mustache_marks marks;
    struct buffer out;
    struct error error;
    struct buffer asked; /* what the host was asked for, each as `name=text;` */
};

static const char *find_partial(void *context, const char *name)
{
    const struct scene *scene = context;
    for (const char *const *at = scene->partials; at && *at; at += 2)
        if (strcmp(at[0], name) == 0)
            return at[1];
    return NULL;
}

static int set_up(void **state)
{
    struct scene *scene = memory_new(sizeof *scene);
    *scene = (struct scene){.arena = arena_new(), .out = BUFFER_EMPTY, .asked = BUFFER_EMPTY};
    scene->host = (struct mustache_host){.partial = find_partial, .context = scene, .html = true};
    language_set(LANGUAGE_EN);
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *scene = *state;
    mustache_marks_free(&scene->marks);
    buffer_free(&scene->out);
    buffer_free(&scene->asked);
    arena_free(scene->arena);
    free(scene);
    return 0;
}

static const struct value *data_of(struct scene *scene, const char *json)
{
    const struct value *data = NULL;
    if (value_from_json(scene->arena, "data", json, strlen(json), &data, &scene->error))
        fail_msg("%s", scene->error.text);
    return data;
}

static enum status render(struct scene *scene, const char *text, const char *json)
{
    buffer_cut(&scene->out, 0);
    return mustache_render("t.md", text, data_of(scene, json), &scene->host, &scene->out,
                           &scene->marks, &scene->error);
}

static void expect(void **state, const char *text, const char *json, const char *expected)
{
    struct scene *scene = *state;
    if (render(scene, text, json))
        fail_msg("%s", scene->error.text);
    assert_string_equal(scene->out.bytes, expected);
}

static void expect_error(void **state, const char *text, const char *expected)
{
    struct scene *scene = *state;
    assert_int_equal(render(scene, text, "{\"a\": [1, 2], \"t\": true}"), STATUS_INPUT);
    assert_int_equal(scene->error.status, STATUS_INPUT);
    assert_string_equal(scene->error.text, expected);
}

static void use_partials(void **state, const char *const *partials)
{
    struct scene *scene = *state;
    size_t count = 0;
    while (partials[count])
        count += 2;
    const char **kept = arena_array(scene->arena, count + 1, sizeof *kept);
    memcpy(kept, partials, count * sizeof *kept);
    scene->partials = kept;
}

/* ---- Interpolation ---- */

static void test_values_are_written_by_name(void **state)
{
    expect(state, "", "{}", "");
    expect(state, "通报", "{}", "通报");
    expect(state, "{{市}}得{{score}}分", "{\"市\": \"四平市\", \"score\": 89.8}", "四平市得89.8分");
    expect(state, "({{ a }})({{\n\ta\n}})", "{\"a\": 1}", "(1)(1)");
    expect(state, "{{yes}} {{no}} {{nothing}}.",
           "{\"yes\": true, \"no\": false, \"nothing\": null}", "true false .");
    expect(state, "[{{list}}{{map}}]", "{\"list\": [1], \"map\": {\"b\": 1}}", "[]");
    expect(state, "[{{unknown}}]", "{}", "[]");
}

static void test_html_is_escaped_unless_asked_raw(void **state)
{
    const char *json = "{\"a\": \"x & \\\"y\\\" < > 'z'\"}";
    expect(state, "{{a}}", json, "x &amp; &quot;y&quot; &lt; &gt; 'z'");
    expect(state, "{{{a}}}|{{& a}}|{{{ a }}}", json,
           "x & \"y\" < > 'z'|x & \"y\" < > 'z'|x & \"y\" < > 'z'");
    expect(state, "{{a}}{{{a}}}", "{\"a\": \"&\"}", "&amp;&");
}

static void test_markdown_is_copied(void **state)
{
    struct scene *scene = *state;
    scene->host.html = false;
    expect(state, "{{a}}", "{\"a\": \"<b> & \\\"c\\\"\"}", "<b> & \"c\"");
}

static void test_dotted_names_reach_into_maps(void **state)
{
    const char *json = "{\"a\": {\"b\": {\"c\": \"deep\"}}, \"b\": {\"c\": \"shallow\"}}";
    expect(state, "{{a.b.c}} {{ b.c }}", json, "deep shallow");
    expect(state, "[{{a.c}}{{a.b.c.d}}{{x.b.c}}{{a..b}}{{a.}}{{.a}}]", json, "[]");
}

static void test_a_dotted_name_does_not_fall_back_to_an_outer_context(void **state)
{
    const char *json = "{\"a\": {\"b\": {}}, \"b\": {\"c\": \"WRONG\"}}";
    expect(state, "{{#a}}[{{b.c}}]{{/a}}", json, "[]");
    expect(state, "{{#a}}{{#b.c}}WRONG{{/b.c}}{{^b.c}}right{{/b.c}}{{/a}}", json, "right");
    expect(state, "{{#a}}[{{c}}]{{/a}}", "{\"a\": {\"c\": null}, \"c\": \"WRONG\"}", "[]");
}

static void test_spaces_around_values_are_kept(void **state)
{
    expect(state, "  {{a}}  \n\t{{{a}}}\n{{&a}}\r\n", "{\"a\": 1}", "  1  \n\t1\n1\r\n");
    expect(state, "  {{unknown}}\n", "{}", "  \n");
}

/* ---- Sections ---- */

static void test_sections_are_written_for_what_is_true(void **state)
{
    const char *json = "{\"t\": true, \"f\": false, \"n\": null, \"l\": [], \"z\": 0, \"e\": \"\", "
                       "\"m\": {}}";
    expect(state,
           "{{#t}}t{{/t}}{{#f}}f{{/f}}{{#n}}n{{/n}}{{#l}}l{{/l}}{{#z}}z{{/z}}{{#e}}e{{/e}}"
           "{{#m}}m{{/m}}{{#u}}u{{/u}}",
           json, "tzem");
    expect(state,
           "{{^t}}t{{/t}}{{^f}}f{{/f}}{{^n}}n{{/n}}{{^l}}l{{/l}}{{^z}}z{{/z}}{{^e}}e{{/e}}"
           "{{^m}}m{{/m}}{{^u}}u{{/u}}",
           json, "fnlu");
}

static void test_sections_repeat_for_every_member(void **state)
{
    const char *json = "{\"cities\": [{\"name\": \"四平\"}, {\"name\": \"白山\"}], \"year\": 2020}";
    expect(state, "{{#cities}}{{name}}{{year}} {{/cities}}", json, "四平2020 白山2020 ");
    expect(state, "{{#l}}({{.}}){{/l}}", "{\"l\": [\"<\", 2.5, true, null]}",
           "(&lt;)(2.5)(true)()");
    expect(state, "{{#l}}{{{.}}}{{&.}}{{/l}}", "{\"l\": [\"<\"]}", "<<");
    expect(state, "{{#l}}({{#.}}{{.}}{{/.}}){{/l}}", "{\"l\": [[1, 2], [3], []]}", "(12)(3)()");
    expect(state, "{{#.}}{{a}}{{/.}}", "[{\"a\": 1}, {\"a\": 2}]", "12");
    expect(state, "{{#l}}{{^.}}no {{/.}}{{/l}}", "{\"l\": [true, false]}", "no ");
}

static void test_sections_nest_and_see_all_contexts(void **state)
{
    const char *json =
        "{\"a\": {\"one\": 1}, \"b\": {\"two\": 2}, \"c\": {\"three\": {\"four\": 4}}}";
    expect(state, "{{#a}}{{#b}}{{one}}{{two}}{{#c}}{{three.four}}{{one}}{{/c}}{{/b}}{{/a}}", json,
           "1241");
    expect(state, "{{#a}}1{{#a}}2{{/a}}3{{/a}}4{{#a}}5{{/a}}", "{\"a\": true}", "12345");
    expect(state, "{{#a.b.c}}Here{{/a.b.c}}", "{\"a\": {\"b\": {\"c\": true}}}", "Here");
    expect(state, "{{#s}}{{.}}{{s}}{{/s}}", "{\"s\": \"x\"}", "xx");
}

/* ---- Lines ---- */

static void test_tags_alone_on_a_line_take_the_line(void **state)
{
    expect(state, "a\n{{#t}}\nb\n{{/t}}\nc\n", "{\"t\": true}", "a\nb\nc\n");
    expect(state, "a\n  {{#t}}\t\nb\n\t{{/t}}  \nc", "{\"t\": true}", "a\nb\nc");
    expect(state, "a\n{{^t}}\nb\n{{/t}}\nc\n", "{}", "a\nb\nc\n");
    expect(state, "a\n{{! why }}\nb\n  {{=< >=}}\nc\n<!x>", "{}", "a\nb\nc\n");
    expect(state, "a\n  {{! of\nseveral\nlines }}  \nb\n", "{}", "a\nb\n");
}

static void test_lines_of_windows_are_lines(void **state)
{
    expect(state, "a\r\n{{#t}}\r\nb\r\n{{/t}}\r\nc\r\n", "{\"t\": true}", "a\r\nb\r\nc\r\n");
    expect(state, "a\r\n{{=| |=}}\r\n|!x|\r\nb", "{}", "a\r\nb");
    expect(state, "a\r{{!x}}\rb", "{}", "a\r\rb");
}

static void test_the_first_and_the_last_line_are_lines(void **state)
{
    expect(state, "  {{#t}}\nb\n{{/t}}", "{\"t\": true}", "b\n");
    expect(state, "a\n  {{! end }}", "{}", "a\n");
    expect(state, "  {{! all }}  ", "{}", "");
}

static void test_tags_that_share_a_line_leave_it(void **state)
{
    expect(state, " {{#t}}x{{/t}}\n {{#t}}{{/t}}\n", "{\"t\": true}", " x\n \n");
    expect(state, "{{!a}} {{!b}}\n", "{}", " \n");
    expect(state, "{{!a\n}} {{!b}}\nc", "{}", " \nc");
    expect(state, "|  {{!x}}\n  {{!x}} |\n", "{}", "|  \n   |\n");
    expect(state, "{{u}}{{!x}}\n", "{}", "\n");
}

/* ---- Delimiters ---- */

static void test_delimiters_can_be_set(void **state)
{
    expect(state, "{{=<% %>=}}<%a%>{{a}}<%={{ }}=%>{{a}}", "{\"a\": 1}", "1{{a}}1");
    expect(state, "{{= |   | =}}|a|", "{\"a\": 1}", "1");
    expect(state, "{{=[ ]=}}[{a}][&a][a]", "{\"a\": \"<\"}", "<<&lt;");
    expect(state, "{{=\n@\n@\n=}}@#a@.@/a@", "{\"a\": 1}", ".");
}

static void test_delimiters_hold_to_the_end_of_the_file(void **state)
{
    expect(state, "{{#l}}{{=| |=}}|.|{{.}}|/l|{{u}}|l2|", "{\"l\": [1, 2], \"l2\": 3}",
           "1{{.}}2{{.}}{{u}}3");
    expect(state, "{{#f}}{{=| |=}}|/f||a|", "{\"f\": false, \"a\": 1}", "1");
}

static void test_delimiters_and_partials_do_not_meddle(void **state)
{
    use_partials(state, (const char *const[]){"p", ".{{a}}.{{=| |=}}|a|", NULL});
    expect(state, "{{>p}}{{a}}{{=< >=}}<>p><a>{{a}}", "{\"a\": 1}", ".1.11.1.11{{a}}");
}

/* ---- Partials ---- */

static void test_partials_are_written_in_their_place(void **state)
{
    use_partials(state, (const char *const[]){"head", "# {{title}}", "out", "*{{>head}}*", NULL});
    expect(state, "{{>head}}|{{> out }}|{{>none}}|", "{\"title\": \"通报\"}", "# 通报|*# 通报*||");
    expect(state, "{{#l}}{{>head}};{{/l}}", "{\"l\": [{\"title\": 1}, {\"title\": 2}]}",
           "# 1;# 2;");
}

static void test_partials_may_recur_while_the_data_lasts(void **state)
{
    use_partials(state, (const char *const[]){"node", "{{n}}<{{#in}}{{>node}}{{/in}}>", NULL});
    expect(state, "{{>node}}",
           "{\"n\": 1, \"in\": [{\"n\": 2, \"in\": []}, {\"n\": 3, \"in\": false}]}", "1<2<>3<>>");
}

static void test_a_partial_alone_on_its_line_is_indented(void **state)
{
    use_partials(state, (const char *const[]){"p", "a\n{{{v}}}\n\n{{#t}}\nb\n{{/t}}\nc\n", NULL});
    expect(state, "|\n  {{>p}}\n|", "{\"v\": \"x\\ny\", \"t\": true}",
           "|\n  a\n  x\ny\n  \n  b\n  c\n|");
    use_partials(state, (const char *const[]){"p", ">\n>", NULL});
    expect(state, "  {{>p}}\n>", "{}", "  >\n  >>");
    expect(state, ">\n\t{{>p}}", "{}", ">\n\t>\n\t>");
    expect(state, "|\r\n{{>p}}\r\n|", "{}", "|\r\n>\n>|");
    expect(state, "  x {{>p}}\n", "{}", "  x >\n>\n");
}

static void test_indentation_adds_up_through_partials(void **state)
{
    use_partials(state, (const char *const[]){"out", "o\n  {{>in}}\n{{>in}}o{{>in}}\n", "in",
                                              "{{a}}\n{{#l}}{{.}}\n{{/l}}i\n", NULL});
    expect(state, " {{>out}}\n", "{\"a\": \"A\", \"l\": [1, 2]}",
           " o\n   A\n   1\n   2\n   i\n A\n1\n2\ni\noA\n1\n2\ni\n\n");
}

/* ---- Errors ---- */

static void test_a_tag_that_is_never_closed_is_refused(void **state)
{
    expect_error(state, "a\n{{b\n",
                 "t.md:2: the tag that begins here is never closed: write }} where it ends");
    expect_error(state, "\n\n{{{b}}",
                 "t.md:3: the tag that begins here is never closed: write }}} where it ends");
    expect_error(state, "{{=<% %>}}",
                 "t.md:1: the tag that begins here is never closed: write =}} where it ends");
    expect_error(state, "x\n{{a {{t}}",
                 "t.md:2: the tag that begins here is never closed: write }} where it ends");
    expect_error(state, "{{",
                 "t.md:1: the tag that begins here is never closed: write }} where it ends");
}

static void test_a_tag_without_a_proper_name_is_refused(void **state)
{
    expect_error(state, "\n{{ }}",
                 "t.md:2: the tag has no name: write one into it, or take the tag out");
    expect_error(state, "{{# }}",
                 "t.md:1: the tag has no name: write one into it, or take the tag out");
    expect_error(state, "{{a b}}",
                 "t.md:1: a name has no spaces: take them out, or write }} before them");
    expect_error(state, "{{=<%=}}", "t.md:1: delimiters are two short words: write {{=<% %>=}}");
    expect_error(state, "{{=a b c=}}", "t.md:1: delimiters are two short words: write {{=<% %>=}}");
}

static void test_a_section_that_is_never_ended_names_its_line(void **state)
{
    expect_error(state, "\n{{#a}}\n{{#t}}\n{{/t}}\n",
                 "t.md:2: the section 'a' is never ended: write {{/a}} where it ends");
    expect_error(state, "{{!\n\n}}{{=<% %>=}}<%^u%>",
                 "t.md:3: the section 'u' is never ended: write <%/u%> where it ends");
}

static void test_a_section_ended_by_another_name_is_refused(void **state)
{
    expect_error(state, "\n{{#a}}\n\n{{/b}}",
                 "t.md:4: 'b' is ended here while 'a' of line 2 is open: end that one first");
    expect_error(state, "{{/a}}",
                 "t.md:1: 'a' is ended here but was not begun: take this tag out, "
                 "or begin the section");
}

static void test_sections_nested_too_deep_are_refused(void **state)
{
    struct buffer text = BUFFER_EMPTY;
    for (int i = 0; i < 64; i++)
        buffer_add(&text, "{{#t}}\n");
    for (int i = 0; i < 64; i++)
        buffer_add(&text, "{{/t}}\n");
    expect(state, text.bytes, "{\"t\": true}", "");
    buffer_cut(&text, strlen("{{#t}}\n") * 64);
    buffer_add(&text, "{{#t}}");
    expect_error(state, text.bytes,
                 "t.md:65: the section 't' is nested deeper than 64: move the "
                 "inner ones into a partial");
    buffer_free(&text);
}

static void test_errors_in_a_partial_name_the_partial(void **state)
{
    use_partials(state, (const char *const[]){"p", "a\n{{#x}}", NULL});
    expect_error(state, "\n\n\n{{>p}}",
                 "p:2: the section 'x' is never ended: write {{/x}} where it ends");
}

static void test_partials_without_end_are_a_cycle(void **state)
{
    use_partials(state, (const char *const[]){"a", "\n{{>b}}", "b", "{{>c}}", "c", "{{>b}}", NULL});
    expect_error(state, "{{>a}}",
                 "b:1: cycle: partials include one another more than 64 deep; take "
                 "one of these out: c > b > c");
    use_partials(state, (const char *const[]){"a", "{{>a}}", NULL});
    expect_error(state, "{{>a}}",
                 "a:1: cycle: partials include one another more than 64 deep; take "
                 "one of these out: a > a");
}

static void test_a_document_that_explodes_is_stopped(void **state)
{
    struct scene *scene = *state;
    const char *partials[61] = {NULL};
    for (size_t i = 0; i < 30; i++) {
        partials[i * 2] = arena_format(scene->arena, "p%zu", i);
        partials[i * 2 + 1] = arena_format(scene->arena, "{{>p%zu}}{{>p%zu}}", i + 1, i + 1);
    }
    use_partials(state, partials);
    assert_int_equal(render(scene, "{{>p0}}", "{}"), STATUS_INPUT);
    assert_non_null(strstr(scene->error.text, ":1: the document grows too large here"));
}

static void test_errors_speak_chinese_too(void **state)
{
    language_set(LANGUAGE_ZH);
    expect_error(state, "\n{{#a}}{{/b}}",
                 "t.md:2: 此处结束“b”，而段落“a”（第2行）尚未结束：请先结束后者");
}

/* ---- The host ---- */

static enum status judge(void *context, const struct mustache_place *place,
                         const struct value *value, const char **mark, struct error *error)
{
    struct scene *scene = context;
    buffer_format(&scene->asked, "%s:%d %s%s=%s;", place->file, place->line,
                  place->section ? "#" : "", place->name, value ? value->text : "?");
    if (strcmp(place->name, "forbidden") == 0)
        return (fail)(error, STATUS_NO, place->file, place->line, "forbidden"); /* not cmocka's */
    if (!value)
        *mark = "<?>";
    else if (strcmp(place->name, "doubted") == 0)
        *mark = "[1]";
    return STATUS_OK;
}

static void test_the_host_is_asked_for_every_name_that_is_used(void **state)
{
    struct scene *scene = *state;
    scene->host.judge = judge;
    use_partials(state, (const char *const[]){"p", "\n{{&b}}", NULL});
    expect(state, "{{#l}}{{.}}{{/l}}\n{{^u}}{{a}}{{/u}}{{#u}}{{hidden}}{{/u}}{{>p}}{{>none}}",
           "{\"l\": [1, 2], \"a\": \"A\", \"b\": \"B\"}", "12\n<?>A<?>\nB<?>");
    assert_string_equal(scene->asked.bytes, "t.md:1 #l=;t.md:1 .=1;t.md:1 .=2;t.md:2 #u=?;t.md:2 "
                                            "a=A;t.md:2 #u=?;p:2 b=B;t.md:2 none=?;");
}

static void test_the_host_can_refuse(void **state)
{
    struct scene *scene = *state;
    scene->host.judge = judge;
    assert_int_equal(render(scene, "a\n{{forbidden}}b", "{}"), STATUS_NO);
    assert_string_equal(scene->error.text, "t.md:2: forbidden");
    assert_int_equal(render(scene, "{{#l}}{{#forbidden}}{{/forbidden}}{{/l}}", "{\"l\": [1]}"),
                     STATUS_NO);
}

static void test_the_hosts_mark_stands_with_the_value(void **state)
{
    struct scene *scene = *state;
    scene->host.judge = judge;
    expect(state, "{{doubted}} {{none}}!", "{\"doubted\": \"<\"}", "&lt;[1] <?>!");
    expect(state, "{{#doubted}}\n- {{.}}\n{{/doubted}}\n", "{\"doubted\": [1, 2]}",
           "[1]- 1\n- 2\n");
    expect(state, "{{#doubted}}x{{/doubted}}.", "{\"doubted\": []}", "[1].");
    use_partials(state, (const char *const[]){"p", "a\n\t{{>none}}\n", NULL});
    expect(state, "  {{>p}}\n  {{>none}}", "{}", "  a\n  \t<?>  <?>");
}

static void test_marks_tell_which_bytes_came_from_which_value(void **state)
{
    struct scene *scene = *state;
    scene->host.judge = judge;
    use_partials(state, (const char *const[]){"p", "得{{{score}}}\n{{doubted}}\n{{none}}\n", NULL});
    buffer_add(&scene->out, "thrown away");
    expect(state, "{{city}}\n  {{>p}}\n{{#l}}{{.}}{{/l}}{{empty}}",
           "{\"city\": \"A&B\", \"score\": 9.8, \"doubted\": \"x\\ny\", \"l\": [true], \"empty\": "
           "\"\"}",
           "A&amp;B\n  得9.8\n  x\ny[1]\n  <?>\ntrue");
    const char *written[] = {"A&amp;B", "9.8", "x\ny", "", "true"};
    const char *behind[] = {"", "", "[1]", "<?>", ""};
    const char *names[] = {"city", "score", "doubted", "none", "."};
    const char *files[] = {"t.md", "p", "p", "p", "t.md"};
    const int lines[] = {1, 1, 2, 3, 3};
    assert_int_equal(scene->marks.count, 5);
    for (size_t i = 0; i < scene->marks.count; i++) {
        const struct mustache_mark *mark = &scene->marks.list[i];
        assert_int_equal(mark->to - mark->from, strlen(written[i]));
        assert_memory_equal(scene->out.bytes + mark->from, written[i], strlen(written[i]));
        assert_int_equal(mark->end - mark->to, strlen(behind[i]));
        assert_memory_equal(scene->out.bytes + mark->to, behind[i], strlen(behind[i]));
        assert_string_equal(mark->name, names[i]);
        assert_string_equal(mark->file, files[i]);
        assert_int_equal(mark->line, lines[i]);
    }
}

static void test_a_host_may_leave_everything_open(void **state)
{
    struct scene *scene = *state;
    scene->host = (struct mustache_host){.html = false};
    assert_int_equal(mustache_render("t.md", "{{>p}}{{a}}{{#.}}x{{/.}}.", NULL, &scene->host,
                                     &scene->out, NULL, &scene->error),
                     STATUS_OK);
    assert_string_equal(scene->out.bytes, ".");
}

/* A template of a megabyte of each kind of line renders within a second, also under valgrind's
 * slowness within the bound that a quadratic reader would break by far. */
static void test_a_large_template_is_no_slower_than_its_size(void **state)
{
    static const char *const lines[] = {
        "  {{a}} {{{a}}}\n",        "{{#a}}{{/a}}\n", "  {{! x }}  \n", "                    ",
        "{{=<% %>=}}<%={{ }}=%>\n", "{{>p}}\n",       "{ { {\n"};
    struct scene *scene = *state;
    use_partials(state, (const char *const[]){"p", "{{a}}", NULL});
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct buffer text = BUFFER_EMPTY;
        while (text.size < 1 << 20)
            buffer_add(&text, lines[i]);
        clock_t begun = clock();
        assert_int_equal(render(scene, text.bytes, "{\"a\": 1}"), STATUS_OK);
        assert_true(clock() - begun < 20 * CLOCKS_PER_SEC);
        buffer_free(&text);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_values_are_written_by_name),
        TEST(test_html_is_escaped_unless_asked_raw),
        TEST(test_markdown_is_copied),
        TEST(test_dotted_names_reach_into_maps),
        TEST(test_a_dotted_name_does_not_fall_back_to_an_outer_context),
        TEST(test_spaces_around_values_are_kept),
        TEST(test_sections_are_written_for_what_is_true),
        TEST(test_sections_repeat_for_every_member),
        TEST(test_sections_nest_and_see_all_contexts),
        TEST(test_tags_alone_on_a_line_take_the_line),
        TEST(test_lines_of_windows_are_lines),
        TEST(test_the_first_and_the_last_line_are_lines),
        TEST(test_tags_that_share_a_line_leave_it),
        TEST(test_delimiters_can_be_set),
        TEST(test_delimiters_hold_to_the_end_of_the_file),
        TEST(test_delimiters_and_partials_do_not_meddle),
        TEST(test_partials_are_written_in_their_place),
        TEST(test_partials_may_recur_while_the_data_lasts),
        TEST(test_a_partial_alone_on_its_line_is_indented),
        TEST(test_indentation_adds_up_through_partials),
        TEST(test_a_tag_that_is_never_closed_is_refused),
        TEST(test_a_tag_without_a_proper_name_is_refused),
        TEST(test_a_section_that_is_never_ended_names_its_line),
        TEST(test_a_section_ended_by_another_name_is_refused),
        TEST(test_sections_nested_too_deep_are_refused),
        TEST(test_errors_in_a_partial_name_the_partial),
        TEST(test_partials_without_end_are_a_cycle),
        TEST(test_a_document_that_explodes_is_stopped),
        TEST(test_errors_speak_chinese_too),
        TEST(test_the_host_is_asked_for_every_name_that_is_used),
        TEST(test_the_host_can_refuse),
        TEST(test_the_hosts_mark_stands_with_the_value),
        TEST(test_marks_tell_which_bytes_came_from_which_value),
        TEST(test_a_host_may_leave_everything_open),
        TEST(test_a_large_template_is_no_slower_than_its_size),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests_name("mustache", tests, NULL, NULL);
}
