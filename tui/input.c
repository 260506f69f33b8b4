#include "tui/input.h"

#include "core/buffer.h"
#include "core/moment.h"
#include "core/text.h"
#include "tui/keys.h"

#include <curses.h>
#include <langinfo.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

enum {
    ESCAPE_MILLISECONDS = 25,     /* from an Esc to the rest of its sequence, or it stood alone */
    SEQUENCE_MILLISECONDS = 1000, /* from byte to byte of a sequence or a character */
    PASTE_MILLISECONDS = 3000,    /* from byte to byte of a paste, or it has no end */
    SEQUENCE_MOST = 32,
    PASTE_MOST = 64 * 1024,
    WHEEL_ROWS = 3
};

/* What terminals send of the mouse: "\033[M" and three bytes, or "\033[<button;column;rowM". */
enum { OLD_MOUSE_HEAD = 3, OLD_MOUSE_SIZE = 6, MOUSE_WHEEL_UP = 64, MOUSE_WHEEL_DOWN = 65 };
#define MOUSE_MODIFIERS 28U /* Shift, Alt, Ctrl */

/* Codes beside those of curses, above the ones that it gives to keys of the terminal's own. */
enum { CODE_PASTE = 3000, CODE_PASTE_END, CODE_CTRL_LEFT, CODE_CTRL_RIGHT };

static const char paste_end[] = "\033[201~";

/* A character of which not all bytes have come. */
static struct {
    bool utf8;
    char bytes[9]; /* in any encoding */
    size_t have;
    mbstate_t state; /* in GB18030 */
} part;

/* What the bytes that come belong to. */
static struct {
    enum { KEYS, SEQUENCE, PASTE } state;
    long long last; /* when the last byte came, in milliseconds */
    char sequence[SEQUENCE_MOST + 1];
    size_t size; /* of the sequence, from its Esc on */
    struct buffer paste;
    size_t matched; /* bytes of paste_end that came */
    bool cut;       /* the paste is too large */
    bool returned;  /* its last character was a carriage return */
} input = {.paste = {buffer_nothing, 0, 0}};

/* Sequences that terminals send whatever $TERM says: PuTTY's function keys as a stock xterm does
 * not name them, its number pad, on which reviewers type verdicts, and the words' arrows. */
/* clang-format off */
static const struct {
    const char *sequence;
    int code;
} sequences[] = {
    {"\033[11~", KEY_F(1)},        {"\033[12~", KEY_F(2)},        {"\033[13~", KEY_F(3)},
    {"\033[14~", KEY_F(4)},        {"\033[15~", KEY_F(5)},        {"\033[17~", KEY_F(6)},
    {"\033[18~", KEY_F(7)},        {"\033[19~", KEY_F(8)},        {"\033[20~", KEY_F(9)},
    {"\033[21~", KEY_F(10)},       {"\033[23~", KEY_F(11)},       {"\033[24~", KEY_F(12)},
    {"\033OP", KEY_F(1)},          {"\033OQ", KEY_F(2)},          {"\033OR", KEY_F(3)},
    {"\033OS", KEY_F(4)},          {"\033[[A", KEY_F(1)},         {"\033[[B", KEY_F(2)},
    {"\033[[C", KEY_F(3)},         {"\033[[D", KEY_F(4)},         {"\033[[E", KEY_F(5)},
    {"\033[1~", KEY_HOME},         {"\033[7~", KEY_HOME},         {"\033[H", KEY_HOME},
    {"\033OH", KEY_HOME},          {"\033[4~", KEY_END},          {"\033[8~", KEY_END},
    {"\033[F", KEY_END},           {"\033OF", KEY_END},           {"\033[3~", KEY_DC},
    {"\033[5~", KEY_PPAGE},        {"\033[6~", KEY_NPAGE},        {"\033[Z", KEY_BTAB},
    {"\033[A", KEY_UP},            {"\033[B", KEY_DOWN},          {"\033[C", KEY_RIGHT},
    {"\033[D", KEY_LEFT},          {"\033OA", KEY_UP},            {"\033OB", KEY_DOWN},
    {"\033OC", KEY_RIGHT},         {"\033OD", KEY_LEFT},          {"\033OM", KEY_ENTER},
    {"\033Op", '0'},               {"\033Oq", '1'},               {"\033Or", '2'},
    {"\033Os", '3'},               {"\033Ot", '4'},               {"\033Ou", '5'},
    {"\033Ov", '6'},               {"\033Ow", '7'},               {"\033Ox", '8'},
    {"\033Oy", '9'},               {"\033On", '.'},               {"\033Om", '-'},
    {"\033[2~", KEY_IC},           {"\033[1;5D", CODE_CTRL_LEFT}, {"\033[1;5C", CODE_CTRL_RIGHT},
    {"\033[1;3D", CODE_CTRL_LEFT}, {"\033[1;3C", CODE_CTRL_RIGHT}, {"\033[5D", CODE_CTRL_LEFT},
    {"\033[5C", CODE_CTRL_RIGHT},  {"\033Od", CODE_CTRL_LEFT},    {"\033Oc", CODE_CTRL_RIGHT},
    {"\033O5D", CODE_CTRL_LEFT},   {"\033O5C", CODE_CTRL_RIGHT},  {"\033[200~", CODE_PASTE},
    {"\033[201~", CODE_PASTE_END},
};
/* clang-format on */
enum { SEQUENCES = sizeof sequences / sizeof *sequences };

