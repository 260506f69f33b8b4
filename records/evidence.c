#include "records/evidence.h"

#include "core/buffer.h"
#include "core/decision.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/inside.h"

#include <ctype.h>
#include <errno.h>
#include <sha2.h>
#include <string.h>
#include <sys/stat.h>

enum { NAME_MOST = 80 };

static enum status fail_unreadable(const char *path, struct error *error)
{
    return fail(error, STATUS_INPUT, path, 0,
                TR("this evidence cannot be read (%s): allow reading it, or name another",
                   "佐证文件无法读取（%s）：请开放读取权限，或改用其他文件"),
                strerror(errno));
}

/* ---- Names ---- */

bool evidence_is_attached(const char *at)
{
    static const char *const folder = "/evidence/";
    return strspn(at, "0123456789") == 4 && strncmp(at + 4, folder, strlen(folder)) == 0;
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Whether the character is kept in a name: neither a shell nor the list of evidence (`|`, `;`)
 * parts it there, and no other system refuses it. */
static bool is_plain(uint32_t character)
{
    static const char *const marks = ".-_+";
    if (character >= 0x80)
        return !text_is_unsafe(character);
    return isalnum((int)character) || strchr(marks, (int)character);
}

/* Appends the name with its ending, in at most NAME_MOST bytes. */
static void add_name(struct buffer *out, const char *name)
{
    struct buffer plain = BUFFER_EMPTY;
    while (*name) {
        uint32_t character = text_next(&name);
        text_add_character(&plain, is_plain(character) ? character : '-');
    }
    const char *ending = strrchr(plain.bytes, '.');
    size_t behind = ending ? strlen(ending) : 0;
    if (behind > NAME_MOST / 4)
        behind = 0;
    size_t before = plain.size - behind;
    if (before > NAME_MOST - NAME_MOST / 4)
        before = NAME_MOST - NAME_MOST / 4;
    while (before && ((unsigned char)plain.bytes[before] & 0xc0) == 0x80)
        before--; /* at a character's border */
    buffer_add_bytes(out, plain.bytes, before);
    buffer_add_bytes(out, plain.bytes + plain.size - behind, behind);
    buffer_free(&plain);
}

const char *evidence_file_name(struct arena *arena, const char *at)
{
    struct buffer name = BUFFER_EMPTY;
    const char *base = base_of(at);
    if (*base == '.' || *base == '-' || !*base)
        buffer_add_char(&name, '_'); /* neither hidden, nor a folder, nor an option */
    add_name(&name, base);
    return buffer_take(&name, arena);
}

/* ---- In the record ---- */

static enum status read_attached(struct arena *arena, const char *path, struct attachment *out,
                                 struct error *error)
{
    struct stat file;
    if (stat(path, &file))
        return fail_unreadable(path, error);
    if (S_ISREG(file.st_mode) && file.st_size > ATTACHED_MOST)
        return fail(error, STATUS_INPUT, path, 0,
                    TR("larger than 1 MiB: name it with --evidence, which keeps its hash",
                       "超过1 MiB：请改用 --evidence 注明位置，其校验值会写入记录"));
    return read_regular(arena, path, &out->bytes, &out->size, error);
}

/* The folder's tree in the commit; NULL where there is none. */
static enum status find_folder(struct record *record, const char *commit, const char *path,
                               git_tree **out, struct error *error)
{
    git_oid id;
    git_tree *root = NULL;
    git_tree_entry *entry = NULL;
    *out = NULL;
    int code = git_oid_fromstr(&id, commit);
    if (code == 0)
        code = commit_tree(record->repository, &id, &id);
    if (code == 0)
        code = git_tree_lookup(&root, record->repository, &id);
    if (code == 0)
        code = git_tree_entry_bypath(&entry, root, path);
    if (code == 0 && git_tree_entry_type(entry) == GIT_OBJECT_TREE)
        code = git_tree_lookup(out, record->repository, git_tree_entry_id(entry));
    git_tree_entry_free(entry);
    git_tree_free(root);
    return code && code != GIT_ENOTFOUND ? fail_reading(error, record->path, git_why()) : STATUS_OK;
}

/* The path of what lies in the folder with the same bytes; NULL for none. */
static const char *find_same(struct arena *arena, const git_tree *tree, const char *folder,
                             const struct attachment *wanted)
{
    git_oid blob;
    if (!tree || git_odb_hash(&blob, wanted->bytes, wanted->size, GIT_OBJECT_BLOB))
        return NULL;
    for (size_t i = 0; i < git_tree_entrycount(tree); i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
        if (git_oid_equal(git_tree_entry_id(entry), &blob))
            return arena_format(arena, "%s/%s", folder, git_tree_entry_name(entry));
    }
    return NULL;
}

/* The path of what is to be written with the same bytes; NULL for none. */
static const char *find_among(const struct attachments *attachments,
                              const struct attachment *wanted)
{
    for (size_t i = 0; i < attachments->count; i++) {
        const struct attachment *one = &attachments->list[i];
        if (one->size == wanted->size && memcmp(one->bytes, wanted->bytes, one->size) == 0)
            return one->path;
    }
    return NULL;
}

/* Gives the attachment its path, and appends it where it does not lie there yet. */
static enum status place(struct record *record, struct arena *arena, const char *commit,
                         const struct entry *entry, const char *hash, const char *file,
                         struct attachment *one, struct attachments *out, struct error *error)
{
    const char *item = entry->item->path; /* it begins with the year */
    const char *folder = arena_format(arena, "%.*s/evidence/%s/%s", (int)strcspn(item, "/"), item,
                                      entry->jurisdiction->id, entry->item->id);
    git_tree *tree;
    enum status status = find_folder(record, commit, folder, &tree, error);
    if (status)
        return status;
    one->path = find_same(arena, tree, folder, one);
    git_tree_free(tree);
    if (!one->path)
        one->path = find_among(out, one);
    if (one->path)
        return STATUS_OK;
    struct buffer name = BUFFER_EMPTY;
    add_name(&name, base_of(file));
    one->path = arena_format(arena, "%s/%.*s-%s", folder, HASH_SHOWN, hash, name.bytes);
    buffer_free(&name);
    if (!out->list)
        out->list = arena_array(arena, EVIDENCE_MOST, sizeof *out->list);
    out->list[out->count++] = *one;
    return STATUS_OK;
}

enum status evidence_attach(struct record *record, struct arena *arena, const char *commit,
                            const struct entry *entry, struct evidence *piece,
                            struct attachments *out, struct error *error)
{
    const char *file = piece->at;
    struct attachment one = {.bytes = ""};
    if (out->count == EVIDENCE_MOST)
        return fail(error, STATUS_INPUT, file, 0,
                    TR("more than %d pieces of evidence", "佐证超过%d件"), EVIDENCE_MOST);
    if (read_attached(arena, file, &one, error))
        return error->status;
    const char *hash = hash_of(arena, one.bytes, one.size);
    if (place(record, arena, commit, entry, hash, file, &one, out, error))
        return error->status;
    if (strcmp(piece->title, file) == 0)
        piece->title = arena_text(arena, base_of(file));
    piece->at = one.path;
    piece->sha256 = hash;
    return STATUS_OK;
}

enum status evidence_read(struct record *record, struct arena *arena, const char *commit,
                          const char *at, const char **bytes, size_t *size, struct error *error)
{
    git_oid id;
    *bytes = NULL;
    int code = git_oid_fromstr(&id, commit);
    if (code == 0)
        code = commit_tree(record->repository, &id, &id);
    if (code == 0)
        code = tree_blob(record->repository, &id, at, &id);
    if (code == 0)
        code = blob_text(record->repository, arena, &id, bytes, size);
    return code && code != GIT_ENOTFOUND ? fail_reading(error, record->path, git_why()) : STATUS_OK;
}

/* ---- Hashes ---- */

static enum status hash_file(struct arena *arena, struct evidence *piece, struct error *error)
{
    char hex[SHA256_DIGEST_STRING_LENGTH];
    struct stat file;
    if (stat(piece->at, &file) || !S_ISREG(file.st_mode))
        return STATUS_OK;
    if (!SHA256File(piece->at, hex))
        return fail_unreadable(piece->at, error);
    piece->sha256 = arena_text(arena, hex);
    return STATUS_OK;
}

enum status evidence_hash(struct record *record, struct arena *arena, const char *commit,
                          struct evidences *evidence, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < evidence->count && !status; i++) {
        struct evidence *piece = &evidence->list[i];
        const char *bytes = NULL;
        size_t size;
        if (evidence_is_attached(piece->at))
            status = evidence_read(record, arena, commit, piece->at, &bytes, &size, error);
        if (bytes)
            piece->sha256 = hash_of(arena, bytes, size);
        else if (!status)
            status = hash_file(arena, piece, error);
    }
    return status;
}

