#include "tui/terminal.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/disk.h"
#include "tui/input.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#undef columns /* a macro of term.h */

enum { RESTORE_SIZE = 256, CRASH_STACK = 65536 };

static const int asked[] = {SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGTSTP, SIGCONT};
static const int crashes[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT};
enum { ASKED = sizeof asked / sizeof *asked, CRASHES = sizeof crashes / sizeof *crashes };

static volatile sig_atomic_t active; /* the terminal is ours and must be given back */
static volatile sig_atomic_t mouse;  /* it was asked to report the mouse */
static volatile sig_atomic_t ended, resized, stopped, continued;

static SCREEN *screen;
static sigset_t waiting; /* the signal mask while waiting */
static sigset_t outside; /* the mask before terminal_start() */
static struct sigaction asked_before[ASKED], crashes_before[CRASHES];
static struct termios modes; /* the terminal's, before terminal_start() */

/* The bytes that restore the terminal, made beforehand: a handler of a crash may only write(). */
static char restore[RESTORE_SIZE];
static size_t restore_size;

/* Pastes come in brackets, so that they are not taken for keys. */
static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";

/* Readable on light and on dark: of the eight, only red, magenta and, where its background was
 * chosen with care, green are; yellow and cyan vanish on white, blue on black. What waits for the
 * reviewer is bold, the terminal's own colour. A_DIM is left alone: some terminals hide it. */
static struct look looks[STYLE_COUNT] = {
    [STYLE_NORMAL] = {COLOUR_OWN, false, false}, [STYLE_TITLE] = {COLOUR_OWN, true, true},
    [STYLE_HEADING] = {COLOUR_OWN, true, false}, [STYLE_SELECTED] = {COLOUR_OWN, true, false},
    [STYLE_GOOD] = {COLOUR_GREEN, false, false}, [STYLE_BAD] = {COLOUR_RED, true, false},
    [STYLE_WAITING] = {COLOUR_OWN, true, false}, [STYLE_CHANGED] = {COLOUR_MAGENTA, true, false},
    [STYLE_LABEL] = {COLOUR_OWN, false, false},  [STYLE_DIM] = {COLOUR_OWN, false, false},
    [STYLE_FIGURE] = {COLOUR_OWN, false, false}, [STYLE_CHOSEN] = {COLOUR_OWN, true, true},
};
static attr_t attributes[STYLE_COUNT]; /* the same, for curses on this terminal */
static struct {
    int row, column;
} cursor;
static struct {
    int row, column; /* behind the text that was drawn last */
    attr_t attributes;
} last;

void terminal_set_locale(void)
{
    static const char *const good[] = {"UTF-8", "GB18030", "GBK"};
    if (setlocale(LC_CTYPE, ""))
        for (size_t i = 0; i < sizeof good / sizeof *good; i++)
            if (strcmp(nl_langinfo(CODESET), good[i]) == 0)
                return;
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        setlocale(LC_CTYPE, "en_US.UTF-8");
}

/* ---- signals ---- */

static void on_asked(int signal)
{
    if (signal == SIGWINCH)
        resized = 1;
    else if (signal == SIGTSTP)
        stopped = 1;
    else if (signal == SIGCONT)
        continued = 1;
    else
        ended = 1;
}

static void on_crash(int signal, siginfo_t *info, void *context)
{
    (void)context;
    if (active) {
        static const char no_mouse[] = "\033[?1006l\033[?1000l";
        active = 0;
        ssize_t written = mouse ? write(STDOUT_FILENO, no_mouse, sizeof no_mouse - 1) : 0;
        written += write(STDOUT_FILENO, restore, restore_size);
        (void)written;
        tcsetattr(STDIN_FILENO, TCSANOW, &modes);
    }
    for (int i = 0; i < CRASHES; i++)
        if (crashes[i] == signal)
            sigaction(signal, &crashes_before[i], NULL);
    /* A fault comes again by itself when this returns; what a process sent does not. */
    if (info->si_code <= 0)
        raise(signal);
}

