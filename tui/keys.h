/*
 * Keys and requests. A key becomes a request first; a screen knows requests only.
 *
 * REQUESTS below is the one table from which come the enum, the bindings, the hint line and the
 * help screen, so that none can drift from the others. A line of it:
 *
 *     X(NAME, screens, SHOWN or QUIET in the hint line, "english", "中文", keys…)
 *
 * The first key is the one that the hint line names, and where there is one left, one that passes a
 * Chinese input method: under it letters compose instead of acting. A request that has a letter
 * alone is reached through the help screen, whose Enter does what the line says.
 *
 *     enum request request = keys_request(SCREEN_ITEM, key);
 *     struct buffer hints = BUFFER_EMPTY;
 *     keys_add_hints(&hints, SCREEN_ITEM, 79, NULL, NULL);
 *
 * The keys of the table are the defaults; a person's configuration may bind others (tui/config.h),
 * and everything here follows.
 */
#ifndef KAOPING_TUI_KEYS_H
#define KAOPING_TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;

/* A key is a character, a control character included, or one of these. */
enum {
    K_CTRL_A = 1,
    K_CTRL_B,
    K_CTRL_C,
    K_CTRL_D,
    K_CTRL_E,
    K_CTRL_F,
    K_TAB = 9,
    K_CTRL_K = 11,
    K_CTRL_L,
    K_ENTER,
    K_CTRL_R = 18,
    K_CTRL_U = 21,
    K_CTRL_W = 23,
    K_CTRL_Y = 25,
    K_CTRL_Z,
    K_ESCAPE,
    K_CTRL_UNDERSCORE = 31,
    K_SPECIAL = 0x110000, /* above every character */
    K_UP = K_SPECIAL,
    K_DOWN,
    K_LEFT,
    K_RIGHT,
    K_HOME,
    K_END,
    K_PAGE_UP,
    K_PAGE_DOWN,
    K_BACKSPACE,
    K_DELETE,
    K_INSERT,
    K_BACK_TAB,
    K_CTRL_LEFT,
    K_CTRL_RIGHT,
    K_F1,
    K_F2,
    K_F3,
    K_F4,
    K_F5,
    K_F6,
    K_F7,
    K_F8,
    K_F9,
    K_F10,
    K_F11,
    K_F12,
    K_ALT = 0x200000 /* or'ed with the key that is pressed with Alt; asks for nothing anywhere but
                        where a text is written */
};

/* Where a request is understood: bits, so that a line of the table can name several. */
enum screen_id {
    SCREEN_OVERVIEW = 1 << 0,
    SCREEN_CHECKLIST = 1 << 1,
    SCREEN_ITEM = 1 << 2,
    SCREEN_TEXT = 1 << 3, /* a text of several lines is written: every character is text */
    SCREEN_HISTORY = 1 << 4,
    SCREEN_CHANGE = 1 << 5, /* one commit */
    SCREEN_RANKING = 1 << 6,
    SCREEN_CIRCULAR = 1 << 7,
    SCREEN_TRACE = 1 << 8, /* what a figure of the circular rests on */
    SCREEN_STOPS = 1 << 9, /* what still stops the final circular */
    SCREEN_HELP = 1 << 10,
    SCREEN_BATCH = 1 << 11, /* several entries are decided or confirmed at once */
    SCREEN_TICKS = 1 << 12, /* the conditions of a close-out */
    SCREEN_NOTICE = 1 << 13, /* the record went backwards: said before anything else */
    SCREEN_PROOF = 1 << 14 /* what the proof-reading found */
};

#define SCREENS_RECORD (SCREEN_OVERVIEW | SCREEN_CHECKLIST | SCREEN_ITEM)
#define SCREENS_LISTS                                                                      \
    (SCREEN_OVERVIEW | SCREEN_CHECKLIST | SCREEN_HISTORY | SCREEN_RANKING | SCREEN_TRACE | \
     SCREEN_STOPS | SCREEN_PROOF | SCREEN_BATCH | SCREEN_TICKS)
#define SCREENS_READ (SCREENS_LISTS | SCREEN_ITEM | SCREEN_CHANGE | SCREEN_CIRCULAR | SCREEN_HELP | \
     SCREEN_NOTICE)
#define SCREENS_ALL (SCREENS_READ | SCREEN_TEXT)

enum { QUIET, SHOWN };

