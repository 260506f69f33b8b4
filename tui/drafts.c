#include "tui/drafts.h"

#include "core/language.h"
#include "core/memory.h"
#include "records/disk.h"
#include "tui/state.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* A draft's file is YEAR.JURISDICTION.CATEGORY.ITEM.SESSION.md, a session's SESSION.session; ids
 * have no dots. */
enum { SESSION_SIZE = 17, SESSION_TRIES = 8 };

struct drafts {
    const struct state_folder *state;
    char *year;
    char session[SESSION_SIZE]; /* "" before the first draft is kept */
    int lock;                   /* the session's file, locked; -1 before */
    char last[KEPT_NAME_MOST];  /* what was kept last, and its bytes; "" for nothing */
    struct buffer bytes;
};

struct drafts *drafts_new(const struct state_folder *state, const char *year)
{
    struct drafts *drafts = memory_new(sizeof *drafts);
    *drafts = (struct drafts){.state = state, .year = memory_text(year), .lock = -1};
    drafts->bytes = BUFFER_EMPTY;
    return drafts;
}

/* ---- sessions ---- */

static void session_name(char *out, size_t size, const char *session)
{
    snprintf(out, size, "%s.session", session);
}

/* Makes and locks the session's file. Another session may look at the file between the two, and
 * take it for a dead one's and remove it: then with a new name again. */
static bool try_session(struct drafts *drafts, const char *session, const char *path)
{
    struct stat mine;
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    if (flock(file, LOCK_EX) != 0 || fstat(file, &mine) != 0 || mine.st_nlink == 0) {
        close(file);
        return false;
    }
    drafts->lock = file;
    snprintf(drafts->session, sizeof drafts->session, "%s", session);
    return true;
}

static enum status begin_session(struct drafts *drafts, struct error *error)
{
    if (drafts->lock >= 0)
        return STATUS_OK;
    if (state_make(drafts->state, error))
        return error->status;
    struct arena *arena = arena_new();
    bool good = false;
    for (int i = 0; i < SESSION_TRIES && !good; i++) {
        uint64_t number = 0;
        char session[SESSION_SIZE], name[KEPT_NAME_MOST];
        good = getrandom(&number, sizeof number, 0) == (ssize_t)sizeof number;
        snprintf(session, sizeof session, "%016llx", (unsigned long long)number);
        session_name(name, sizeof name, session);
        good = good && try_session(drafts, session, state_path(drafts->state, arena, name));
    }
    arena_free(arena);
    return good ? STATUS_OK : state_fail(drafts->state, error);
}

/* Whether another process holds the session; the file of a dead one is removed. */
static bool is_alive(const struct drafts *drafts, const char *session)
{
    if (strcmp(session, drafts->session) == 0)
        return false; /* our own */
    struct arena *arena = arena_new();
    char name[KEPT_NAME_MOST];
    session_name(name, sizeof name, session);
    const char *path = state_path(drafts->state, arena, name);
    int file = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    bool alive = file >= 0 && flock(file, LOCK_EX | LOCK_NB) != 0;
    if (file >= 0 && !alive)
        unlink(path); /* while it is locked, so that nobody's new one is hit */
    if (file >= 0)
        close(file);
    arena_free(arena);
    return alive;
}

void drafts_free(struct drafts *drafts)
{
    if (!drafts)
        return;
    if (drafts->lock >= 0) {
        char name[KEPT_NAME_MOST];
        struct error error; /* one that stays is taken for dead all the same */
        session_name(name, sizeof name, drafts->session);
        state_remove(drafts->state, name, &error);
        close(drafts->lock);
    }
    buffer_free(&drafts->bytes);
    free(drafts->year);
    free(drafts);
}

/* ---- names ---- */

/* Writes the beginning of the names of an entry's drafts: all but "SESSION.md". */
static void entry_prefix(const struct drafts *drafts, char *out, size_t size,
                         const char *jurisdiction, const char *item)
{
    snprintf(out, size, "%s.%s.%s.", drafts->year, jurisdiction, item);
    for (char *slash; (slash = strchr(out, '/'));)
        *slash = '.';
}

