#include "tui/command.h"

#include "core/given.h"
#include "core/language.h"
#include "core/text.h"
#include "records/publish.h"

#include <stdlib.h>

static void say_stops(struct call *call, const struct published *done)
{
    for (size_t i = 0; i < done->stop_count; i++) {
        text_add_safe(&call->out, done->stops[i]);
        buffer_add_char(&call->out, '\n');
    }
}

static void say_mended(struct call *call, const struct published *done)
{
    buffer_format(&call->out,
                  TR("the year %s was published already; its tag %s was missing and is made now\n",
                     "%s年度此前已定稿；标签 %s 缺失，现已补建\n"),
                  done->year, done->tag);
}

static enum status say_published(struct call *call, const struct published *done,
                                 struct error *error)
{
    say_notes(done->notes);
    if (call_say_commit(call, done->commit, error))
        return error->status;
    buffer_format(&call->out,
                  TR("tag %s, rendered from %.8s; the year %s is frozen\n",
                     "标签 %s，由 %.8s 生成；%s年度已冻结\n"),
                  done->tag, done->from, done->year);
    return STATUS_OK;
}

enum status command_publish(struct call *call, struct error *error)
{
    struct published done = {.arena = call->arena};
    if (call_open_record(call, error))
        return error->status;
    char *person = record_person(call->record);
    struct writing writing = writing_now(person);
    enum status status =
        publish(call->record, call->arguments->values[OPTION_YEAR], &writing, &done, error);
    free(person);
    if (done.tag_mended)
        say_mended(call, &done);
    else if (status)
        say_stops(call, &done);
    else
        status = say_published(call, &done, error);
    return status;
}

enum status command_reopen(struct call *call, struct error *error)
{
    struct published done = {.arena = call->arena};
    if (call_open_record(call, error) || given_text(call_text(call, OPTION_REASON), error))
        return error->status;
    char *person = record_person(call->record);
    struct writing writing = writing_now(person);
    enum status status = reopen(call->record, call->arguments->values[OPTION_YEAR],
                                call_text(call, OPTION_REASON), &writing, &done, error);
    free(person);
    if (done.tag_mended)
        say_mended(call, &done);
    return status ? status : call_say_commit(call, done.commit, error);
}
