/* One report, decision or confirmation: against the item, against what it replaces, against who
 * wrote it. */
#include "core/buffer.h"
#include "core/decision.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/terms.h"
#include "records/evidence.h"
#include "records/verify_inside.h"

#include <string.h>

struct leaf_of {
    struct verification *of;
    const struct difference *change;
    const struct assessment *assessment;
    struct entry entry; /* as it was before the commit */
    struct document document;
    bool alone;
};

/* ---- The entry before ---- */

static const char *hex_of(struct verification *of, const git_oid *id)
{
    char hex[COMMIT_SIZE];
    return arena_text(of->arena, git_oid_tostr(hex, sizeof hex, id));
}

static const char *path_of(const struct leaf_of *leaf, const char *folder)
{
    return entry_path(leaf->of->arena, &leaf->entry, folder);
}

/* Reads what stands in the entry's folder at that tree; NULL for nothing, or for what cannot be
 * read, which its own commit told. */
static const struct document *standing(const struct leaf_of *leaf, const git_oid *tree,
                                       const char *folder, const char **blob)
{
    struct verification *of = leaf->of;
    const char *path = path_of(leaf, folder);
    struct document *document = ARENA_NEW(of->arena, struct document);
    struct error ignored;
    git_oid id;
    *blob = "";
    if (!tree_find(of, tree, path, &id))
        return NULL;
    *blob = hex_of(of, &id);
    return blob_document(of->record, of->repository, of->arena, path, &id, document, &ignored)
               ? NULL
               : document;
}

static const struct decision *decision_at(const struct leaf_of *leaf, const git_oid *tree)
{
    struct decision *decision = ARENA_NEW(leaf->of->arena, struct decision);
    struct error ignored;
    const char *blob;
    const struct document *document = standing(leaf, tree, "decisions", &blob);
    struct reading reading = {.document = document, .error = &ignored};
    if (document)
        decision_read(leaf->of->arena, &reading, &leaf->entry, decision);
    decision->blob = blob;
    return document && !reading.status ? decision : NULL;
}

static const struct confirmation *confirmation_at(const struct leaf_of *leaf, const git_oid *tree)
{
    struct confirmation *confirmation = ARENA_NEW(leaf->of->arena, struct confirmation);
    struct error ignored;
    const char *blob;
    const struct document *document = standing(leaf, tree, "confirmations", &blob);
    struct reading reading = {.document = document, .error = &ignored};
    if (document)
        confirmation_read(&reading, &leaf->entry, confirmation);
    confirmation->blob = blob;
    return document && !reading.status ? confirmation : NULL;
}

/* Gives the entry the decision and the confirmation that the commit found. */
static void look_back(struct leaf_of *leaf)
{
    const struct judged *now = &leaf->of->now;
    if (!now->parents)
        return;
    const struct decision *before = decision_at(leaf, &now->base);
    if (before && before->verdict == VERDICT_WITHDRAWN)
        leaf->entry.withdrawal = before;
    else
        leaf->entry.decision = before;
    leaf->entry.confirmation = confirmation_at(leaf, &now->base);
    entry_derive(leaf->assessment, &leaf->entry);
}

/* ---- What every leaf must say ---- */

static void judge_previous(struct leaf_of *leaf, const char *previous)
{
    const struct difference *change = leaf->change;
    const char *before = change->had ? hex_of(leaf->of, &change->before) : "";
    if (strcmp(previous, before) == 0)
        return;
    if (!change->had)
        found(leaf->of, VERIFY_CHAIN, change->path,
              TR("it says that it replaces %.12s, but there was nothing before it",
                 "文件称替换了%.12s，而此前并无此文件"),
              previous);
    else
        found(leaf->of, VERIFY_CHAIN, change->path,
              TR("it should name what it replaces, %.12s, but names %s",
                 "应指明其所替换的%.12s，实际写的是%s"),
              before, *previous ? previous : TR("nothing", "空"));
}

/* Whether the file stands today as the commit left it. */
static bool stands(const struct leaf_of *leaf)
{
    struct verification *of = leaf->of;
    git_oid present;
    return tree_find(of, &of->tip_tree, leaf->change->path, &present) &&
           git_oid_equal(&present, &leaf->change->after);
}