static void own_name(const struct drafts *drafts, char *out, size_t size, const char *jurisdiction,
                     const char *item)
{
    char prefix[KEPT_NAME_MOST - SESSION_SIZE - 4];
    entry_prefix(drafts, prefix, sizeof prefix, jurisdiction, item);
    snprintf(out, size, "%s%s.md", prefix, drafts->session);
}

/* Takes a draft's name apart, in the arena; false if it is none of this year's. */
static bool read_name(const struct drafts *drafts, struct arena *arena, const char *name,
                      struct waiting *out, const char **session)
{
    char *parts[6], *rest = arena_text(arena, name);
    int count = 0;
    while (count < 6 && (parts[count] = strsep(&rest, ".")))
        count++;
    if (count != 6 || rest || strcmp(parts[0], drafts->year) != 0 || strcmp(parts[5], "md") != 0 ||
        strlen(parts[4]) != SESSION_SIZE - 1)
        return false;
    *out = (struct waiting){.name = arena_text(arena, name),
                            .jurisdiction = parts[1],
                            .item = arena_format(arena, "%s/%s", parts[2], parts[3])};
    *session = parts[4];
    return true;
}

/* ---- looking ---- */

static int compare_waiting(const void *a, const void *b)
{
    const struct waiting *one = a, *other = b;
    const struct timespec *mine = &one->when, *its = &other->when;
    if (mine->tv_sec != its->tv_sec)
        return mine->tv_sec < its->tv_sec ? 1 : -1;
    if (mine->tv_nsec != its->tv_nsec)
        return mine->tv_nsec < its->tv_nsec ? 1 : -1;
    return strcmp(one->name, other->name);
}

size_t drafts_list(struct drafts *drafts, struct arena *arena, struct waiting **out)
{
    size_t count = 0, room = 16;
    *out = arena_array(arena, room, sizeof **out);
    DIR *folder = opendir(state_at(drafts->state));
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        const char *session;
        struct waiting one;
        struct stat file;
        if (!read_name(drafts, arena, entry->d_name, &one, &session) ||
            fstatat(dirfd(folder), entry->d_name, &file, AT_SYMLINK_NOFOLLOW) != 0 ||
            is_alive(drafts, session))
            continue;
        if (count == room) {
            struct waiting *more = arena_array(arena, room * 2, sizeof *more);
            memcpy(more, *out, count * sizeof *more);
            *out = more;
            room *= 2;
        }
        one.when = file.st_mtim;
        (*out)[count++] = one;
    }
    if (folder)
        closedir(folder);
    qsort(*out, count, sizeof **out, compare_waiting);
    return count;
}

static enum status read_one(const struct drafts *drafts, struct arena *arena,
                            const struct waiting *one, struct kept *out, struct error *error)
{
    const char *bytes;
    size_t size;
    enum status status = state_read(drafts->state, arena, one->name, &bytes, &size, error);
    if (!status) {
        struct buffer path = BUFFER_EMPTY;
        state_add_short(&path, state_path(drafts->state, arena, one->name));
        status = kept_read(arena, path.bytes, bytes, size, out, error);
        buffer_free(&path);
    }
    if (status)
        return status;
    snprintf(out->name, sizeof out->name, "%s", one->name);
    snprintf(out->jurisdiction, sizeof out->jurisdiction, "%s", one->jurisdiction);
    snprintf(out->item, sizeof out->item, "%s", one->item);
    out->when = one->when.tv_sec;
    return STATUS_OK;
}

