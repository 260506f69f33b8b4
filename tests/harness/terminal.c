#include "tests/harness/terminal.h"

#include "core/buffer.h"
#include "core/memory.h"
#include "core/text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

enum { MILLISECONDS = TERMINAL_SECONDS * 1000, STEP = 20 };

struct terminal {
    pid_t process;
    int pty; /* -1: closed */
    int rows, columns;
    VTerm *vterm;
    VTermScreen *screen;
    bool visible, alternate, mouse;
    size_t bytes;
    double read_at;
    struct buffer text, raw; /* what it wrote, the latest of it, for terminal_copied() */
};

enum { RAW_MOST = 1 << 20 };

static double exactly_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static long now(void)
{
    return (long)exactly_now();
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct terminal *terminal = user;
    if (property == VTERM_PROP_CURSORVISIBLE)
        terminal->visible = value->boolean;
    if (property == VTERM_PROP_ALTSCREEN)
        terminal->alternate = value->boolean;
    if (property == VTERM_PROP_MOUSE)
        terminal->mouse = value->number != VTERM_PROP_MOUSE_NONE;
    return 1;
}

/* What the emulator answers to queries. */
static void on_answer(const char *bytes, size_t size, void *user)
{
    terminal_send_bytes(user, bytes, size);
}

static void keep_variable(const char *name, const char *value)
{
    if (value)
        setenv(name, value, 1);
}

static void become(const char *const argv[], const char *const environment[])
{
    const char *path = getenv("PATH"), *home = getenv("HOME"), *leaks = getenv("LSAN_OPTIONS");
    char *kept[] = {memory_text(path ? path : "/usr/bin:/bin"), memory_text(home ? home : "/"),
                    leaks ? memory_text(leaks) : NULL};
    clearenv();
    keep_variable("PATH", kept[0]);
    keep_variable("HOME", kept[1]);
    keep_variable("LSAN_OPTIONS", kept[2]); /* of make asan */
    setenv("TERM", "xterm-256color", 1);
    for (size_t i = 0; environment && environment[i]; i++)
        putenv(memory_text(environment[i]));
    char *words[64] = {NULL};
    for (size_t i = 0; argv[i] && i + 1 < sizeof words / sizeof *words; i++)
        words[i] = memory_text(argv[i]);
    if (words[0])
        execvp(words[0], words);
    perror(argv[0]);
    _exit(127);
}

struct terminal *terminal_open(const char *const argv[], const char *const environment[], int rows,
                               int columns)
{
    struct terminal *terminal = memory_new(sizeof *terminal);
    *terminal = (struct terminal){.rows = rows, .columns = columns, .visible = true};
    terminal->text = terminal->raw = BUFFER_EMPTY;
    struct winsize size = {(unsigned short)rows, (unsigned short)columns, 0, 0};
    terminal->process = forkpty(&terminal->pty, NULL, NULL, &size);
    if (terminal->process < 0) {
        perror("forkpty");
        abort();
    }
    if (terminal->process == 0)
        become(argv, environment);
    fcntl(terminal->pty, F_SETFD, FD_CLOEXEC);
    fcntl(terminal->pty, F_SETFL, O_NONBLOCK);

    static const VTermScreenCallbacks callbacks = {.settermprop = on_property};
    terminal->vterm = vterm_new(rows, columns);
    vterm_set_utf8(terminal->vterm, 1);
    vterm_output_set_callback(terminal->vterm, on_answer, terminal);
    terminal->screen = vterm_obtain_screen(terminal->vterm);
    vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
    vterm_screen_enable_altscreen(terminal->screen, 1);
    vterm_screen_reset(terminal->screen, 1);
    return terminal;
}

/* Reads what there is, waiting for at most so long; false if nothing came. */
static bool take(struct terminal *terminal, int milliseconds)
{
    char bytes[8192];
    struct pollfd file = {terminal->pty, POLLIN, 0};
    if (terminal->pty < 0 || poll(&file, 1, milliseconds) <= 0)
        return false;
    ssize_t size = read(terminal->pty, bytes, sizeof bytes);
    if (size <= 0) {
        if (size == 0 || errno == EIO)
            terminal_hang_up(terminal);
        return false;
    }
    terminal->bytes += (size_t)size;
    terminal->read_at = exactly_now();
    vterm_input_write(terminal->vterm, bytes, (size_t)size);
    if (terminal->raw.size > RAW_MOST)
        buffer_cut(&terminal->raw, 0);
    buffer_add_bytes(&terminal->raw, bytes, (size_t)size);
    return true;
}

