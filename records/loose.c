#include "records/loose.h"

#include "core/buffer.h"
#include "core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <git2/sys/odb_backend.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#define ZLIB_CONST
#include <zlib.h>

enum {
    FIRST = 3,      /* before libgit2's own, of packs (2) and loose ones (1) */
    HEAD_MOST = 32, /* bytes of "commit 1234567890" */
    SIZE_MOST = 1024 * 1024 * 1024
};

struct loose {
    git_odb_backend parent;
    char *folder; /* objects/ */
};

/* ---- Bytes ---- */

static int read_file(int file, struct buffer *out)
{
    char bytes[16384];
    ssize_t got;
    while ((got = read(file, bytes, sizeof bytes)) > 0 || (got < 0 && errno == EINTR))
        if (got > 0)
            buffer_add_bytes(out, bytes, (size_t)got);
    return got < 0 ? GIT_ERROR : 0;
}

static int fail_cut(void)
{
    git_error_set_str(GIT_ERROR_ODB, "a loose object is cut off or garbled");
    return GIT_ERROR;
}

/* Reads "blob 12"; the head's size with its NUL, or 0. */
static size_t read_head(const char *head, size_t size, git_object_t *type, size_t *length)
{
    char word[HEAD_MOST + 1], *end;
    size_t shown = strnlen(head, size), space = strcspn(head, " ");
    if (shown == size || space >= shown)
        return 0;
    snprintf(word, sizeof word, "%.*s", (int)space, head);
    *type = git_object_string2type(word);
    unsigned long long number = strtoull(head + space + 1, &end, 10);
    *length = (size_t)number;
    return *type != GIT_OBJECT_INVALID && end == head + shown && number < SIZE_MOST ? shown + 1 : 0;
}

/* Fills *data with what is behind the head, and a NUL that is not counted. */
static int inflate_body(z_stream *stream, const char *begin, size_t begun, size_t length,
                        git_odb_backend *backend, void **data)
{
    char *bytes = git_odb_backend_data_alloc(backend, length + 1), spare[1];
    if (!bytes)
        return GIT_ERROR;
    size_t have = begun < length ? begun : length;
    memcpy(bytes, begin, have);
    bytes[length] = '\0';
    stream->next_out = (unsigned char *)bytes + have;
    stream->avail_out = (unsigned)(length - have);
    int code = begun > length ? Z_DATA_ERROR : inflate(stream, Z_FINISH);
    if (code == Z_BUF_ERROR && !stream->avail_out) { /* the checksum is still to be read */
        stream->next_out = (unsigned char *)spare;
        stream->avail_out = sizeof spare;
        code = inflate(stream, Z_FINISH);
        code = stream->avail_out ? code : Z_DATA_ERROR;
    } else if (code == Z_STREAM_END && stream->avail_out)
        code = Z_DATA_ERROR;
    if (code == Z_STREAM_END) {
        *data = bytes;
        return 0;
    }
    git_odb_backend_data_free(backend, bytes);
    return fail_cut();
}

static int inflate_all(const struct buffer *packed, git_odb_backend *backend, void **data,
                       size_t *size, git_object_t *type)
{
    char head[HEAD_MOST + 1] = "";
    z_stream stream = {0};
    if (inflateInit(&stream) != Z_OK)
        return GIT_ERROR;
    stream.next_in = (const unsigned char *)packed->bytes;
    stream.avail_in = (unsigned)packed->size;
    stream.next_out = (unsigned char *)head;
    stream.avail_out = HEAD_MOST;
    int code = inflate(&stream, Z_SYNC_FLUSH);
    size_t got = HEAD_MOST - stream.avail_out;
    size_t behind = code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR
                        ? read_head(head, got, type, size)
                        : 0;
    if (!behind)
        code = fail_cut();
    else if (code == Z_STREAM_END && got - behind == *size) {
        char *bytes = git_odb_backend_data_alloc(backend, *size + 1);
        if (bytes) {
            memcpy(bytes, head + behind, *size);
            bytes[*size] = '\0';
        }
        *data = bytes;
        code = bytes ? 0 : GIT_ERROR;
    } else
        code = code == Z_STREAM_END
                   ? fail_cut()
                   : inflate_body(&stream, head + behind, got - behind, *size, backend, data);
    inflateEnd(&stream);
    return code;
}

/* ---- The backend ---- */

/* The same object may lie in a pack as well. GIT_ERROR where it does not. */
static int read_packed(void **data, size_t *size, git_object_t *type, const struct loose *loose,
                       const git_oid *id)
{
    git_odb_backend *packs = NULL;
    int code = git_odb_backend_pack(&packs, loose->folder);
    if (code == 0)
        code = packs->read(data, size, type, packs, id);
    if (packs)
        packs->free(packs);
    return code ? fail_cut() : 0;
}

static int read_object(void **data, size_t *size, git_object_t *type, git_odb_backend *backend,
                       const git_oid *id)
{
    const struct loose *loose = (const struct loose *)backend;
    struct buffer path = BUFFER_EMPTY, packed = BUFFER_EMPTY;
    char hex[GIT_OID_HEXSZ + 1];
    git_oid_tostr(hex, sizeof hex, id);
    buffer_format(&path, "%s%.2s/%s", loose->folder, hex, hex + 2);
    int file = open(path.bytes, O_RDONLY | O_CLOEXEC | O_NONBLOCK), code = GIT_ENOTFOUND;
    buffer_free(&path);
    if (file < 0)
        return errno == ENOENT ? GIT_ENOTFOUND : GIT_PASSTHROUGH;
    code = read_file(file, &packed);
    if (code)
        code = GIT_PASSTHROUGH; /* libgit2 says why */
    else if (inflate_all(&packed, backend, data, size, type))
        code = read_packed(data, size, type, loose, id);
    close(file);
    buffer_free(&packed);
    return code;
}

static void free_backend(git_odb_backend *backend)
{
    struct loose *loose = (struct loose *)backend;
    free(loose->folder);
    free(loose);
}

int loose_guard(git_repository *repository)
{
    git_odb *objects = NULL;
    struct loose *loose = memory_new(sizeof *loose);
    struct buffer folder = BUFFER_EMPTY;
    memset(loose, 0, sizeof *loose);
    int code = git_odb_init_backend(&loose->parent, GIT_ODB_BACKEND_VERSION);
    buffer_format(&folder, "%sobjects/", git_repository_commondir(repository));
    loose->folder = memory_text(folder.bytes);
    buffer_free(&folder);
    loose->parent.read = read_object;
    loose->parent.free = free_backend;
    if (code == 0)
        code = git_repository_odb(&objects, repository);
    if (code == 0)
        code = git_odb_add_backend(objects, &loose->parent, FIRST);
    if (code)
        free_backend(&loose->parent);
    git_odb_free(objects);
    return code;
}