/* In the order in which the hint line offers them. */
/* clang-format off */
#define REQUESTS(X) \
    X(HELP, SCREENS_ALL, SHOWN, "help", "帮助", K_F1, '?') \
    X(OPEN, (SCREENS_LISTS & ~(SCREEN_BATCH | SCREEN_TICKS)) | SCREEN_CIRCULAR | SCREEN_HELP, SHOWN, "open", "打开", K_ENTER, K_RIGHT, 'l') \
    X(GO_ON, SCREEN_NOTICE, SHOWN, "read it all the same", "仍要查看", '1') \
    X(VERDICT, SCREEN_ITEM | SCREEN_BATCH, SHOWN, "verdict", "结论", '1', '2', '3', '4', '5') \
    X(TICK, SCREEN_TICKS, SHOWN, "tick", "勾选", '1', '2', '3', '4', '5', '6', '7', '8', '9', ' ') \
    X(RECORD, SCREEN_ITEM | SCREEN_BATCH | SCREEN_TICKS, SHOWN, "accept", "确定", K_ENTER, 'w') \
    X(CONFIRM, SCREEN_ITEM | SCREEN_CHECKLIST, SHOWN, "confirm", "复核通过", K_F7, 'c') \
    X(RETURN, SCREEN_ITEM, SHOWN, "return", "退回", K_F8, 'r') \
    X(ACCEPT, SCREEN_ITEM, SHOWN, "take report", "采纳自查", K_F6, 'a') \
    X(NEXT, SCREENS_RECORD, SHOWN, "next undecided", "下一未评", K_TAB, ']') \
    X(FIGURE_NEXT, SCREEN_CIRCULAR, SHOWN, "next figure", "下一数据", K_TAB, ']') \
    X(FINISH, SCREEN_TEXT, SHOWN, "finish", "写完", K_F2, K_ESCAPE) \
    X(EDITOR, SCREEN_TEXT, SHOWN, "external editor", "外部编辑器", K_F4) \
    X(BACK, SCREENS_READ, SHOWN, "back", "返回", K_ESCAPE, K_LEFT, 'h') \
    X(VALUE, SCREEN_ITEM, SHOWN, "value", "数值", K_F2, 'v') \
    X(SCORE, SCREEN_ITEM, SHOWN, "score", "得分", K_F3, 's') \
    X(NOTE, SCREEN_ITEM | SCREEN_BATCH, SHOWN, "note", "说明", K_F4, 'e') \
    X(UNDO, SCREEN_ITEM, SHOWN, "undo", "撤销", '9', 'u') \
    X(EVIDENCE, SCREEN_ITEM, SHOWN, "evidence", "佐证", '6', 'f') \
    X(CONDITIONS, SCREEN_ITEM, SHOWN, "close-out conditions", "销号条件", '7', 'x') \
    X(DEADLINE, SCREEN_ITEM, SHOWN, "extend the deadline", "申请延期", '0', 'd') \
    X(FILTER, SCREEN_CHECKLIST, SHOWN, "show only", "筛选", '0', '1', '2', '3', '4', '5', '6', '7', '8', '9') \
    X(SEARCH, SCREEN_CHECKLIST | SCREEN_HISTORY | SCREEN_HELP, SHOWN, "search", "查找", K_F3, '/') \
    X(MARK, SCREEN_CHECKLIST, SHOWN, "mark", "标记", K_F4, ' ') \
    X(DECIDE_MARKED, SCREEN_CHECKLIST, SHOWN, "decide the marked", "批量评定", K_F6, 'b') \
    X(TURN, SCREEN_CHECKLIST, SHOWN, "turn: one item, all jurisdictions", "换向：同项各地", K_F2, '=') \
    X(QUEUE, SCREEN_OVERVIEW, SHOWN, "to confirm", "待复核", K_F7, 'c') \
    X(PREVIEW, SCREENS_RECORD | SCREEN_RANKING, SHOWN, "circular", "通报预览", K_F9, 't') \
    X(RANKING, SCREEN_OVERVIEW, SHOWN, "ranking", "排名", K_F8, 'r') \
    X(MEASURE, SCREEN_OVERVIEW, SHOWN, "decided, completed, score", "看评定、完成、得分", '7', '8', '9') \
    X(WAITING, SCREEN_OVERVIEW, SHOWN, "returned, stale, overdue", "看退回、需重评、逾期", '3', '4', '5') \
    X(COLUMN_NEXT, SCREEN_OVERVIEW | SCREEN_RANKING, SHOWN, "next column", "下一列", K_F3, '>') \
    X(SORT, SCREEN_OVERVIEW | SCREEN_RANKING, SHOWN, "sort by column", "按列排序", K_F4, 's') \
    X(STOPS, SCREEN_CIRCULAR, SHOWN, "what stops it", "待办清单", K_F3, 'o') \
    X(PROOF, SCREEN_CIRCULAR, SHOWN, "proof-reading", "校对", K_F4, 'p') \
    X(RAW, SCREEN_CHANGE, SHOWN, "raw commit", "原始提交", K_F2, 'v') \
    X(SCOPE, SCREEN_HISTORY, SHOWN, "item, jurisdiction, reviewer, all", "看本项、本地、本人、全部", '1', '2', '3', '4') \
    X(HISTORY, SCREENS_RECORD | SCREEN_RANKING, SHOWN, "history", "历史", K_F11, 'H') \
    X(LANGUAGE, SCREENS_ALL, SHOWN, "中文", "English", K_F12, 'L') \
    X(QUIT, SCREENS_READ, SHOWN, "close, or leave", "关闭或退出", K_F10, 'q', K_CTRL_C) \
    X(PREVIOUS, SCREENS_RECORD, QUIET, "previous undecided", "上一未评", K_BACK_TAB, '[') \
    X(FIGURE_BACK, SCREEN_CIRCULAR, QUIET, "previous figure", "上一数据", K_BACK_TAB, '[') \
    X(COMPARE, SCREEN_ITEM, QUIET, "this item in all jurisdictions", "同项各地", '8', '=') \
    X(NOTICE, SCREEN_ITEM, QUIET, "notice of the close-out", "销号公示期", 'p') \
    X(COLUMN_BACK, SCREEN_OVERVIEW | SCREEN_RANKING, QUIET, "previous column", "上一列", K_F2, '<') \
    X(SEARCH_NEXT, SCREEN_CHECKLIST | SCREEN_HISTORY, QUIET, "next match", "下一匹配", 'n') \
    X(SEARCH_BACK, SCREEN_CHECKLIST | SCREEN_HISTORY, QUIET, "previous match", "上一匹配", 'N') \
    X(MARK_ALL, SCREEN_CHECKLIST, QUIET, "mark all shown", "标记所列全部", '*') \
    X(UNMARK, SCREEN_CHECKLIST, QUIET, "unmark all", "取消全部标记", 'U') \
    X(FOLD, SCREEN_CHECKLIST, QUIET, "fold, unfold", "折叠、展开", 'z') \
    X(FOLD_ALL, SCREEN_CHECKLIST, QUIET, "fold all, unfold all", "全部折叠、展开", 'Z') \
    X(UP, SCREENS_READ, QUIET, "up", "上移", K_UP, 'k') \
    X(DOWN, SCREENS_READ, QUIET, "down", "下移", K_DOWN, 'j') \
    X(PAGE_UP, SCREENS_READ, QUIET, "page up", "上一页", K_PAGE_UP, K_CTRL_B) \
    X(PAGE_DOWN, SCREENS_READ, QUIET, "page down", "下一页", K_PAGE_DOWN, K_CTRL_F) \
    X(HALF_UP, SCREENS_READ, QUIET, "half a page up", "上半页", K_CTRL_U) \
    X(HALF_DOWN, SCREENS_READ, QUIET, "half a page down", "下半页", K_CTRL_D) \
    X(FIRST, SCREENS_READ, QUIET, "to the first", "到开头", K_HOME, 'g') \
    X(LAST, SCREENS_READ, QUIET, "to the last", "到末尾", K_END, 'G') \
    X(COPY, SCREENS_READ, QUIET, "copy to the terminal's clipboard", "复制到终端剪贴板", 'y') \
    X(MOUSE, SCREENS_READ, QUIET, "mouse on, off", "鼠标开、关", 'M') \
    X(REDRAW, SCREENS_ALL, QUIET, "draw the screen again", "重画屏幕", K_F5, K_CTRL_L) \
    X(SUSPEND, SCREENS_ALL, QUIET, "suspend (fg returns)", "挂起（fg返回）", K_CTRL_Z)
