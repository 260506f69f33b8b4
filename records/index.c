#include "records/index.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <git2/sys/odb_backend.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FIRST = 4,      /* before whatever reads objects: records/loose.h */
    DEEPEST = 5,    /* folders of objects that name others, as for git */
    PACK_HEAD = 12, /* bytes before a pack's first object */
    HASH = 20,      /* bytes of SHA-1, at the end of every such file */
    FAN = 256
};

#define MANY "multi-pack-index"

/* ---- One index ---- */

/* Where an index has its places. */
struct shape {
    size_t count;      /* of objects */
    off_t first;       /* the first object's place */
    size_t stride;     /* from one to the next, in bytes */
    off_t wide;        /* places of 8 bytes, which those of 4 may point to */
    size_t wide_count; /* 0 in an index of version 1 */
};

static bool read_at(int file, off_t at, void *out, size_t size)
{
    ssize_t got;
    for (char *to = out; size > 0; to += got, at += got, size -= (size_t)got) {
        got = pread(file, to, size, at);
        if (got < 0 && errno == EINTR)
            got = 0;
        else if (got <= 0)
            return false;
    }
    return true;
}

/* False for an index that is of another size than its counts say. */
static bool read_shape(int file, off_t size, struct shape *out)
{
    uint32_t head[2 + FAN];
    if (!read_at(file, 0, head, sizeof head))
        return false;
    bool second = ntohl(head[0]) == 0xff744f63; /* "\377tOc", and the version behind it */
    if (second && ntohl(head[1]) != 2)
        return false;
    const uint32_t *fan = second ? head + 2 : head;
    for (size_t i = 1; i < FAN; i++)
        if (ntohl(fan[i]) < ntohl(fan[i - 1]))
            return false;
    off_t count = (off_t)ntohl(fan[FAN - 1]);
    off_t begin = second ? (off_t)sizeof head : (off_t)sizeof head - 8;
    off_t each = HASH + 4 + (second ? 4 : 0), end = begin + count * each;
    *out = (struct shape){.count = (size_t)count,
                          .first = second ? begin + count * (HASH + 4) : begin,
                          .stride = second ? 4 : (size_t)each,
                          .wide = end};
    size -= end + HASH + HASH;
    out->wide_count = second && size > 0 ? (size_t)size / 8 : 0;
    return size == (off_t)out->wide_count * 8;
}

/* Whether the places, `width` bytes each, lie in a pack whose objects end at `end`. */
static bool places_fit(int file, const struct shape *shape, size_t width, uint64_t end)
{
    uint32_t bytes[6 * 1024];
    bool wide = width == 8;
    size_t left = wide ? shape->wide_count : shape->count, stride = wide ? 8 : shape->stride;
    off_t at = wide ? shape->wide : shape->first;
    while (left > 0) {
        size_t some = sizeof bytes / stride < left ? sizeof bytes / stride : left;
        if (!read_at(file, at, bytes, (some - 1) * stride + width))
            return false;
        for (size_t i = 0; i < some; i++) {
            const uint32_t *one = &bytes[i * stride / 4];
            uint64_t place = ntohl(one[0]);
            if (wide)
                place = place << 32 | ntohl(one[1]);
            else if (shape->stride == 4 && place >> 31) { /* it names one of the wide places */
                if ((place & INT32_MAX) >= shape->wide_count)
                    return false;
                continue;
            }
            if (place < PACK_HEAD || place >= end)
                return false;
        }
        left -= some;
        at += (off_t)(some * stride);
    }
    return true;
}

/* The pack that the index is of; false where there is none any more. */
static bool stat_pack(const char *path, struct stat *out)
{
    struct buffer pack = BUFFER_EMPTY;
    buffer_add_bytes(&pack, path, strlen(path) - strlen("idx"));
    buffer_add(&pack, "pack");
    bool found = stat(pack.bytes, out) == 0;
    buffer_free(&pack);
    return found;
}

static int fail_index(const char *path)
{
    struct buffer why = BUFFER_EMPTY;
    const char *name = strrchr(path, '/') + 1;
    buffer_format(
        &why,
        TR("objects/pack/%s is damaged and does not fit its pack (remove it, and make it "
           "again with 'git index-pack' of the pack beside it)",
           "objects/pack/%s 已损坏，与其数据包不符（请删除该文件，再对同名的 .pack 文件运行 "
           "git index-pack 重新生成）"),
        name);
    git_error_set_str(GIT_ERROR_ODB, why.bytes);
    buffer_free(&why);
    return GIT_ERROR;
}

