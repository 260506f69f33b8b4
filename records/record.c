#include "records/record.h"

#include "core/buffer.h"
#include "core/document.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/index.h"
#include "records/inside.h"
#include "records/loose.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* ---- What the files of records/ share ---- */

const char *git_why(void)
{
    const git_error *last = git_error_last();
    return last && last->message ? last->message : "?";
}

enum status fail_reading(struct error *error, const char *path, const char *why)
{
    return fail(error, STATUS_FAILED, path, 0,
                TR("the record cannot be read: %s: look at the folder's permissions, and run 'git "
                   "fsck' there",
                   "记录无法读取：%s：请检查目录权限，并在其中运行 git fsck"),
                why);
}

enum status fail_writing(struct error *error, const char *path, const char *why)
{
    return fail(error, STATUS_FAILED, path, 0,
                TR("nothing was saved: %s: look at the folder's permissions and the free space, "
                   "then do it again",
                   "未能保存：%s：请检查目录权限和剩余空间，然后重试"),
                why);
}

int commit_tree(git_repository *repository, const git_oid *commit, git_oid *tree)
{
    git_commit *found = NULL;
    int code = git_commit_lookup(&found, repository, commit);
    if (code == 0)
        git_oid_cpy(tree, git_commit_tree_id(found));
    git_commit_free(found);
    return code;
}

int tree_blob(git_repository *repository, const git_oid *tree, const char *path, git_oid *blob)
{
    git_tree *root = NULL;
    git_tree_entry *entry = NULL;
    int code = git_tree_lookup(&root, repository, tree);
    if (code == GIT_ENOTFOUND)
        code = GIT_ERROR; /* a folder that is lost is not one without the file */
    if (code == 0)
        code = git_tree_entry_bypath(&entry, root, path);
    if (code == 0)
        git_oid_cpy(blob, git_tree_entry_id(entry));
    if (code == 0 && git_tree_entry_type(entry) != GIT_OBJECT_BLOB)
        code = GIT_ENOTFOUND;
    git_tree_entry_free(entry);
    git_tree_free(root);
    return code;
}

static int has_blob(git_repository *repository, const git_oid *commit, const char *path,
                    const char *blob, bool *has)
{
    git_oid id;
    int code = commit_tree(repository, commit, &id);
    if (code == 0)
        code = tree_blob(repository, &id, path, &id);
    else if (code == GIT_ENOTFOUND)
        code = GIT_ERROR;
    *has = code == 0 && is_blob(&id, blob);
    return code == GIT_ENOTFOUND ? 0 : code;
}

int commit_brings(git_commit *commit, const char *path, const char *blob, bool *brings)
{
    git_repository *repository = git_commit_owner(commit);
    bool had = false;
    int code = has_blob(repository, git_commit_id(commit), path, blob, brings);
    if (code == 0 && *brings && git_commit_parentcount(commit) > 0)
        code = has_blob(repository, git_commit_parent_id(commit, 0), path, blob, &had);
    *brings = code == 0 && *brings && !had;
    return code;
}

int blob_text(git_repository *repository, struct arena *arena, const git_oid *id,
              const char **bytes, size_t *size)
{
    git_blob *blob = NULL;
    int code = git_blob_lookup(&blob, repository, id);
    if (code)
        return code;
    *size = (size_t)git_blob_rawsize(blob);
    *bytes = arena_text_of(arena, git_blob_rawcontent(blob), *size);
    git_blob_free(blob);
    return 0;
}

enum status blob_document(const struct record *record, git_repository *repository,
                          struct arena *arena, const char *path, const git_oid *blob,
                          struct document *out, struct error *error)
{
    const char *bytes;
    size_t size;
    if (blob_text(repository, arena, blob, &bytes, &size))
        return fail_reading(error, record->path, git_why());
    return document_parse(arena, path, bytes, size, out, error);
}

