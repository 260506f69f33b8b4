#include "tui/keys.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/text.h"

#define BINDING(name, screens, hint, english, chinese, ...) \
    [REQUEST_##name] = {screens, hint, english, chinese, {__VA_ARGS__}},
static const struct binding bindings[REQUEST_COUNT] = {REQUESTS(BINDING)};
#undef BINDING

const struct binding *keys_binding(enum request request)
{
    return &bindings[request];
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
    const uint32_t *keys = bindings[request].keys;
    return keys[0] >= '0' && keys[0] <= '9' && keys[1] >= '0' && keys[1] <= '9';
}

bool keys_pass_input_method(uint32_t key)
{
    return key >= K_SPECIAL || (key >= '0' && key <= '9') || (key > 0 && key < ' ');
}

static const char *special_name(uint32_t key)
{
    switch (key) {
    case K_ENTER:
        return TR("Enter", "回车");
    case K_ESCAPE:
        return "Esc";
    case K_TAB:
        return "Tab";
    case K_BACK_TAB:
        return "Shift-Tab";
    case K_UP:
        return TR("Up", "上");
    case K_DOWN:
        return TR("Down", "下");
    case K_LEFT:
        return TR("Left", "左");
    case K_RIGHT:
        return TR("Right", "右");
    case K_HOME:
        return "Home";
    case K_END:
        return "End";
    case K_PAGE_UP:
        return "PgUp";
    case K_PAGE_DOWN:
        return "PgDn";
    case K_BACKSPACE:
        return TR("Backspace", "退格");
    case K_DELETE:
        return "Del";
    case ' ':
        return TR("Space", "空格");
    case K_INSERT:
        return "Ins";
    case K_CTRL_LEFT:
        return TR("Ctrl-Left", "Ctrl-左");
    case K_CTRL_RIGHT:
        return TR("Ctrl-Right", "Ctrl-右");
    default:
        return NULL;
    }
}

void keys_add_name(struct buffer *out, uint32_t key)
{
    if (key >= K_ALT) {
        buffer_add(out, "Alt-");
        key -= K_ALT;
    }
    const char *name = special_name(key);
    if (name)
        buffer_add(out, name);
    else if (key >= K_F1 && key <= K_F12)
        buffer_format(out, "F%d", (int)(key - K_F1 + 1));
    else if (key < ' ')
        buffer_format(out, "Ctrl-%c", (int)key + '@');
    else if (!text_is_unsafe(key))
        text_add_character(out, key);
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

void keys_add_hints(struct buffer *out, enum screen_id screen, size_t columns,
                    bool (*offers)(const void *context, enum request request), const void *context)
{
    size_t used = 0;
    for (enum request request = 1; request < REQUEST_COUNT; request++) {
        const struct binding *binding = &bindings[request];
        if (!binding->hint || !(binding->screens & screen))
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
