#include "tui/input.h"

#include "core/text.h"
#include "tui/keys.h"

#include <curses.h>
#include <langinfo.h>
#include <string.h>
#include <wchar.h>

enum { ESCAPE_MILLISECONDS = 25, SEQUENCE_MOST = 32, WHEEL_ROWS = 3 };

/* A character of which not all bytes have come. */
static struct {
    bool utf8;
    char bytes[5];   /* in UTF-8 */
    size_t have;     /* in any encoding */
    mbstate_t state; /* in GB18030 */
} part;

/* Sequences that terminals send whatever $TERM says: PuTTY's function keys as a stock xterm does
 * not name them, and its number pad, on which reviewers type verdicts. */
static void define_keys(void)
{
    static const struct {
        const char *sequence;
        int key;
    } more[] = {
        {"\033[11~", KEY_F(1)},  {"\033[12~", KEY_F(2)},  {"\033[13~", KEY_F(3)},
        {"\033[14~", KEY_F(4)},  {"\033[15~", KEY_F(5)},  {"\033[17~", KEY_F(6)},
        {"\033[18~", KEY_F(7)},  {"\033[19~", KEY_F(8)},  {"\033[20~", KEY_F(9)},
        {"\033[21~", KEY_F(10)}, {"\033[23~", KEY_F(11)}, {"\033[24~", KEY_F(12)},
        {"\033OP", KEY_F(1)},    {"\033OQ", KEY_F(2)},    {"\033OR", KEY_F(3)},
        {"\033OS", KEY_F(4)},    {"\033[[A", KEY_F(1)},   {"\033[[B", KEY_F(2)},
        {"\033[[C", KEY_F(3)},   {"\033[[D", KEY_F(4)},   {"\033[[E", KEY_F(5)},
        {"\033[1~", KEY_HOME},   {"\033[7~", KEY_HOME},   {"\033[H", KEY_HOME},
        {"\033OH", KEY_HOME},    {"\033[4~", KEY_END},    {"\033[8~", KEY_END},
        {"\033[F", KEY_END},     {"\033OF", KEY_END},     {"\033[3~", KEY_DC},
        {"\033[5~", KEY_PPAGE},  {"\033[6~", KEY_NPAGE},  {"\033[Z", KEY_BTAB},
        {"\033[A", KEY_UP},      {"\033[B", KEY_DOWN},    {"\033[C", KEY_RIGHT},
        {"\033[D", KEY_LEFT},    {"\033OA", KEY_UP},      {"\033OB", KEY_DOWN},
        {"\033OC", KEY_RIGHT},   {"\033OD", KEY_LEFT},    {"\033OM", KEY_ENTER},
        {"\033Op", '0'},         {"\033Oq", '1'},         {"\033Or", '2'},
        {"\033Os", '3'},         {"\033Ot", '4'},         {"\033Ou", '5'},
        {"\033Ov", '6'},         {"\033Ow", '7'},         {"\033Ox", '8'},
        {"\033Oy", '9'},         {"\033On", '.'},         {"\033Om", '-'},
    };
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (key_defined(more[i].sequence) == 0)
            define_key(more[i].sequence, more[i].key);
}

void input_start(void)
{
    memset(&part, 0, sizeof part);
    part.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    set_escdelay(ESCAPE_MILLISECONDS);
    define_keys();
}

/* The key of a code of curses; 0 for one that means nothing here. */
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
        {KEY_BTAB, K_BACK_TAB},
        {KEY_BACKSPACE, K_BACKSPACE},
        {KEY_ENTER, K_ENTER},
        {KEY_A1, '7'},
        {KEY_A3, '9'},
        {KEY_B2, '5'},
        {KEY_C1, '1'},
        {KEY_C3, '3'},
    };
    if (code >= KEY_F(1) && code <= KEY_F(12))
        return K_F1 + (uint32_t)(code - KEY_F(1));
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].code == code)
            return table[i].key;
    return 0;
}

