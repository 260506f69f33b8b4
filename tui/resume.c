#include "tui/resume.h"

#include "core/assessment.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/words.h"
#include "tui/review.h"
#include "tui/state.h"

#include <stdio.h>
#include <string.h>

enum { FILTERS = FILTER_KIND + ITEM_KINDS };

static const char *const measures[MEASURES + 1] = {"decided", "completed", "score", NULL};

/* The words of the filters, the kinds of items behind the others. */
static const char *const *filters(void)
{
    static const char *words[FILTERS + 1] = {"none",   "pending",       "mine",     "returned",
                                             "stale",  "overdue",       "unmet",    "to-confirm",
                                             "marked", "mine-returned", "my-stale", "my-overdue"};
    for (int i = 0; i < ITEM_KINDS; i++)
        words[FILTER_KIND + i] = item_kind_ids[i];
    return words;
}

static void add_name(struct buffer *out, const struct review *review)
{
    buffer_format(out, "resume-%s", review->year);
}

/* ---- keeping ---- */

static void add_place(struct buffer *out, const struct review *review)
{
    const struct arrangement *arrangement = &review->arrangement;
    buffer_add(out, "---\n");
    document_add_field(out, "jurisdiction", review->here.jurisdiction);
    document_add_field(out, "item", review->here.item);
    document_add_field(out, "filter", filters()[arrangement->filter]);
    document_add_field(out, "measure", measures[arrangement->measure]);
    document_add_field(out, "sort", arrangement->sort);
    buffer_format(out, "reversed: %s\n", arrangement->reversed ? "true" : "false");
    document_add_field(out, "folded", arrangement->folded.bytes);
    buffer_add(out, "---\n");
}

enum status resume_keep(struct resume *resume, const struct state_folder *state,
                        const struct review *review, struct error *error)
{
    struct buffer bytes = BUFFER_EMPTY, name = BUFFER_EMPTY;
    enum status status = STATUS_OK;
    add_place(&bytes, review);
    add_name(&name, review);
    if (strcmp(bytes.bytes, resume->kept.bytes) != 0)
        status = state_write(state, name.bytes, bytes.bytes, bytes.size, error);
    if (!status) {
        buffer_cut(&resume->kept, 0);
        buffer_add(&resume->kept, bytes.bytes);
    }
    buffer_free(&bytes);
    buffer_free(&name);
    return status;
}

void resume_free(struct resume *resume)
{
    buffer_free(&resume->kept);
}

/* ---- loading ---- */

static void go(struct review *review, const char *jurisdiction, const char *item)
{
    const struct assessment *assessment = review->snapshot->assessment;
    const struct jurisdiction *there = assessment_jurisdiction(assessment, jurisdiction);
    const struct item *what = assessment_item(assessment, item);
    const struct entry *entry = there && what ? assessment_entry(assessment, there, what) : NULL;
    if (entry)
        review_go(review, entry);
    else if (there)
        review_go_jurisdiction(review, there);
}

/* The columns of the overview that are no category have a word of their own, which no category of
 * this year need have. */
static void arrange(struct arrangement *out, const struct assessment *assessment, const char *sort,
                    const char *folded)
{
    snprintf(out->sort, sizeof out->sort, "%s", strlen(sort) < sizeof out->sort ? sort : "");
    buffer_cut(&out->folded, 0);
    while (*(folded += strspn(folded, " "))) {
        char id[PATH_MOST];
        size_t size = strcspn(folded, " ");
        snprintf(id, sizeof id, "%.*s", (int)size, folded);
        if (assessment_category(assessment, id))
            buffer_format(&out->folded, "%s%s ", out->folded.size ? "" : " ", id);
        folded += size;
    }
}

static enum status read_place(struct review *review, const struct document *document,
                              struct error *error)
{
    const struct field *top = document->top;
    struct reading reading = {.document = document, .error = error};
    const char *jurisdiction = read_optional(&reading, top, "jurisdiction", "");
    const char *item = read_optional(&reading, top, "item", "");
    const char *sort = read_optional(&reading, top, "sort", "");
    const char *folded = read_optional(&reading, top, "folded", "");
    int filter = read_word(&reading, top, "filter", filters());
    int measure = read_word(&reading, top, "measure", measures);
    bool reversed = read_truth(&reading, top, "reversed", false);
    if (reading.status)
        return reading.status;
    review->arrangement.filter = filter < 0 ? FILTER_NONE : filter;
    review->arrangement.measure = measure < 0 ? MEASURE_DECIDED : (enum measure)measure;
    review->arrangement.reversed = reversed;
    arrange(&review->arrangement, review->snapshot->assessment, sort, folded);
    go(review, jurisdiction, item);
    return STATUS_OK;
}

enum status resume_load(struct resume *resume, const struct state_folder *state,
                        struct review *review, bool *found, struct error *error)
{
    struct arena *arena = arena_new();
    struct buffer name = BUFFER_EMPTY;
    struct document document;
    const char *bytes;
    size_t size;
    add_name(&name, review);
    enum status status = state_read(state, arena, name.bytes, &bytes, &size, error);
    *found = false;
    if (!status)
        status = document_parse(arena, name.bytes, bytes, size, &document, error);
    if (!status)
        status = read_place(review, &document, error);
    if (!status) {
        *found = *review->here.jurisdiction != '\0';
        buffer_cut(&resume->kept, 0);
        buffer_add_bytes(&resume->kept, bytes, size);
    }
    buffer_free(&name);
    arena_free(arena);
    return status == STATUS_NO ? STATUS_OK : status;
}
