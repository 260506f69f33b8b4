#include "records/pack.h"

#include "core/buffer.h"
#include "core/memory.h"
#include "records/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <git2/sys/odb_backend.h>
#include <sha1.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#define ZLIB_CONST
#include <zlib.h>

enum {
    DEPTH_MOST = 50, /* as git's own packs */
    RECENT = 16,     /* trees that were read last: those of a row and of what it rests on */
    WRITE_AT = 1 << 20,
    HEAD_SIZE = 12
};

/* A tree that was read: it is likely read again, and what is written next another version of it. */
struct recent {
    git_oid id;
    char *bytes;
    size_t size;
};

struct pack {
    git_odb_backend backend; /* first: libgit2 gives its address to the functions below */
    struct record *record;
    git_odb *below; /* the record's own */
    git_repository *repository;
    int folder, file;
    char name[48];         /* of the file while it is written; "" when there is none */
    struct buffer waiting; /* its last bytes, not yet written */
    uint64_t written;
    struct packed *objects;
    size_t count, room;
    uint32_t *slots; /* an object's index plus 1, by its id */
    size_t slot_count;
    struct recent recent[RECENT];
    unsigned next_recent;
    z_stream deflate, inflate;
};

/* ---- the objects by id ---- */

static size_t slot_of(const struct pack *pack, const git_oid *id)
{
    size_t at;
    memcpy(&at, id->id, sizeof at);
    at &= pack->slot_count - 1;
    while (pack->slots[at] && !git_oid_equal(&pack->objects[pack->slots[at] - 1].id, id))
        at = (at + 1) & (pack->slot_count - 1);
    return at;
}

static bool has(const struct pack *pack, const git_oid *id)
{
    return pack->slots[slot_of(pack, id)] != 0;
}

static struct packed *find(const struct pack *pack, const git_oid *id)
{
    uint32_t found = pack->slots[slot_of(pack, id)];
    return found ? &pack->objects[found - 1] : NULL;
}

static void make_slots(struct pack *pack, size_t count)
{
    free(pack->slots);
    pack->slot_count = count;
    pack->slots = memory_new(count * sizeof *pack->slots);
    memset(pack->slots, 0, count * sizeof *pack->slots);
    for (size_t i = 0; i < pack->count; i++)
        pack->slots[slot_of(pack, &pack->objects[i].id)] = (uint32_t)i + 1;
}

static struct packed *add_object(struct pack *pack, const git_oid *id)
{
    if (pack->count == pack->room) {
        pack->room *= 2;
        pack->objects = memory_resize(pack->objects, pack->room * sizeof *pack->objects);
    }
    if ((pack->count + 1) * 2 > pack->slot_count)
        make_slots(pack, pack->slot_count * 2);
    struct packed *object = &pack->objects[pack->count++];
    *object = (struct packed){.id = *id};
    pack->slots[slot_of(pack, id)] = (uint32_t)pack->count;
    return object;
}

/* ---- the file ---- */

static int fail_system(void)
{
    git_error_set_str(GIT_ERROR_OS, strerror(errno));
    return GIT_ERROR;
}

static int flush(struct pack *pack)
{
    if (!disk_write_all(pack->file, pack->waiting.bytes, pack->waiting.size))
        return fail_system();
    pack->written += pack->waiting.size;
    buffer_cut(&pack->waiting, 0);
    return 0;
}

/* Appends the bytes, deflated. */
static int add_deflated(struct pack *pack, const char *bytes, size_t size)
{
    char out[4096];
    z_stream *stream = &pack->deflate;
    deflateReset(stream);
    stream->next_in = (const Bytef *)bytes;
    stream->avail_in = (uInt)size;
    for (int code = Z_OK; code != Z_STREAM_END;) {
        stream->next_out = (Bytef *)out;
        stream->avail_out = sizeof out;
        code = deflate(stream, Z_FINISH);
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
            git_error_set_str(GIT_ERROR_ZLIB, "deflate");
            return GIT_ERROR;
        }
        buffer_add_bytes(&pack->waiting, out, sizeof out - stream->avail_out);
    }
    return 0;
}