static uint32_t control(int byte)
{
    if (byte == '\b' || byte == 0x7F)
        return K_BACKSPACE;
    return byte == '\n' ? K_ENTER : (uint32_t)byte;
}

/* After an Esc: passes over a sequence that curses does not know. False if the Esc stood alone. */
static bool skip_sequence(void)
{
    timeout(ESCAPE_MILLISECONDS);
    int c = getch();
    bool sequence = c == '[' || c == 'O';
    if (sequence) {
        bool parameters = c == '[';
        for (int i = 0; i < SEQUENCE_MOST && (c = getch()) != ERR; i++) {
            if (parameters && i == 0 && c == '[')
                parameters = false; /* the Linux console's: one more byte */
            else if (!parameters || c >= '@')
                break;
        }
    } else if (c != ERR) {
        ungetch(c);
    }
    timeout(0);
    return sequence;
}

/* Adds a byte of a character in UTF-8; its key, or 0 while it is not whole. Invalid ones vanish. */
static uint32_t add_utf8(unsigned char byte)
{
    if ((byte & 0xC0) != 0x80)
        part.have = 0;
    else if (part.have == 0)
        return 0;
    part.bytes[part.have++] = (char)byte;
    part.bytes[part.have] = '\0';
    unsigned char lead = (unsigned char)part.bytes[0];
    size_t length = lead >= 0xF5 || lead < 0xC2 ? 0 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (part.have < length)
        return 0;
    part.have = 0;
    const char *at = part.bytes;
    uint32_t character = length ? text_next(&at) : 0xFFFD;
    return character == 0xFFFD ? 0 : character;
}

/* The same in the locale's encoding. */
static uint32_t add_other(unsigned char byte)
{
    wchar_t wide;
    char c = (char)byte;
    size_t result = mbrtowc(&wide, &c, 1, &part.state);
    part.have = result == (size_t)-2 ? part.have + 1 : 0;
    if (result != (size_t)-1)
        return result == (size_t)-2 ? 0 : (uint32_t)wide;
    memset(&part.state, 0, sizeof part.state);
    return 0;
}

static uint32_t decode(int c)
{
    if (c > 0xFF) {
        part.have = 0;
        return special(c);
    }
    if (c == K_ESCAPE && part.have == 0)
        return skip_sequence() ? 0 : K_ESCAPE;
    if (part.utf8 ? c >= 0x80 : c >= 0x80 || part.have > 0)
        return part.utf8 ? add_utf8((unsigned char)c) : add_other((unsigned char)c);
    part.have = 0;
    return c < ' ' || c == 0x7F ? control(c) : (uint32_t)c;
}

/* What the mouse did; false if it means nothing here. */
static bool read_mouse(struct terminal_event *event)
{
    MEVENT mouse;
    if (getmouse(&mouse) != OK)
        return false;
    if (mouse.bstate & BUTTON1_PRESSED)
        *event = (struct terminal_event){.kind = EVENT_CLICK, .row = mouse.y, .column = mouse.x};
    else if (mouse.bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED))
        *event = (struct terminal_event){.kind = EVENT_WHEEL,
                                         .turned = mouse.bstate & BUTTON4_PRESSED ? -WHEEL_ROWS
                                                                                  : WHEEL_ROWS};
    else
        return false;
    return true;
}

enum input_result input_read(struct terminal_event *event)
{
    enum input_result result = INPUT_NOTHING;
    for (int c; (c = getch()) != ERR;) {
        result = INPUT_PART;
        if (c == KEY_MOUSE) {
            part.have = 0;
            if (read_mouse(event))
                return INPUT_EVENT;
            continue;
        }
        uint32_t key = decode(c);
        if (key) {
            *event = (struct terminal_event){.kind = EVENT_KEY, .key = key};
            return INPUT_EVENT;
        }
    }
    return result;
}
