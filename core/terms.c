#include "core/terms.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/moment.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

static bool is_given(const char *text)
{
    return text && *text;
}

bool deadline_is_day(const char *deadline)
{
    long day;
    return day_parse(deadline, &day);
}

const char *deadline_words(const char *deadline)
{
    return strcmp(deadline, "at-once") == 0    ? TR("at once", "立行立改")
           : strcmp(deadline, "standing") == 0 ? TR("standing", "长期坚持")
                                               : deadline;
}

/* The day of a moment, or "" where it has none. */
static void day_of(const char *moment, char out[DAY_SIZE])
{
    snprintf(out, DAY_SIZE, "%.10s", moment ? moment : "");
    if (!deadline_is_day(out))
        *out = '\0';
}

/* ---- extensions ---- */

static enum status fail_day(const char *text, struct error *error)
{
    return fail(error, STATUS_INPUT, NULL, 0,
                TR("'%.30s' is no day: write it as 2021-06-30",
                   "“%.30s”不是日期：请写成2021-06-30这样的日期"),
                text);
}

enum status extension_check(const struct entry *entry, const char *asked, const char *day,
                            struct error *error)
{
    if (entry->item->kind != ITEM_RECTIFICATION)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("only a rectification has a deadline: leave it out",
                       "仅整改任务有整改时限：请勿填写"));
    if (!deadline_is_day(entry->deadline))
        return fail(
            error, STATUS_INPUT, NULL, 0,
            TR("a task that is due at once, or standing, has no day to extend: leave it out",
               "立行立改和长期坚持的任务没有可延期的日期：请勿填写"));
    if (!deadline_is_day(asked))
        return fail_day(asked, error);
    if (strcmp(asked, entry->deadline) <= 0)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("%s is not later than the deadline in force, %s: name a later day",
                       "%s不晚于现行时限%s：请填写更晚的日期"),
                    asked, entry->deadline);
    if (*day && strcmp(day, entry->deadline) > 0)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("an extension is asked for on or before the deadline in force, %s, and it "
                       "has passed: decide without one",
                       "延期须在现行时限（%s）届满前提出，现已逾期：请不申请延期，另行评定"),
                    entry->deadline);
    return STATUS_OK;
}

static enum status check_deadline(const struct entry *entry, struct decision *decision,
                                  struct error *error)
{
    char day[DAY_SIZE];
    if (is_given(decision->deadline) && strcmp(decision->deadline, entry->deadline) == 0)
        decision->deadline = "";
    if (!is_given(decision->deadline))
        return STATUS_OK;
    day_of(decision->decided, day);
    enum status status = extension_check(entry, decision->deadline, day, error);
    if (status)
        return status;
    if (verdict_is_complete(decision->verdict) || decision->verdict == VERDICT_WITHDRAWN)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("'%s' needs no extension: leave the deadline out",
                       "结论为“%s”，无须延期：请勿填写延期日期"),
                    verdict_name(decision->verdict));
    return is_given(decision->reason)
               ? STATUS_OK
               : fail(error, STATUS_INPUT, NULL, 0,
                      TR("an extension needs a reason: add a note", "延期须说明理由：请补充说明"));
}

/* ---- notices ---- */

enum status notice_parse(const char *text, struct notice *out, struct error *error)
{
    struct buffer plain = BUFFER_EMPTY;
    *out = (struct notice){"", ""};
    for (const char *at = text; *at;) {
        uint32_t c = text_narrow(text_next(&at));
        if (c != ' ')
            text_add_character(&plain, c);
    }
    enum status status = STATUS_OK;
    const char *slash = strchr(plain.bytes, '/');
    if (slash) {
        snprintf(out->from, sizeof out->from, "%.*s", (int)(slash - plain.bytes), plain.bytes);
        snprintf(out->until, sizeof out->until, "%s", slash + 1);
    }
    bool whole = slash && slash - plain.bytes == DAY_SIZE - 1 && strlen(slash) == DAY_SIZE &&
                 deadline_is_day(out->from) && deadline_is_day(out->until);
    if (plain.size && (!whole || strcmp(out->from, out->until) > 0)) {
        status = fail(error, STATUS_INPUT, NULL, 0,
                      TR("'%.40s' is no notice: write its first and last day as "
                         "2021-01-04/2021-01-12",
                         "“%.40s”不是公示期：请写成起止日期，如2021-01-04/2021-01-12"),
                      text);
        *out = (struct notice){"", ""};
    }
    buffer_free(&plain);
    return status;
}

void notice_add(struct buffer *out, const struct notice *notice)
{
    if (*notice->from)
        buffer_format(out, "%s/%s", notice->from, notice->until);
}