const char *hash_of(struct arena *arena, const char *bytes, size_t size)
{
    char hex[SHA256_DIGEST_STRING_LENGTH];
    SHA256Data((const uint8_t *)bytes, size, hex);
    return arena_text(arena, hex);
}

bool is_blob(const git_oid *id, const char *hex)
{
    char text[COMMIT_SIZE];
    return strcmp(git_oid_tostr(text, sizeof text, id), hex) == 0;
}

enum status check_format(const char *path, const char *bytes, size_t size, int *language,
                         struct error *error)
{
    struct document document;
    struct arena *arena = arena_new();
    enum status status = document_parse(arena, path, bytes, size, &document, error);
    if (!status) {
        struct reading reading = {.document = &document, .error = error};
        int format = read_whole(&reading, document.top, "format", 1, INT_MAX, RECORD_FORMAT);
        if (!reading.status && format > RECORD_FORMAT)
            reading_fail(&reading, field_find(document.top, "format"),
                         TR("the record is of format %d, this program knows %d: update the program",
                            "记录格式为%d，本程序只认识%d：请更新程序"),
                         format, RECORD_FORMAT);
        if (language)
            *language = language_from_name(read_optional(&reading, document.top, "language", "zh"));
        status = reading.status;
    }
    arena_free(arena);
    return status;
}

static enum status read_open(struct arena *arena, int file, const char *path, const char **bytes,
                             size_t *size, struct error *error)
{
    struct stat found;
    if (fstat(file, &found) || !S_ISREG(found.st_mode))
        return fail(error, STATUS_INPUT, path, 0,
                    TR("no regular file: give another one", "不是普通文件：请另选文件"));
    if (found.st_size > FILE_MOST)
        return fail(error, STATUS_INPUT, path, 0,
                    TR("larger than 1 MiB: divide it", "超过1 MiB：请拆分文件"));
    char *text = arena_new_size(arena, (size_t)found.st_size + 1);
    *bytes = text;
    *size = 0;
    while (*size < (size_t)found.st_size) {
        ssize_t got = read(file, text + *size, (size_t)found.st_size - *size);
        if (got < 0 && errno != EINTR)
            return fail(error, STATUS_FAILED, path, 0,
                        TR("cannot be read: %s: try again", "无法读取：%s：请重试"),
                        strerror(errno));
        if (got == 0)
            break;
        *size += got > 0 ? (size_t)got : 0;
    }
    return STATUS_OK;
}

enum status read_regular(struct arena *arena, const char *path, const char **bytes, size_t *size,
                         struct error *error)
{
    /* a pipe of that name must not hold the program up */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return fail(error, errno == ENOENT ? STATUS_INPUT : STATUS_FAILED, path, 0,
                    TR("cannot be opened: %s: look at its name and permissions",
                       "无法打开：%s：请检查文件名和权限"),
                    strerror(errno));
    enum status status = read_open(arena, file, path, bytes, size, error);
    close(file);
    return status;
}

bool is_year(const char *name)
{
    return strlen(name) == 4 && strspn(name, "0123456789") == 4;
}

void date_text(long long when, int offset, char out[DATE_SIZE])
{
    time_t there = (time_t)(when + offset * 60LL);
    struct tm parts;
    if (!gmtime_r(&there, &parts) || !strftime(out, DATE_SIZE, "%Y-%m-%d", &parts))
        memcpy(out, "1970-01-01", DATE_SIZE);
}

char *entry_path(struct arena *arena, const struct entry *entry, const char *folder)
{
    const char *item = entry->item->path; /* it begins with the year */
    return arena_format(arena, "%.*s/%s/%s/%s.md", (int)strcspn(item, "/"), item, folder,
                        entry->jurisdiction->id, entry->item->id);
}

/* ---- Opening ---- */

