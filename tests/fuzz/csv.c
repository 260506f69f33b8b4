/* CSV, in UTF-8 and GB18030: any bytes as a table. */
#include "core/csv.h"
#include "core/memory.h"
#include "core/text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void check_text(const char *text)
{
    MUST(text_valid(text, strlen(text)) == strlen(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct csv csv;
    struct error error;
    if (csv_parse(arena, "fuzz.csv", (const char *)bytes, size, &csv, &error)) {
        check_text(error.text);
        MUST(error.status == STATUS_INPUT);
    } else {
        for (size_t column = 0; column < csv.width; column++) {
            check_text(csv.columns[column]);
            MUST(csv_column(&csv, csv.columns[column]) == (int)column);
        }
        for (size_t row = 0; row < csv.count; row++)
            for (size_t column = 0; column < csv.width; column++)
                check_text(csv.rows[row].cells[column]);
    }
    arena_free(arena);
    return 0;
}
