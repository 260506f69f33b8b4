#include "tests/harness/paper.h"

#include "core/buffer.h"
#include "core/memory.h"
#include "tests/harness/record.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define POINT (25.4 / 72) /* in mm */

struct paper paper;

const char *paper_print(const struct print_job *job)
{
    struct buffer text = BUFFER_EMPTY;
    print_job_write(job, &text);
    folder_put("job.json", text.bytes);
    buffer_free(&text);
    const char *program = program_at();
    const char *said = shell(
        "'%s-print' <job.json 2>notes >circular.pdf || { cat notes; exit 1; }; cat notes", program);
    if (last_exit)
        fail_msg("%s", said);
    return said;
}

/* ---- The content streams ---- */

/* What the operators left behind. */
struct state {
    int page;
    double scale, left, baseline; /* of the text's line */
    double x;                     /* within it, in the type's size */
    char font[8];
    bool red, fresh;
};

static void add_glyph(struct state *state, unsigned code)
{
    assert_true(paper.glyph_count < GLYPHS_MOST);
    struct glyph *glyph = &paper.glyphs[paper.glyph_count++];
    *glyph = (struct glyph){.page = state->page,
                            .x = (state->left + state->x * state->scale) * POINT,
                            .baseline = state->baseline * POINT,
                            .size = state->scale,
                            .code = code,
                            .first = state->fresh};
    memcpy(glyph->font, state->font, sizeof glyph->font);
    state->x += 1;
    state->fresh = false;
}

/* Strings of glyphs in two bytes each, and what is taken back between them in thousandths. */
static void read_show(struct state *state, const char *at, const char *end)
{
    while (at < end) {
        unsigned code;
        char *behind;
        if (*at == '<') {
            for (at++; *at != '>'; at += 4) {
                assert_int_equal(sscanf(at, "%4x", &code), 1);
                add_glyph(state, code);
            }
            at++;
        } else if (*at == '(') {
            at = strchr(at, ')') + 1;
        } else {
            double back = strtod(at, &behind);
            state->x -= behind > at ? back / 1000 : 0;
            at = behind > at ? behind : at + 1;
        }
    }
}

static void read_box(struct state *state, const char *line)
{
    struct box box = {.page = state->page, .red = state->red};
    assert_int_equal(sscanf(line, "%lf %lf %lf %lf", &box.x, &box.y, &box.width, &box.height), 4);
    assert_true(paper.box_count < BOXES_MOST);
    box.x *= POINT;
    box.y *= POINT;
    box.width *= POINT;
    box.height *= POINT;
    paper.boxes[paper.box_count++] = box;
}

static bool ends_with(const char *from, const char *end, const char *what)
{
    size_t size = strlen(what);
    return (size_t)(end - from) >= size && memcmp(end - size, what, size) == 0;
}

/* One line of the stream; colours stand before what else is on it. */
static void read_line(struct state *state, const char *line, const char *end)
{
    double r, g, b, x, y;
    const char *colour = strstr(line, " rg");
    if (colour && colour < end && sscanf(line, "%lf %lf %lf rg", &r, &g, &b) == 3) {
        state->red = r > 0.5 && g < 0.5;
        line = colour + strlen(" rg");
        line += strncmp(line, " /a0 gs", 7) == 0 ? 7 : 0;
    }
    if (ends_with(line, end, " re f")) {
        read_box(state, line);
    } else if (ends_with(line, end, " Tm")) {
        assert_int_equal(
            sscanf(line, "%lf %*f %*f %*f %lf %lf", &state->scale, &state->left, &state->baseline),
            3);
        state->x = 0;
        state->fresh = true;
    } else if (ends_with(line, end, " Td")) {
        assert_int_equal(sscanf(line, "%lf %lf", &x, &y), 2);
        state->left += x * state->scale;
        state->baseline -= y * state->scale;
        state->x = 0;
        state->fresh = true;
    } else if (ends_with(line, end, " Tf")) {
        sscanf(line, "/%7s", state->font);
    } else if (ends_with(line, end, "TJ") || ends_with(line, end, "Tj")) {
        read_show(state, line, end - 2);
    }
}