static int check_index(const char *path)
{
    struct stat found, pack;
    struct shape shape;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return 0; /* nor does libgit2 open it */
    bool fits = !stat_pack(path, &pack);
    if (!fits)
        fits = fstat(file, &found) == 0 && read_shape(file, found.st_size, &shape) &&
               pack.st_size >= PACK_HEAD + HASH &&
               places_fit(file, &shape, 4, (uint64_t)pack.st_size - HASH) &&
               places_fit(file, &shape, 8, (uint64_t)pack.st_size - HASH);
    close(file);
    return fits ? 0 : fail_index(path);
}

/* ---- A file against the hash at its end ---- */

/* True for a file that is gone. */
static bool is_whole(const char *path)
{
    char bytes[65536];
    unsigned char hash[EVP_MAX_MD_SIZE], told[HASH];
    struct stat found;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return errno == ENOENT;
    EVP_MD_CTX *sum = EVP_MD_CTX_new();
    bool good = sum && EVP_DigestInit_ex(sum, EVP_sha1(), NULL) && fstat(file, &found) == 0 &&
                found.st_size >= HASH;
    off_t left = good ? found.st_size - HASH : 0;
    for (off_t at = 0; good && left > 0;) {
        size_t some = left < (off_t)sizeof bytes ? (size_t)left : sizeof bytes;
        good = read_at(file, at, bytes, some) && EVP_DigestUpdate(sum, bytes, some);
        at += (off_t)some;
        left -= (off_t)some;
    }
    good = good && read_at(file, found.st_size - HASH, told, HASH) &&
           EVP_DigestFinal_ex(sum, hash, NULL) && memcmp(hash, told, HASH) == 0;
    EVP_MD_CTX_free(sum);
    close(file);
    return good;
}

static int check_many(const char *path)
{
    if (is_whole(path))
        return 0;
    git_error_set_str(
        GIT_ERROR_ODB,
        TR("objects/pack/multi-pack-index is damaged (remove it: it is only a shortcut)",
           "objects/pack/multi-pack-index 已损坏（请删除该文件：它只用于加速）"));
    return GIT_ERROR;
}

/* ---- All of them ---- */

static bool ends_in(const char *name, const char *ending)
{
    size_t size = strlen(name), end = strlen(ending);
    return size > end && strcmp(name + size - end, ending) == 0;
}

/* Calls `use` for each file of the folder, until one fails. A folder that is not there has none. */
static int each_file(const char *folder, int (*use)(void *context, const char *path, int at),
                     void *context)
{
    DIR *list = opendir(folder);
    struct buffer path = BUFFER_EMPTY;
    int code = 0;
    buffer_format(&path, "%s/", folder);
    size_t begin = path.size;
    for (const struct dirent *entry; code == 0 && list && (entry = readdir(list));) {
        buffer_cut(&path, begin);
        buffer_add(&path, entry->d_name);
        code = use(context, path.bytes, (int)begin);
    }
    buffer_free(&path);
    if (list)
        closedir(list);
    return code;
}

struct guard {
    git_odb_backend parent;
    char *objects;
    struct arena *arena;
    const char **known; /* indexes that fit: their names are those of what they hold */
    size_t count, room;
    struct stat many; /* the multi-pack-index that was whole; zero before */
};

static bool is_known(const struct guard *guard, const char *path)
{
    for (size_t i = 0; i < guard->count; i++)
        if (strcmp(guard->known[i], path) == 0)
            return true;
    return false;
}

static void keep_known(struct guard *guard, const char *path)
{
    if (guard->count == guard->room) {
        guard->room = guard->room ? guard->room * 2 : 16;
        guard->known = memory_resize(guard->known, guard->room * sizeof *guard->known);
    }
    guard->known[guard->count++] = arena_text(guard->arena, path);
}

static bool is_same_file(const struct stat *one, const struct stat *other)
{
    return one->st_ino == other->st_ino && one->st_size == other->st_size &&
           one->st_mtim.tv_sec == other->st_mtim.tv_sec &&
           one->st_mtim.tv_nsec == other->st_mtim.tv_nsec;
}