void terminal_send_bytes(struct terminal *terminal, const char *bytes, size_t size)
{
    long end = now() + MILLISECONDS;
    while (size > 0 && terminal->pty >= 0 && now() < end) {
        ssize_t written = write(terminal->pty, bytes, size);
        if (written < 0) {
            struct pollfd file = {terminal->pty, POLLOUT, 0};
            poll(&file, 1, STEP); /* the program is behind */
            continue;
        }
        bytes += written;
        size -= (size_t)written;
    }
}

void terminal_send(struct terminal *terminal, const char *bytes)
{
    terminal_send_bytes(terminal, bytes, strlen(bytes));
}

void terminal_paste(struct terminal *terminal, const char *text)
{
    while (take(terminal, 0))
        ;
    vterm_keyboard_start_paste(terminal->vterm);
    terminal_send(terminal, text);
    vterm_keyboard_end_paste(terminal->vterm);
}

/* ---- the screen ---- */

struct terminal_cell terminal_cell(struct terminal *terminal, int row, int column)
{
    struct terminal_cell cell = {.width = 1, .colour = -1};
    VTermScreenCell from;
    if (!vterm_screen_get_cell(terminal->screen, (VTermPos){row, column}, &from))
        return cell;
    struct buffer text = BUFFER_EMPTY;
    if (from.chars[0] != (uint32_t)-1)
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && from.chars[i]; i++)
            text_add_character(&text, from.chars[i]);
    snprintf(cell.text, sizeof cell.text, "%s", text.bytes);
    buffer_free(&text);
    cell.width = from.width > 1 ? 2 : 1;
    cell.bold = from.attrs.bold;
    cell.reverse = from.attrs.reverse;
    cell.underline = from.attrs.underline;
    if (VTERM_COLOR_IS_INDEXED(&from.fg))
        cell.colour = from.fg.indexed.idx;
    return cell;
}

static void add_row(struct terminal *terminal, int row)
{
    size_t end = terminal->text.size;
    for (int column = 0; column < terminal->columns;) {
        struct terminal_cell cell = terminal_cell(terminal, row, column);
        buffer_add(&terminal->text, cell.text[0] ? cell.text : " ");
        if (cell.text[0] && strcmp(cell.text, " ") != 0)
            end = terminal->text.size;
        column += cell.width > 1 ? cell.width : 1;
    }
    buffer_cut(&terminal->text, end);
}

const char *terminal_row(struct terminal *terminal, int row)
{
    buffer_cut(&terminal->text, 0);
    add_row(terminal, row);
    return terminal->text.bytes;
}

const char *terminal_screen(struct terminal *terminal)
{
    buffer_cut(&terminal->text, 0);
    for (int row = 0; row < terminal->rows; row++) {
        add_row(terminal, row);
        buffer_add_char(&terminal->text, '\n');
    }
    return terminal->text.bytes;
}

bool terminal_cursor_visible(struct terminal *terminal)
{
    return terminal->visible;
}

bool terminal_alternate(struct terminal *terminal)
{
    return terminal->alternate;
}

bool terminal_mouse_on(struct terminal *terminal)
{
    return terminal->mouse;
}

bool terminal_has(struct terminal *terminal, const char *text)
{
    return strstr(terminal_screen(terminal), text) != NULL;
}

/* ---- waiting ---- */

bool terminal_until(struct terminal *terminal,
                    bool (*condition)(struct terminal *terminal, void *context), void *context)
{
    for (long end = now() + MILLISECONDS;;) {
        while (take(terminal, 0))
            ;
        if (condition(terminal, context))
            return true;
        if (terminal->pty < 0 || now() >= end)
            break;
        take(terminal, STEP);
    }
    fprintf(stderr, "the screen, after %s:\n%s\n", terminal->pty < 0 ? "the end" : "waiting",
            terminal_screen(terminal));
    return false;
}

struct wanted {
    const char *text;
    bool there;
};

static bool is_as_wanted(struct terminal *terminal, void *context)
{
    const struct wanted *wanted = context;
    return terminal_has(terminal, wanted->text) == wanted->there;
}

bool terminal_shows(struct terminal *terminal, const char *text)
{
    return terminal_until(terminal, is_as_wanted, &(struct wanted){text, true});
}

