#include "tui/state.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <sha2.h>
#include <unistd.h>

enum { HASH_DIGITS = 12, READABLE_MOST = 60 /* bytes */ };

struct state_folder {
    struct buffer folder;
    struct buffer base; /* the program's own folder, for messages */
};

/* ---- the folder's name ---- */

/* Appends the text as a part of a path: what reads well of it, and a hash of all of it. */
static void add_part(struct buffer *out, const char *readable, const char *whole)
{
    char hex[SHA256_DIGEST_STRING_LENGTH];
    size_t begin = out->size;
    for (uint32_t c; (c = text_next(&readable)) && out->size - begin < READABLE_MOST;) {
        bool plain = c > ' ' && c != '/' && c != '\\' && c != 0xFFFD && !text_is_unsafe(c);
        text_add_character(out, plain && !(c == '.' && out->size == begin) ? c : '_');
    }
    SHA256Data((const uint8_t *)whole, strlen(whole), hex);
    buffer_format(out, "-%.*s", HASH_DIGITS, hex);
}

static void add_record(struct buffer *out, const char *record)
{
    char *real = realpath(record, NULL);
    char *path = real ? real : memory_text(record);
    for (size_t size; (size = strlen(path)) > 1 && path[size - 1] == '/';)
        path[size - 1] = '\0';
    const char *slash = strrchr(path, '/');
    add_part(out, slash ? slash + 1 : path, path);
    free(path);
}

static void add_person(struct buffer *out, const char *person)
{
    const char *open = strrchr(person, '<'), *end = open ? strchr(open, '>') : NULL;
    struct buffer mail = BUFFER_EMPTY;
    if (end && end > open + 1)
        buffer_add_bytes(&mail, open + 1, (size_t)(end - open - 1));
    else
        buffer_add(&mail, person);
    add_part(out, mail.bytes, mail.bytes);
    buffer_free(&mail);
}

static const char *home(void)
{
    const char *home = getenv("HOME");
    if (home && *home == '/')
        return home;
    const struct passwd *entry = getpwuid(getuid());
    return entry && entry->pw_dir ? entry->pw_dir : "/";
}

void state_add_short(struct buffer *out, const char *path)
{
    size_t size = strlen(home());
    bool inside = size > 1 && strncmp(path, home(), size) == 0 && path[size] == '/';
    buffer_format(out, "%s%s", inside ? "~" : "", inside ? path + size : path);
}

struct state_folder *state_new(const char *record, const char *person)
{
    struct state_folder *state = memory_new(sizeof *state);
    const char *base = getenv("XDG_STATE_HOME");
    state->folder = BUFFER_EMPTY;
    if (base && *base == '/') /* the rule of XDG: a relative one counts as none */
        buffer_add(&state->folder, base);
    else
        buffer_format(&state->folder, "%s/.local/state", home());
    buffer_add(&state->folder, "/kaoping");
    state->base = BUFFER_EMPTY;
    state_add_short(&state->base, state->folder.bytes);
    buffer_add_char(&state->folder, '/');
    add_record(&state->folder, record);
    buffer_add_char(&state->folder, '/');
    add_person(&state->folder, person);
    return state;
}

void state_free(struct state_folder *state)
{
    if (!state)
        return;
    buffer_free(&state->folder);
    buffer_free(&state->base);
    free(state);
}

const char *state_at(const struct state_folder *state)
{
    return state->folder.bytes;
}

const char *state_path(const struct state_folder *state, struct arena *arena, const char *name)
{
    return arena_format(arena, "%s/%s", state->folder.bytes, name);
}

/* ---- files ---- */

enum status state_fail(const struct state_folder *state, struct error *error)
{
    return fail(error, STATUS_FAILED, state->base.bytes, 0,
                TR("cannot be written: %s; what you type is not kept until this is mended",
                   "无法写入：%s；在此之前，正在填写的内容无法留底"),
                strerror(errno));
}

enum status state_make(const struct state_folder *state, struct error *error)
{
    char *path = memory_text(state->folder.bytes);
    bool good = true;
    for (char *slash = path; good && slash;) {
        slash = strchr(slash + 1, '/');
        if (slash)
            *slash = '\0';
        good = mkdir(path, 0700) == 0 || errno == EEXIST;
        if (slash)
            *slash = '/';
    }
    free(path);
    return good ? STATUS_OK : state_fail(state, error);
}

/* Writes the file beside its place and puts it there; the folder's own entry reaches the disk too.
 */
static bool put(int folder, const char *name, const char *bytes, size_t size)
{
    char beside[32]; /* no two living processes write the same one */
    snprintf(beside, sizeof beside, ".%ld.new", (long)getpid());
    int file = openat(folder, beside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    bool good = disk_write_all(file, bytes, size) && fsync(file) == 0;
    int cause = errno;
    if (close(file) != 0 && good) {
        cause = errno;
        good = false;
    }
    if (good && renameat(folder, beside, folder, name) == 0)
        return fsync(folder) == 0;
    if (good)
        cause = errno;
    unlinkat(folder, beside, 0);
    errno = cause;
    return false;
}

enum status state_write(const struct state_folder *state, const char *name, const char *bytes,
                        size_t size, struct error *error)
{
    if (state_make(state, error))
        return error->status;
    int folder = open(state->folder.bytes, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = folder >= 0 && put(folder, name, bytes, size);
    enum status status = good ? STATUS_OK : state_fail(state, error);
    if (folder >= 0)
        close(folder);
    return status;
}

enum status state_read(const struct state_folder *state, struct arena *arena, const char *name,
                       const char **bytes, size_t *size, struct error *error)
{
    const char *path = state_path(state, arena, name);
    if (access(path, F_OK) != 0)
        return fail(error, STATUS_NO, path, 0, TR("there is no such file", "没有此文件"));
    return disk_read(arena, path, bytes, size, error);
}

enum status state_move(const struct state_folder *state, const char *from, const char *to,
                       struct error *error)
{
    struct arena *arena = arena_new();
    const char *path = state_path(state, arena, from);
    enum status status = STATUS_OK;
    if (rename(path, state_path(state, arena, to)) != 0)
        status = errno == ENOENT
                     ? fail(error, STATUS_NO, path, 0, TR("it is gone already", "已不在原处"))
                     : state_fail(state, error);
    arena_free(arena);
    return status;
}

enum status state_remove(const struct state_folder *state, const char *name, struct error *error)
{
    struct arena *arena = arena_new();
    const char *path = state_path(state, arena, name);
    enum status status = STATUS_OK;
    if (unlink(path) != 0 && errno != ENOENT && errno != ENOTDIR)
        status = fail(error, STATUS_FAILED, path, 0,
                      TR("cannot be removed: %s: remove it yourself", "无法删除：%s：请手工删除"),
                      strerror(errno));
    arena_free(arena);
    return status;
}