/* Whether no key that is known here has the sequence; a terminal's own extensions, which have codes
 * above those of curses, would swallow half of the number pad. */
static bool is_free(const char *sequence)
{
    int code = key_defined(sequence);
    return code == 0 || code > KEY_MAX;
}

static void define_keys(void)
{
    for (size_t i = 0; i < SEQUENCES; i++)
        if (sequences[i].code >= CODE_PASTE || is_free(sequences[i].sequence))
            define_key(sequences[i].sequence, sequences[i].code);
    define_key(NULL, KEY_MOUSE); /* curses would block in reading the rest of it */
}

static void forget_part(void)
{
    part.have = 0;
    memset(&part.state, 0, sizeof part.state);
}

static void begin_paste(void)
{
    buffer_cut(&input.paste, 0);
    input.state = PASTE;
    input.matched = 0;
    input.cut = input.returned = false;
    forget_part();
}

void input_start(void)
{
    memset(&part, 0, sizeof part);
    begin_paste(); /* nothing is left of what came before */
    input.state = KEYS;
    part.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    set_escdelay(ESCAPE_MILLISECONDS);
    define_keys();
}

/* The key of a code; 0 for one that means nothing here. */
static uint32_t special(int code)
{
    static const struct {
        int code;
        uint32_t key;
    } table[] = {
        {KEY_UP, K_UP},
        {KEY_DOWN, K_DOWN},
        {KEY_LEFT, K_LEFT},
        {KEY_RIGHT, K_RIGHT},
        {KEY_HOME, K_HOME},
        {KEY_FIND, K_HOME},
        {KEY_END, K_END},
        {KEY_SELECT, K_END},
        {KEY_LL, K_END},
        {KEY_PPAGE, K_PAGE_UP},
        {KEY_NPAGE, K_PAGE_DOWN},
        {KEY_DC, K_DELETE},
        {KEY_IC, K_INSERT},
        {KEY_BTAB, K_BACK_TAB},
        {KEY_BACKSPACE, K_BACKSPACE},
        {KEY_ENTER, K_ENTER},
        {KEY_A1, '7'},
        {KEY_A3, '9'},
        {KEY_B2, '5'},
        {KEY_C1, '1'},
        {KEY_C3, '3'},
        {CODE_CTRL_LEFT, K_CTRL_LEFT},
        {CODE_CTRL_RIGHT, K_CTRL_RIGHT},
    };
    if (code == CODE_PASTE)
        begin_paste();
    if (code >= KEY_F(1) && code <= KEY_F(12))
        return K_F1 + (uint32_t)(code - KEY_F(1));
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].code == code)
            return table[i].key;
    return 0;
}

/* ---- characters ---- */

/* Adds a byte of a character in UTF-8; the character, or 0 while it is not whole. Invalid ones
 * vanish, and none of the bytes behind them. */
