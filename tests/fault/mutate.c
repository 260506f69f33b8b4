#include "tests/fault/mutate.h"

#include "core/buffer.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <git2.h>
#include <git2/sys/midx.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 600, FILES_MOST = 200, ID = 20 };

struct mutating {
    struct chance *chance;
    const char *record;
    char *what;
    git_repository *repository;
    git_odb *objects;
    git_oid tip, root;
    char files[FILES_MOST][PATH_ROOM]; /* of the tip */
    size_t count;
    char derived[PATH_ROOM];
    const char *changed; /* of `files`, or `derived`; "" for none */
};

static void must(bool good)
{
    if (!good)
        abort();
}

static void say(struct mutating *now, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void say(struct mutating *now, const char *format, ...)
{
    size_t size = strlen(now->what);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(now->what + size, MUTATION_WORDS - size, format, arguments);
    va_end(arguments);
}

/* ---- bytes ---- */

static const char *const snippets[] = {
    "\n---\n",   "---\n",       "\033[31m",   "\xE2\x80\xAE",
    "\xff\xfe",  ": ",          "- ",         "{",
    "[[[[[[[[[", "&a [*a, *a]", "!!binary x", "1e999",
    "-0",        "-1",          "{{#a}}",     "{{>p}}",
    "../../x",   "\r\n",        "\xC2\x85",   "\t",
    "null",      "0.1",         "\n\n",       "# ",
    "\"",        "'",           "|\n  ",      "\xEF\xBB\xBF",
    "true",      "met",         "withdrawn",  "returned",
    "confirmed", "[city]",      "whole",      "siping",
    "air/pm25",  "2020-02-30",  "99999999",   "9999999999999999999999999"};

static void replace(struct buffer *text, size_t at, size_t out, const char *in, size_t size)
{
    struct buffer rest = BUFFER_EMPTY;
    buffer_add_bytes(&rest, text->bytes + at + out, text->size - at - out);
    buffer_cut(text, at);
    buffer_add_bytes(text, in, size);
    buffer_add_bytes(text, rest.bytes, rest.size);
    buffer_free(&rest);
}

static void mutate_once(struct buffer *text, struct chance *chance)
{
    size_t at = text->size ? chance_below(chance, (unsigned)text->size) : 0;
    size_t some = 1 + chance_below(chance, 12), left = text->size - at;
    const char *snippet = snippets[chance_below(chance, sizeof snippets / sizeof *snippets)];
    char byte = (char)chance_below(chance, 256);
    some = some < left ? some : left;
    switch (chance_below(chance, 8)) {
    case 0:
        if (left)
            text->bytes[at] = (char)(text->bytes[at] ^ (1 << chance_below(chance, 8)));
        break;
    case 1:
        replace(text, at, some, &byte, 1);
        break;
    case 2:
        replace(text, at, 0, snippet, strlen(snippet));
        break;
    case 3:
        replace(text, at, some, snippet, strlen(snippet));
        break;
    case 4:
        replace(text, at, some, "", 0);
        break;
    case 5: { /* a line again, elsewhere */
        char line[256];
        size_t size = strcspn(text->bytes + at, "\n");
        size = size < sizeof line ? size : sizeof line;
        memcpy(line, text->bytes + at, size);
        replace(text, chance_below(chance, (unsigned)text->size + 1), 0, line, size);
        break;
    }
    case 6: { /* the value of a line */
        const char *colon = memchr(text->bytes + at, ':', left);
        if (colon) {
            size_t from = (size_t)(colon - text->bytes) + 1;
            replace(text, from, strcspn(colon + 1, "\n"), snippet, strlen(snippet));
        }
        break;
    }
    default:
        if (chance_below(chance, 4) == 0)
            buffer_cut(text, at);
        else
            replace(text, at, some, "{{{{{{{{{{{{{{{{", some);
    }
}

void mutate_bytes(struct buffer *text, struct chance *chance)
{
    for (unsigned i = 0, most = 1 + chance_below(chance, 4); i < most; i++)
        mutate_once(text, chance);
}

/* ---- objects ---- */

static git_object_t read_object(struct mutating *now, const git_oid *id, struct buffer *out)
{
    git_odb_object *object = NULL;
    must(!git_odb_read(&object, now->objects, id));
    buffer_add_bytes(out, git_odb_object_data(object), git_odb_object_size(object));
    git_object_t type = git_odb_object_type(object);
    git_odb_object_free(object);
    return type;
}

static void write_object(struct mutating *now, const struct buffer *bytes, git_object_t type,
                         git_oid *id)
{
    must(!git_odb_write(id, now->objects, bytes->bytes, bytes->size, type));
}

/* Where the entry of that name begins in a raw tree, and where its id stands; false for none. */
static bool find_entry(const struct buffer *tree, const char *name, size_t size, size_t *from,
                       size_t *id)
{
    for (size_t at = 0; at < tree->size;) {
        const char *entry = tree->bytes + at;
        const char *its = strchr(entry, ' ') + 1;
        *from = at;
        *id = (size_t)(its - tree->bytes) + strlen(its) + 1;
        if (strlen(its) == size && strncmp(its, name, size) == 0)
            return true;
        at = *id + ID;
    }
    return false;
}

/* Puts the object in the place of the path, and gives the new root. */
static void put_at(struct mutating *now, const git_oid *tree, const char *path, const git_oid *id,
                   git_oid *out)
{
    struct buffer raw = BUFFER_EMPTY;
    size_t size = strcspn(path, "/"), from, at;
    git_oid child = *id, below;
    read_object(now, tree, &raw);
    must(find_entry(&raw, path, size, &from, &at));
    if (path[size]) {
        memcpy(below.id, raw.bytes + at, ID);
        put_at(now, &below, path + size + 1, id, &child);
    }
    memcpy(raw.bytes + at, child.id, ID);
    write_object(now, &raw, GIT_OBJECT_TREE, out);
    buffer_free(&raw);
}

static int list_file(const char *root, const git_tree_entry *entry, void *context)
{
    struct mutating *now = context;
    if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB && now->count < FILES_MOST)
        snprintf(now->files[now->count++], PATH_ROOM, "%s%s", root, git_tree_entry_name(entry));
    return 0;
}