static enum status fail_open(const struct record *record, int code, struct error *error)
{
    /* libgit2 1.5 says that no safe.directory is set where none is, not whose the folder is */
    if (code == GIT_EOWNER || (code == GIT_ENOTFOUND && strstr(git_why(), "safe.directory")))
        return fail(error, STATUS_INPUT, record->path, 0,
                    TR("the folder belongs to somebody else: if you trust it, run 'git config "
                       "--global --add safe.directory' with its full path",
                       "目录属于其他用户：如信任它，请用其完整路径运行 git config --global --add "
                       "safe.directory"));
    struct stat found; /* where no folder is, there is nothing to be read */
    bool folder = stat(record->path, &found) ? errno == EACCES : S_ISDIR(found.st_mode);
    if (folder && code != GIT_ENOTFOUND)
        return fail_reading(error, record->path, git_why());
    if (folder && access(record->path, R_OK | X_OK))
        return fail_reading(error, record->path, strerror(errno));
    return fail(error, STATUS_INPUT, record->path, 0,
                TR("no record: give its folder with -C, or make one with 'kaoping init'",
                   "没有记录：请用 -C 给出其目录，或用 kaoping init 新建"));
}

static enum status check_main(struct record *record, struct error *error)
{
    git_oid id;
    int code = git_reference_name_to_id(&id, record->repository, RECORD_MAIN);
    if (code == GIT_ENOTFOUND)
        return fail(error, STATUS_INPUT, record->path, 0,
                    TR("this repository has no branch main: make a record with 'kaoping init' in "
                       "another folder",
                       "仓库没有 main 分支：请在另一目录用 kaoping init 新建记录"));
    if (code == 0)
        code = commit_tree(record->repository, &id, &id);
    if (code == 0 &&
        (code = tree_blob(record->repository, &id, "programme.md", &id)) == GIT_ENOTFOUND)
        return fail(error, STATUS_INPUT, record->path, 0,
                    TR("this repository is no record, it has no programme.md: give another folder, "
                       "or make one with 'kaoping init'",
                       "仓库不是考评记录，缺少 programme.md：请另选目录，或用 kaoping init 新建"));
    struct arena *arena = arena_new();
    const char *bytes = "";
    size_t size = 0;
    if (code == 0)
        code = blob_text(record->repository, arena, &id, &bytes, &size);
    enum status status = code ? fail_reading(error, record->path, git_why())
                              : check_format("programme.md", bytes, size, &record->language, error);
    arena_free(arena);
    return status;
}

static enum status open_folder(struct record *record, struct error *error)
{
    record->folder =
        open(git_repository_path(record->repository), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return record->folder < 0 ? fail_reading(error, record->path, strerror(errno)) : STATUS_OK;
}

/* A snapshot keeps what it needs of an object, so libgit2 need not keep the object as well; and of
 * a large pack only a part is mapped at a time. */
static enum status spare_memory(struct record *record, struct error *error)
{
    const size_t window = 1 << 20, most = 8 << 20; /* bytes */
    if (git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0) ||
        git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, window) ||
        git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, most))
        return fail_reading(error, record->path, git_why());
    return STATUS_OK;
}

int record_language(const struct record *record)
{
    return record->language;
}

/* What libgit2 reads wrongly is not left to it. */
static int guard(git_repository *repository)
{
    int code = index_guard(repository);
    return code ? code : loose_guard(repository);
}

void record_spare(struct record *record)
{
    git_repository *fresh = NULL;
    if (git_repository_open_ext(&fresh, record->path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL))
        return; /* the one that is open serves as well */
    if (guard(fresh)) {
        git_repository_free(fresh);
        return;
    }
    git_repository_free(record->repository);
    record->repository = fresh;
}

/* What a push brings lies apart until it is let in, and git tells where. */
static enum status add_quarantine(struct record *record, struct error *error)
{
    const char *folder = getenv("GIT_OBJECT_DIRECTORY");
    git_odb *objects = NULL;
    if (!folder || !*folder)
        return STATUS_OK;
    int code = git_repository_odb(&objects, record->repository);
    if (code == 0)
        code = git_odb_add_disk_alternate(objects, folder);
    git_odb_free(objects);
    return code ? fail_reading(error, record->path, git_why()) : STATUS_OK;
}