/* Appends an entry; `base` is NULL for one that stands by itself. */
static int add_entry(struct pack *pack, struct packed *object, const struct packed *base,
                     const char *bytes, size_t size)
{
    size_t begin = pack->waiting.size;
    object->offset = pack->written + begin;
    pack_form_add_head(&pack->waiting, base ? 0 : object->type, size,
                       base ? object->offset - base->offset : 0);
    int code = add_deflated(pack, bytes, size);
    object->check = (uint32_t)crc32(0, (const Bytef *)pack->waiting.bytes + begin,
                                    (uInt)(pack->waiting.size - begin));
    return code == 0 && pack->waiting.size >= WRITE_AT ? flush(pack) : code;
}

/* ---- trees ---- */

static void remember(struct pack *pack, const git_oid *id, const void *bytes, size_t size)
{
    struct recent *recent = &pack->recent[pack->next_recent++ % RECENT];
    recent->id = *id;
    recent->bytes = memory_resize(recent->bytes, size + 1);
    recent->size = size;
    memcpy(recent->bytes, bytes, size);
}

/* An earlier version of the tree, with what makes the new one of it; NULL where none was read
 * lately. */
static struct packed *find_earlier(struct pack *pack, const char *bytes, size_t size,
                                   struct buffer *difference)
{
    for (int i = 1; i <= RECENT; i++) {
        struct recent *recent = &pack->recent[(pack->next_recent + RECENT - (unsigned)i) % RECENT];
        struct packed *base = recent->bytes ? find(pack, &recent->id) : NULL;
        if (base && pack_form_add_difference(difference, recent->bytes, recent->size, bytes, size))
            return base;
    }
    return NULL;
}

/* A tree that has a newer version is kept in memory no more. */
static int write_tree(struct pack *pack, struct packed *object, const char *bytes, size_t size)
{
    struct buffer difference = BUFFER_EMPTY;
    struct packed *base = find_earlier(pack, bytes, size, &difference);
    bool whole = !base || base->depth >= DEPTH_MOST;
    if (!whole) {
        object->depth = base->depth + 1;
        object->base = (uint32_t)(base - pack->objects) + 1;
    }
    int code = whole ? add_entry(pack, object, NULL, bytes, size)
                     : add_entry(pack, object, base, difference.bytes, difference.size);
    if (base) {
        free(base->tree);
        base->tree = NULL;
    }
    object->tree = memcpy(memory_new(size + 1), bytes, size);
    buffer_free(&difference);
    return code;
}

/* ---- reading back ---- */

/* Inflates the entry; `head` of its bytes come before what is deflated. */
static int inflate_entry(struct pack *pack, const struct buffer *entry, size_t head, char *out,
                         size_t size)
{
    z_stream *stream = &pack->inflate;
    inflateReset(stream);
    stream->next_in = (const Bytef *)entry->bytes + head;
    stream->avail_in = (uInt)(entry->size - head);
    stream->next_out = (Bytef *)out;
    stream->avail_out = (uInt)size + 1; /* so that it comes to its end */
    if (inflate(stream, Z_FINISH) == Z_STREAM_END && stream->avail_out == 1)
        return 0;
    git_error_set_str(GIT_ERROR_ZLIB, "inflate");
    return GIT_ERROR;
}

/* Reads the bytes of an entry from the file. */
static int read_bytes(struct pack *pack, const struct packed *object, struct buffer *out)
{
    size_t next = (size_t)(object - pack->objects) + 1;
    if (flush(pack))
        return GIT_ERROR;
    uint64_t end = next < pack->count ? pack->objects[next].offset : pack->written;
    char part[4096];
    for (uint64_t at = object->offset; at < end;) {
        size_t most = end - at < sizeof part ? (size_t)(end - at) : sizeof part;
        ssize_t got = pread(pack->file, part, most, (off_t)at);
        if (got <= 0)
            return fail_system();
        buffer_add_bytes(out, part, (size_t)got);
        at += (size_t)got;
    }
    return 0;
}