static const char *any_file(struct mutating *now)
{
    return now->files[chance_below(now->chance, (unsigned)now->count)];
}

static void path_object(struct mutating *now, const char *path, git_oid *out)
{
    git_tree *tree = NULL;
    git_tree_entry *entry = NULL;
    must(!git_tree_lookup(&tree, now->repository, &now->root) &&
         !git_tree_entry_bypath(&entry, tree, path));
    git_oid_cpy(out, git_tree_entry_id(entry));
    git_tree_entry_free(entry);
    git_tree_free(tree);
}

/* ---- main ---- */

static void put_file(const struct mutating *now, const char *name, const char *bytes, size_t size)
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/%s", now->record, name);
    chmod(path, 0600);
    FILE *file = fopen(path, "we");
    must(file && fwrite(bytes, 1, size, file) == size && !fclose(file));
}

static void move_main(const struct mutating *now, const git_oid *commit)
{
    char hex[64];
    git_oid_tostr(hex, sizeof hex, commit);
    strcat(hex, "\n");
    put_file(now, "refs/heads/main", hex, strlen(hex));
}

/* The tip's own commit with another tree, in its place or upon it. */
static void begin_commit(struct mutating *now, const git_oid *tree, bool upon, struct buffer *out)
{
    char hex[64];
    struct buffer old = BUFFER_EMPTY;
    read_object(now, &now->tip, &old);
    buffer_format(out, "tree %s\n", git_oid_tostr(hex, sizeof hex, tree));
    const char *rest = strchr(old.bytes, '\n') + 1;
    if (upon) {
        buffer_format(out, "parent %s\n", git_oid_tostr(hex, sizeof hex, &now->tip));
        rest = strstr(rest, "author ");
    }
    buffer_add(out, rest);
    buffer_free(&old);
}

static void land(struct mutating *now, const struct buffer *commit)
{
    git_oid id;
    write_object(now, commit, GIT_OBJECT_COMMIT, &id);
    move_main(now, &id);
}

static void land_tree(struct mutating *now, const git_oid *tree)
{
    struct buffer commit = BUFFER_EMPTY;
    begin_commit(now, tree, chance_below(now->chance, 2), &commit);
    land(now, &commit);
    buffer_free(&commit);
}

/* ---- the mutations ---- */

static void mutate_file(struct mutating *now)
{
    const char *path = any_file(now);
    struct buffer text = BUFFER_EMPTY;
    git_oid old, id, root;
    path_object(now, path, &old);
    read_object(now, &old, &text);
    mutate_bytes(&text, now->chance);
    write_object(now, &text, GIT_OBJECT_BLOB, &id);
    now->changed = git_oid_equal(&old, &id) ? "" : path;
    put_at(now, &now->root, path, &id, &root);
    land_tree(now, &root);
    say(now, "bytes of %s", path);
    buffer_free(&text);
}

