#include "records/disk.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status read_stream(FILE *file, const char *path, struct buffer *out,
                               struct error *error)
{
    char part[16384];
    size_t size;
    while ((size = fread(part, 1, sizeof part, file)) > 0) {
        buffer_add_bytes(out, part, size);
        if (out->size > DISK_READ_MOST)
            return fail(error, STATUS_INPUT, path, 0,
                        TR("larger than 64 MiB: split it", "超过64 MiB：请拆分"));
    }
    if (ferror(file))
        return fail(error, STATUS_INPUT, path, 0,
                    TR("cannot be read: %s: give another file", "无法读取：%s：请另选文件"),
                    strerror(errno));
    return STATUS_OK;
}

static enum status fail_empty(struct error *error)
{
    return fail(error, STATUS_INPUT, NULL, 0,
                TR("the name of a file is empty: give one", "文件名为空：请给出文件名"));
}

enum status disk_read(struct arena *arena, const char *path, const char **bytes, size_t *size,
                      struct error *error)
{
    if (!*path)
        return fail_empty(error);
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "re");
    if (!file)
        return fail(error, STATUS_INPUT, path, 0,
                    TR("cannot be opened: %s: look at its name and permissions",
                       "无法打开：%s：请检查文件名和权限"),
                    strerror(errno));
    struct buffer whole = BUFFER_EMPTY;
    enum status status = read_stream(file, path, &whole, error);
    if (!status) {
        *bytes = arena_text_of(arena, whole.bytes, whole.size);
        *size = whole.size;
    }
    buffer_free(&whole);
    if (!standard)
        fclose(file);
    return status;
}

static enum status fail_write(const char *path, struct error *error)
{
    return fail(error, STATUS_FAILED, path, 0,
                TR("cannot be written: %s; what stood there is unchanged: look at the folder and "
                   "the free space",
                   "无法写入：%s；原有内容未变：请检查所在目录和剩余空间"),
                strerror(errno));
}

bool disk_write_all(int file, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t done = write(file, bytes, size);
        if (done < 0 && errno != EINTR)
            return false;
        if (done > 0) {
            bytes += done;
            size -= (size_t)done;
        }
    }
    return true;
}

static enum status write_special(const char *path, const char *bytes, size_t size,
                                 struct error *error)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    bool good = file >= 0 && disk_write_all(file, bytes, size);
    if (file >= 0 && close(file) != 0)
        good = false;
    return good ? STATUS_OK : fail_write(path, error);
}

/* Fills the temporary file and puts it into the place of `path`. */
static bool put(int file, const char *temporary, const char *path, mode_t mode, const char *bytes,
                size_t size)
{
    bool good = disk_write_all(file, bytes, size) && fchmod(file, mode) == 0 && fsync(file) == 0;
    int cause = errno;
    if (close(file) != 0 && good) {
        cause = errno;
        good = false;
    }
    if (good && rename(temporary, path) == 0)
        return true;
    if (good)
        cause = errno;
    unlink(temporary);
    errno = cause;
    return false;
}

enum status disk_replace(const char *path, const char *bytes, size_t size, struct error *error)
{
    struct stat old;
    if (!*path)
        return fail_empty(error);
    bool exists = stat(path, &old) == 0;
    if (exists && !S_ISREG(old.st_mode))
        return write_special(path, bytes, size, error);
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = exists ? old.st_mode & 0777 : 0666 & ~mask;
    char *target = exists ? realpath(path, NULL) : NULL; /* a link stays one */
    struct buffer temporary = BUFFER_EMPTY;
    buffer_format(&temporary, "%s.XXXXXX", target ? target : path);
    int file = mkostemp(temporary.bytes, O_CLOEXEC);
    bool good = file >= 0 && put(file, temporary.bytes, target ? target : path, mode, bytes, size);
    enum status status = good ? STATUS_OK : fail_write(path, error);
    buffer_free(&temporary);
    free(target);
    return status;
}
