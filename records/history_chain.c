/* History, one entry: along the chains of `previous` blobs, whatever the number of commits. */
#include "core/buffer.h"
#include "core/decision.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "records/history.h"
#include "records/inside.h"

#include <string.h>

enum { CHAIN_MOST = 10000 };

/* Where a chain is read from. */
struct chain {
    struct record *record;
    struct arena *arena;
    const struct entry *entry;
    const char *path; /* of the file whose versions it has */
};

static enum status fail_chain(const struct chain *chain, const char *blob, const char *why,
                              struct error *error)
{
    return fail(error, STATUS_FAILED, chain->path, 0,
                TR("the history is broken at blob %s: %s: run 'kaoping verify'",
                   "历史在对象 %s 处中断：%s：请运行 kaoping verify"),
                blob, why);
}

/* Parses the version of that blob. */
static enum status read_version(const struct chain *chain, const char *hex,
                                struct document *document, struct error *error)
{
    const char *bytes;
    size_t size;
    git_oid id;
    struct error inner;
    if (strlen(hex) != GIT_OID_HEXSZ || git_oid_fromstr(&id, hex))
        return fail_chain(chain, hex, TR("no object's name", "不是对象名"), error);
    if (blob_text(chain->record->repository, chain->arena, &id, &bytes, &size))
        return fail_chain(chain, hex, git_why(), error);
    return document_parse(chain->arena, chain->path, bytes, size, document, &inner)
               ? fail_chain(chain, hex, inner.text, error)
               : STATUS_OK;
}

static enum status read_decision(const struct chain *chain, const char *hex, struct decision *out,
                                 struct error *error)
{
    struct document document;
    struct error inner;
    struct reading reading = {.document = &document, .error = &inner};
    if (read_version(chain, hex, &document, error))
        return error->status;
    decision_read(chain->arena, &reading, chain->entry, out);
    out->blob = hex;
    return reading.status ? fail_chain(chain, hex, inner.text, error) : STATUS_OK;
}

static enum status read_confirmation(const struct chain *chain, const char *hex,
                                     struct confirmation *out, struct error *error)
{
    struct document document;
    struct error inner;
    struct reading reading = {.document = &document, .error = &inner};
    if (read_version(chain, hex, &document, error))
        return error->status;
    confirmation_read(&reading, chain->entry, out);
    out->blob = hex;
    return reading.status ? fail_chain(chain, hex, inner.text, error) : STATUS_OK;
}

static struct chain chain_of(struct record *record, struct arena *arena, const struct entry *entry,
                             const char *folder)
{
    return (struct chain){record, arena, entry, entry_path(arena, entry, folder)};
}

/* ---- Decisions ---- */

/* Reads the chain as far as it holds; what was read stays in *out after a failure. */
static enum status read_decisions(const struct chain *chain, struct past **out, struct error *error)
{
    const char *hex = entry_present(chain->entry);
    *out = NULL;
    for (int i = 0; *hex; i++) {
        struct past *past = ARENA_NEW(chain->arena, struct past);
        enum status status = read_decision(chain, hex, &past->decision, error);
        if (!status && i == CHAIN_MOST)
            status = fail_chain(chain, hex, TR("too long", "过长"), error);
        if (status)
            return status;
        *out = past;
        out = &past->older;
        hex = past->decision.previous;
    }
    return STATUS_OK;
}

enum status history_chain(struct record *record, struct arena *arena, const struct entry *entry,
                          const struct past **out, struct error *error)
{
    struct chain chain = chain_of(record, arena, entry, "decisions");
    struct past *first;
    enum status status = read_decisions(&chain, &first, error);
    if (!status)
        *out = first;
    return status;
}

/* ---- Acts ---- */

static struct act *act_new(const struct chain *chain, const char *blob, const char *person,
                           const char *moment)
{
    struct act *act = ARENA_NEW(chain->arena, struct act);
    struct error ignored; /* a moment that cannot be read is an early one */
    *act = (struct act){.blob = blob, .person = person, .moment = moment, .commit = ""};
    if (moment_parse(moment, &act->when, &act->offset, &ignored))
        act->when = act->offset = 0;
    return act;
}

static struct act *decision_acts(const struct chain *chain, struct error *trouble)
{
    struct past *past;
    struct buffer subject = BUFFER_EMPTY;
    struct act *first = NULL, **end = &first;
    read_decisions(chain, &past, trouble);
    for (; past; past = past->older) {
        const struct decision *decision = &past->decision;
        *end = act_new(chain, decision->blob, decision->reviewer, decision->decided);
        (*end)->decision = decision;
        decision_subject(&subject, chain->entry, decision);
        (*end)->subject = buffer_take(&subject, chain->arena);
        end = &(*end)->older;
    }
    return first;
}