/* A file in the place of another one. */
static void mutate_place(struct mutating *now)
{
    const char *from = any_file(now), *to = any_file(now);
    git_oid old, id, root;
    path_object(now, from, &id);
    path_object(now, to, &old);
    now->changed = git_oid_equal(&old, &id) ? "" : to;
    put_at(now, &now->root, to, &id, &root);
    land_tree(now, &root);
    say(now, "%s in the place of %s", from, to);
}

static void mutate_message(struct mutating *now)
{
    struct buffer commit = BUFFER_EMPTY, message = BUFFER_EMPTY;
    begin_commit(now, &now->root, chance_below(now->chance, 2), &commit);
    size_t head = (size_t)(strstr(commit.bytes, "\n\n") + 2 - commit.bytes);
    buffer_add(&message, commit.bytes + head);
    mutate_bytes(&message, now->chance);
    buffer_cut(&commit, head);
    buffer_add_bytes(&commit, message.bytes, message.size);
    land(now, &commit);
    say(now, "a message");
    buffer_free(&message);
    buffer_free(&commit);
}

static void mutate_header(struct mutating *now)
{
    struct buffer commit = BUFFER_EMPTY;
    begin_commit(now, &now->root, chance_below(now->chance, 2), &commit);
    mutate_bytes(&commit, now->chance);
    land(now, &commit);
    say(now, "bytes of a commit");
    buffer_free(&commit);
}

static const char *const modes[] = {"120000", "160000", "40000",  "100755", "100644",
                                    "0",      "777777", "100600", "",       "x"};
static const char *const names[] = {
    "..",     ".",       ".git",          "",       "a/b.md",   "\xff.md", "\033[31m.md",
    "con.md", "x.md",    "category.md",   "2020",   "Whole.md", "a b.md",  "\xE2\x80\xAE.md",
    "-.md",   "list.md", "assessment.md", "0000.md"};

static void mutate_entry(struct mutating *now, struct buffer *tree, const git_oid *some)
{
    size_t from = 0, at = 0, which = chance_below(now->chance, 8);
    for (size_t i = 0; i <= which && at + (i ? ID : 0) < tree->size; i++) { /* an entry by chance */
        from = i ? at + ID : 0;
        const char *name = strchr(tree->bytes + from, ' ') + 1;
        at = (size_t)(name - tree->bytes) + strlen(name) + 1;
    }
    size_t name = from + strcspn(tree->bytes + from, " ") + 1;
    const char *mode = modes[chance_below(now->chance, sizeof modes / sizeof *modes)];
    const char *other = names[chance_below(now->chance, sizeof names / sizeof *names)];
    char copy[PATH_ROOM];
    size_t size = at + ID - from;
    switch (chance_below(now->chance, 6)) {
    case 0:
        replace(tree, from, name - 1 - from, mode, strlen(mode));
        say(now, " mode '%s'", mode);
        break;
    case 1:
        replace(tree, name, at - 1 - name, other, strlen(other));
        say(now, " a name");
        break;
    case 2:
        memcpy(tree->bytes + at, some->id, ID);
        say(now, " an entry to something else");
        break;
    case 3:
        tree->bytes[at + chance_below(now->chance, ID)] ^= 1;
        say(now, " an entry to nothing");
        break;
    case 4:
        must(size < sizeof copy);
        memcpy(copy, tree->bytes + from, size);
        replace(tree, chance_below(now->chance, 2) ? 0 : from, 0, copy, size);
        say(now, " an entry twice");
        break;
    default:
        replace(tree, from, size, "", 0);
        say(now, " without an entry");
    }
}

static void mutate_tree(struct mutating *now)
{
    struct buffer raw = BUFFER_EMPTY;
    char path[PATH_ROOM];
    git_oid tree = now->root, some, root;
    snprintf(path, sizeof path, "%s", any_file(now));
    path_object(now, chance_below(now->chance, 2) ? any_file(now) : "2020", &some);
    for (unsigned up = 1 + chance_below(now->chance, 3); up > 0 && *path; up--) {
        char *slash = strrchr(path, '/');
        *(slash ? slash : path) = '\0';
    }
    if (*path)
        path_object(now, path, &tree);
    read_object(now, &tree, &raw);
    say(now, "tree of '%s':", path);
    if (chance_below(now->chance, 5) == 0)
        mutate_bytes(&raw, now->chance);
    else
        mutate_entry(now, &raw, &some);
    write_object(now, &raw, GIT_OBJECT_TREE, &root);
    if (*path)
        put_at(now, &now->root, path, &root, &root);
    land_tree(now, &root);
    buffer_free(&raw);
}

