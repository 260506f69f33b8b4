#include "tui/commits.h"

#include "core/memory.h"
#include "core/moment.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void commits_free(struct commits *commits)
{
    log_close(commits->log);
    free(commits->rows);
    buffer_free(&commits->texts);
    *commits = COMMITS_EMPTY;
}

void commits_start(struct commits *commits, struct record *record, const char *tip,
                   const struct log_filter *filter)
{
    commits_free(commits);
    commits->record = record;
    commits->filter = *filter;
    snprintf(commits->tip, sizeof commits->tip, "%s", tip);
    log_open(record, tip, NULL, filter, &commits->log, &commits->trouble);
}

bool commits_ended(const struct commits *commits)
{
    return !commits->log;
}

/* Makes room for one row more at that place. */
static struct commits_row *insert(struct commits *commits, size_t at)
{
    if (commits->count == commits->room) {
        commits->room = commits->room ? 2 * commits->room : 128;
        commits->rows = memory_resize(commits->rows, commits->room * sizeof *commits->rows);
    }
    struct commits_row *row = &commits->rows[at];
    memmove(row + 1, row, (commits->count++ - at) * sizeof *row);
    return row;
}

static void add(struct commits *commits, size_t at, const struct log_entry *entry)
{
    struct commits_row *row = insert(commits, at);
    *row = (struct commits_row){
        .offset = entry->offset, .when = entry->when, .text = commits->texts.size};
    memcpy(row->commit, entry->commit, sizeof row->commit);
    buffer_add_bytes(&commits->texts, entry->author, strlen(entry->author) + 1);
    buffer_add_bytes(&commits->texts, entry->subject, strlen(entry->subject) + 1);
}

/* The name of "Name <mail>". */
static void add_act(struct commits *commits, const struct act *act)
{
    const char *mail = strstr(act->person, " <");
    size_t name = mail ? (size_t)(mail - act->person) : strlen(act->person);
    *insert(commits, commits->count) =
        (struct commits_row){.offset = act->offset, .when = act->when, .text = commits->texts.size};
    buffer_add_bytes(&commits->texts, act->person, name);
    buffer_add_char(&commits->texts, '\0');
    buffer_add_bytes(&commits->texts, act->subject, strlen(act->subject) + 1);
    commits->acts++;
}

void commits_start_entry(struct commits *commits, struct record *record, const char *tip,
                         const struct log_filter *filter, const struct entry *entry)
{
    struct arena *arena = arena_new();
    struct error broken;
    commits_start(commits, record, tip, filter);
    const struct act *act = history_acts(record, arena, entry, &broken);
    if (broken.status)
        commits->trouble = broken;
    for (; act && !broken.status; act = act->older)
        add_act(commits, act);
    arena_free(arena);
}

/* A commit is that of the act which waits with its words, or stands by itself in its place. */
static void take(struct commits *commits, const struct log_entry *entry)
{
    size_t at = 0;
    for (size_t i = 0; commits->acts && i < commits->count; i++) {
        struct commits_row *row = &commits->rows[i];
        if (!*row->commit && row->when == entry->when &&
            !strcmp(commits_subject(commits, i), entry->subject) &&
            !strcmp(commits_author(commits, i), entry->author)) {
            memcpy(row->commit, entry->commit, sizeof row->commit);
            commits->acts--;
            return;
        }
    }
    if (!commits->acts) {
        add(commits, commits->count, entry);
        return;
    }
    while (at < commits->count &&
           (*commits->rows[at].commit || commits->rows[at].when > entry->when))
        at++;
    add(commits, at, entry);
}

void commits_read(struct commits *commits, size_t count, int milliseconds)
{
    long long end = clock_now() + milliseconds;
    while (commits->log && (commits->count < count || commits->acts)) {
        long long left = end - clock_now();
        struct log_entry entry;
        enum log_step step;
        if (left < 0)
            return;
        if (log_next(commits->log, (int)left, &step, &entry, &commits->trouble))
            step = LOG_ENDED;
        if (step == LOG_FOUND) {
            take(commits, &entry);
        } else if (step == LOG_ENDED) {
            log_close(commits->log);
            commits->log = NULL;
        }
    }
}

/* Moves the rows of `from` behind those of `to`. */
static void append(struct commits *to, const struct commits *from)
{
    size_t count = to->count + from->count;
    if (count > to->room) {
        to->room = count;
        to->rows = memory_resize(to->rows, to->room * sizeof *to->rows);
    }
    for (size_t i = 0; i < from->count; i++) {
        struct commits_row row = from->rows[i];
        row.text += to->texts.size;
        to->rows[to->count++] = row;
    }
    buffer_add_bytes(&to->texts, from->texts.bytes, from->texts.size);
}

bool commits_follow(struct commits *commits, const char *tip, int milliseconds, size_t *more)
{
    struct commits news = COMMITS_EMPTY;
    struct log_filter filter = commits->filter;
    news.record = commits->record;
    news.filter = filter;
    snprintf(news.tip, sizeof news.tip, "%s", tip);
    bool whole = !log_open(news.record, tip, commits->tip, &filter, &news.log, &news.trouble);
    if (whole) {
        commits_read(&news, SIZE_MAX, milliseconds);
        whole = !news.log && !*news.trouble.text;
    }
    if (!whole) {
        commits_free(&news);
        commits_start(commits, commits->record, tip, &filter);
        return false;
    }
    *more = news.count;
    append(&news, commits);
    news.log = commits->log;
    news.trouble = commits->trouble;
    news.acts = commits->acts;
    commits->log = NULL;
    commits_free(commits);
    *commits = news;
    return true;
}

const char *commits_author(const struct commits *commits, size_t row)
{
    return commits->texts.bytes + commits->rows[row].text;
}

const char *commits_subject(const struct commits *commits, size_t row)
{
    const char *author = commits_author(commits, row);
    return author + strlen(author) + 1;
}