static int check_file(void *context, const char *path, int at)
{
    struct guard *guard = context;
    struct stat found;
    int code = 0;
    if (strcmp(path + at, MANY) == 0 && stat(path, &found) == 0 &&
        !is_same_file(&found, &guard->many)) {
        code = check_many(path);
        if (code == 0)
            guard->many = found;
    } else if (ends_in(path + at, ".idx") && !is_known(guard, path)) {
        code = check_index(path);
        if (code == 0)
            keep_known(guard, path);
    }
    return code;
}

static int check_folder(struct guard *guard, const char *objects, int depth);

/* Objects may lie in other folders as well, which objects/info/alternates names, one a line. */
static int check_others(struct guard *guard, const char *objects, int depth)
{
    struct buffer path = BUFFER_EMPTY;
    char *line = NULL;
    size_t room = 0;
    int code = 0;
    buffer_format(&path, "%s/info/alternates", objects);
    FILE *list = depth < DEEPEST ? fopen(path.bytes, "re") : NULL;
    while (list && code == 0 && getline(&line, &room, list) > 0) {
        line[strcspn(line, "\r\n")] = '\0';
        buffer_cut(&path, 0);
        if (*line == '/' || *line == '#')
            buffer_add(&path, line);
        else
            buffer_format(&path, "%s/%s", objects, line);
        if (*line && *line != '#')
            code = check_folder(guard, path.bytes, depth + 1);
    }
    free(line);
    if (list)
        fclose(list);
    buffer_free(&path);
    return code;
}

static int check_folder(struct guard *guard, const char *objects, int depth)
{
    struct buffer packs = BUFFER_EMPTY;
    buffer_format(&packs, "%s/pack", objects);
    int code = each_file(packs.bytes, check_file, guard);
    buffer_free(&packs);
    return code ? code : check_others(guard, objects, depth);
}

/* libgit2 calls it before it looks for new packs itself. */
static int refresh(git_odb_backend *backend)
{
    struct guard *guard = (struct guard *)backend;
    return check_folder(guard, guard->objects, 0);
}

static void free_guard(git_odb_backend *backend)
{
    struct guard *guard = (struct guard *)backend;
    arena_free(guard->arena);
    free(guard->known);
    free(guard->objects);
    free(guard);
}

static char *objects_of(git_repository *repository)
{
    struct buffer path = BUFFER_EMPTY;
    buffer_format(&path, "%sobjects", git_repository_commondir(repository));
    char *objects = memory_text(path.bytes);
    buffer_free(&path);
    return objects;
}

int index_guard(git_repository *repository)
{
    git_odb *odb = NULL;
    struct guard *guard = memory_new(sizeof *guard);
    *guard = (struct guard){.objects = objects_of(repository), .arena = arena_new()};
    int code = git_odb_init_backend(&guard->parent, GIT_ODB_BACKEND_VERSION);
    guard->parent.refresh = refresh;
    guard->parent.free = free_guard;
    if (code == 0)
        code = refresh(&guard->parent);
    if (code == 0)
        code = git_repository_odb(&odb, repository);
    if (code == 0)
        code = git_odb_set_commit_graph(odb, NULL);
    if (code == 0)
        code = git_odb_add_backend(odb, &guard->parent, FIRST);
    if (code)
        free_guard(&guard->parent);
    git_odb_free(odb);
    return code;
}

struct damage {
    void (*use)(void *context, const char *path);
    void *context;
    size_t begin; /* of a path, behind the repository's folder */
};

static int look_at(void *context, const char *path, int at)
{
    const struct damage *damage = context;
    const char *name = path + at;
    bool derived = ends_in(name, ".idx") || ends_in(name, ".bitmap") || ends_in(name, ".rev") ||
                   ends_in(name, ".graph") || strcmp(name, MANY) == 0 ||
                   strcmp(name, "commit-graph") == 0;
    if (derived && !is_whole(path))
        damage->use(damage->context, path + damage->begin);
    return 0;
}

void index_each_damaged(git_repository *repository, void (*use)(void *context, const char *path),
                        void *context)
{
    static const char *const folders[] = {"pack", "info", "info/commit-graphs"};
    char *objects = objects_of(repository);
    struct damage damage = {use, context, strlen(git_repository_commondir(repository))};
    struct buffer folder = BUFFER_EMPTY;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        buffer_cut(&folder, 0);
        buffer_format(&folder, "%s/%s", objects, folders[i]);
        each_file(folder.bytes, look_at, &damage);
    }
    buffer_free(&folder);
    free(objects);
}