static void catch_signals(void)
{
    static char stack[CRASH_STACK]; /* for a crash of a stack that is full */
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
    struct sigaction action = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    for (int i = 0; i < CRASHES; i++)
        sigaction(crashes[i], &action, &crashes_before[i]);

    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < ASKED; i++)
        sigaddset(&set, asked[i]);
    sigprocmask(SIG_BLOCK, &set, &outside);
    waiting = outside;
    action = (struct sigaction){.sa_handler = on_asked}; /* without SA_RESTART */
    for (int i = 0; i < ASKED; i++) {
        sigdelset(&waiting, asked[i]);
        sigaction(asked[i], &action, &asked_before[i]);
    }
    ended = resized = stopped = continued = 0;
}

/* A signal that is still on its way would end the process with its work unsaved: what is pending
 * is dropped, and behind a lost terminal comes a SIGHUP. */
static void release_signals(void)
{
    for (int i = 0; i < ASKED; i++) {
        signal(asked[i], SIG_IGN);
        if (!(ended && asked[i] == SIGHUP))
            sigaction(asked[i], &asked_before[i], NULL);
    }
    for (int i = 0; i < CRASHES; i++)
        sigaction(crashes[i], &crashes_before[i], NULL);
    sigprocmask(SIG_SETMASK, &outside, NULL);
}

/* ---- start and stop ---- */

/* Sends a mode's sequence; a terminal that has gone away is noticed elsewhere. */
static void send_mode(const char *sequence)
{
    disk_write_all(STDOUT_FILENO, sequence, strlen(sequence));
}

static void leave_screen(void)
{
    send_mode(paste_off);
    endwin();
}

static int collect(int c)
{
    if (restore_size < RESTORE_SIZE)
        restore[restore_size++] = (char)c;
    return c;
}

/* A capability of the terminal, or NULL. */
static const char *capability(const char *name)
{
    const char *text = tigetstr(name);
    return (intptr_t)text == -1 ? NULL : text;
}

/* The name of a description of this terminal; Debian's base has none for putty. */
static const char *find_description(void)
{
    const char *const names[] = {getenv("TERM"), "xterm", "vt100"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int found = 0;
        if (!names[i] || setupterm(names[i], STDOUT_FILENO, &found) != OK)
            continue;
        bool placed = capability("cup") != NULL;
        restore_size = 0;
        for (const char *at = paste_off; *at; at++)
            collect(*at);
        static const char *const capabilities[] = {"sgr0", "rmkx", "cnorm", "rmcup"};
        for (size_t j = 0; j < sizeof capabilities / sizeof *capabilities; j++)
            if (capability(capabilities[j]))
                tputs(capability(capabilities[j]), 1, collect);
        del_curterm(cur_term);
        return placed ? names[i] : NULL;
    }
    return NULL;
}

static void choose_looks(void)
{
    const char *without = getenv("NO_COLOR");
    bool colours = !(without && *without) && has_colors() && start_color() == OK;
    short ground = colours && use_default_colors() == OK ? -1 : COLOR_BLACK;
    for (short i = 0; i < (short)STYLE_COUNT; i++) {
        const struct look *look = &looks[i];
        attributes[i] = (look->bold ? A_BOLD : 0) | (look->reverse ? A_REVERSE : 0) |
                        (i == STYLE_FIGURE ? A_UNDERLINE : 0); /* told apart on any terminal */
        if (colours && look->colour >= 0 && init_pair(i, (short)look->colour, ground) == OK)
            attributes[i] |= (attr_t)COLOR_PAIR(i);
    }
}

void terminal_set_look(enum style style, struct look look)
{
    looks[style] = look;
}

