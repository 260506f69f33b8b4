#include "tui/keys.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define BINDING(name, screens, hint, english, chinese, ...) \
    [REQUEST_##name] = {screens, hint, english, chinese, {__VA_ARGS__}},
static const struct binding defaults[REQUEST_COUNT] = {REQUESTS(BINDING)};
static struct binding bindings[REQUEST_COUNT] = {REQUESTS(BINDING)}; /* as the user has them */
#undef BINDING

#define WORD(name, ...) [REQUEST_##name] = #name,
static const char *const words[REQUEST_COUNT] = {REQUESTS(WORD)};
#undef WORD

const struct binding *keys_binding(enum request request)
{
    return &bindings[request];
}

const struct binding *keys_default(enum request request)
{
    return &defaults[request];
}

void keys_bind(enum request request, const uint32_t keys[KEYS_MOST])
{
    memcpy(bindings[request].keys, keys, sizeof bindings[request].keys);
}

void keys_add_word(struct buffer *out, enum request request)
{
    for (const char *at = words[request]; *at; at++)
        text_add_character(out, *at == '_' ? '-' : (uint32_t)tolower((unsigned char)*at));
}

enum request keys_from_word(const char *word)
{
    for (enum request request = 1; request < REQUEST_COUNT; request++) {
        struct buffer own = BUFFER_EMPTY;
        keys_add_word(&own, request);
        bool same = strcmp(own.bytes, word) == 0;
        buffer_free(&own);
        if (same)
            return request;
    }
    return REQUEST_NONE;
}

const char *keys_text(enum request request)
{
    return tr(bindings[request].english, bindings[request].chinese);
}

enum request keys_request(enum screen_id screen, uint32_t key)
{
    if (screen == SCREEN_TEXT && key >= ' ' && key < K_SPECIAL)
        return REQUEST_NONE;
    key = text_narrow(key);
    for (enum request request = 1; request < REQUEST_COUNT; request++) {
        const struct binding *binding = &bindings[request];
        for (int i = 0; i < KEYS_MOST && binding->keys[i]; i++)
            if (binding->keys[i] == key && binding->screens & screen)
                return request;
    }
    return REQUEST_NONE;
}

bool keys_names_digit(enum request request)
{
    const uint32_t *keys = defaults[request].keys;
    return keys[0] >= '0' && keys[0] <= '9' && keys[1] >= '0' && keys[1] <= '9';
}

bool keys_pass_input_method(uint32_t key)
{
    return key >= K_SPECIAL || (key >= '0' && key <= '9') || (key > 0 && key < ' ');
}

/* The keys that have a name; all others are a letter, a number or a sign. */
static const struct {
    uint32_t key;
    const char *english, *chinese;
} names[] = {
    {K_ENTER, "Enter", "回车"},
    {K_ESCAPE, "Esc", "Esc"},
    {K_TAB, "Tab", "Tab"},
    {K_BACK_TAB, "Shift-Tab", "Shift-Tab"},
    {' ', "Space", "空格"},
    {K_UP, "Up", "上"},
    {K_DOWN, "Down", "下"},
    {K_LEFT, "Left", "左"},
    {K_RIGHT, "Right", "右"},
    {K_HOME, "Home", "Home"},
    {K_END, "End", "End"},
    {K_PAGE_UP, "PgUp", "PgUp"},
    {K_PAGE_DOWN, "PgDn", "PgDn"},
    {K_BACKSPACE, "Backspace", "退格"},
    {K_DELETE, "Del", "Del"},
    {K_INSERT, "Ins", "Ins"},
    {K_CTRL_LEFT, "Ctrl-Left", "Ctrl-左"},
    {K_CTRL_RIGHT, "Ctrl-Right", "Ctrl-右"},
};

enum { NAMES = sizeof names / sizeof *names };

void keys_add_name(struct buffer *out, uint32_t key)
{
    if (key >= K_ALT) {
        buffer_add(out, "Alt-");
        key -= K_ALT;
    }
    for (size_t i = 0; i < NAMES; i++)
        if (names[i].key == key) {
            buffer_add(out, tr(names[i].english, names[i].chinese));
            return;
        }
    if (key >= K_F1 && key <= K_F12)
        buffer_format(out, "F%d", (int)(key - K_F1 + 1));
    else if (key < ' ')
        buffer_format(out, "Ctrl-%c", (int)key + '@');
    else if (!text_is_unsafe(key))
        text_add_character(out, key);
}

uint32_t keys_from_name(const char *name)
{
    const char *at = name;
    uint32_t character = text_next(&at);
    int number = 0;
    for (size_t i = 0; i < NAMES; i++)
        if (strcasecmp(names[i].english, name) == 0)
            return names[i].key;
    if (character && !*at) /* as keys_request() will see it */
        return text_is_unsafe(character) || character == 0xFFFD ? 0 : text_narrow(character);
    if ((name[0] == 'F' || name[0] == 'f') && name[1] != '0' &&
        strspn(name + 1, "0123456789") == strlen(name + 1) && strlen(name) <= 3) {
        for (const char *digit = name + 1; *digit; digit++)
            number = number * 10 + (*digit - '0');
        return number <= 12 ? K_F1 + (uint32_t)number - 1 : 0;
    }
    if (strncasecmp(name, "Ctrl-", 5) == 0 && isalpha((unsigned char)name[5]) && !name[6] &&
        !strchr("HhJj", name[5])) /* Backspace and Enter */
        return (uint32_t)(toupper((unsigned char)name[5]) - '@');
    return 0;
}

/* Appends the key at *at, or a run of digits as "1-5", and moves *at behind it. */
static void add_run(struct buffer *out, const uint32_t *keys, int *at)
{
    int first = *at;
    keys_add_name(out, keys[first]);
    for (++*at; *at < KEYS_MOST && keys[*at] == keys[*at - 1] + 1; ++*at)
        if (keys[first] < '0' || keys[*at] > '9')
            return;
    if (*at - first > 1) {
        buffer_add_char(out, '-');
        keys_add_name(out, keys[*at - 1]);
    }
}

void keys_add_names(struct buffer *out, enum request request)
{
    const uint32_t *keys = bindings[request].keys;
    for (int i = 0; i < KEYS_MOST && keys[i];) {
        if (i > 0)
            buffer_add_char(out, ' ');
        add_run(out, keys, &i);
    }
}

void keys_add_first(struct buffer *out, enum request request)
{
    const uint32_t *keys = bindings[request].keys;
    int i = 0;
    while (i < KEYS_MOST && keys[i] >= ' ' && keys[i] < K_SPECIAL)
        i++;
    keys_add_name(out, i < KEYS_MOST && keys[i] ? keys[i] : keys[0]);
}

void keys_add_hints(struct buffer *out, enum screen_id screen, size_t columns,
                    bool (*offers)(const void *context, enum request request), const void *context)
{
    size_t used = 0;
    for (enum request request = 1; request < REQUEST_COUNT; request++) {
        const struct binding *binding = &bindings[request];
        if (!binding->hint || !binding->keys[0] || !(binding->screens & screen))
            continue;
        if (offers && !offers(context, request))
            continue;
        size_t before = out->size;
        int first = 0;
        buffer_add(out, used ? "  " : "");
        add_run(out, binding->keys, &first);
        buffer_format(out, " %s", keys_text(request));
        used += text_width(out->bytes + before);
        if (used > columns) {
            buffer_cut(out, before);
            return;
        }
    }
}
