/* A title without breaks of its author: by sense, in a trapezium or a diamond. */
#include "core/title.h"

#include "core/buffer.h"
#include "core/text.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *title, *lines;
} table[] = {
    {"关于2020年度考评情况的通报", "关于2020年度考评情况的通报"},
    {"吉林省人民政府关于2020年度政府环境保护目标责任制考评情况的通报",
     "吉林省人民政府关于\n2020年度政府环境保护目标责任制\n考评情况的通报"},
    {"吉林省人民政府关于印发《吉林省2016-2020年政府环境保护目标责任制工作方案》的通知",
     "吉林省人民政府关于\n印发《吉林省2016-2020年政府环境保护\n目标责任制工作方案》的通知"},
    {"某某市人民政府办公厅关于进一步加强大气污染防治工作的实施意见",
     "某某市人民政府办公厅关于\n进一步加强大气污染防治工作的实施意见"},
    {"吉林省关于三三三三三三三三三三2020年的决定", "吉林省关于\n三三三三三三三三三三2020年的决定"},
    {"关于Environmental Protection的通知及其他的一切各种有关的说明",
     "关于Environmental Protection的通知\n及其他的一切各种有关的说明"},
    {"吉林省生态环境厅、吉林省人力资源和社会保障厅、吉林省水利厅\n关于考评情况的通报",
     "吉林省生态环境厅、\n吉林省人力资源和社会保障厅、\n吉林省水利厅\n关于考评情况的通报"},
    {"上\n下", "上\n下"},
    {"", ""},
};

static void titles_break_by_sense(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct buffer lines = BUFFER_EMPTY;
        title_break(table[i].title, TITLE_COLUMNS, &lines);
        assert_string_equal(lines.bytes, table[i].lines);
        buffer_free(&lines);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_break_by_sense),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