enum status notice_check(const struct item *item, const struct notice *notice, const char *day,
                         struct error *error)
{
    long from, until;
    if (!*notice->from)
        return item->notice_days
                   ? fail(error, STATUS_INPUT, NULL, 0,
                          TR("a close-out needs a public notice of at least %d days: give its "
                             "first and last day",
                             "销号须先公示至少%d天：请填写公示起止日期"),
                          item->notice_days)
                   : STATUS_OK;
    if (!day_parse(notice->from, &from))
        return fail_day(notice->from, error);
    if (!day_parse(notice->until, &until))
        return fail_day(notice->until, error);
    if (until - from + 1 < item->notice_days)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("the notice has %ld days, and must have at least %d: give the days of one "
                       "that was long enough",
                       "公示期只有%ld天，须至少%d天：请填写天数足够的公示期"),
                    until - from + 1, item->notice_days);
    if (*day && strcmp(notice->until, day) >= 0)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("the notice runs until %s: close out when it has ended",
                       "公示期至%s：请在期满后销号"),
                    notice->until);
    return STATUS_OK;
}

static enum status check_notice(const struct entry *entry, const struct decision *decision,
                                struct error *error)
{
    char day[DAY_SIZE];
    day_of(decision->decided, day);
    if (decision->verdict == VERDICT_CLOSED_OUT)
        return notice_check(entry->item, &decision->notice, day, error);
    return *decision->notice.from
               ? fail(error, STATUS_INPUT, NULL, 0,
                      TR("only a close-out has a notice: leave it out", "仅销号须公示：请勿填写"))
               : STATUS_OK;
}

/* ---- re-opening ---- */

bool decision_reopens(const struct entry *entry, const struct decision *decision)
{
    if (entry->item->kind != ITEM_RECTIFICATION || !entry->decision || !entry->approved)
        return false;
    enum verdict now = decision->verdict, before = entry->decision->verdict;
    return (before == VERDICT_CLOSED_OUT && now != VERDICT_CLOSED_OUT) ||
           (before == VERDICT_COMPLETED && !verdict_is_complete(now));
}

enum status terms_check(const struct entry *entry, struct decision *decision, struct error *error)
{
    enum status status = check_deadline(entry, decision, error);
    if (!status)
        status = check_notice(entry, decision, error);
    if (status || !decision_reopens(entry, decision) || is_given(decision->reason))
        return status;
    return fail(error, STATUS_INPUT, NULL, 0,
                TR("it stands confirmed as '%s', and opening it again needs a reason: add a note",
                   "该任务已认定为“%s”，重新开启须说明理由：请补充说明"),
                verdict_name(entry->decision->verdict));
}

/* ---- what is derived ---- */

static bool is_about_present(const struct entry *entry)
{
    return entry->decision && entry->confirmation &&
           strcmp(entry->confirmation->decision, entry->decision->blob) == 0;
}

static enum state state_of(const struct entry *entry)
{
    const struct decision *decision = entry->decision;
    if (!decision)
        return STATE_PENDING;
    if (strcmp(decision->against, entry->item->blob) != 0)
        return STATE_STALE;
    if (!is_about_present(entry))
        return STATE_DECIDED;
    return entry->confirmation->returned ? STATE_RETURNED : STATE_CONFIRMED;
}

static struct extension extension_of(const struct entry *entry)
{
    const struct decision *present = entry->decision ? entry->decision : entry->withdrawal;
    if (!present || entry->item->kind != ITEM_RECTIFICATION)
        return (struct extension){"", "", ""};
    if (!*present->deadline || !entry->approved)
        return present->extended;
    return (struct extension){present->deadline, present->blob,
                              is_about_present(entry) ? entry->confirmation->reviewer
                                                      : present->reviewer};
}

/* Days compare as text. */
static bool is_overdue(const struct assessment *assessment, const struct entry *entry)
{
    bool complete = entry->decision && verdict_is_complete(entry->decision->verdict);
    return !complete && deadline_is_day(entry->deadline) &&
           strcmp(entry->deadline, assessment->today) < 0;
}

void entry_derive(const struct assessment *assessment, struct entry *entry)
{
    const char *own = entry->item->deadline;
    entry->state = state_of(entry);
    entry->approved = entry->decision && (is_about_present(entry) ? !entry->confirmation->returned
                                                                  : !assessment->two_person);
    entry->extension = extension_of(entry);
    if (!deadline_is_day(own) || strcmp(entry->extension.until, own) <= 0)
        entry->extension = (struct extension){"", "", ""};
    entry->deadline = *entry->extension.until ? entry->extension.until : own;
    entry->overdue = is_overdue(assessment, entry);
}
