#include "core/circular.h"

#include "core/buffer.h"
#include "core/facts.h"
#include "core/language.h"
#include "core/memory.h"

static bool is_container(const struct value *value)
{
    return value->kind == VALUE_LIST || value->kind == VALUE_MAP;
}

static const struct entry *open_entry(const struct value *value)
{
    return value->source ? value->source->open : NULL;
}

const char *circular_words(struct arena *arena, const struct value *value)
{
    switch (value->kind) {
    case VALUE_NULL:
        return CIRCULAR_OPEN;
    case VALUE_TRUTH:
        return value->truth ? "true" : "false";
    case VALUE_LIST:
        return arena_format(arena, TR("(a list of %zu)", "（共%zu项的列表）"), value->count);
    case VALUE_MAP:
        return arena_format(arena, TR("(%zu facts)", "（共%zu个事实）"), value->count);
    case VALUE_TEXT:
    case VALUE_NUMBER:
        break;
    }
    return value->text;
}

/* ---- Final ---- */

const char *circular_remedy(enum state state)
{
    if (state == STATE_PENDING)
        return TR("decide and confirm it", "请先评定并复核");
    if (state == STATE_DECIDED)
        return TR("have it confirmed", "请先复核");
    return TR("decide it again and have it confirmed", "请重新评定并复核");
}

static const char *open_words(const struct entry *entry)
{
    return entry->state == STATE_PENDING   ? TR("is pending", "待评定")
           : entry->state == STATE_DECIDED ? TR("waits for its confirmation", "待复核")
           : entry->state == STATE_STALE   ? TR("is stale", "需重评")
                                           : TR("was returned", "已退回");
}

static enum status fail_open(const struct mustache_place *place, const struct source *source,
                             struct error *error)
{
    const struct entry *entry = source->open;
    struct buffer more = BUFFER_EMPTY;
    if (source->open_count > 1)
        buffer_format(&more, TR(", and on others that are open (%zu more)", "，另有%zu项未定"),
                      source->open_count - 1);
    enum status status =
        fail(error, STATUS_NO, place->file, place->line,
             TR("'%s' rests on %s, %s (%s), which %s%s: %s, or render a draft with --draft",
                "“%s”所依据的%s %s（%s）%s%s：%s，或用 --draft 生成草稿"),
             place->name, entry->jurisdiction->name, entry->item->id, entry->item->name,
             open_words(entry), more.size ? more.bytes : "", circular_remedy(entry->state));
    buffer_free(&more);
    return status;
}

/* Whether the value is missing because its one entry does not apply. */
static bool is_exempt(const struct value *value)
{
    const struct source *source = value->source;
    return source && source->count == 1 && source->basis[0]->decision &&
           source->basis[0]->decision->verdict == VERDICT_EXEMPT;
}

static enum status judge_final(const struct mustache_place *place, const struct value *value,
                               struct error *error)
{
    if (!value)
        return fail(error, STATUS_INPUT, place->file, place->line,
                    TR("there is no fact or partial '%s': correct the name; `kaoping facts` lists "
                       "all facts",
                       "没有名为“%s”的事实或分篇：请改正名称；“kaoping facts”列出全部事实"),
                    place->name);
    if (open_entry(value))
        return fail_open(place, value->source, error);
    if (value->kind == VALUE_NULL && is_exempt(value))
        return fail(
            error, STATUS_NO, place->file, place->line,
            TR("'%s' has no value, for %s %s was decided exempt: write in the template what "
               "is said then",
               "“%s”没有数值：%s %s 评为不适用，请在模板中写明此种情形"),
            place->name, value->source->basis[0]->jurisdiction->name,
            value->source->basis[0]->item->id);
    if (value->kind == VALUE_NULL)
        return fail(error, STATUS_NO, place->file, place->line,
                    TR("'%s' has no value in the record: add what is missing there, or take the "
                       "tag out",
                       "“%s”在考评库中没有数值：请补充所缺内容，或删去此标签"),
                    place->name);
    if (is_container(value) && !place->section)
        return fail(error, STATUS_INPUT, place->file, place->line,
                    TR("'%s' is not one figure but several: write {{#%s}}…{{/%s}}, or name one of "
                       "its facts",
                       "“%s”不是单个数值：请写成{{#%s}}…{{/%s}}，或写明其中一项事实"),
                    place->name, place->name, place->name);
    return STATUS_OK;
}

/* ---- Draft ---- */

/* A section over a list or map is not marked where its members are: each of them is. */
static bool is_doubtful(const struct mustache_place *place, const struct value *value)
{
    if (!value || value->kind == VALUE_NULL)
        return true;
    if (is_container(value) && !place->section)
        return true;
    return open_entry(value) && !(is_container(value) && value->first);
}

/* What a rendering keeps from one name to the next. */
struct judging {
    const struct circular *circular;
    const struct value *marked; /* the section's value that was marked last */
};

/* {{#x}}…{{/x}}{{^x}}…{{/x}} choose one wording: one mark for the two. */
static bool is_marked_already(struct judging *judging, const struct mustache_place *place,
                              const struct value *value)
{
    bool again = place->section && value && value == judging->marked;
    if (place->section)
        judging->marked = again ? NULL : value;
    return again;
}

static void add_stop(struct circular_stops *stops, const struct mustache_place *place,
                     const struct value *value, const char *why)
{
    struct circular_stop *stop = ARENA_NEW(stops->arena, struct circular_stop);
    stop->place = *place;
    stop->place.file = arena_text(stops->arena, place->file);
    stop->place.name = arena_text(stops->arena, place->name);
    stop->value = value;
    stop->why = arena_text(stops->arena, why);
    *(stops->last ? &stops->last->next : &stops->first) = stop;
    stops->last = stop;
}

static enum status judge(void *context, const struct mustache_place *place,
                         const struct value *value, const char **mark, struct error *error)
{
    struct judging *judging = context;
    struct circular_stops *stops = judging->circular->stops;
    struct error why;
    if (stops && judge_final(place, value, &why))
        add_stop(stops, place, value, why.text);
    if (!judging->circular->draft)
        return stops ? STATUS_OK : judge_final(place, value, error);
    if (is_doubtful(place, value) && !is_marked_already(judging, place, value))
        *mark = CIRCULAR_OPEN;
    return STATUS_OK;
}

static const char *find_partial(void *context, const char *name)
{
    const struct circular *circular = ((const struct judging *)context)->circular;
    return circular->partial ? circular->partial(circular->context, name) : NULL;
}

enum status circular_render(const struct circular *circular, const struct value *facts,
                            struct buffer *out, struct mustache_marks *marks, struct error *error)
{
    struct judging judging = {.circular = circular};
    struct mustache_host host = {.partial = find_partial, .judge = judge, .context = &judging};
    return mustache_render(circular->name, circular->text, facts, &host, out, marks, error);
}