/* clang-format on */

#define REQUEST_NAME(name, screens, hint, english, chinese, ...) REQUEST_##name,
enum request { REQUEST_NONE, REQUESTS(REQUEST_NAME) REQUEST_COUNT };
#undef REQUEST_NAME

enum { KEYS_MOST = 11 };

struct binding {
    unsigned screens;
    bool hint;
    const char *english, *chinese;
    uint32_t keys[KEYS_MOST]; /* 0 after the last */
};

/* The table's line of a request other than REQUEST_NONE, with the keys that it has now, which may
 * be none; and as the table has it. */
const struct binding *keys_binding(enum request request);
const struct binding *keys_default(enum request request);

/* Gives a request other keys; 0 after the last. */
void keys_bind(enum request request, const uint32_t keys[KEYS_MOST]);

/* The word by which a request is configured, "mark-all"; and the request of a word, REQUEST_NONE if
 * there is none. */
void keys_add_word(struct buffer *out, enum request request);
enum request keys_from_word(const char *word);

/* What the request does, in a word or two, in the language in force. */
const char *keys_text(enum request request);

/* What a key asks for on that screen. Full-width forms count as their ASCII keys; on SCREEN_TEXT a
 * character asks for nothing. */
enum request keys_request(enum screen_id screen, uint32_t key);

/* Whether several digits ask for the request, so that which one was pressed matters; such a request
 * has no other keys than the table's. */
bool keys_names_digit(enum request request);

/* Whether the key reaches the program while a Chinese input method is on. */
bool keys_pass_input_method(uint32_t key);

/* Appends the key's name, as it stands on a keyboard. */
void keys_add_name(struct buffer *out, uint32_t key);

/* The key of such a name in English, in any case: "u", "F8", "Esc", "Space", "Ctrl-X"; 0 for
 * none. */
uint32_t keys_from_name(const char *name);

/* Appends the names of all keys of a request: "F6 a", "1-5". */
void keys_add_names(struct buffer *out, enum request request);

/* Appends the name of the first key of a request that is no character, so that it serves where text
 * is typed too; of the first one if all are. */
void keys_add_first(struct buffer *out, enum request request);

/* Appends the hint line of a screen, as many whole hints as fit into `columns`. `offers` may leave
 * out what is not possible at the moment; NULL: everything is. */
void keys_add_hints(struct buffer *out, enum screen_id screen, size_t columns,
                    bool (*offers)(const void *context, enum request request), const void *context);

#endif