static void mutate_reference(struct mutating *now)
{
    static const char *const files[] = {"refs/heads/main", "HEAD", "packed-refs", "config",
                                        "refs/heads/main"};
    const char *file = files[chance_below(now->chance, sizeof files / sizeof *files)];
    char hex[64];
    git_oid blob;
    path_object(now, any_file(now), &blob);
    git_oid_tostr(hex, sizeof hex, chance_below(now->chance, 2) ? &blob : &now->root);
    struct buffer text = BUFFER_EMPTY;
    switch (chance_below(now->chance, 8)) {
    case 0:
        break;
    case 1:
        buffer_add(&text, "ref: refs/heads/main\n");
        break;
    case 2:
        buffer_add(&text, "ref: refs/heads/gone\n");
        break;
    case 3:
        buffer_format(&text, "%s\n", hex);
        break;
    case 4:
        buffer_add(&text, "0000000000000000000000000000000000000000\n");
        break;
    case 5:
        buffer_add(&text, "[core]\n\trepositoryformatversion = 9\n");
        break;
    case 6:
        buffer_format(&text, "%s refs/heads/main\n^%s\n", hex, hex);
        break;
    default:
        buffer_format(&text, "%s\n", git_oid_tostr(hex, sizeof hex, &now->tip));
        mutate_bytes(&text, now->chance);
    }
    if (chance_below(now->chance, 10) == 0) { /* a folder in its place */
        char path[PATH_ROOM];
        snprintf(path, sizeof path, "%s/%s", now->record, file);
        unlink(path);
        mkdir(path, 0700);
    } else
        put_file(now, file, text.bytes, text.size);
    say(now, "%s", file);
    buffer_free(&text);
}

/* Bytes that are not of a text: as many as before, some of them others, more of them near its end,
 * where the places of an index are. */
static void mutate_in_place(struct buffer *bytes, struct chance *chance)
{
    size_t from = bytes->size * chance_below(chance, 16) / 16;
    for (unsigned i = 0, most = 1 + chance_below(chance, 8); bytes->size && i < most; i++) {
        size_t at = from + chance_below(chance, (unsigned)(bytes->size - from));
        bytes->bytes[at] = (char)chance_below(chance, 256);
    }
}

/* A file of the folder that begins so. */
static void any_member(struct mutating *now, const char *folder, const char *begins, char *name)
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/%s", now->record, folder);
    DIR *list = opendir(path);
    const struct dirent *member;
    unsigned seen = 0;
    must(list != NULL);
    *name = '\0';
    while ((member = readdir(list)))
        if (strncmp(member->d_name, begins, strlen(begins)) == 0 &&
            chance_below(now->chance, ++seen) == 0)
            snprintf(name, PATH_ROOM, "%s/%s", folder, member->d_name);
    closedir(list);
    must(*name);
}

static void read_disk_file(const struct mutating *now, const char *name, struct buffer *out)
{
    char path[PATH_ROOM * 2], part[4096];
    size_t size;
    snprintf(path, sizeof path, "%s/%s", now->record, name);
    FILE *file = fopen(path, "re");
    must(file != NULL);
    while ((size = fread(part, 1, sizeof part, file)) > 0)
        buffer_add_bytes(out, part, size);
    fclose(file);
}

/* What is no pack was derived from one, and ends in a hash of itself. */
static void mutate_disk_file(struct mutating *now, const char *name)
{
    struct buffer old = BUFFER_EMPTY, bytes = BUFFER_EMPTY;
    read_disk_file(now, name, &old);
    buffer_add_bytes(&bytes, old.bytes, old.size);
    switch (chance_below(now->chance, 5)) {
    case 0:
        buffer_cut(&bytes, bytes.size ? chance_below(now->chance, (unsigned)bytes.size) : 0);
        break;
    case 1:
        mutate_bytes(&bytes, now->chance);
        break;
    default:
        mutate_in_place(&bytes, now->chance);
    }
    bool same = bytes.size == old.size && memcmp(bytes.bytes, old.bytes, old.size) == 0;
    snprintf(now->derived, sizeof now->derived, "%s", name);
    now->changed = same || strstr(name, ".pack") ? "" : now->derived;
    put_file(now, name, bytes.bytes, bytes.size);
    say(now, "bytes of %s", name);
    buffer_free(&old);
    buffer_free(&bytes);
}