static int read_object(struct pack *pack, const struct packed *object, char *out);

static int read_difference(struct pack *pack, const struct packed *object, const char *bytes,
                           size_t size, char *out)
{
    const struct packed *base = &pack->objects[object->base - 1];
    char *from = base->tree ? base->tree : memory_new(base->size + 1);
    int code = base->tree ? 0 : read_object(pack, base, from);
    if (code == 0 && !pack_form_apply(bytes, size, from, base->size, out, object->size)) {
        git_error_set_str(GIT_ERROR_ODB, "difference");
        code = GIT_ERROR;
    }
    if (from != base->tree)
        free(from);
    return code;
}

/* Writes the object's bytes and one more, of no meaning. A chain is at most DEPTH_MOST long. */
static int read_object(struct pack *pack, const struct packed *object, char *out)
{
    struct buffer entry = BUFFER_EMPTY;
    size_t size = 0;
    int code = read_bytes(pack, object, &entry);
    if (code == 0) {
        size_t head = pack_form_head(entry.bytes, &size);
        char *inflated = object->base ? memory_new(size + 1) : out;
        code = inflate_entry(pack, &entry, head, inflated, size);
        if (code == 0 && object->base)
            code = read_difference(pack, object, inflated, size, out);
        if (object->base)
            free(inflated);
    }
    buffer_free(&entry);
    return code;
}

/* ---- what libgit2 calls ---- */

static struct pack *pack_of(git_odb_backend *backend)
{
    return (struct pack *)backend;
}

static int read_below(void **out, size_t *size, git_object_t *type, struct pack *pack,
                      const git_oid *id)
{
    git_odb_object *found = NULL;
    int code = git_odb_read(&found, pack->below, id);
    if (code)
        return code;
    *size = git_odb_object_size(found);
    *type = git_odb_object_type(found);
    *out = git_odb_backend_data_alloc(&pack->backend, *size + 1);
    if (*out)
        memcpy(*out, git_odb_object_data(found), *size);
    git_odb_object_free(found);
    return *out ? 0 : GIT_ERROR;
}

static const struct recent *find_recent(const struct pack *pack, const git_oid *id)
{
    for (int i = 0; i < RECENT; i++)
        if (pack->recent[i].bytes && git_oid_equal(&pack->recent[i].id, id))
            return &pack->recent[i];
    return NULL;
}

/* Copies what stands in memory. */
static int read_memory(void **out, size_t *size, git_odb_backend *backend, const char *bytes,
                       size_t of)
{
    *size = of;
    *out = git_odb_backend_data_alloc(backend, of + 1);
    if (*out)
        memcpy(*out, bytes, of);
    return *out ? 0 : GIT_ERROR;
}

static int read_own(void **out, size_t *size, struct pack *pack, const struct packed *object)
{
    if (object->tree)
        return read_memory(out, size, &pack->backend, object->tree, object->size);
    *size = object->size;
    *out = git_odb_backend_data_alloc(&pack->backend, *size + 1);
    int code = *out ? read_object(pack, object, *out) : GIT_ERROR;
    if (code)
        git_odb_backend_data_free(&pack->backend, *out);
    return code;
}

static int backend_read(void **out, size_t *size, git_object_t *type, git_odb_backend *backend,
                        const git_oid *id)
{
    struct pack *pack = pack_of(backend);
    const struct recent *recent = find_recent(pack, id);
    const struct packed *object = find(pack, id);
    *type = recent ? GIT_OBJECT_TREE : object ? object->type : GIT_OBJECT_INVALID;
    if (recent)
        return read_memory(out, size, backend, recent->bytes, recent->size);
    int code = object ? read_own(out, size, pack, object) : read_below(out, size, type, pack, id);
    if (code == 0 && *type == GIT_OBJECT_TREE)
        remember(pack, id, *out, *size);
    return code;
}

static int backend_read_header(size_t *size, git_object_t *type, git_odb_backend *backend,
                               const git_oid *id)
{
    struct pack *pack = pack_of(backend);
    const struct packed *object = find(pack, id);
    if (!object)
        return git_odb_read_header(size, type, pack->below, id);
    *size = object->size;
    *type = object->type;
    return 0;
}