static struct act *confirmation_acts(const struct chain *chain, struct error *trouble)
{
    const struct confirmation *present = chain->entry->confirmation;
    const char *hex = present ? present->blob : "";
    struct buffer subject = BUFFER_EMPTY;
    struct act *first = NULL, **end = &first;
    for (int i = 0; *hex && i < CHAIN_MOST; i++) {
        struct confirmation *confirmation = ARENA_NEW(chain->arena, struct confirmation);
        if (read_confirmation(chain, hex, confirmation, trouble))
            break;
        *end = act_new(chain, hex, confirmation->reviewer, confirmation->confirmed);
        (*end)->confirmation = confirmation;
        confirmation_subject(&subject, chain->entry, confirmation->returned);
        (*end)->subject = buffer_take(&subject, chain->arena);
        end = &(*end)->older;
        hex = confirmation->previous;
    }
    return first;
}

/* Whether the confirmation came after the decision. The bytes that it names say so where they can,
 * for moments come from different clocks; else the moments do. */
static bool is_newer(const struct act *confirmation, const struct act *decision)
{
    const char *of = confirmation->confirmation->decision;
    if (strcmp(of, decision->blob) == 0)
        return true;
    if (decision->older && strcmp(of, decision->older->blob) == 0)
        return false;
    return confirmation->when > decision->when;
}

static struct act *merge(struct act *decisions, struct act *confirmations)
{
    struct act *first = NULL, **end = &first;
    while (decisions || confirmations) {
        bool confirmed = confirmations && (!decisions || is_newer(confirmations, decisions));
        struct act **from = confirmed ? &confirmations : &decisions;
        *end = *from;
        *from = (*from)->older;
        end = &(*end)->older;
    }
    return first;
}

/* A confirmation of a decision that the chain has not: somebody replaced that one without naming
 * it. */
static enum status check_confirmed(const struct chain *chain, const struct act *decisions,
                                   const struct act *confirmations, struct error *trouble)
{
    for (; confirmations; confirmations = confirmations->older) {
        const char *of = confirmations->confirmation->decision;
        const struct act *at = decisions;
        while (at && strcmp(at->blob, of) != 0)
            at = at->older;
        if (!at)
            return fail_chain(
                chain, of,
                TR("it was confirmed, and no later decision names it (a sync that took the "
                   "other side's, or another program's change)",
                   "该评定曾经复核，后来的评定均未指向它（同步时采用了另一方，或由其他程序"
                   "改动）"),
                trouble);
    }
    return STATUS_OK;
}

struct act *history_acts(struct record *record, struct arena *arena, const struct entry *entry,
                         struct error *trouble)
{
    struct chain decided = chain_of(record, arena, entry, "decisions");
    struct chain confirmed = chain_of(record, arena, entry, "confirmations");
    *trouble = (struct error){.status = STATUS_OK};
    struct act *decisions = decision_acts(&decided, trouble);
    struct act *confirmations = confirmation_acts(&confirmed, trouble);
    if (!trouble->status)
        check_confirmed(&decided, decisions, confirmations, trouble);
    return merge(decisions, confirmations);
}

const struct act **history_in_order(struct arena *arena, const struct act *acts, size_t *count)
{
    *count = 0;
    for (const struct act *act = acts; act; act = act->older)
        ++*count;
    const struct act **list = arena_array(arena, *count, sizeof(struct act *));
    for (size_t i = *count; acts; acts = acts->older)
        list[--i] = acts;
    return list;
}

/* ---- Their commits ---- */

struct finding {
    git_repository *repository;
    struct arena *arena;
    const char *decision, *confirmation; /* paths */
    struct act *acts;
    size_t missing;
    int code; /* of the first failure */
};

static void find_in(struct finding *finding, git_commit *commit)
{
    char hex[COMMIT_SIZE];
    git_oid_tostr(hex, sizeof hex, git_commit_id(commit));
    for (struct act *act = finding->acts; act && !finding->code; act = act->older) {
        bool brings = false;
        if (!*act->commit)
            finding->code =
                commit_brings(commit, act->decision ? finding->decision : finding->confirmation,
                              act->blob, &brings);
        if (brings) {
            act->commit = arena_text(finding->arena, hex);
            finding->missing--;
        }
    }
}

static bool find_brought(void *context, const struct log_entry *entry)
{
    struct finding *finding = context;
    git_commit *commit = NULL;
    git_oid id;
    finding->code = git_oid_fromstr(&id, entry->commit);
    if (!finding->code)
        finding->code = git_commit_lookup(&commit, finding->repository, &id);
    if (!finding->code)
        find_in(finding, commit);
    git_commit_free(commit);
    return finding->missing > 0 && !finding->code;
}

enum status history_find_commits(struct record *record, struct arena *arena, const char *commit,
                                 const struct entry *entry, struct act *acts, struct error *error)
{
    struct finding finding = {.repository = record->repository,
                              .arena = arena,
                              .decision = entry_path(arena, entry, "decisions"),
                              .confirmation = entry_path(arena, entry, "confirmations"),
                              .acts = acts};
    const struct log_filter filter = {.jurisdiction = entry->jurisdiction->id,
                                      .item = entry->item->id};
    for (const struct act *act = acts; act; act = act->older)
        finding.missing += !*act->commit;
    if (!finding.missing)
        return STATUS_OK;
    enum status status = history_log(record, commit, &filter, find_brought, &finding, error);
    return !status && finding.code ? fail_reading(error, record->path, git_why()) : status;
}