/* Arrays go on over lines; then only their last line says what they are. */
static void read_stream(struct state *state, const char *at, const char *stop)
{
    const char *begin = at;
    while (at < stop) {
        const char *end = strchr(at, '\n');
        bool open =
            strchr("[<", *begin) && !ends_with(begin, end, "TJ") && !ends_with(begin, end, "Tj");
        if (!open) {
            read_line(state, begin, end);
            begin = end + 1;
        }
        at = end + 1;
    }
}

void paper_read(void)
{
    shell("qpdf --qdf --object-streams=disable circular.pdf - | tr -d '\\000' | "
          "sed -n '/^%%%% Contents for page/,/^endstream/p' >pages");
    assert_int_equal(last_exit, 0);
    char *pages = memory_text(shell("cat pages"));
    memset(&paper, 0, sizeof paper);
    for (char *at = pages; (at = strstr(at, "%% Contents for page "));) {
        struct state state = {.page = atoi(at + strlen("%% Contents for page "))};
        char *begin = strstr(at, "\nstream\n"), *end = begin ? strstr(begin, "\nendstream") : NULL;
        assert_non_null(end);
        read_stream(&state, begin + strlen("\nstream\n"), end);
        paper.pages = state.page;
        at = end;
    }
    free(pages);
}

/* ---- Pictures ---- */

static struct {
    unsigned char *dots; /* red, green, blue */
    int width, height;
    double per_mm;
} picture;

void paper_see(int page, int dots_per_inch)
{
    char path[256];
    shell("pdftoppm -r %d -f %d -l %d -singlefile circular.pdf page", dots_per_inch, page, page);
    assert_int_equal(last_exit, 0);
    snprintf(path, sizeof path, "%s/page.ppm", record_folder());
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "P6 %d %d 255", &picture.width, &picture.height), 2);
    fgetc(file);
    size_t size = 3 * (size_t)picture.width * (size_t)picture.height;
    picture.dots = memory_resize(picture.dots, size);
    assert_int_equal(fread(picture.dots, 1, size, file), size);
    fclose(file);
    picture.per_mm = dots_per_inch / 25.4;
}

static bool is_ink(const unsigned char *dot, bool red)
{
    enum { DARK = 160 }; /* of a dot that ink covers by half */
    return red ? dot[0] > 200 && dot[1] < DARK && dot[2] < DARK : dot[1] < DARK;
}

static bool search(double left, double top, double right, double bottom, bool red, int found[4])
{
    int from_x = (int)fmax(0, round(left * picture.per_mm));
    int from_y = (int)fmax(0, round(top * picture.per_mm));
    int to_x = (int)fmin(picture.width, round(right * picture.per_mm));
    int to_y = (int)fmin(picture.height, round(bottom * picture.per_mm));
    bool any = false;
    for (int y = from_y; y < to_y; y++)
        for (int x = from_x; x < to_x; x++) {
            if (!is_ink(picture.dots + 3 * ((size_t)y * (size_t)picture.width + (size_t)x), red))
                continue;
            found[0] = !any || x < found[0] ? x : found[0];
            found[1] = !any ? y : found[1];
            found[2] = !any || x + 1 > found[2] ? x + 1 : found[2];
            found[3] = y + 1;
            any = true;
        }
    return any;
}

bool paper_has_ink(double left, double top, double right, double bottom)
{
    int found[4];
    return search(left, top, right, bottom, false, found);
}

bool paper_has_red(double left, double top, double right, double bottom)
{
    int found[4];
    return search(left, top, right, bottom, true, found);
}

bool paper_find_ink(double *left, double *top, double *right, double *bottom)
{
    int found[4];
    if (!search(*left, *top, *right, *bottom, false, found))
        return false;
    *left = found[0] / picture.per_mm;
    *top = found[1] / picture.per_mm;
    *right = found[2] / picture.per_mm;
    *bottom = found[3] / picture.per_mm;
    return true;
}
