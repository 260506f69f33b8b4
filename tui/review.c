#include "tui/review.h"

#include "core/language.h"
#include "core/memory.h"
#include "tui/backwards.h"
#include "tui/config.h"
#include "tui/drafts.h"
#include "tui/loop.h"
#include "tui/opening.h"
#include "tui/overview.h"
#include "tui/rights.h"
#include "tui/state.h"
#include "tui/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOOK_EVERY = 1500 }; /* milliseconds between two looks at main */

/* Who the person is in the snapshot's list. */
static void find_me(struct review *review)
{
    review->me = reviewers_find(&review->snapshot->assessment->reviewers, review->person);
}

enum status review_reload(struct review *review, struct error *error)
{
    struct snapshot *fresh;
    const struct snapshot_wanted wanted = {.year = review->year, .before = review->snapshot};
    enum status status = snapshot_read(review->record, &wanted, &fresh, error);
    if (status)
        return status;
    /* What a screen made of a commit may point into its snapshot: of the same commit, it stays. */
    bool same = strcmp(fresh->commit, review->snapshot->commit) == 0;
    snapshot_free(same ? fresh : review->snapshot);
    review->snapshot = same ? review->snapshot : fresh;
    find_me(review);
    return STATUS_OK;
}

void place_set(struct place *place, const struct entry *entry)
{
    snprintf(place->jurisdiction, PATH_MOST, "%s", entry->jurisdiction->id);
    snprintf(place->item, PATH_MOST, "%s", entry->item->id);
}

bool place_is(const struct place *place, const struct entry *entry)
{
    return strcmp(entry->jurisdiction->id, place->jurisdiction) == 0 &&
           strcmp(entry->item->id, place->item) == 0;
}

const struct jurisdiction *review_jurisdiction(const struct review *review)
{
    return assessment_jurisdiction(review->snapshot->assessment, review->here.jurisdiction);
}

const struct entry *review_entry(const struct review *review)
{
    const struct assessment *assessment = review->snapshot->assessment;
    const struct jurisdiction *jurisdiction = review_jurisdiction(review);
    const struct item *item = assessment_item(assessment, review->here.item);
    return jurisdiction && item ? assessment_entry(assessment, jurisdiction, item) : NULL;
}

void review_go(struct review *review, const struct entry *entry)
{
    place_set(&review->here, entry);
}

void review_go_jurisdiction(struct review *review, const struct jurisdiction *jurisdiction)
{
    snprintf(review->here.jurisdiction, PATH_MOST, "%s", jurisdiction->id);
    review->here.item[0] = '\0';
}

void review_remember(struct review *review, const struct entry *entry)
{
    if (review->done_count == DONE_MOST) {
        memmove(review->done, review->done + 1, (DONE_MOST - 1) * sizeof *review->done);
        review->done_count--;
    }
    struct done *done = &review->done[review->done_count++];
    place_set(&done->place, entry);
    snprintf(done->before, COMMIT_SIZE, "%s", entry->decision ? entry->decision->blob : "");
}

void review_forget(struct review *review, const struct place *place)
{
    size_t at = review->done_count;
    while (at > 0 && (strcmp(review->done[at - 1].place.jurisdiction, place->jurisdiction) != 0 ||
                      strcmp(review->done[at - 1].place.item, place->item) != 0))
        at--;
    if (at == 0)
        return;
    memmove(&review->done[at - 1], &review->done[at],
            (review->done_count - at) * sizeof *review->done);
    review->done_count--;
}

bool review_is_open(const struct entry *entry)
{
    return entry->state == STATE_PENDING || entry->state == STATE_STALE ||
           entry->state == STATE_RETURNED;
}

size_t review_count_open(const struct counts *counts)
{
    return counts->state[STATE_PENDING] + counts->state[STATE_STALE] +
           counts->state[STATE_RETURNED];
}

const struct entry *review_next(const struct review *review, const struct entry *from,
                                const struct jurisdiction *within, bool forward)
{
    const struct assessment *assessment = review->snapshot->assessment;
    size_t count = assessment->entry_count;
    size_t at = from ? from->index : forward && count ? count - 1 : 0;
    for (size_t i = 0; i < count; i++) {
        at = (forward ? at + 1 : at + count - 1) % count;
        const struct entry *entry = &assessment->entries[at];
        if (review_is_open(entry) && (!within || entry->jurisdiction == within) &&
            rights_may(review, entry, RIGHT_REVIEW))
            return entry;
    }
    return NULL;
}