/* ---- Checking ---- */

/* Whether a relative place stays below its folder. */
static bool stays_below(const char *at)
{
    for (size_t size; *at; at += size + (at[size] == '/')) {
        size = strcspn(at, "/");
        if (size == 2 && strncmp(at, "..", 2) == 0)
            return false;
    }
    return true;
}

static enum evidence_state compare(const char *hash, const struct evidence *piece)
{
    return strcasecmp(hash, piece->sha256) == 0 ? EVIDENCE_GOOD : EVIDENCE_DIFFERENT;
}

static enum evidence_state check_file(struct arena *arena, const struct evidence *piece,
                                      const char *root)
{
    char hex[SHA256_DIGEST_STRING_LENGTH];
    struct stat file;
    bool absolute = *piece->at == '/';
    const char *path = absolute ? piece->at : arena_format(arena, "%s/%s", root, piece->at);
    if ((!absolute && !stays_below(piece->at)) || stat(path, &file) || !S_ISREG(file.st_mode) ||
        !SHA256File(path, hex))
        return EVIDENCE_UNREACHABLE;
    return compare(hex, piece);
}

enum status evidence_check(struct record *record, const char *commit, const struct evidence *piece,
                           const char *root, enum evidence_state *out, struct error *error)
{
    const char *bytes = NULL;
    size_t size;
    *out = EVIDENCE_NO_HASH;
    if (!piece->sha256 || !*piece->sha256)
        return STATUS_OK;
    struct arena *arena = arena_new();
    enum status status = STATUS_OK;
    if (evidence_is_attached(piece->at))
        status = evidence_read(record, arena, commit, piece->at, &bytes, &size, error);
    if (bytes)
        *out = compare(hash_of(arena, bytes, size), piece);
    else if (!status && evidence_is_attached(piece->at))
        *out = EVIDENCE_UNREACHABLE; /* a file of that name elsewhere is not in the record */
    else if (!status)
        *out = check_file(arena, piece, root);
    arena_free(arena);
    return status;
}
