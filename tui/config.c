#include "tui/config.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "records/disk.h"
#include "tui/state.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const style_words[STYLE_COUNT] = {
    [STYLE_NORMAL] = "normal",     [STYLE_TITLE] = "title",     [STYLE_HEADING] = "heading",
    [STYLE_SELECTED] = "selected", [STYLE_GOOD] = "good",       [STYLE_BAD] = "bad",
    [STYLE_WAITING] = "waiting",   [STYLE_CHANGED] = "changed", [STYLE_LABEL] = "label",
    [STYLE_DIM] = "dim",
    [STYLE_FIGURE] = "figure",
    [STYLE_CHOSEN] = "chosen",
};
static const char *const colour_words[] = {
    [COLOUR_BLACK] = "black",   [COLOUR_RED] = "red",    [COLOUR_GREEN] = "green",
    [COLOUR_YELLOW] = "yellow", [COLOUR_BLUE] = "blue",  [COLOUR_MAGENTA] = "magenta",
    [COLOUR_CYAN] = "cyan",     [COLOUR_WHITE] = "white"};

enum { COLOURS = sizeof colour_words / sizeof *colour_words };

/* Where a line stands, for what is wrong with it. */
struct line {
    struct config *config;
    const char *path;
    int number;
};

static void mistake(const struct line *line, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void mistake(const struct line *line, const char *format, ...)
{
    char what[sizeof line->config->first.text];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    if (line->config->mistakes++ == 0)
        fail(&line->config->first, STATUS_INPUT, line->path, line->number, "%s", what);
}

/* ---- values ---- */

static void read_language(const struct line *line, const char *value)
{
    int language = language_from_name(value);
    if (language < 0)
        mistake(line, TR("unknown language '%s': use zh or en", "未知的语言“%s”：可用 zh 或 en"),
                value);
    else
        line->config->language = language;
}

static void read_mouse(const struct line *line, const char *value)
{
    if (strcmp(value, "on") != 0 && strcmp(value, "off") != 0)
        mistake(line, TR("mouse = '%s': use on or off", "mouse = “%s”：可用 on 或 off"), value);
    else
        line->config->mouse = strcmp(value, "on") == 0;
}

/* Takes a word of a look; false if it is none. */
static bool read_look_word(struct look *look, const char *word)
{
    for (int i = 0; i < COLOURS; i++)
        if (strcmp(word, colour_words[i]) == 0) {
            look->colour = i;
            return true;
        }
    look->bold |= strcmp(word, "bold") == 0;
    look->reverse |= strcmp(word, "reverse") == 0;
    return strcmp(word, "bold") == 0 || strcmp(word, "reverse") == 0 ||
           strcmp(word, "default") == 0 || strcmp(word, "none") == 0;
}

static void read_look(const struct line *line, const char *name, char *value)
{
    int style = 0;
    while (style < (int)STYLE_COUNT && strcmp(name, style_words[style]) != 0)
        style++;
    if (style == (int)STYLE_COUNT) {
        struct buffer all = BUFFER_EMPTY;
        for (int i = 0; i < (int)STYLE_COUNT; i++)
            buffer_format(&all, "%s%s", i ? ", " : "", style_words[i]);
        mistake(line, TR("no colour is named '%s': use one of %s", "没有名为“%s”的颜色：可用 %s"),
                name, all.bytes);
        buffer_free(&all);
        return;
    }
    struct look look = {COLOUR_OWN, false, false};
    char *rest = value, *word;
    while ((word = strtok_r(rest, " \t", &rest)))
        if (!read_look_word(&look, word)) {
            mistake(line,
                    TR("unknown colour '%s': use black, red, green, yellow, blue, magenta, cyan, "
                       "white, default, bold, reverse or none",
                       "未知的颜色“%s”：可用 black、red、green、yellow、blue、magenta、cyan、"
                       "white、default、bold、reverse、none"),
                    word);
            return;
        }
    line->config->looks[style].look = look;
    line->config->looks[style].line = line->number;
}

/* ---- keys ---- */

static bool has_key(const uint32_t *keys, uint32_t key)
{
    for (int i = 0; i < KEYS_MOST && keys[i]; i++)
        if (keys[i] == key)
            return true;
    return false;
}

/* Whether a person who writes a text can still ask for it: there every character is text. */
static bool serves_text(const uint32_t *keys)
{
    for (int i = 0; i < KEYS_MOST && keys[i]; i++)
        if (keys[i] < ' ' || keys[i] >= K_SPECIAL)
            return true;
    return false;
}

/* Whether the program can be used with these keys of the request; says what is missing. */
static bool check_keys(const struct line *line, enum request request, const char *name,
                       const uint32_t *keys)
{
    if (keys_names_digit(request))
        mistake(line,
                TR("the keys of %s are its digits and stay: remove this line",
                   "%s 的按键就是数字，不能改：请删除此行"),
                name);
    else if (!keys[0] && (request == REQUEST_HELP || request == REQUEST_QUIT))
        mistake(line, TR("%s needs a key: name one", "%s 必须有按键：请写上一个"), name);
    else if (request == REQUEST_BACK && !has_key(keys, K_ESCAPE))
        mistake(line,
                TR("%s needs Esc, which drops what is typed: name it too",
                   "%s 必须含Esc（放弃所填内容要用它）：请补上"),
                name);
    else if (keys_default(request)->screens & SCREEN_TEXT && !serves_text(keys))
        mistake(line,
                TR("%s is needed where a text is written and letters are text: name a function key "
                   "or Ctrl key too",
                   "%s 在填写文字时也要能用，那里字母都是文字：请再写一个功能键或Ctrl键"),
                name);
    else
        return true;
    return false;
}

static void read_keys(const struct line *line, const char *name, char *value)
{
    enum request request = keys_from_word(name);
    uint32_t keys[KEYS_MOST] = {0};
    size_t count = 0;
    char *rest = value, *word;
    if (request == REQUEST_NONE) {
        mistake(line,
                TR("no action is named '%s': the help (F1) has the names at its right edge",
                   "没有名为“%s”的操作：帮助（F1）右侧列有名称"),
                name);
        return;
    }
    while ((word = strtok_r(rest, " \t", &rest))) {
        uint32_t key = keys_from_name(word);
        if (!key) {
            mistake(
                line,
                TR("'%s' is no key: write one as in u, F8, Ctrl-X, Enter, Esc, Tab, Space, PgUp",
                   "“%s”不是按键：写法如 u、F8、Ctrl-X、Enter、Esc、Tab、Space、PgUp"),
                word);
            return;
        }
        if (count == KEYS_MOST - 1) {
            mistake(line, TR("more than %d keys: name fewer", "多于%d个键：请减少"), KEYS_MOST - 1);
            return;
        }
        if (!has_key(keys, key))
            keys[count++] = key;
    }
    if (!check_keys(line, request, name, keys))
        return;
    memcpy(line->config->keys[request].keys, keys, sizeof keys);
    line->config->keys[request].line = line->number;
}

static const uint32_t *keys_of(const struct config *config, enum request request)
{
    return config->keys[request].line ? config->keys[request].keys : keys_default(request)->keys;
}

/* The key that asks for both on one screen; 0 if there is none. */
static uint32_t clash(const struct config *config, enum request a, enum request b)
{
    const uint32_t *keys = keys_of(config, a);
    if (a == b || !(keys_default(a)->screens & keys_default(b)->screens))
        return 0;
    for (int i = 0; i < KEYS_MOST && keys[i]; i++)
        if (has_key(keys_of(config, b), keys[i]))
            return keys[i];
    return 0;
}

/* Takes back the last line whose key asks for something else already; false if there is none. To
 * take one back gives its request the table's keys, which may clash in turn. */
static bool take_back_clash(struct config *config, const char *path)
{
    enum request worst = REQUEST_NONE, other = REQUEST_NONE;
    for (enum request a = 1; a < REQUEST_COUNT; a++)
        for (enum request b = 1; b < REQUEST_COUNT; b++)
            if (config->keys[a].line > config->keys[worst].line && clash(config, a, b)) {
                worst = a;
                other = b;
            }
    if (worst == REQUEST_NONE)
        return false;
    struct buffer key = BUFFER_EMPTY;
    struct line line = {config, path, config->keys[worst].line};
    keys_add_name(&key, clash(config, worst, other));
    mistake(&line,
            TR("the key %s already asks for '%s' on the same screen: name another",
               "按键%s在同一屏上已用于“%s”：请换一个"),
            key.bytes, keys_text(other));
    config->keys[worst].line = 0;
    buffer_free(&key);
    return true;
}

/* ---- the file ---- */

/* Cuts the blanks around a text, and a comment: `#` at the beginning or behind a blank. */
static char *trimmed(char *text)
{
    for (char *at = text; *at; at++)
        if (*at == '#' && (at == text || isspace((unsigned char)at[-1]))) {
            *at = '\0';
            break;
        }
    text += strspn(text, " \t\r");
    size_t size = strlen(text);
    while (size > 0 && isspace((unsigned char)text[size - 1]))
        text[--size] = '\0';
    return text;
}

static void read_line(const struct line *line, char *text)
{
    char *value = strchr(text, '=');
    if (!value) {
        mistake(line, TR("write NAME = VALUE, or # before a comment",
                         "请写成“名称 = 值”，注释以 # 开头"));
        return;
    }
    *value = '\0';
    const char *name = trimmed(text);
    value = trimmed(value + 1);
    if (strcmp(name, "language") == 0)
        read_language(line, value);
    else if (strcmp(name, "mouse") == 0)
        read_mouse(line, value);
    else if (strncmp(name, "colour.", 7) == 0)
        read_look(line, name + 7, value);
    else if (strncmp(name, "key.", 4) == 0)
        read_keys(line, name + 4, value);
    else
        mistake(line,
                TR("unknown setting '%s': use language, mouse, colour.NAME or key.NAME",
                   "未知的设置“%s”：可用 language、mouse、colour.名称、key.名称"),
                name);
}

void config_read_text(struct config *out, const char *path, const char *text)
{
    *out = (struct config){.language = -1};
    struct line line = {out, path, 0};
    char *copy = memory_text(text), *rest = copy, *next;
    while ((next = strsep(&rest, "\n"))) {
        line.number++;
        next = trimmed(next);
        if (*next)
            read_line(&line, next);
    }
    free(copy);
    while (take_back_clash(out, path))
        ;
}

static void add_path(struct buffer *out)
{
    const char *base = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (base && *base == '/')
        buffer_add(out, base);
    else
        buffer_format(out, "%s/.config", home ? home : "");
    buffer_add(out, "/kaoping/config");
}

void config_read(struct config *out)
{
    struct arena *arena = arena_new();
    struct buffer path = BUFFER_EMPTY, shown = BUFFER_EMPTY;
    const char *bytes = "";
    size_t size = 0;
    struct error error;
    add_path(&path);
    state_add_short(&shown, path.bytes);
    struct line whole = {out, shown.bytes, 0};
    bool good =
        access(path.bytes, F_OK) != 0 || !disk_read(arena, path.bytes, &bytes, &size, &error);
    config_read_text(out, shown.bytes, size <= CONFIG_MOST ? bytes : "");
    if (!good)
        mistake(&whole, TR("cannot be read: look at its permissions", "无法读取：请检查其权限"));
    else if (size > CONFIG_MOST)
        mistake(&whole,
                TR("larger than 64 KiB: it is no configuration", "超过64 KiB：不是配置文件"));
    buffer_free(&path);
    buffer_free(&shown);
    arena_free(arena);
}

void config_apply(const struct config *config)
{
    for (int i = 0; i < (int)STYLE_COUNT; i++)
        if (config->looks[i].line)
            terminal_set_look((enum style)i, config->looks[i].look);
    for (enum request request = 1; request < REQUEST_COUNT; request++)
        if (config->keys[request].line)
            keys_bind(request, config->keys[request].keys);
}