/* Looks whether somebody else moved main. */
static bool follow_main(void *context)
{
    struct review *review = context;
    char tip[COMMIT_SIZE];
    struct error error;
    if (record_tip(review->record, tip, &error) || strcmp(tip, review->snapshot->commit) == 0 ||
        strcmp(tip, review->refused) == 0)
        return false;
    if (record_check_seen(review->record, &error) || review_reload(review, &error)) {
        memcpy(review->refused, tip, sizeof tip);
        loop_say_error(&error);
    } else {
        loop_say(STYLE_DIM, TR("somebody else's work was loaded: %.7s", "已载入他人的新提交：%.7s"),
                 tip);
    }
    return true;
}

/* The first jurisdiction with something open, or else the first. */
static void go_to_work(struct review *review)
{
    const struct assessment *assessment = review->snapshot->assessment;
    const struct entry *open = review_next(review, NULL, NULL, true);
    if (open)
        review_go_jurisdiction(review, open->jurisdiction);
    else if (assessment->jurisdiction_count)
        review_go_jurisdiction(review, &assessment->jurisdictions[0]);
}

/* Puts on the disk where the reviewer is. That it cannot be is said once: nothing typed is lost by
 * it. */
static void keep_place(void *context)
{
    static bool said;
    struct review *review = context;
    struct error error;
    receipt_keep(&review->receipt, review->state, review->record);
    if (resume_keep(&review->resume, review->state, review, &error) && !said) {
        said = true;
        loop_say_error(&error);
    }
}

/* Where the reviewer left off, else where there is work. */
static void begin(struct review *review, struct error *trouble)
{
    review->drafts = drafts_new(review->state, review->year);
    if (!resume_load(&review->resume, review->state, review, &review->resumed, trouble))
        trouble->text[0] = '\0';
    if (!review->resumed)
        go_to_work(review);
}

/* Says the first of what is wrong with the person's own files. */
static void say_trouble(const struct config *config, const struct error *trouble)
{
    if (config->mistakes > 1) /* the count first: the row may cut the rest */
        loop_say(STYLE_BAD, TR("%zu mistakes, the first: %s", "配置有%zu处错误，首先：%s"),
                 config->mistakes, config->first.text);
    else if (config->mistakes || *trouble->text)
        loop_say_error(config->mistakes ? &config->first : trouble);
}

static void end(struct review *review)
{
    drafts_free(review->drafts);
    state_free(review->state);
    resume_free(&review->resume);
    snapshot_free(review->snapshot);
    buffer_free(&review->arrangement.folded);
    free(review->person);
    free(review->year);
    record_free(review->record);
}

/* Opens the record and reads the year. What stands on the screen meanwhile comes first: libgit2's
 * own start takes longer than all else before it. */
static enum status read_record(struct review *review, const char *path, const char *year,
                               bool language_known, struct error *error)
{
    struct opening opening = {.year = year};
    const struct snapshot_wanted wanted = {
        .year = year, .progress = opening_progress, .context = &opening};
    opening_draw(&opening);
    enum status status = record_open(path, &review->record, error);
    if (status)
        return status;
    int language = record_language(review->record);
    if (!language_known && language >= 0)
        language_set((enum language)language);
    review->person = record_person(review->record);
    review->state = state_new(record_path(review->record), review->person);
    receipt_load(&review->receipt, review->state);
    record_set_seen(review->record, review->receipt.commit);
    status = snapshot_read(review->record, &wanted, &review->snapshot, error);
    record_spare(review->record);
    if (!status)
        find_me(review);
    return status;
}

/* While another writer is waited for. */
static void say_waiting(void *context, const char *words)
{
    const struct loop *loop = context;
    loop_say(STYLE_WAITING, "%s", words);
    if (loop->top)
        loop_draw(loop->top);
}

/* Until the reviewer leaves. */
static void stay(struct review *review, const struct config *config)
{
    struct loop loop = {
        .tick = follow_main, .every = LOOK_EVERY, .keep = keep_place, .context = review};
    const struct patience patience = {
        .tell = PATIENCE_TELL, .most = PATIENCE_MOST, .waiting = say_waiting, .context = &loop};
    struct error trouble, backwards;
    review->year = memory_text(review->snapshot->assessment->year);
    begin(review, &trouble);
    struct view *first = overview_open(review, review->resumed);
    if (record_check_seen(review->record, &backwards))
        first = backwards_open(first, backwards.text);
    if (config->mouse)
        terminal_set_mouse(true);
    say_trouble(config, &trouble);
    record_set_patience(review->record, &patience);
    loop_run(&loop, first);
    keep_place(review);
}

enum status review_run(const char *path, const char *year, bool language_known, struct error *error)
{
    struct review review = {.arrangement.folded = BUFFER_EMPTY, .resume = RESUME_EMPTY};
    struct config config;
    config_read(&config);
    config_apply(&config);
    enum status status = terminal_start(error);
    if (status)
        return status;
    status = read_record(&review, path, year, language_known, error);
    if (!status)
        stay(&review, &config);
    terminal_stop();
    end(&review);
    return status;
}