static void judge_state(struct leaf_of *leaf, const struct evidence *piece,
                        enum evidence_state state)
{
    struct verification *of = leaf->of;
    of->counts.compared += state == EVIDENCE_GOOD || state == EVIDENCE_DIFFERENT;
    of->counts.unreachable += state == EVIDENCE_UNREACHABLE;
    of->counts.unhashed += state == EVIDENCE_NO_HASH;
    if (state == EVIDENCE_DIFFERENT)
        found(of, VERIFY_EVIDENCE, leaf->change->path,
              TR("'%s' is not what it was when the decision named it", "“%s”已不是评定时的内容"),
              piece->at);
    else if (evidence_is_attached(piece->at) && state != EVIDENCE_GOOD)
        found(of, VERIFY_EVIDENCE, leaf->change->path,
              TR("'%s' should lie in the record, with its hash, and does not",
                 "“%s”应在记录中并附校验值，实际没有"),
              piece->at);
}

static void judge_piece(struct leaf_of *leaf, const struct evidence *piece)
{
    struct verification *of = leaf->of;
    enum evidence_state state;
    struct error error;
    if (evidence_check(of->record, of->now.hex, piece, of->ask->evidence ? of->ask->evidence : "",
                       &state, &error))
        found(of, VERIFY_DAMAGED, leaf->change->path, "%s", error.text);
    else
        judge_state(leaf, piece, state);
}

/* Evidence in the record is always looked at. Of what lies elsewhere, only what stands today: a
 * decision that was replaced may have lost its evidence rightly. */
static void judge_evidence(struct leaf_of *leaf, const struct evidences *evidence)
{
    bool elsewhere = evidence->count && leaf->of->ask->evidence && stands(leaf);
    for (size_t i = 0; i < evidence->count; i++)
        if (elsewhere || evidence_is_attached(evidence->list[i].at))
            judge_piece(leaf, &evidence->list[i]);
}

static void say_mistake(struct leaf_of *leaf, const struct reading *reading)
{
    if (reading->status)
        found(leaf->of, VERIFY_FORMAT, leaf->change->path, "%s", reading->error->text);
}

static void judge_words(struct leaf_of *leaf, struct buffer *message)
{
    if (leaf->alone)
        judge_message(leaf->of, leaf->change->path, message->bytes);
    buffer_free(message);
}

/* ---- Reports ---- */

static void judge_report(struct leaf_of *leaf)
{
    struct verification *of = leaf->of;
    struct report report;
    struct error error, ignored;
    struct buffer message = BUFFER_EMPTY;
    struct reading reading = {.document = &leaf->document, .error = &error};
    report_read(of->arena, &reading, &leaf->entry, &report);
    say_mistake(leaf, &reading);
    if (reading.status)
        return;
    judge_previous(leaf, report.previous);
    judge_author(of, leaf->change->path, report.reporter, report.reported);
    judge_evidence(leaf, &report.evidence);
    message_of_report(&message, &leaf->entry, &report);
    judge_words(leaf, &message);
    const struct entry *entry = &leaf->entry;
    if (reviewers_allow(&of->now.crowd->reviewers, of->now.author, RIGHT_ADMINISTER, NULL, NULL,
                        &ignored))
        judge_right(of, leaf->change->path, RIGHT_REVIEW, entry->jurisdiction->id,
                    entry->item->category->id);
}

/* ---- Decisions ---- */

/* By the rule of that moment. The score of a rule is computed again, and compared as it is written:
 * a third stands rounded in the file. */
static void judge_score(struct leaf_of *leaf, const struct decision *decision)
{
    struct verification *of = leaf->of;
    const struct entry *entry = &leaf->entry;
    struct decision again = *decision;
    struct error error;
    bool computed = decision->verdict != VERDICT_WITHDRAWN && decision->verdict != VERDICT_EXEMPT &&
                    entry_is_scored(entry) && !rule_is_by_hand(&entry->item->rule);
    if (computed)
        again.score = NOT_A_NUMBER;
    if (decision_check(entry, &again, &error)) {
        found(of, VERIFY_CONTENT, leaf->change->path, "%s", error.text);
        return;
    }
    if (!computed)
        return;
    const char *written = decimal_text(of->arena, decision->score, DECIMAL_PLACES_MOST);
    const char *right = decimal_text(of->arena, again.score, DECIMAL_PLACES_MOST);
    if (strcmp(written, right) != 0)
        found(of, VERIFY_CONTENT, leaf->change->path,
              TR("the score is %s, the rule gives %s", "所记得分%s，按规则应为%s"),
              *written ? written : TR("missing", "缺失"), right);
}