bool terminal_set_mouse(bool on)
{
    mmask_t got = mousemask(on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
    mouse = got != 0;
    return mouse;
}

bool terminal_mouse(void)
{
    return mouse;
}

static void take_size(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
}

enum status terminal_start(struct error *error)
{
    const char *name = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) ? find_description() : NULL;
    if (!name || tcgetattr(STDIN_FILENO, &modes))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("the review needs a terminal that can place its cursor; see kaoping status",
                       "评定界面需要能定位光标的终端；可改用 kaoping status"));
    static bool registered;
    if (!registered)
        atexit(terminal_stop);
    registered = true;
    catch_signals();
    active = 1;
    screen = newterm(name, stdout, stdin);
    if (!screen) {
        active = 0;
        release_signals();
        return fail(error, STATUS_FAILED, NULL, 0,
                    TR("the terminal '%s' could not be started", "终端“%s”无法启动"), name);
    }
    raw(); /* Ctrl-S freezes nothing, Ctrl-Z and Ctrl-C come as keys */
    noecho();
    nonl();
    idlok(stdscr, TRUE);
    send_mode(paste_on);
    input_start();
    choose_looks();
    take_size();
    return STATUS_OK;
}

void terminal_stop(void)
{
    if (!active)
        return;
    terminal_set_mouse(false);
    leave_screen();
    active = 0;
    delscreen(screen);
    screen = NULL;
    release_signals();
}

void terminal_lend(void)
{
    leave_screen();
}

void terminal_take_back(void)
{
    send_mode(paste_on);
    take_size();
    terminal_forget();
}

void terminal_suspend(void)
{
    terminal_lend();
    struct sigaction ours, standard = {.sa_handler = SIG_DFL};
    sigset_t set;
    sigaction(SIGTSTP, &standard, &ours);
    kill(0, SIGTSTP); /* the whole job: make and the shell that started us, too */
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &set, NULL); /* stops here */
    sigprocmask(SIG_BLOCK, &set, NULL);
    sigaction(SIGTSTP, &ours, NULL);
    terminal_take_back();
}

void terminal_forget(void)
{
    clearok(curscr, TRUE);
}

/* ---- copying ---- */

static void add_base64(struct buffer *out, const char *bytes, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        uint32_t three = 0;
        for (size_t j = 0; j < 3; j++)
            three = three << 8 | (i + j < size ? (unsigned char)bytes[i + j] : 0);
        for (size_t j = 0; j < 4; j++) {
            const char *digit = i + j <= size ? &digits[three >> (18 - 6 * j) & 63] : "=";
            buffer_add_char(out, *digit);
        }
    }
}

bool terminal_copy(const char *text)
{
    struct buffer safe = BUFFER_EMPTY, sequence = BUFFER_EMPTY;
    text_add_safe_lines(&safe, text);
    bool fits = safe.size <= TERMINAL_COPY_MOST;
    if (fits) {
        buffer_add(&sequence, "\033]52;c;");
        add_base64(&sequence, safe.bytes, safe.size);
        buffer_add_char(&sequence, '\a');
        fflush(stdout); /* a sequence of curses is not parted by ours */
        fits = disk_write_all(STDOUT_FILENO, sequence.bytes, sequence.size);
    }
    buffer_free(&safe);
    buffer_free(&sequence);
    return fits;
}

int terminal_rows(void)
{
    return LINES;
}

int terminal_columns(void)
{
    return COLS;
}

/* ---- waiting ---- */

/* What a signal that came asks for; false if none did. */
static bool take_signal(struct terminal_event *event)
{
    if (ended) {
        event->kind = EVENT_HANGUP;
        return true;
    }
    if (!stopped && !continued && !resized)
        return false;
    if (stopped)
        terminal_suspend();
    else if (continued && !isendwin())
        endwin(); /* the shell had the terminal meanwhile: begin anew */
    stopped = continued = resized = 0;
    terminal_take_back();
    event->kind = EVENT_RESIZE;
    return true;
}