static uint32_t add_utf8(unsigned char byte)
{
    if ((byte & 0xC0) != 0x80)
        part.have = 0;
    else if (part.have == 0)
        return 0;
    part.bytes[part.have++] = (char)byte;
    part.bytes[part.have] = '\0';
    unsigned char lead = (unsigned char)part.bytes[0];
    size_t length = lead < 0x80                   ? 1
                    : lead >= 0xF5 || lead < 0xC2 ? 0
                    : lead >= 0xF0                ? 4
                    : lead >= 0xE0                ? 3
                                                  : 2;
    if (part.have < length)
        return 0;
    part.have = 0;
    const char *at = part.bytes;
    uint32_t character = length ? text_next(&at) : 0xFFFD;
    return character == 0xFFFD ? 0 : character;
}

/* The same in the locale's encoding, in which a byte below 0x80 may end a character: where it does
 * not, all bytes but the first come again. */
static uint32_t add_other(unsigned char byte)
{
    wchar_t wide;
    char c = (char)byte;
    if (part.have == 0 && byte < 0x80)
        return byte;
    part.bytes[part.have++] = c;
    size_t result = mbrtowc(&wide, &c, 1, &part.state);
    if (result == (size_t)-2 && part.have + 1 < sizeof part.bytes)
        return 0;
    if (result == (size_t)-1 || result == (size_t)-2) {
        wide = 0;
        while (part.have > 1)
            ungetch((unsigned char)part.bytes[--part.have]);
    }
    forget_part();
    return (uint32_t)wide;
}

static uint32_t add_byte(int c)
{
    return part.utf8 ? add_utf8((unsigned char)c) : add_other((unsigned char)c);
}

/* ---- pastes ---- */

static void add_pasted(uint32_t c)
{
    bool twice = c == '\n' && input.returned; /* \r\n is one line feed */
    input.returned = c == '\r';
    if (c == 0 || twice)
        return;
    if (input.paste.size + 4 > PASTE_MOST)
        input.cut = true;
    else
        text_add_character(&input.paste, c == '\r' ? '\n' : c);
}

/* Takes what came within a paste; whether it was the end. Of other sequences nothing is taken. */
static bool take_pasted(int c)
{
    if (c > 0xFF)
        return c == CODE_PASTE_END;
    if (c == K_ESCAPE)
        forget_part();
    if (c == paste_end[input.matched])
        return paste_end[++input.matched] == '\0';
    for (size_t i = 1; i < input.matched; i++)
        add_pasted((unsigned char)paste_end[i]);
    input.matched = c == K_ESCAPE;
    if (c != K_ESCAPE)
        add_pasted(add_byte(c));
    return false;
}

static struct terminal_event end_paste(void)
{
    input.state = KEYS;
    forget_part();
    return (struct terminal_event){.kind = EVENT_PASTE,
                                   .paste = input.cut ? NULL : input.paste.bytes};
}

int input_patience(void)
{
    long long left = input.last + PASTE_MILLISECONDS - clock_now();
    return input.state != PASTE ? -1 : left < 0 ? 0 : (int)left;
}

/* ---- keys ---- */

static uint32_t control(uint32_t c)
{
    if (c == '\b' || c == 0x7F)
        return K_BACKSPACE;
    return c == '\n' ? K_ENTER : c;
}

static bool is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The key that an Esc begins; 0 if it begins a sequence. A letter that comes at once with it came
 * with Alt, and must not act without it; anything else was typed behind an Esc on a slow line. */
static uint32_t escape(void)
{
    forget_part();
    timeout(ESCAPE_MILLISECONDS);
    int c = getch();
    timeout(0);
    if (c == '[' || c == 'O') {
        input.state = SEQUENCE;
        input.size = 2;
        memcpy(input.sequence, (const char[]){K_ESCAPE, (char)c}, 2);
        return 0;
    }
    bool alone = !is_letter(c) && c != '\b' && c != 0x7F && c != KEY_BACKSPACE;
    if (alone && c != ERR)
        ungetch(c);
    return alone ? K_ESCAPE : K_ALT | control(c == KEY_BACKSPACE ? 0x7F : (uint32_t)c);
}

static uint32_t decode(int c)
{
    if (c > 0xFF) {
        forget_part();
        return special(c);
    }
    return c == K_ESCAPE ? escape() : control(add_byte(c));
}

