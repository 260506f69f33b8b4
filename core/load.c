#include "core/facts.h"
#include "core/language.h"
#include "core/load_inside.h"
#include "core/memory.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>

/* A checklist file that is waiting for its references to be resolved. */
struct item_file {
    struct item *item;
    struct document document;
};

static int by_path(const void *path, const void *file)
{
    return strcmp(path, ((const struct file *)file)->path);
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

void files_sort(struct file *list, size_t count)
{
    bool sorted = true;
    for (size_t i = 1; i < count && sorted; i++)
        sorted = compare_paths(&list[i - 1], &list[i]) < 0;
    if (!sorted)
        qsort(list, count, sizeof *list, compare_paths);
}

const struct file *files_find(const struct files *files, const char *path)
{
    return files->count ? bsearch(path, files->list, files->count, sizeof *files->list, by_path)
                        : NULL;
}

/* The first file whose path is not below `path` in order. */
static size_t first_from(const struct files *files, const char *path)
{
    size_t from = 0, to = files->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (strcmp(files->list[middle].path, path) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

struct files files_below(const struct files *files, const char *folder)
{
    struct files below = *files;
    char behind[PATH_MOST + 64]; /* the same with the character behind / : behind all of them */
    size_t size = strlen(folder);
    below.count = 0;
    if (size == 0 || size >= sizeof behind)
        return below;
    memcpy(behind, folder, size);
    behind[size - 1] = '/' + 1;
    behind[size] = '\0';
    size_t first = first_from(files, folder);
    below.list = files->list + first;
    below.count = first_from(files, behind) - first;
    return below;
}

enum status load_parse(struct loading *load, const struct file *file, struct document *out)
{
    return document_parse(load->arena, file->path, file->bytes, file->size, out, load->error);
}

/* The name of a file in a folder ("siping" of "2020/jurisdictions/siping.md" in
 * "2020/jurisdictions/"), or NULL if it lies elsewhere, deeper, or is no Markdown. */
static const char *name_in(struct arena *arena, const char *path, const char *folder)
{
    size_t size = strlen(folder), all = strlen(path);
    if (strncmp(path, folder, size) != 0 || all < size + 4 || strcmp(path + all - 3, ".md") != 0)
        return NULL;
    return arena_text_of(arena, path + size, all - size - 3);
}

static enum status check_id(struct loading *load, const char *path, const char *id)
{
    if (text_is_id(id))
        return STATUS_OK;
    return fail(load->error, STATUS_INPUT, path, 0,
                TR("'%.60s' is no id: rename it with a-z, 0-9 and -",
                   "“%.60s”不能作为标识：请改用小写字母、数字和-命名"),
                id);
}

/* Names that are facts already where an id would stand beside them. */
static const char *const jurisdiction_facts[] = {
    "name", "government", "texts", "class", "total", "rank", "tied", "class-rank", "grade", NULL};
static const char *const category_facts[] = {"score", "full", "rate", NULL};

/* An id that would hide a fact, or be hidden by it, is refused. */
static enum status check_free(struct loading *load, const char *path, const char *id,
                              const char *const *taken)
{
    for (; *taken; taken++)
        if (strcmp(*taken, id) == 0)
            return fail(load->error, STATUS_INPUT, path, 0,
                        TR("'%s' is the name of a fact: name the file otherwise",
                           "“%s”是事实的名称：请给文件改名"),
                        id);
    return STATUS_OK;
}

const struct label *load_label(const struct label *labels, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(labels[i].id, id) == 0)
            return &labels[i];
    return NULL;
}

/* ---- jurisdictions ---- */

static int by_rankable_and_order(const void *a, const void *b)
{
    const struct jurisdiction *left = a, *right = b;
    if (left->whole != right->whole)
        return left->whole - right->whole;
    return left->order != right->order ? left->order - right->order : strcmp(left->id, right->id);
}

static enum status load_jurisdiction(struct loading *load, const struct file *file, const char *id)
{
    struct document document = {0};
    enum status status = check_id(load, file->path, id);
    if (!status)
        status = load_parse(load, file, &document);
    if (status)
        return status;
    if (strcmp(id, "whole") != 0 && (status = check_free(load, file->path, id, facts_reserved)))
        return status;
    struct reading reading = {&document, load->error, STATUS_OK};
    const struct field *top = document.top;
    struct jurisdiction *to = &load->to->jurisdictions[load->to->jurisdiction_count++];
    *to = (struct jurisdiction){
        .id = id,
        .name = read_text(&reading, top, "name"),
        .class = read_optional(&reading, top, "class", ""),
        .whole = read_truth(&reading, top, "whole", false),
        .order = read_whole(&reading, top, "order", 0, 100000, 0),
    };
    to->government = read_optional(&reading, top, "government", to->name);
    to->texts = load_texts(load, &reading, top, "texts", &to->text_count);
    if (*to->class && !load_label(load->to->classes, load->to->class_count, to->class))
        reading_fail(&reading, field_find(top, "class"),
                     TR("unknown class '%.60s': list it in assessment.md",
                        "没有类别“%.60s”：请在assessment.md中列出"),
                     to->class);
    load->to->ranked_count += !to->whole;
    return reading.status;
}

static enum status load_jurisdictions(struct loading *load)
{
    struct assessment *to = load->to;
    const char *folder = arena_format(load->arena, "%s/jurisdictions/", to->year);
    const struct files below = files_below(load->files, folder);
    to->jurisdictions = arena_array(load->arena, below.count, sizeof *to->jurisdictions);
    for (size_t i = 0; i < below.count; i++) {
        const struct file *file = &below.list[i];
        const char *id = name_in(load->arena, file->path, folder);
        enum status status = id ? load_jurisdiction(load, file, id) : STATUS_OK;
        if (status)
            return status;
    }
    if (!to->jurisdiction_count)
        return fail(
            load->error, STATUS_INPUT, folder, 0,
            TR("no jurisdictions: add one file for each", "没有考评对象：请每个对象建一个文件"));
    qsort(to->jurisdictions, to->jurisdiction_count, sizeof *to->jurisdictions,
          by_rankable_and_order);
    for (size_t i = 0; i < to->jurisdiction_count; i++)
        to->jurisdictions[i].index = i;
    return STATUS_OK;
}

/* ---- checklist ---- */

static int category_order(const void *a, const void *b)
{
    const struct category *left = a, *right = b;
    return left->order != right->order ? left->order - right->order : strcmp(left->id, right->id);
}

static int item_order(const void *a, const void *b)
{
    const struct item *left = ((const struct item_file *)a)->item;
    const struct item *right = ((const struct item_file *)b)->item;
    if (left->category != right->category)
        return left->category->index < right->category->index ? -1 : 1;
    return left->order != right->order ? left->order - right->order : strcmp(left->id, right->id);
}

static enum status load_category(struct loading *load, const struct file *file, const char *id)
{
    static const char *const roles[] = {"points", "bonus", "deduction", "veto", NULL};
    static const char *const scoring[] = {"items", "share", NULL};
    struct document document = {0};
    enum status status = check_id(load, file->path, id);
    if (!status)
        status = check_free(load, file->path, id, jurisdiction_facts);
    if (!status)
        status = load_parse(load, file, &document);
    if (status)
        return status;
    struct reading reading = {&document, load->error, STATUS_OK};
    const struct field *top = document.top;
    int role = read_word(&reading, top, "role", roles);
    struct category *to = &load->to->categories[load->to->category_count++];
    *to = (struct category){
        .id = id,
        .name = read_text(&reading, top, "name"),
        .brief = read_optional(&reading, top, "brief", NULL),
        .full = read_number(&reading, top, "full", DECIMAL_ZERO),
        .role = role < 0 ? ROLE_POINTS : (enum role)role,
        .share = read_word(&reading, top, "scoring", scoring) == 1,
        .order = read_whole(&reading, top, "order", 0, 100000, 0),
    };
    to->brief = to->brief ? to->brief : to->name;
    credits_read(&reading, read_map(&reading, top, "credit"), to->credits);
    return reading.status;
}

/* Splits "air/good-days" at its slash; NULL if there is not exactly one. */
static char *split(struct arena *arena, const char *name, const char **rest)
{
    const char *slash = strchr(name, '/');
    if (!slash || strchr(slash + 1, '/'))
        return NULL;
    *rest = slash + 1;
    return arena_text_of(arena, name, (size_t)(slash - name));
}

static enum status load_categories(struct loading *load, const char *folder)
{
    struct assessment *to = load->to;
    const struct files below = files_below(load->files, folder);
    to->categories = arena_array(load->arena, below.count, sizeof *to->categories);
    for (size_t i = 0; i < below.count; i++) {
        const struct file *file = &below.list[i];
        const char *rest, *name = name_in(load->arena, file->path, folder);
        const char *id = name ? split(load->arena, name, &rest) : NULL;
        if (!id || strcmp(rest, "category") != 0)
            continue;
        enum status status = load_category(load, file, id);
        if (status)
            return status;
    }
    qsort(to->categories, to->category_count, sizeof *to->categories, category_order);
    for (size_t i = 0; i < to->category_count; i++)
        to->categories[i].index = i;
    return STATUS_OK;
}

static enum status load_item_file(struct loading *load, const struct file *file, const char *name,
                                  struct item_file *out)
{
    const char *rest, *id = split(load->arena, name, &rest);
    if (!id)
        return fail(load->error, STATUS_INPUT, file->path, 0,
                    TR("an item lies in its category's folder: move it there",
                       "考评项须放在其类别的文件夹中"));
    enum status status = check_id(load, file->path, rest);
    if (!status)
        status = check_free(load, file->path, rest, category_facts);
    if (!status)
        status = load_parse(load, file, &out->document);
    if (status)
        return status;
    const struct category *category = assessment_category(load->to, id);
    if (!category)
        return fail(load->error, STATUS_INPUT, file->path, 0,
                    TR("its folder has no category.md: add one", "所在文件夹缺少category.md"));
    struct reading reading = {&out->document, load->error, STATUS_OK};
    out->item = item_load(load->arena, &reading, name, &load->to->categories[category->index]);
    out->item->blob = file->blob;
    return reading.status;
}

/* Whether a word of `applies` means the jurisdiction; an unknown word is a mistake elsewhere. */
static bool applies(const char *word, const struct jurisdiction *jurisdiction)
{
    if (strcmp(word, jurisdiction->id) == 0)
        return true;
    if (jurisdiction->whole)
        return strcmp(word, "whole") == 0;
    return strcmp(word, "all") == 0 || strcmp(word, jurisdiction->class) == 0;
}

static bool is_known_applies(const struct assessment *to, const char *word)
{
    return strcmp(word, "all") == 0 || strcmp(word, "whole") == 0 ||
           load_label(to->classes, to->class_count, word) || assessment_jurisdiction(to, word);
}

static void resolve_cap(struct loading *load, struct reading *reading, struct item *item)
{
    const char *name = read_text(reading, reading->document->top, "grade");
    for (item->cap = 0; item->cap < load->to->grade_count; item->cap++)
        if (strcmp(load->to->grades[item->cap].name, name) == 0)
            return;
    reading_fail(reading, field_find(reading->document->top, "grade"),
                 TR("unknown grade '%.60s': use one of assessment.md",
                    "没有等次“%.60s”：请用assessment.md中的等次"),
                 name);
}

/* A task's identity is its inspection and its number there. */
static void check_number(struct loading *load, struct reading *reading, const struct item *item)
{
    for (size_t i = 0; i < item->index; i++) {
        const struct item *other = load->to->items[i];
        if (other->kind == ITEM_RECTIFICATION && other->number == item->number &&
            strcmp(other->inspection, item->inspection) == 0)
            reading_fail(reading, field_find(reading->document->top, "number"),
                         TR("number %d of '%s' is %s already: give this task its own",
                            "第%d项（%s）已是 %s：请改用本任务自己的序号"),
                         item->number, item->inspection, other->id);
    }
}

/* Checks what an item says of others, and marks in the matrix where it applies. */
static enum status resolve_item(struct loading *load, struct item_file *file, bool *matrix)
{
    struct assessment *to = load->to;
    struct item *item = file->item;
    struct reading reading = {&file->document, load->error, STATUS_OK};
    const struct field *list = read_list(&reading, file->document.top, "applies");
    if (!list || !list->count)
        reading_fail(&reading, NULL,
                     TR("'applies' is missing: to whom does the item apply?",
                        "缺少“applies”：此项适用于谁？"));
    for (const struct field *word = list ? list->first : NULL; word; word = word->next) {
        if (!is_known_applies(to, word->text))
            reading_fail(&reading, word,
                         TR("'%.60s' is no jurisdiction, class, all or whole",
                            "“%.60s”不是考评对象、类别、all或whole"),
                         word->text);
        for (size_t j = 0; j < to->jurisdiction_count; j++)
            if (applies(word->text, &to->jurisdictions[j]))
                matrix[j * to->item_count + item->index] = true;
    }
    for (size_t i = 0; i < item->target_count; i++)
        if (!assessment_jurisdiction(to, item->targets[i].jurisdiction))
            reading_fail(
                &reading, field_find(file->document.top, "targets"),
                TR("a target of an unknown jurisdiction '%.60s'", "目标中没有考评对象“%.60s”"),
                item->targets[i].jurisdiction);
    if (item->kind == ITEM_RECTIFICATION &&
        !load_label(to->inspections, to->inspection_count, item->inspection))
        reading_fail(&reading, field_find(file->document.top, "inspection"),
                     TR("unknown inspection '%.60s': list it in assessment.md",
                        "没有督察“%.60s”：请在assessment.md中列出"),
                     item->inspection);
    if (item->kind == ITEM_RECTIFICATION) {
        item->conditions = to->conditions;
        item->condition_count = to->condition_count;
        item->notice_days = to->notice_days;
        check_number(load, &reading, item);
    }
    if (item->kind == ITEM_VETO && item->effect == EFFECT_CAP)
        resolve_cap(load, &reading, item);
    if (item->kind == ITEM_VETO && item->effect == EFFECT_ZERO && !load->files->part &&
        !assessment_item(to, item->zeroes))
        reading_fail(&reading, field_find(file->document.top, "item"),
                     TR("unknown item '%.60s'", "没有考评项“%.60s”"), item->zeroes);
    return reading.status;
}

/* The entries, by jurisdiction and then in the checklist's order. */
static void make_entries(struct loading *load, const bool *applying)
{
    struct assessment *to = load->to;
    size_t size = to->jurisdiction_count * to->item_count, count = 0;
    for (size_t i = 0; i < size; i++)
        count += applying[i];
    to->entries = arena_array(load->arena, count, sizeof *to->entries);
    to->matrix = arena_array(load->arena, size, sizeof(struct entry *));
    for (size_t i = 0; i < to->item_count; i++)
        to->items[i]->entries = arena_array(load->arena, to->jurisdiction_count, sizeof(void *));
    for (size_t j = 0; j < to->jurisdiction_count; j++) {
        struct jurisdiction *jurisdiction = &to->jurisdictions[j];
        jurisdiction->entries = arena_array(load->arena, to->item_count, sizeof(void *));
        for (size_t i = 0; i < to->item_count; i++) {
            if (!applying[j * to->item_count + i])
                continue;
            struct item *item = to->items[i];
            struct entry *entry = &to->entries[to->entry_count];
            *entry = (struct entry){
                .item = item, .jurisdiction = jurisdiction, .index = to->entry_count++};
            jurisdiction->entries[jurisdiction->entry_count++] = entry;
            item->entries[item->entry_count++] = entry;
            to->matrix[j * to->item_count + i] = entry;
        }
    }
}

static enum status load_checklist(struct loading *load)
{
    struct assessment *to = load->to;
    const char *folder = arena_format(load->arena, "%s/checklist/", to->year);
    enum status status = load_categories(load, folder);
    const struct files below = files_below(load->files, folder);
    struct item_file *list = arena_array(load->arena, below.count, sizeof *list);
    for (size_t i = 0; i < below.count && !status; i++) {
        const struct file *file = &below.list[i];
        const char *name = name_in(load->arena, file->path, folder);
        size_t size = name ? strlen(name) : 0;
        if (name && (size < 9 || strcmp(name + size - 9, "/category") != 0))
            status = load_item_file(load, file, name, &list[to->item_count++]);
    }
    if (status)
        return status;
    qsort(list, to->item_count, sizeof *list, item_order);
    to->items = arena_array(load->arena, to->item_count, sizeof(struct item *));
    for (size_t i = 0; i < to->item_count; i++) {
        struct item *item = list[i].item;
        struct category *category = item->category;
        if (!category->items)
            category->items = arena_array(load->arena, to->item_count, sizeof(struct item *));
        item->index = i;
        to->items[i] = category->items[category->item_count++] = item;
    }
    bool *applying =
        arena_array(load->arena, to->jurisdiction_count * to->item_count, sizeof(bool));
    for (size_t i = 0; i < to->item_count && !status; i++)
        status = resolve_item(load, &list[i], applying);
    if (!status)
        make_entries(load, applying);
    return status;
}

enum status assessment_load(struct arena *arena, const struct files *files, const char *year,
                            const char *today, const struct assessment **out, struct error *error)
{
    struct assessment *to = ARENA_NEW(arena, struct assessment);
    to->year = arena_text(arena, year);
    to->today = arena_text(arena, today);
    struct loading load = {.arena = arena, .files = files, .to = to, .error = error};
    const char *tie_breaker = "";
    enum status status = load_year(&load, &tie_breaker);
    if (!status)
        status = load_jurisdictions(&load);
    if (!status)
        status = load_checklist(&load);
    if (!status && *tie_breaker && !(to->tie_breaker = assessment_category(to, tie_breaker)))
        status =
            fail(error, STATUS_INPUT, arena_format(arena, "%s/assessment.md", year), 0,
                 TR("unknown category '%.60s' as tie-breaker", "没有类别“%.60s”（tie-breaker）"),
                 tie_breaker);
    if (!status)
        status = load_rosters(&load);
    if (!status)
        status = leaves_load(to, arena, files, error);
    if (!status)
        *out = to;
    return status;
}