static enum status open_record(const char *path, bool incoming, struct record **out,
                               struct error *error)
{
    struct record *record = memory_new(sizeof *record);
    *record = (struct record){.path = memory_text(path),
                              .language = -1,
                              .folder = -1,
                              .patience = {.tell = PATIENCE_TELL, .most = PATIENCE_MOST}};
    git_libgit2_init();
    int code =
        git_repository_open_ext(&record->repository, path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
    if (code == 0)
        code = guard(record->repository);
    enum status status = code ? fail_open(record, code, error) : spare_memory(record, error);
    if (!status)
        status = open_folder(record, error);
    if (!status)
        status = incoming ? add_quarantine(record, error) : check_main(record, error);
    if (status) {
        record_free(record);
        record = NULL;
    }
    *out = record;
    return status;
}

enum status record_open(const char *path, struct record **out, struct error *error)
{
    return open_record(path, false, out, error);
}

enum status record_open_incoming(const char *path, struct record **out, struct error *error)
{
    enum status status = open_record(path, true, out, error);
    struct error ignored; /* there may be no main yet; what is wrong with it, verify() tells */
    if (!status)
        check_main(*out, &ignored);
    return status;
}

void record_free(struct record *record)
{
    if (!record)
        return;
    if (record->folder >= 0)
        close(record->folder);
    git_repository_free(record->repository);
    arena_free(record->people.arena);
    free(record->path);
    free(record);
    git_libgit2_shutdown();
}

const char *record_path(const struct record *record)
{
    return record->path;
}

enum status record_tip(struct record *record, char *hex, struct error *error)
{
    git_oid tip;
    if (git_reference_name_to_id(&tip, record->repository, RECORD_MAIN))
        return fail_reading(error, record->path, git_why());
    git_oid_tostr(hex, COMMIT_SIZE, &tip);
    return STATUS_OK;
}

/* ---- Who writes ---- */

/* Appends one part of a person without what would end it. */
static void add_part(struct buffer *out, const char *text)
{
    struct buffer safe = BUFFER_EMPTY;
    text_add_safe(&safe, text);
    for (const char *at = safe.bytes; *at; at++)
        if (*at != '<' && *at != '>')
            buffer_add_char(out, *at);
    buffer_free(&safe);
}

/* Appends the variable's or the setting's text; nothing if neither is there. */
static void add_told(struct buffer *out, const char *variable, git_config *config,
                     const char *setting)
{
    const char *told = getenv(variable);
    if ((!told || !*told) && (!config || git_config_get_string(&told, config, setting)))
        return;
    add_part(out, told);
}

char *record_person(struct record *record)
{
    git_config *config = NULL;
    struct buffer name = BUFFER_EMPTY, mail = BUFFER_EMPTY, person = BUFFER_EMPTY;
    if (git_repository_config_snapshot(&config, record->repository))
        config = NULL;
    add_told(&name, "GIT_AUTHOR_NAME", config, "user.name");
    add_told(&mail, "GIT_AUTHOR_EMAIL", config, "user.email");
    git_config_free(config);
    const struct passwd *login = getpwuid(getuid());
    const char *user = login ? login->pw_name : "unknown";
    if (!name.size)
        add_part(&name, user);
    if (!mail.size) {
        char host[256] = "";
        gethostname(host, sizeof host - 1);
        add_part(&mail, user);
        buffer_add_char(&mail, '@');
        add_part(&mail, *host ? host : "localhost");
    }
    buffer_format(&person, "%s <%s>", name.bytes, mail.bytes);
    char *copy = memory_text(person.bytes);
    buffer_free(&name);
    buffer_free(&mail);
    buffer_free(&person);
    return copy;
}