static uint32_t find_sequence(void)
{
    input.sequence[input.size] = '\0';
    for (size_t i = 0; i < SEQUENCES; i++)
        if (strcmp(sequences[i].sequence, input.sequence) == 0)
            return sequences[i].code <= 0xFF ? (uint32_t)sequences[i].code
                                             : special(sequences[i].code);
    return 0;
}

/* Whether what came of the sequence is of the mouse in the old form: behind the head three bytes,
 * 32 above the button, the column and the row. */
static bool is_old_mouse(void)
{
    return terminal_mouse() && input.size >= OLD_MOUSE_HEAD &&
           memcmp(input.sequence, "\033[M", OLD_MOUSE_HEAD) == 0;
}

/* Takes a byte of a sequence that curses does not know, or that came in parts: the key, or 0 while
 * it is not whole or means nothing. */
static uint32_t take_sequence(int c)
{
    bool first = input.size == 2, old_mouse = is_old_mouse();
    if (c == KEY_BACKSPACE && old_mouse)
        c = 0x7F;
    if (c < ' ' || c > (old_mouse ? 0xFF : 0x7E)) { /* broken off */
        input.state = KEYS;
        input.size = 0;
        input.sequence[0] = '\0';
        return decode(c);
    }
    if (input.size < SEQUENCE_MOST)
        input.sequence[input.size++] = (char)c;
    if (is_old_mouse()) {
        input.state = input.size < OLD_MOUSE_SIZE ? SEQUENCE : KEYS;
        return 0;
    }
    bool console = first && c == '[' && input.sequence[1] == '['; /* Linux: one more byte */
    bool parameter = input.sequence[1] == '[' ? c < '@' : (c >= '0' && c <= '9') || c == ';';
    if (console || parameter)
        return 0;
    input.state = KEYS;
    return find_sequence();
}

/* What the mouse did, if the sequence that is whole now is of it and means something here. */
static bool read_mouse(struct terminal_event *event)
{
    unsigned button, column, row;
    char end = 'M';
    if (is_old_mouse() && input.size == OLD_MOUSE_SIZE) {
        button = (unsigned char)input.sequence[3] - 32U;
        column = (unsigned char)input.sequence[4] - 32U;
        row = (unsigned char)input.sequence[5] - 32U;
        /* NOLINTNEXTLINE(cert-err34-c): four digits always fit */
    } else if (sscanf(input.sequence, "\033[<%4u;%4u;%4u%c", &button, &column, &row, &end) != 4) {
        return false;
    }
    button &= ~MOUSE_MODIFIERS;
    if (!terminal_mouse() || end != 'M' || column == 0 || row == 0)
        return false;
    if (button == 0)
        *event = (struct terminal_event){
            .kind = EVENT_CLICK, .row = (int)row - 1, .column = (int)column - 1};
    else if (button == MOUSE_WHEEL_UP || button == MOUSE_WHEEL_DOWN)
        *event = (struct terminal_event){
            .kind = EVENT_WHEEL, .turned = button == MOUSE_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS};
    else
        return false;
    return true;
}

/* Takes what curses gave; whether an event is whole with it. */
static bool take(int c, struct terminal_event *event)
{
    if (input.state == PASTE) {
        bool whole = take_pasted(c);
        if (whole)
            *event = end_paste();
        return whole;
    }
    bool sequence = input.state == SEQUENCE;
    uint32_t key = sequence ? take_sequence(c) : decode(c);
    if (sequence && input.state == KEYS && !key && read_mouse(event))
        return true;
    if (key)
        *event = (struct terminal_event){.kind = EVENT_KEY, .key = key};
    return key != 0;
}

enum input_result input_read(struct terminal_event *event)
{
    enum input_result result = INPUT_NOTHING;
    for (int c; (c = getch()) != ERR;) {
        if (input.state != PASTE && clock_now() > input.last + SEQUENCE_MILLISECONDS) {
            input.state = KEYS; /* the rest of what came then does not come any more */
            forget_part();
        }
        input.last = clock_now();
        result = INPUT_PART;
        if (take(c, event))
            return INPUT_EVENT;
    }
    if (result != INPUT_NOTHING || input_patience() != 0)
        return result;
    *event = end_paste();
    return INPUT_EVENT;
}
