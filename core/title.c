#include "core/title.h"

#include "core/breaking.h"
#include "core/buffer.h"
#include "core/cluster.h"
#include "core/memory.h"
#include "core/text.h"
#include "core/wrap.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What breaks and lines cost; less is better. */
enum {
    COST_NEVER = 1000000,
    COST_ABOUT = -3, /* behind 关于 */
    COST_MARK = 0,   /* beside punctuation */
    COST_WORD = 3,   /* at the border of a known word */
    COST_OF = 4,     /* behind 的 */
    COST_PLAIN = 6,
    COST_WITHIN = 12, /* of a known word */
    COST_QUOTED = 40, /* within 《》 */
    COST_LINE = 2,
    COST_EQUAL = 1, /* a rectangle is no trapezium */
    SHORT = 10,     /* columns; a line below costs one for each that is missing */
    LEAP = 20,      /* columns; what two lines differ by beyond costs one each */
    CLUSTERS_MOST = 400,
    FIRST_ROOM = 256 /* ways */
};

/* Words that titles are made of: none is parted. The longer stand first. */
static const char *const words[] = {
    "人力资源", "社会保障", "农业农村", "自然资源", "城乡建设", "应急管理", "人民政府", "办公厅",
    "管委会",   "委员会",   "领导小组", "责任制",   "进一步",   "实施方案", "生态环境", "自治州",
    "自治区",   "自治县",   "年度",     "环境",     "保护",     "目标",     "责任",     "考评",
    "考核",     "情况",     "通报",     "通知",     "意见",     "办法",     "规定",     "决定",
    "报告",     "请示",     "批复",     "公告",     "方案",     "规划",     "计划",     "工作",
    "印发",     "转发",     "加强",     "推进",     "加快",     "建设",     "管理",     "发展",
    "经济",     "社会",     "整改",     "督察",     "完成",     "结果",     "政府",     "部门",
    "单位",     "有关",     "问题",     "生态",     "污染",     "防治",     "大气",     "土壤",
    "质量",     "改善",     "实施",     "条例",     "全省",     "全市"};

struct spot {
    size_t at;    /* byte where the cluster begins */
    size_t width; /* columns before it */
    int cost;     /* of a break before it */
};

/* ---- Breaks ---- */

static size_t word_at(const char *text)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(text, words[i], strlen(words[i])) == 0)
            return strlen(words[i]);
    return 0;
}

static bool follows(const char *title, size_t at, const char *what)
{
    size_t size = strlen(what);
    return at >= size && memcmp(title + at - size, what, size) == 0;
}

static int cost_before(const char *title, size_t at, size_t word_end, bool word)
{
    static const char *const behind[] = {"、", "，", "》", "）", "：", "；", "”", " "};
    static const char *const before[] = {"《", "（", "“"};
    if (follows(title, at, "关于"))
        return COST_ABOUT;
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
        if (follows(title, at, behind[i]))
            return COST_MARK;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (strncmp(title + at, before[i], strlen(before[i])) == 0)
            return COST_MARK;
    if (follows(title, at, "的") || strncmp(title + at, "的", strlen("的")) == 0)
        return COST_OF;
    return word || at == word_end ? COST_WORD : COST_PLAIN;
}

/* One spot for each cluster and one behind the last; returns their number. */
static size_t find_spots(const char *title, struct spot *spots)
{
    struct break_side before = {0}, last = {0};
    size_t count = 0, width = 0, word_end = 0, held = 0, depth = 0;
    for (size_t at = 0, end; title[at]; at = end) {
        const char *next = title + at;
        uint32_t c = text_next(&next);
        end = cluster_next(title, at);
        next = title + end;
        struct break_side side = break_side(c, (size_t)text_character_width(c), text_next(&next));
        size_t word = at >= word_end ? word_at(title + at) : 0;
        size_t unit = last.kind & BREAK_DIGIT ? break_unit(title + at) : 0;
        int cost = at < word_end ? COST_WITHIN : cost_before(title, at, word_end, word > 0);
        cost += depth ? COST_QUOTED : 0;
        bool allowed = at && at >= held && break_allowed(before, last, false, side);
        spots[count++] = (struct spot){at, width, allowed ? cost : COST_NEVER};
        word_end = word ? at + word : word_end;
        held = unit ? at + unit : held;
        depth += c == U'《';
        depth -= depth && c == U'》';
        width += (size_t)text_character_width(c);
        before = last;
        last = side;
    }
    spots[count] = (struct spot){strlen(title), width, 0};
    return count + 1;
}

/* ---- The best way ---- */

/* The best way to part the title up to a spot, its last line beginning at `from`. */
struct way {
    int cost;
    size_t from;
    size_t before; /* index of the way that it goes on from; SIZE_MAX for the first line */
    bool falling;  /* a line was narrower than the one before */
};