enum status drafts_find(struct drafts *drafts, const char *jurisdiction, const char *item,
                        struct kept *out, struct error *error)
{
    struct arena *arena = arena_new();
    struct waiting *list;
    size_t count = drafts_list(drafts, arena, &list);
    enum status status =
        fail(error, STATUS_NO, NULL, 0, TR("no draft waits here", "本项没有未保存的草稿"));
    drafts->last[0] = '\0'; /* what lies there is an offer now, no mirror of the screen */
    for (size_t i = 0; i < count && status; i++) {
        struct error trouble;
        if (strcmp(list[i].jurisdiction, jurisdiction) != 0 || strcmp(list[i].item, item) != 0)
            continue;
        enum status one = read_one(drafts, arena, &list[i], out, &trouble);
        if (one == STATUS_OK) {
            status = STATUS_OK;
        } else if (one != STATUS_NO && status == STATUS_NO) { /* the newest is what is said */
            *error = trouble;
            status = one;
        }
    }
    arena_free(arena);
    return status;
}

/* ---- keeping ---- */

/* What was kept is on the disk: what is kept next is compared with it. */
static void remember(struct drafts *drafts, const char *name, const struct buffer *bytes)
{
    snprintf(drafts->last, sizeof drafts->last, "%s", name);
    buffer_cut(&drafts->bytes, 0);
    buffer_add_bytes(&drafts->bytes, bytes->bytes, bytes->size);
}

static enum status keep(struct drafts *drafts, const char *jurisdiction, const char *item,
                        const struct buffer *bytes, struct error *error)
{
    char name[KEPT_NAME_MOST];
    if (begin_session(drafts, error))
        return error->status;
    own_name(drafts, name, sizeof name, jurisdiction, item);
    if (strcmp(name, drafts->last) == 0 && drafts->bytes.size == bytes->size &&
        memcmp(drafts->bytes.bytes, bytes->bytes, bytes->size) == 0)
        return STATUS_OK;
    enum status status = state_write(drafts->state, name, bytes->bytes, bytes->size, error);
    if (!status)
        remember(drafts, name, bytes);
    return status;
}

static bool is_last(const struct drafts *drafts, const char *jurisdiction, const char *item)
{
    char name[KEPT_NAME_MOST];
    own_name(drafts, name, sizeof name, jurisdiction, item);
    return *drafts->last && strcmp(name, drafts->last) == 0;
}

enum status drafts_keep(struct drafts *drafts, const char *jurisdiction, const char *item,
                        const struct draft *draft, const char *question, const char *typed,
                        struct error *error)
{
    if (draft->kind == DRAFT_NONE && !typed)
        return is_last(drafts, jurisdiction, item) ? drafts_drop(drafts, jurisdiction, item, error)
                                                   : STATUS_OK;
    struct buffer bytes = BUFFER_EMPTY;
    kept_add(&bytes, jurisdiction, item, draft, question, typed);
    enum status status = keep(drafts, jurisdiction, item, &bytes, error);
    buffer_free(&bytes);
    return status;
}

enum status drafts_take(struct drafts *drafts, const struct kept *kept, struct error *error)
{
    char name[KEPT_NAME_MOST];
    struct buffer bytes = BUFFER_EMPTY;
    if (begin_session(drafts, error))
        return error->status;
    own_name(drafts, name, sizeof name, kept->jurisdiction, kept->item);
    enum status status = state_move(drafts->state, kept->name, name, error);
    if (!status) {
        kept_add(&bytes, kept->jurisdiction, kept->item, &kept->draft, kept->question.bytes,
                 kept->typing ? kept->typed.bytes : NULL);
        remember(drafts, name, &bytes);
    }
    buffer_free(&bytes);
    return status;
}

enum status drafts_drop(struct drafts *drafts, const char *jurisdiction, const char *item,
                        struct error *error)
{
    char name[KEPT_NAME_MOST];
    if (drafts->lock < 0)
        return STATUS_OK;
    own_name(drafts, name, sizeof name, jurisdiction, item);
    if (strcmp(name, drafts->last) == 0)
        drafts->last[0] = '\0';
    return state_remove(drafts->state, name, error);
}
