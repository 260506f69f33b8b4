#include "tui/receipt.h"

#include "core/buffer.h"
#include "core/memory.h"
#include "tui/state.h"

#include <stdio.h>
#include <string.h>

static const char file_name[] = "tip";

static bool is_commit(const char *text, size_t size)
{
    return (size == 40 || size == 64) && strspn(text, "0123456789abcdef") >= size;
}

void receipt_load(struct receipt *receipt, const struct state_folder *state)
{
    struct arena *arena = arena_new();
    const char *bytes;
    size_t size;
    struct error ignored; /* where nothing is kept, nothing was seen */
    receipt->commit[0] = '\0';
    if (!state_read(state, arena, file_name, &bytes, &size, &ignored)) {
        size = strcspn(bytes, "\n");
        if (is_commit(bytes, size))
            snprintf(receipt->commit, COMMIT_SIZE, "%.*s", (int)size, bytes);
    }
    arena_free(arena);
}

enum status receipt_set(struct receipt *receipt, const struct state_folder *state,
                        const char *commit, struct error *error)
{
    struct buffer line = BUFFER_EMPTY;
    buffer_format(&line, "%s\n", commit);
    enum status status = state_write(state, file_name, line.bytes, line.size, error);
    if (!status)
        snprintf(receipt->commit, COMMIT_SIZE, "%s", commit);
    buffer_free(&line);
    return status;
}

void receipt_keep(struct receipt *receipt, const struct state_folder *state, struct record *record)
{
    char tip[COMMIT_SIZE];
    struct error ignored;
    if (!record_see_main(record, tip, &ignored) && strcmp(tip, receipt->commit) != 0)
        receipt_set(receipt, state, tip, &ignored);
}
