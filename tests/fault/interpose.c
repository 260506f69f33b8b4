/*
 * Failing calls, for a program that is started with this library in LD_PRELOAD:
 *
 *     LD_PRELOAD=build/tests/interpose.so KAOPING_FAULT_AT=3 KAOPING_FAULT_WITH=EIO \
 *     KAOPING_FAULT_BELOW=/tmp/record KAOPING_FAULT_LOG=/tmp/struck kaoping …
 *
 * The third call that writes to something below that folder fails. KAOPING_FAULT_WITH is EIO or
 * ENOSPC (that one call), FULL (ENOSPC from there on) or SHORT (a write that takes the half; any
 * other call fails with EIO). With KAOPING_FAULT_READS it is the third call that reads. The name of
 * what failed is appended to the log, so no log means that there were fewer calls.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Calls the function that this one stands before. */
#define REAL(name) (__extension__(__typeof__(&(name))) find(#name))

static void *find(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (!found)
        abort();
    return found;
}

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

static bool is_below(const char *path)
{
    const char *folder = setting("KAOPING_FAULT_BELOW");
    size_t size = strlen(folder);
    return size > 0 && strncmp(path, folder, size) == 0 && (path[size] == '/' || !path[size]);
}

static bool is_below_file(int file)
{
    char name[64], path[PATH_MAX];
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    ssize_t size = readlink(name, path, sizeof path - 1);
    path[size > 0 ? size : 0] = '\0';
    return is_below(path);
}

/* Relative paths are of the folder, or of the current one. */
static bool is_below_at(int folder, const char *path)
{
    char here[PATH_MAX];
    if (*path == '/')
        return is_below(path);
    if (folder != AT_FDCWD)
        return is_below_file(folder);
    return getcwd(here, sizeof here) && is_below(here);
}

static void note(const char *call)
{
    int file =
        REAL(open)(setting("KAOPING_FAULT_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0 || REAL(write)(file, call, strlen(call)) < 0 || REAL(write)(file, "\n", 1) < 0)
        abort();
    close(file);
}

enum fault { FAULT_NONE, FAULT_ERROR, FAULT_SHORT };

/* Counts a call; what happens to it. Sets errno for an error. */
static enum fault strike(const char *call, bool reads, bool below)
{
    static long count;
    const char *with = setting("KAOPING_FAULT_WITH");
    bool lasts = strcmp(with, "FULL") == 0;
    if (!below || reads != (*setting("KAOPING_FAULT_READS") != '\0'))
        return FAULT_NONE;
    long at = strtol(setting("KAOPING_FAULT_AT"), NULL, 10);
    count++;
    if (at == 0 || count < at || (count > at && !lasts))
        return FAULT_NONE;
    note(call);
    errno = lasts || strcmp(with, "ENOSPC") == 0 ? ENOSPC : EIO;
    return strcmp(with, "SHORT") == 0 ? FAULT_SHORT : FAULT_ERROR;
}

/* ---- what is open ---- */

static bool is_reading(int flags)
{
    return (flags & O_ACCMODE) == O_RDONLY && !(flags & O_CREAT);
}

static mode_t mode_of(int flags, va_list *rest)
{
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(*rest, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, &rest);
    va_end(rest);
    return strike("open", is_reading(flags), is_below_at(AT_FDCWD, path))
               ? -1
               : REAL(open)(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, &rest);
    va_end(rest);
    return strike("openat", is_reading(flags), is_below_at(folder, path))
               ? -1
               : REAL(openat)(folder, path, flags, mode);
}

int mkostemp(char *path, int flags)
{
    return strike("mkostemp", false, is_below_at(AT_FDCWD, path)) ? -1
                                                                  : REAL(mkostemp)(path, flags);
}

int mkstemps(char *path, int ending)
{
    return strike("mkstemps", false, is_below_at(AT_FDCWD, path)) ? -1
                                                                  : REAL(mkstemps)(path, ending);
}

/* ---- reading and writing ---- */

static size_t half(size_t size)
{
    return size > 1 ? size / 2 : size;
}

ssize_t read(int file, void *bytes, size_t size)
{
    enum fault fault = strike("read", true, is_below_file(file));
    if (fault == FAULT_ERROR)
        return -1;
    return REAL(read)(file, bytes, fault == FAULT_SHORT ? half(size) : size);
}

ssize_t write(int file, const void *bytes, size_t size)
{
    enum fault fault = strike("write", false, is_below_file(file));
    if (fault == FAULT_ERROR)
        return -1;
    return REAL(write)(file, bytes, fault == FAULT_SHORT ? half(size) : size);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at)
{
    enum fault fault = strike("pwrite", false, is_below_file(file));
    if (fault == FAULT_ERROR)
        return -1;
    return REAL(pwrite)(file, bytes, fault == FAULT_SHORT ? half(size) : size, at);
}

int fsync(int file)
{
    return strike("fsync", false, is_below_file(file)) ? -1 : REAL(fsync)(file);
}

int syncfs(int file)
{
    return strike("syncfs", false, is_below_file(file)) ? -1 : REAL(syncfs)(file);
}

/* ---- names ---- */

int rename(const char *from, const char *to)
{
    return strike("rename", false, is_below_at(AT_FDCWD, to)) ? -1 : REAL(rename)(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    return strike("renameat", false, is_below_at(to_folder, to))
               ? -1
               : REAL(renameat)(from_folder, from, to_folder, to);
}

int link(const char *from, const char *to)
{
    return strike("link", false, is_below_at(AT_FDCWD, to)) ? -1 : REAL(link)(from, to);
}

int mkdir(const char *path, mode_t mode)
{
    return strike("mkdir", false, is_below_at(AT_FDCWD, path)) ? -1 : REAL(mkdir)(path, mode);
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    return strike("mkdirat", false, is_below_at(folder, path)) ? -1
                                                               : REAL(mkdirat)(folder, path, mode);
}