/* A pack's file, or what belongs to it. */
static void mutate_pack(struct mutating *now)
{
    char name[PATH_ROOM], path[PATH_ROOM * 2];
    any_member(now, "objects/pack", "pack-", name);
    snprintf(path, sizeof path, "%s/%s", now->record, name);
    if (chance_below(now->chance, 5))
        mutate_disk_file(now, name);
    else {
        unlink(path);
        say(now, "%s gone", name);
    }
}

/* Some places of an index to others, with all else as it was. */
static void mutate_places(struct mutating *now, const char *name)
{
    enum { FAN = 8 + 255 * 4, HEAD = FAN + 4, BEFORE = 24, NEAR = 1 << 19 };
    struct buffer bytes = BUFFER_EMPTY;
    uint32_t count, place;
    read_disk_file(now, name, &bytes);
    must(bytes.size > HEAD);
    memcpy(&count, bytes.bytes + FAN, sizeof count);
    count = ntohl(count);
    for (unsigned i = 0, most = 1 + chance_below(now->chance, count); i < most; i++) {
        place = htonl(chance_below(now->chance, 8) ? chance_below(now->chance, NEAR)
                                                   : chance_below(now->chance, UINT_MAX));
        size_t at = HEAD + (size_t)BEFORE * count + (size_t)4 * chance_below(now->chance, count);
        memcpy(bytes.bytes + at, &place, sizeof place);
    }
    snprintf(now->derived, sizeof now->derived, "%s", name);
    now->changed = now->derived;
    put_file(now, name, bytes.bytes, bytes.size);
    say(now, "places of %s", name);
    buffer_free(&bytes);
}

static void mutate_index(struct mutating *now)
{
    char name[PATH_ROOM];
    do
        any_member(now, "objects/pack", "pack-", name);
    while (!strstr(name, ".idx"));
    if (chance_below(now->chance, 2))
        mutate_places(now, name);
    else
        mutate_disk_file(now, name);
}

/* The index of many packs, which is made first. */
static void mutate_many(struct mutating *now)
{
    char path[PATH_ROOM], name[PATH_ROOM];
    git_midx_writer *writer = NULL;
    snprintf(path, sizeof path, "%s/objects/pack", now->record);
    do
        any_member(now, "objects/pack", "pack-", name);
    while (!strstr(name, ".idx"));
    must(!git_midx_writer_new(&writer, path) &&
         !git_midx_writer_add(writer, strrchr(name, '/') + 1) && !git_midx_writer_commit(writer));
    git_midx_writer_free(writer);
    mutate_disk_file(now, "objects/pack/multi-pack-index");
}

static void mutate_graph(struct mutating *now)
{
    mutate_disk_file(now, "objects/info/commit-graph");
}

static void begin(struct mutating *now)
{
    git_commit *commit = NULL;
    git_tree *tree = NULL;
    must(!git_repository_open_bare(&now->repository, now->record) &&
         !git_repository_odb(&now->objects, now->repository) &&
         !git_reference_name_to_id(&now->tip, now->repository, "refs/heads/main") &&
         !git_commit_lookup(&commit, now->repository, &now->tip) &&
         !git_commit_tree(&tree, commit) && !git_tree_walk(tree, GIT_TREEWALK_PRE, list_file, now));
    git_oid_cpy(&now->root, git_tree_id(tree));
    git_tree_free(tree);
    git_commit_free(commit);
}

const char *mutate(const char *record, struct chance *chance, char what[MUTATION_WORDS])
{
    static void (*const mutations[])(struct mutating *) = {
        mutate_file,  mutate_file,   mutate_file, mutate_place,     mutate_message,
        mutate_tree,  mutate_header, mutate_tree, mutate_reference, mutate_pack,
        mutate_index, mutate_many,   mutate_graph};
    static struct mutating now;
    now = (struct mutating){.chance = chance, .record = record, .what = what, .changed = ""};
    *what = '\0';
    git_libgit2_init();
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 0);
    begin(&now);
    mutations[chance_below(chance, sizeof mutations / sizeof *mutations)](&now);
    git_odb_free(now.objects);
    git_repository_free(now.repository);
    git_libgit2_shutdown();
    return now.changed;
}