struct terminal_event terminal_wait(int milliseconds, int file)
{
    struct terminal_event event = {.kind = EVENT_TIMEOUT};
    struct timespec none = {0, 0};
    ppoll(NULL, 0, &none, &waiting); /* lets signals in, however many keys are waiting */
    for (bool readable = false;;) {
        if (take_signal(&event))
            return event;
        switch (input_read(&event)) {
        case INPUT_EVENT:
            return event;
        case INPUT_NOTHING:
            if (readable) { /* the end of the file, or an error: nobody is there any more */
                ended = 1;
                event.kind = EVENT_HANGUP;
                return event;
            }
            break;
        case INPUT_PART:
            break;
        }
        struct pollfd files[] = {{STDIN_FILENO, POLLIN, 0}, {file, POLLIN, 0}};
        int patience = input_patience();
        bool sooner = patience >= 0 && (milliseconds < 0 || patience < milliseconds);
        int most = sooner ? patience : milliseconds;
        struct timespec time = {most / 1000, most % 1000 * 1000000L};
        int ready = ppoll(files, 2, most < 0 ? NULL : &time, &waiting);
        if (ready == 0 && !sooner)
            return event;
        readable = ready > 0 && files[0].revents;
        if (ready > 0 && !readable) {
            event.kind = EVENT_FILE;
            return event;
        }
    }
}

/* ---- drawing ---- */

void draw_begin(void)
{
    erase();
    draw_cursor(0, 0);
    last.row = -1;
}

void draw_end(void)
{
    move(cursor.row, cursor.column);
    refresh();
}

void draw_cursor(int row, int column)
{
    cursor.row = row;
    cursor.column = column;
}

/* How many of `columns` columns from there on are on the screen, its very last cell excepted:
 * writing there scrolls some terminals. */
static int clip(int row, int column, int columns)
{
    if (row < 0 || row >= LINES || column < 0 || column >= COLS || columns < 0)
        return 0;
    int room = COLS - column - (row == LINES - 1);
    return columns < room ? columns : room;
}

/* The character as this terminal can show it. */
static wchar_t drawable(uint32_t character)
{
    char bytes[MB_LEN_MAX];
    mbstate_t state = {0};
    if (wcwidth((wchar_t)character) < 0)
        return L'\uFFFD';
    return wcrtomb(bytes, (wchar_t)character, &state) == (size_t)-1 ? L'?' : (wchar_t)character;
}

static attr_t look(unsigned style)
{
    attr_t attribute =
        attributes[style & ~(unsigned)STYLE_BOLD] | (style & STYLE_BOLD ? A_BOLD : 0);
    attrset((int)attribute);
    return attribute;
}

/* Between two texts of one look the blanks get it too, where it does not show on them: to leave a
 * colour and come back to it costs 16 bytes. */
static void bridge(int row, int column, attr_t attribute)
{
    if (row != last.row || attribute != last.attributes || attribute == A_NORMAL ||
        attribute & (A_REVERSE | A_UNDERLINE))
        return;
    for (int at = last.column; at < column; at++)
        if (mvinch(row, at) == ' ')
            addch(' ' | attribute);
}

int draw_text(int row, int column, int columns, unsigned style, const char *text)
{
    columns = clip(row, column, columns);
    if (columns == 0)
        return 0;
    struct buffer safe = BUFFER_EMPTY;
    size_t used = 0, count = 0;
    text_add_safe(&safe, text);
    buffer_cut(&safe, text_fit(safe.bytes, (size_t)columns, &used));
    wchar_t *wide = memory_new((safe.size + 1) * sizeof *wide);
    const char *at = safe.bytes;
    for (uint32_t c; (c = text_next(&at));)
        if (count > 0 || text_character_width(c) > 0) /* no mark on the cell before */
            wide[count++] = drawable(c);
    attr_t attribute = look(style);
    bridge(row, column, attribute);
    mvaddnwstr(row, column, wide, (int)count);
    last.row = row;
    last.column = column + (int)used;
    last.attributes = attribute;
    free(wide);
    buffer_free(&safe);
    return (int)used;
}

void draw_blank(int row, int column, int columns, unsigned style)
{
    columns = clip(row, column, columns);
    if (columns == 0)
        return;
    look(style);
    mvhline(row, column, ' ' | attributes[style & ~(unsigned)STYLE_BOLD], columns);
}
