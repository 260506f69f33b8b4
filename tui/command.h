/*
 * What the commands share. A command reads its arguments from the call and appends what it has to
 * say to call->out, which is written when it is done; what fails says nothing but its error.
 *
 *     enum status command_score(struct call *call, struct error *error)
 *     {
 *         if (call_open(call, error))
 *             return error->status;
 *         table_print(…, &call->out);
 *         return STATUS_OK;
 *     }
 */
#ifndef KAOPING_TUI_COMMAND_H
#define KAOPING_TUI_COMMAND_H

#include "core/buffer.h"
#include "core/decimal.h"
#include "core/error.h"
#include "core/value.h"
#include "records/snapshot.h"
#include "tui/arguments.h"
#include "tui/receipt.h"

#include <stdbool.h>

struct category_standing;
struct decision;
struct entry;
struct standing;

struct call {
    const struct arguments *arguments;
    struct arena *arena;
    struct buffer out;
    struct record *record;      /* once opened */
    struct state_folder *state; /* of the person at the record, with it */
    struct receipt receipt;
    struct error backwards; /* that the record went backwards, to be said first; text "" if not */
    struct snapshot *snapshot; /* once taken */
    bool language_known;       /* else the record's programme says it */
};

/* The folder of the record that the call names: -C, else $KAOPING_RECORD, else the present one. */
const char *call_record(const struct call *call);

/* Opens the record, takes its language if nothing stronger named one, and looks whether main
 * follows from what the person saw last; takes a snapshot of --year at --at, or of main; does both.
 */
enum status call_open_record(struct call *call, struct error *error);
enum status call_snapshot(struct call *call, struct error *error);
enum status call_open(struct call *call, struct error *error);

/* Finds the person's state folder of the record, which is open. */
void call_find_state(struct call *call);

/* The same, and the entry of the first two operands. */
enum status call_open_entry(struct call *call, const struct entry **entry, struct error *error);

/* The same, but of no other entry is anything read (records/snapshot.h). */
enum status call_open_alone(struct call *call, const struct entry **entry, struct error *error);

/* As call_open(), but of no entry is anything read. */
enum status call_open_bare(struct call *call, struct error *error);

/* Writes what was output so far, where more comes. */
enum status call_flush(struct call *call, struct error *error);

/* The error of an output that cannot be written; `cause` is errno. */
enum status fail_output(int cause, struct error *error);

bool call_has(const struct call *call, enum option option);

/* The option's value; "" where it was not given. */
const char *call_text(const struct call *call, enum option option);

/* Appends a JSON tree to the output. */
void call_add_json(struct call *call, const struct value *root);

/* A number for a table's column of scores, always with SCORE_PLACES; "" for what is none. */
const char *call_score(const struct call *call, struct decimal number);

/* Adds a number to a JSON map; null for what is none. */
void add_number(struct call *call, struct value *map, const char *name, struct decimal number,
                int most);
void add_count(struct call *call, struct value *map, const char *name, size_t count);

/* The jurisdiction's grade; "" for none. */
const char *grade_name(const struct assessment *assessment, const struct standing *standing);

/* A decision's verdict, with what it asks for and that it opens something again. */
const char *call_verdict(struct call *call, const struct decision *decision);

/* The commit that a write made: its subject and short id, as a line of output. */
enum status call_say_commit(struct call *call, const char *commit, struct error *error);

/* To standard error: what printing had to say, a line each. */
void say_notes(const char *notes);

enum status command_init(struct call *call, struct error *error);
enum status command_status(struct call *call, struct error *error);
enum status command_show(struct call *call, struct error *error);
enum status command_report(struct call *call, struct error *error);
enum status command_decide(struct call *call, struct error *error);
enum status command_confirm(struct call *call, struct error *error);
enum status command_evidence(struct call *call, struct error *error);
enum status command_import(struct call *call, struct error *error);
enum status command_score(struct call *call, struct error *error);
enum status command_facts(struct call *call, struct error *error);
enum status command_render(struct call *call, struct error *error);
enum status command_proof(struct call *call, struct error *error);
enum status command_publish(struct call *call, struct error *error);
enum status command_reopen(struct call *call, struct error *error);
enum status command_trace(struct call *call, struct error *error);
enum status command_sync(struct call *call, struct error *error);
enum status command_log(struct call *call, struct error *error);
enum status command_verify(struct call *call, struct error *error);
enum status command_reviewers(struct call *call, struct error *error);

/* Appends the draft circular as plain text. */
enum status command_draft(struct call *call, struct error *error);

/* Shows how many rows are done on the terminal, if standard error is one. */
void show_progress(size_t done, size_t of);

#endif