bool terminal_hides(struct terminal *terminal, const char *text)
{
    return terminal_until(terminal, is_as_wanted, &(struct wanted){text, false});
}

struct place {
    int row, column;
    const char *text;
};

static bool row_is(struct terminal *terminal, void *context)
{
    const struct place *place = context;
    return strcmp(terminal_row(terminal, place->row), place->text) == 0;
}

bool terminal_row_is(struct terminal *terminal, int row, const char *text)
{
    return terminal_until(terminal, row_is, &(struct place){row, 0, text});
}

static bool cursor_at(struct terminal *terminal, void *context)
{
    const struct place *place = context;
    VTermPos position;
    vterm_state_get_cursorpos(vterm_obtain_state(terminal->vterm), &position);
    return position.row == place->row && position.col == place->column;
}

bool terminal_cursor_at(struct terminal *terminal, int row, int column)
{
    return terminal_until(terminal, cursor_at, &(struct place){row, column, NULL});
}

size_t terminal_idle(struct terminal *terminal, int milliseconds)
{
    size_t before = terminal->bytes;
    for (long left, end = now() + milliseconds; (left = end - now()) > 0 && terminal->pty >= 0;)
        take(terminal, (int)left);
    return terminal->bytes - before;
}

size_t terminal_quiet(struct terminal *terminal, int quiet)
{
    size_t before = terminal->bytes;
    while (take(terminal, quiet))
        ;
    return terminal->bytes - before;
}

double terminal_read_at(struct terminal *terminal)
{
    return terminal->read_at;
}

size_t terminal_bytes(struct terminal *terminal)
{
    return terminal->bytes;
}

void terminal_settle(struct terminal *terminal, int milliseconds)
{
    if (take(terminal, milliseconds))
        while (take(terminal, 2))
            ;
}

bool terminal_ended(struct terminal *terminal)
{
    return terminal->pty < 0;
}

/* ---- what happens to the program ---- */

void terminal_resize(struct terminal *terminal, int rows, int columns)
{
    struct winsize size = {(unsigned short)rows, (unsigned short)columns, 0, 0};
    terminal->rows = rows;
    terminal->columns = columns;
    /* libvterm 0.1 crashes at a wide character in a screen of one column. */
    vterm_set_size(terminal->vterm, rows, columns > 2 ? columns : 2);
    ioctl(terminal->pty, TIOCSWINSZ, &size);
}

void terminal_signal(struct terminal *terminal, int signal)
{
    kill(terminal->process, signal);
}

int terminal_process(struct terminal *terminal)
{
    return terminal->process;
}

void terminal_hang_up(struct terminal *terminal)
{
    if (terminal->pty >= 0)
        close(terminal->pty);
    terminal->pty = -1;
}

static void add_decoded(struct buffer *out, const char *from, const char *to)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned value = 0;
    for (int bits = 0; from < to && *from != '='; from++) {
        value = value << 6 | (unsigned)(strchr(digits, *from) - digits);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            buffer_add_char(out, (char)(value >> bits & 0xFF));
        }
    }
}

const char *terminal_copied(struct terminal *terminal)
{
    static const char begin[] = "\033]52;c;";
    const char *last = NULL;
    for (const char *at = terminal->raw.bytes; (at = strstr(at, begin)); at++)
        last = at + strlen(begin);
    const char *end = last ? strchr(last, '\a') : NULL;
    buffer_cut(&terminal->text, 0);
    if (end)
        add_decoded(&terminal->text, last, end);
    return terminal->text.bytes;
}

/* Waits for the process while its output is read, so that it is not stuck in writing. */
static bool wait_for_end(struct terminal *terminal, int *status)
{
    for (long end = now() + MILLISECONDS; now() < end;) {
        while (take(terminal, 0))
            ;
        if (waitpid(terminal->process, status, WNOHANG) == terminal->process)
            return true;
        if (!take(terminal, STEP) && terminal->pty < 0)
            poll(NULL, 0, 1);
    }
    return false;
}

int terminal_finish(struct terminal *terminal)
{
    int status = 0, result = -1;
    if (!wait_for_end(terminal, &status)) {
        kill(terminal->process, SIGKILL);
        waitpid(terminal->process, &status, 0);
    } else {
        result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    terminal_hang_up(terminal);
    vterm_free(terminal->vterm);
    buffer_free(&terminal->raw);
    buffer_free(&terminal->text);
    free(terminal);
    return result;
}
