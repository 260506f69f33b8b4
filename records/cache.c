#include "records/cache.h"

#include "core/buffer.h"
#include "core/memory.h"
#include "records/disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    CACHE_MOST = 64 * 1024 * 1024,
    DAYS_KEPT = 60, /* of a record that nobody opens any more */
    HASH_DIGITS = 16,
    NAME_MOST = 60
};

#define ENDING ".cache"

/* ---- where ---- */

static void add_base(struct buffer *out)
{
    const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (base && *base == '/') { /* the rule of XDG: a relative one counts as none */
        buffer_add(out, base);
        return;
    }
    const struct passwd *entry = home && *home == '/' ? NULL : getpwuid(getuid());
    buffer_add(out, entry ? entry->pw_dir : home && *home == '/' ? home : "/");
    buffer_add(out, "/.cache");
}

/* The folder, made if it is not there; -1 where it is not the person's own. */
static int open_folder(bool make)
{
    struct buffer path = BUFFER_EMPTY;
    struct stat found;
    add_base(&path);
    if (make)
        mkdir(path.bytes, 0700);
    buffer_add(&path, "/kaoping");
    if (make)
        mkdir(path.bytes, 0700);
    int folder = open(path.bytes, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    buffer_free(&path);
    if (folder >= 0 &&
        (fstat(folder, &found) || found.st_uid != geteuid() || (found.st_mode & 022))) {
        close(folder);
        folder = -1;
    }
    return folder;
}

static char *real_path(const struct record *record)
{
    char *real = realpath(record->path, NULL);
    return real ? real : memory_text(record->path);
}

/* Appends the file's name: what reads well of the record's, and a hash of all of its path. */
static void add_name(struct buffer *out, const char *real, const char *year)
{
    char hex[SHA256_DIGEST_STRING_LENGTH];
    const char *slash = strrchr(real, '/');
    for (const char *at = slash ? slash + 1 : real; *at && out->size < NAME_MOST; at++) {
        bool plain = (unsigned char)*at > ' ' && (unsigned char)*at < 0x7F;
        buffer_add_bytes(out, plain ? at : "_", 1);
    }
    SHA256Data((const uint8_t *)real, strlen(real), hex);
    buffer_format(out, "-%.*s-%s" ENDING, HASH_DIGITS, hex, year);
}

/* ---- loading ---- */

/* Reads, and does not map: a file that is cut under a mapping ends the program. */
static char *read_all(struct arena *arena, int file, size_t *size)
{
    struct stat found;
    if (fstat(file, &found) || !S_ISREG(found.st_mode) || found.st_uid != geteuid() ||
        (found.st_mode & 077) || found.st_size <= 0 || found.st_size > CACHE_MOST)
        return NULL;
    char *bytes = arena_new_size(arena, (size_t)found.st_size);
    for (*size = 0; *size < (size_t)found.st_size;) {
        ssize_t got = read(file, bytes + *size, (size_t)found.st_size - *size);
        if (got == 0 || (got < 0 && errno != EINTR))
            return NULL;
        *size += got > 0 ? (size_t)got : 0;
    }
    return bytes;
}

/* Gives the memory back, as far as it is whole pages. */
static void give_back(char *bytes, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), before = (page - (uintptr_t)bytes % page) % page;
    if (size > before + page)
        madvise(bytes + before, (size - before) / page * page, MADV_DONTNEED);
}

static bool load_from(int folder, const char *real, const char *year, struct arena *scratch,
                      struct gathered *out)
{
    struct buffer name = BUFFER_EMPTY;
    add_name(&name, real, year);
    int file = openat(folder, name.bytes, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    buffer_free(&name);
    if (file < 0)
        return false;
    size_t size, spent;
    *out = (struct gathered){.pool = pool_new()};
    char *bytes = read_all(out->pool->arena, file, &size);
    bool good = bytes && cache_form_read(bytes, size, real, year, scratch, out, &spent);
    close(file);
    if (good)
        give_back(bytes, spent);
    else
        gathered_release(out);
    return good;
}

bool cache_load(const struct record *record, const char *year, struct arena *scratch,
                struct gathered *out)
{
    int folder = open_folder(false);
    if (folder < 0)
        return false;
    char *real = real_path(record);
    bool good = load_from(folder, real, year, scratch, out);
    free(real);
    close(folder);
    return good;
}

/* ---- saving ---- */

/* Takes out what nobody has written for long, and what was left half written. */
static void remove_old(int folder)
{
    int copy = dup(folder);
    DIR *list = copy < 0 ? NULL : fdopendir(copy);
    struct stat found;
    if (!list && copy >= 0)
        close(copy);
    for (struct dirent *entry; list && (entry = readdir(list));)
        if (strstr(entry->d_name, ENDING) &&
            fstatat(folder, entry->d_name, &found, AT_SYMLINK_NOFOLLOW) == 0 &&
            found.st_mtime < time(NULL) - DAYS_KEPT * 86400L)
            unlinkat(folder, entry->d_name, 0);
    if (list)
        closedir(list);
}

/* The old one stays until the new one is whole; that it survives a power cut is not asked. */
static void replace(int folder, const char *name, const struct buffer *bytes)
{
    struct buffer fresh = BUFFER_EMPTY;
    buffer_format(&fresh, "%s.%ld", name, (long)getpid());
    unlinkat(folder, fresh.bytes, 0);
    int file =
        openat(folder, fresh.bytes, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool good =
        file >= 0 && fchmod(file, 0600) == 0 && disk_write_all(file, bytes->bytes, bytes->size);
    if (file >= 0)
        good = close(file) == 0 && good;
    if (file >= 0 && (!good || renameat(folder, fresh.bytes, folder, name)))
        unlinkat(folder, fresh.bytes, 0);
    buffer_free(&fresh);
}

void cache_save(const struct record *record, const char *year, const struct gathered *now)
{
    int folder = open_folder(true);
    if (folder < 0)
        return;
    char *real = real_path(record);
    struct buffer name = BUFFER_EMPTY, bytes = BUFFER_EMPTY;
    cache_form_add(&bytes, real, year, now);
    add_name(&name, real, year);
    remove_old(folder);
    if (bytes.size <= CACHE_MOST)
        replace(folder, name.bytes, &bytes);
    buffer_free(&bytes);
    buffer_free(&name);
    free(real);
    close(folder);
}