/* What was granted goes along with every later decision, and nothing else does. */
static void judge_terms(struct leaf_of *leaf, const struct decision *decision)
{
    const struct extension *granted = &leaf->entry.extension, *said = &decision->extended;
    if (strcmp(granted->until, said->until) != 0 ||
        strcmp(granted->decision, said->decision) != 0 || strcmp(granted->by, said->by) != 0)
        found(leaf->of, VERIFY_CONTENT, leaf->change->path,
              *granted->until
                  ? TR("the extension that was granted before, until %s, should go along with it",
                       "此前已准予延期至%s，应一并写明")
                  : TR("it carries an extension that nobody granted%s", "所写延期无人准予%s"),
              granted->until);
    if (decision->reopened != decision_reopens(&leaf->entry, decision))
        found(leaf->of, VERIFY_CONTENT, leaf->change->path,
              decision->reopened ? TR("it says that it opens the item again, which was not done",
                                      "称重新开启，而该项此前并未完成")
                                 : TR("it opens again what was done, and does not say so",
                                      "将已完成的事项重新开启，而未注明"));
}

static void judge_decision(struct leaf_of *leaf)
{
    struct verification *of = leaf->of;
    const struct entry *entry = &leaf->entry;
    const char *path = leaf->change->path;
    struct decision decision;
    struct error error;
    struct buffer message = BUFFER_EMPTY;
    struct reading reading = {.document = &leaf->document, .error = &error};
    of->counts.decisions++;
    decision_read(of->arena, &reading, entry, &decision);
    say_mistake(leaf, &reading);
    if (reading.status)
        return;
    look_back(leaf);
    judge_previous(leaf, decision.previous);
    if (strcmp(decision.against, entry->item->blob) != 0)
        found(of, VERIFY_BOUND, path,
              TR("it judges another version of the item (%.12s) than the one that was in force "
                 "(%.12s)",
                 "所评的考评项版本（%.12s）不是当时有效的版本（%.12s）"),
              *decision.against ? decision.against : TR("none", "无"), entry->item->blob);
    judge_score(leaf, &decision);
    judge_terms(leaf, &decision);
    if (!*decision.decided)
        found(of, VERIFY_TIME, path,
              TR("the file does not say when it was decided", "文件未写明评定时间"));
    judge_author(of, path, decision.reviewer, decision.decided);
    judge_evidence(leaf, &decision.evidence);
    message_of_decision(&message, entry, &decision);
    judge_words(leaf, &message);
    judge_right(of, path, RIGHT_REVIEW, entry->jurisdiction->id, entry->item->category->id);
}

/* ---- Confirmations ---- */

/* The decision that is confirmed: the one that stands there, whole, of the item as it is. */
static void judge_bound(struct leaf_of *leaf, const struct confirmation *confirmation)
{
    struct verification *of = leaf->of;
    const char *path = leaf->change->path, *blob;
    standing(leaf, &of->now.tree, "decisions", &blob);
    if (!*blob)
        found(of, VERIFY_BOUND, path,
              TR("there is no decision that could be confirmed", "没有可复核的评定"));
    else if (strcmp(confirmation->decision, blob) != 0)
        found(of, VERIFY_BOUND, path,
              TR("it is of %.12s, but the decision that stood there is %.12s",
                 "所复核的是%.12s，而当时的评定是%.12s"),
              confirmation->decision, blob);
    const struct decision *decision = decision_at(leaf, &of->now.tree);
    if (!decision)
        return;
    if (decision->verdict == VERDICT_WITHDRAWN)
        found(of, VERIFY_BOUND, path, TR("the decision was taken back before", "该评定此前已撤回"));
    else if (strcmp(decision->against, leaf->entry.item->blob) != 0)
        found(of, VERIFY_BOUND, path,
              TR("the item was revised since it was decided", "评定后考评项已修订"));
    if (is_same_person(decision->reviewer, of->now.author) ||
        is_same_person(decision->reviewer, confirmation->reviewer))
        found(of, VERIFY_TWO_PEOPLE, path,
              TR("%s decided it, and it is %s who confirmed it", "评定人为%s，复核人为%s"),
              decision->reviewer, confirmation->reviewer);
}

