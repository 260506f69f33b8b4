/* What a reader sees as one character. */
#include "core/buffer.h"
#include "core/cluster.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* The characters of the text, with | between them, read forward and then back. */
static void assert_clusters(const char *text, const char *expected)
{
    struct buffer shown = BUFFER_EMPTY;
    size_t ends[64], count = 0, size = strlen(text);
    for (size_t at = 0; at < size;) {
        size_t next = cluster_next(text, at);
        assert_true(next > at && next <= size);
        if (at > 0)
            buffer_add_char(&shown, '|');
        buffer_add_bytes(&shown, text + at, next - at);
        ends[count++] = at = next;
    }
    assert_string_equal(shown.bytes, expected);
    assert_int_equal(cluster_next(text, size), size);
    for (size_t at = size; count > 0; at = cluster_before(text, at))
        assert_int_equal(at, ends[--count]);
    assert_int_equal(cluster_before(text, 0), 0);
    buffer_free(&shown);
}

static void letters_and_their_marks_are_one(void **state)
{
    (void)state;
    assert_clusters("四平a，", "四|平|a|，");
    assert_clusters("e\u0301\u0323好\u0301", "e\u0301\u0323|好\u0301");
    assert_clusters("\u0301a", "\u0301|a");
    assert_clusters("\u1112\u1161\u11AB글", "\u1112\u1161\u11AB|글"); /* 한 in three parts */
    assert_clusters("दे", "दे");
    assert_clusters("㎡\uFE0F", "㎡\uFE0F");
}

static void emoji_and_flags_are_one(void **state)
{
    (void)state;
    assert_clusters("👍🏽好", "👍🏽|好");
    assert_clusters("👨\u200D👩\u200D👧x", "👨\u200D👩\u200D👧|x");
    assert_clusters("🇨🇳🇯🇵", "🇨🇳|🇯🇵");
    assert_clusters("a🇨🇳🇯🇵🇨", "a|🇨🇳|🇯🇵|🇨");
    assert_clusters("1️⃣二", "1️⃣|二");
}

static void lines_and_what_is_not_seen(void **state)
{
    (void)state;
    assert_clusters("a\n\n二\n", "a|\n|\n|二|\n");
    assert_clusters("a\r\nb", "a\r|\n|b");
    assert_clusters("四\u200B平", "四\u200B|平");
    assert_clusters("\xFF\xE5\xB9一", "\xFF|\xE5|\xB9|一");
    assert_clusters("", "");
}

static void hostile_texts_take_no_time(void **state)
{
    (void)state;
    static const char *const units[] = {"\u0301", "🇨", "👨\u200D", "四", "\xE5", "🏽"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct buffer text = BUFFER_EMPTY;
        while (text.size < 65536)
            buffer_add(&text, units[i]);
        clock_t begin = clock();
        for (size_t at = 0; at < text.size;)
            at = cluster_next(text.bytes, at);
        cluster_before(text.bytes, text.size);
        assert_true(clock() - begin < CLOCKS_PER_SEC);
        buffer_free(&text);
    }
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_and_their_marks_are_one),
        cmocka_unit_test(emoji_and_flags_are_one),
        cmocka_unit_test(lines_and_what_is_not_seen),
        cmocka_unit_test(hostile_texts_take_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