struct search {
    const struct spot *spots;
    size_t count, columns;
    struct way *ways; /* of each spot those from first[spot] to first[spot + 1] */
    size_t *first;
    size_t way_count, way_room;
};

static size_t line_width(const struct search *search, size_t from, size_t to)
{
    return search->spots[to].width - search->spots[from].width;
}

static int line_cost(size_t width, size_t before)
{
    size_t leap = before > width ? before - width : width - before;
    int cost = COST_LINE + (width < SHORT ? (int)(SHORT - width) : 0);
    if (!before)
        return cost;
    return cost + (leap > LEAP ? (int)(leap - LEAP) : 0) + (leap == 0 ? COST_EQUAL : 0);
}

static void add_way(struct search *search, struct way way)
{
    if (search->way_count == search->way_room) {
        search->way_room *= 2;
        search->ways = memory_resize(search->ways, search->way_room * sizeof *search->ways);
    }
    search->ways[search->way_count++] = way;
}

/* The best way for a line from..to that falls, or that does not. */
static void find_way(struct search *search, size_t from, size_t to, bool falling)
{
    size_t width = line_width(search, from, to);
    struct way best = {.cost = COST_NEVER, .from = from, .before = SIZE_MAX, .falling = falling};
    if (!from && !falling)
        best.cost = line_cost(width, 0);
    for (size_t i = search->first[from]; from && i < search->first[from + 1]; i++) {
        const struct way *before = &search->ways[i];
        size_t last = line_width(search, before->from, from);
        bool falls = before->falling ? width <= last : width < last;
        if (before->falling && !falls)
            continue;
        int cost = before->cost + search->spots[from].cost + line_cost(width, last);
        if (falls == falling && cost < best.cost) {
            best.cost = cost;
            best.before = i;
        }
    }
    if (best.cost < COST_NEVER)
        add_way(search, best);
}

static void find_ways(struct search *search)
{
    for (size_t to = 1; to < search->count; to++) {
        search->first[to] = search->way_count;
        bool end = to + 1 == search->count;
        for (size_t from = to; from-- > 0 && line_width(search, from, to) <= search->columns;) {
            if ((!end && search->spots[to].cost >= COST_NEVER) ||
                (from && search->spots[from].cost >= COST_NEVER))
                continue;
            find_way(search, from, to, false);
            find_way(search, from, to, true);
        }
        search->first[to + 1] = search->way_count;
    }
}

static void write_way(const struct search *search, const char *title, size_t way, size_t to,
                      struct buffer *out)
{
    const struct way *last = &search->ways[way];
    if (last->before != SIZE_MAX) {
        write_way(search, title, last->before, last->from, out);
        buffer_add_char(out, '\n');
    }
    size_t from = search->spots[last->from].at;
    buffer_add_bytes(out, title + from, search->spots[to].at - from);
}

/* Whether there is a way; then it is written. */
static bool write_best(struct search *search, const char *title, struct buffer *out)
{
    size_t best = SIZE_MAX, end = search->count - 1;
    find_ways(search);
    for (size_t i = search->first[end]; i < search->first[end + 1]; i++)
        if (best == SIZE_MAX || search->ways[i].cost < search->ways[best].cost)
            best = i;
    if (best != SIZE_MAX)
        write_way(search, title, best, end, out);
    return best != SIZE_MAX;
}

static bool break_by_sense(const char *line, size_t columns, struct buffer *out)
{
    struct spot *spots = memory_new((strlen(line) + 1) * sizeof *spots);
    struct search search = {.spots = spots, .columns = columns, .way_room = FIRST_ROOM};
    search.ways = memory_new(FIRST_ROOM * sizeof *search.ways);
    search.count = find_spots(line, spots);
    search.first = memory_new((search.count + 1) * sizeof *search.first);
    bool found = search.count <= CLUSTERS_MOST && write_best(&search, line, out);
    free(search.first);
    free(search.ways);
    free(spots);
    return found;
}

/* ---- Lines ---- */

static void fill_lines(const char *line, size_t columns, struct buffer *out)
{
    for (bool first = true; *line; first = false) {
        struct wrap_line next = wrap_next(line, columns);
        if (!first)
            buffer_add_char(out, '\n');
        buffer_add_bytes(out, line, next.size);
        line += next.step;
    }
}

void title_break(const char *title, size_t columns, struct buffer *out)
{
    struct buffer line = BUFFER_EMPTY;
    for (;;) {
        size_t size = strcspn(title, "\n");
        buffer_cut(&line, 0);
        buffer_add_bytes(&line, title, size);
        if (text_width(line.bytes) <= columns)
            buffer_add(out, line.bytes);
        else if (!break_by_sense(line.bytes, columns, out))
            fill_lines(line.bytes, columns, out);
        if (!title[size])
            break;
        buffer_add_char(out, '\n');
        title += size + 1;
    }
    buffer_free(&line);
}