static void judge_confirmation(struct leaf_of *leaf)
{
    struct verification *of = leaf->of;
    const struct entry *entry = &leaf->entry;
    const char *path = leaf->change->path;
    struct confirmation confirmation;
    struct error error;
    struct buffer message = BUFFER_EMPTY;
    struct reading reading = {.document = &leaf->document, .error = &error};
    of->counts.confirmations++;
    confirmation_read(&reading, entry, &confirmation);
    say_mistake(leaf, &reading);
    if (reading.status)
        return;
    judge_previous(leaf, confirmation.previous);
    judge_bound(leaf, &confirmation);
    if (confirmation.returned && !*confirmation.reason)
        found(of, VERIFY_CONTENT, path, TR("returned without a reason", "退回未说明理由"));
    if (!*confirmation.confirmed)
        found(of, VERIFY_TIME, path,
              TR("the file does not say when it was confirmed", "文件未写明复核时间"));
    judge_author(of, path, confirmation.reviewer, confirmation.confirmed);
    message_of_confirmation(&message, entry, &confirmation);
    judge_words(leaf, &message);
    judge_right(of, path, RIGHT_CONFIRM, entry->jurisdiction->id, entry->item->category->id);
}

/* ---- The leaf ---- */

static bool find_entry(struct leaf_of *leaf, const struct place *place)
{
    struct verification *of = leaf->of;
    struct year *year = year_at(of, &of->now.tree, place->year);
    year_tell(of, year);
    if (!year->assessment)
        return false;
    const struct jurisdiction *whose =
        assessment_jurisdiction(year->assessment, place->jurisdiction);
    const struct item *which = assessment_item(year->assessment, place->item);
    const struct entry *entry =
        whose && which ? assessment_entry(year->assessment, whose, which) : NULL;
    leaf->assessment = year->assessment;
    if (entry)
        leaf->entry = *entry;
    else
        found(of, VERIFY_FORMAT, leaf->change->path,
              TR("the checklist has no item %s for %s", "考评清单中没有%s（%s）"), place->item,
              place->jurisdiction);
    return entry;
}

void judge_leaf(struct verification *of, const struct difference *change, const struct place *place,
                bool alone)
{
    struct leaf_of leaf = {.of = of, .change = change, .alone = alone};
    if (!change->has) {
        found(of, VERIFY_CHAIN, change->path,
              TR("the file was removed: what was decided is taken back by a new decision, never by "
                 "removing it",
                 "文件被删除：撤回须另作评定，不得删除"));
        return;
    }
    if (change->odd || !find_entry(&leaf, place) ||
        !document_read(of, change->path, &change->after, &leaf.document))
        return;
    if (place->kind == PLACE_REPORT)
        judge_report(&leaf);
    else if (place->kind == PLACE_DECISION)
        judge_decision(&leaf);
    else
        judge_confirmation(&leaf);
}

/* ---- Attached evidence ---- */

/* Its name begins with its hash, so that it is what it was when it came in. */
static void judge_bytes(struct leaf_of *leaf)
{
    const char *bytes, *name = strrchr(leaf->change->path, '/') + 1;
    size_t size;
    if (!blob_read(leaf->of, leaf->change->path, &leaf->change->after, &bytes, &size))
        return;
    const char *hex = hash_of(leaf->of->arena, bytes, size);
    size_t shown = strcspn(name, "-");
    if (shown != HASH_SHOWN || strncmp(name, hex, shown) != 0)
        found(leaf->of, VERIFY_EVIDENCE, leaf->change->path,
              TR("its name does not begin with its hash, %.8s-", "文件名未以其校验值%.8s-开头"),
              hex);
}

void judge_attached(struct verification *of, const struct difference *change,
                    const struct place *place, bool alone)
{
    struct leaf_of leaf = {.of = of, .change = change, .alone = alone};
    struct buffer message = BUFFER_EMPTY;
    if (change->had) {
        found(of, VERIFY_EVIDENCE, change->path,
              change->has ? TR("the evidence was replaced", "佐证被替换")
                          : TR("the evidence was removed", "佐证被删除"));
        return;
    }
    if (change->odd || !find_entry(&leaf, place))
        return;
    judge_bytes(&leaf);
    message_of_attachment(&message, &leaf.entry, change->path);
    judge_words(&leaf, &message);
    judge_right(of, change->path, RIGHT_REVIEW, leaf.entry.jurisdiction->id,
                leaf.entry.item->category->id);
}