static int backend_exists(git_odb_backend *backend, const git_oid *id)
{
    struct pack *pack = pack_of(backend);
    return has(pack, id) || git_odb_exists(pack->below, id);
}

/* What only the record has is written again: housekeeping may be about to take it out. */
static int backend_freshen(git_odb_backend *backend, const git_oid *id)
{
    return has(pack_of(backend), id) ? 0 : GIT_ENOTFOUND;
}

static int backend_write(git_odb_backend *backend, const git_oid *id, const void *bytes,
                         size_t size, git_object_t type)
{
    struct pack *pack = pack_of(backend);
    if (has(pack, id))
        return 0;
    struct packed *object = add_object(pack, id);
    object->type = type;
    object->size = size;
    return type == GIT_OBJECT_TREE ? write_tree(pack, object, bytes, size)
                                   : add_entry(pack, object, NULL, bytes, size);
}

/* The pack frees itself. */
static void backend_free(git_odb_backend *backend)
{
    (void)backend;
}

/* ---- beginning and end ---- */

static int open_file(struct pack *pack)
{
    static const char head[HEAD_SIZE] = {'P', 'A', 'C', 'K', 0, 0, 0, 2}; /* the count comes last */
    pack->folder = openat(pack->record->folder, "objects/pack", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (pack->folder < 0)
        return fail_system();
    snprintf(pack->name, sizeof pack->name, "tmp_pack_kaoping_%ld", (long)getpid());
    unlinkat(pack->folder, pack->name, 0); /* of a killed process whose number came again */
    pack->file = openat(pack->folder, pack->name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (pack->file < 0) {
        pack->name[0] = '\0';
        return fail_system();
    }
    buffer_add_bytes(&pack->waiting, head, sizeof head);
    return 0;
}

static int open_repository(struct pack *pack)
{
    git_odb *odb = NULL;
    int code = git_odb_init_backend(&pack->backend, GIT_ODB_BACKEND_VERSION);
    pack->backend.read = backend_read;
    pack->backend.read_header = backend_read_header;
    pack->backend.write = backend_write;
    pack->backend.exists = backend_exists;
    pack->backend.freshen = backend_freshen;
    pack->backend.free = backend_free;
    if (code == 0)
        code = git_repository_odb(&pack->below, pack->record->repository);
    if (code == 0)
        code = git_odb_new(&odb);
    if (code == 0)
        code = git_odb_add_backend(odb, &pack->backend, 1);
    if (code == 0)
        code = git_repository_wrap_odb(&pack->repository, odb);
    git_odb_free(odb);
    return code;
}

enum status pack_new(struct record *record, struct pack **out, struct error *error)
{
    enum { SLOTS = 1 << 12, OBJECTS = 1 << 10 };
    struct pack *pack = memory_new(sizeof *pack);
    *pack = (struct pack){.record = record,
                          .folder = -1,
                          .file = -1,
                          .waiting = BUFFER_EMPTY,
                          .objects = memory_new(OBJECTS * sizeof *pack->objects),
                          .room = OBJECTS};
    make_slots(pack, SLOTS);
    if (deflateInit(&pack->deflate, Z_BEST_SPEED) != Z_OK || inflateInit(&pack->inflate) != Z_OK)
        abort(); /* memory ran out (core/memory.h) */
    enum status status = open_file(pack) || open_repository(pack)
                             ? fail_writing(error, record->path, git_why())
                             : STATUS_OK;
    if (status) {
        pack_free(pack);
        pack = NULL;
    }
    *out = pack;
    return status;
}

git_repository *pack_repository(const struct pack *pack)
{
    return pack->repository;
}

/* The head says how many there are, which only the end knows. */
static int write_count(struct pack *pack)
{
    const unsigned char count[] = {(unsigned char)(pack->count >> 24),
                                   (unsigned char)(pack->count >> 16),
                                   (unsigned char)(pack->count >> 8), (unsigned char)pack->count};
    if (flush(pack))
        return GIT_ERROR;
    return pwrite(pack->file, count, sizeof count, HEAD_SIZE - sizeof count) == sizeof count
               ? 0
               : fail_system();
}

static int write_checksum(struct pack *pack, unsigned char checksum[PACK_CHECKSUM])
{
    static unsigned char part[1 << 16];
    SHA1_CTX context;
    SHA1Init(&context);
    for (uint64_t at = 0; at < pack->written;) {
        ssize_t got = pread(pack->file, part, sizeof part, (off_t)at);
        if (got <= 0)
            return fail_system();
        SHA1Update(&context, part, (size_t)got);
        at += (size_t)got;
    }
    SHA1Final(checksum, &context);
    buffer_add_bytes(&pack->waiting, (const char *)checksum, PACK_CHECKSUM);
    return flush(pack);
}

static int by_id(const void *a, const void *b)
{
    return git_oid_cmp(&(*(const struct packed *const *)a)->id,
                       &(*(const struct packed *const *)b)->id);
}

static int write_index(struct pack *pack, const char *name,
                       const unsigned char checksum[PACK_CHECKSUM])
{
    const struct packed **sorted = memory_new((pack->count + 1) * sizeof(struct packed *));
    struct buffer index = BUFFER_EMPTY;
    for (size_t i = 0; i < pack->count; i++)
        sorted[i] = &pack->objects[i];
    qsort(sorted, pack->count, sizeof(struct packed *), by_id);
    pack_form_add_index(&index, sorted, pack->count, checksum);
    int file = openat(pack->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
    int code = file < 0 || !disk_write_all(file, index.bytes, index.size) ? fail_system() : 0;
    if (file >= 0 && close(file) && code == 0)
        code = fail_system();
    buffer_free(&index);
    free(sorted);
    return code;
}

/* Git looks at a pack when its index is there: that one comes last. */
static int put_in_place(struct pack *pack, const unsigned char checksum[PACK_CHECKSUM])
{
    char hex[2 * PACK_CHECKSUM + 1], name[64], index[64], fresh[64];
    for (size_t i = 0; i < PACK_CHECKSUM; i++)
        snprintf(hex + 2 * i, 3, "%02x", checksum[i]);
    snprintf(name, sizeof name, "pack-%s.pack", hex);
    snprintf(index, sizeof index, "pack-%s.idx", hex);
    snprintf(fresh, sizeof fresh, "tmp_idx_kaoping_%ld", (long)getpid());
    unlinkat(pack->folder, fresh, 0);
    int code = write_index(pack, fresh, checksum);
    if (code == 0 &&
        (fchmod(pack->file, 0444) || renameat(pack->folder, pack->name, pack->folder, name)))
        code = fail_system();
    if (code == 0) {
        pack->name[0] = '\0';
        if (renameat(pack->folder, fresh, pack->folder, index))
            code = fail_system();
    }
    if (code)
        unlinkat(pack->folder, fresh, 0);
    return code;
}

enum status pack_finish(struct pack *pack, struct error *error)
{
    unsigned char checksum[PACK_CHECKSUM];
    if (write_count(pack) || write_checksum(pack, checksum) || put_in_place(pack, checksum))
        return fail_writing(error, pack->record->path, git_why());
    return STATUS_OK;
}

void pack_free(struct pack *pack)
{
    if (!pack)
        return;
    git_repository_free(pack->repository);
    git_odb_free(pack->below);
    if (*pack->name)
        unlinkat(pack->folder, pack->name, 0);
    if (pack->file >= 0)
        close(pack->file);
    if (pack->folder >= 0)
        close(pack->folder);
    for (size_t i = 0; i < pack->count; i++)
        free(pack->objects[i].tree);
    for (int i = 0; i < RECENT; i++)
        free(pack->recent[i].bytes);
    deflateEnd(&pack->deflate);
    inflateEnd(&pack->inflate);
    buffer_free(&pack->waiting);
    free(pack->objects);
    free(pack->slots);
    free(pack);
}
