/* Making a record from a template's folder. */
#include "core/buffer.h"
#include "core/language.h"
#include "core/load.h"
#include "core/memory.h"
#include "core/reviewers_edit.h"
#include "core/text.h"
#include "records/inside.h"
#include "records/sign.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct making {
    struct arena *arena;
    const char *path, *template_folder;
    struct file *files; /* of the template */
    size_t count, room;
    const char *programme; /* its name */
    const struct reviewers *reviewers;
    bool existed; /* the folder was there, and empty */
    bool shared;  /* with a group */
    struct error *error;
};

/* ---- The template ---- */

static enum status add_file(struct making *making, const char *path)
{
    struct file file = {.path = path, .blob = ""};
    const char *full = arena_format(making->arena, "%s/%s", making->template_folder, path);
    enum status status = read_regular(making->arena, full, &file.bytes, &file.size, making->error);
    git_oid id;
    if (!status && git_odb_hash(&id, file.bytes, file.size, GIT_OBJECT_BLOB))
        status = fail_reading(making->error, full, git_why());
    if (status)
        return status;
    char hex[COMMIT_SIZE];
    file.blob = arena_text(making->arena, git_oid_tostr(hex, sizeof hex, &id));
    if (making->count == making->room) {
        making->room = making->room ? making->room * 2 : 64;
        making->files = memory_resize(making->files, making->room * sizeof *making->files);
    }
    making->files[making->count++] = file;
    return STATUS_OK;
}

/* README.md speaks of the template, and hidden files are of tools. */
static bool is_left_out(const char *folder, const char *name)
{
    return name[0] == '.' || !strcmp(name, "README.md") || (!*folder && !strcmp(name, "sample"));
}

static enum status add_folder(struct making *making, const char *folder);

static enum status add_member(struct making *making, const char *folder, const char *name)
{
    const char *path = *folder ? arena_format(making->arena, "%s/%s", folder, name)
                               : arena_text(making->arena, name);
    const char *full = arena_format(making->arena, "%s/%s", making->template_folder, path);
    struct stat found;
    if (strlen(path) > PATH_MOST)
        return fail(making->error, STATUS_INPUT, full, 0,
                    TR("the path is too long: shorten the names", "路径过长：请缩短名称"));
    if (lstat(full, &found))
        return fail(making->error, STATUS_FAILED, full, 0,
                    TR("cannot be read: %s: look at its permissions", "无法读取：%s：请检查权限"),
                    strerror(errno));
    if (S_ISDIR(found.st_mode))
        return add_folder(making, path);
    if (S_ISREG(found.st_mode))
        return add_file(making, path);
    return fail(making->error, STATUS_INPUT, full, 0,
                TR("neither a file nor a folder: put the file itself here, or take it out",
                   "既不是文件也不是目录：请换成文件本身，或将其移出"));
}

static enum status add_folder(struct making *making, const char *folder)
{
    const char *full = arena_format(making->arena, "%s/%s", making->template_folder, folder);
    DIR *directory = opendir(full);
    if (!directory)
        return fail(making->error, errno == EACCES ? STATUS_FAILED : STATUS_INPUT,
                    *folder ? full : making->template_folder, 0,
                    TR("no template: %s: give the name or the folder of one",
                       "没有模板：%s：请给出模板的名称或目录"),
                    strerror(errno));
    enum status status = STATUS_OK;
    const struct dirent *member;
    while (!status && (member = readdir(directory)))
        if (!is_left_out(folder, member->d_name))
            status = add_member(making, folder, member->d_name);
    closedir(directory);
    return status;
}

/* Loads one year of the template, for its mistakes. */
static enum status load_year(struct making *making, const char *year)
{
    struct file *list = arena_array(making->arena, making->count, sizeof *list);
    struct files files = {.list = list};
    for (size_t i = 0; i < making->count; i++)
        if (!strchr(making->files[i].path, '/') || !strncmp(making->files[i].path, year, 5))
            list[files.count++] = making->files[i];
    char today[DATE_SIZE];
    struct writing now = writing_now(NULL);
    date_text(now.when, now.offset, today);
    const char *name = arena_text_of(making->arena, year, 4);
    const struct assessment *assessment;
    enum status status =
        assessment_load(making->arena, &files, name, today, &assessment, making->error);
    if (!status) {
        making->programme = assessment->programme.name;
        making->reviewers = &assessment->reviewers;
    }
    return status;
}

static enum status load_template(struct making *making)
{
    enum status status = add_folder(making, "");
    if (status)
        return status;
    files_sort(making->files, making->count);
    struct files files = {.list = making->files, .count = making->count};
    const struct file *programme = files_find(&files, "programme.md");
    if (!programme)
        return fail(making->error, STATUS_INPUT, making->template_folder, 0,
                    TR("no template, it has no programme.md: give the name or the folder of one",
                       "不是模板，缺少 programme.md：请给出模板的名称或目录"));
    status = check_format(programme->path, programme->bytes, programme->size, NULL, making->error);
    for (size_t i = 0; i < making->count && !status; i++) {
        const char *path = making->files[i].path;
        const char *year = arena_text_of(making->arena, path, strcspn(path, "/"));
        if (is_year(year) && !strcmp(path + 4, "/assessment.md"))
            status = load_year(making, path);
    }
    if (!status && !making->programme)
        return fail(making->error, STATUS_INPUT, making->template_folder, 0,
                    TR("the template has no year: add YEAR/assessment.md",
                       "模板中没有年度：请添加 年度/assessment.md"));
    return status;
}

/* ---- The folder ---- */

static enum status check_folder(struct making *making)
{
    DIR *directory = opendir(making->path);
    if (!directory && errno == ENOENT)
        return STATUS_OK;
    making->existed = true;
    size_t members = 0;
    while (directory && members < 3 && readdir(directory))
        members++;
    if (directory)
        closedir(directory);
    if (directory && members < 3) /* . and .. */
        return STATUS_OK;
    return fail(making->error, STATUS_INPUT, making->path, 0,
                TR("exists already, and is not an empty folder: give another one",
                   "已存在且不是空目录：请另选目录"));
}

static enum status make_folder(struct making *making)
{
    if (making->existed || mkdir(making->path, 0777) == 0)
        return STATUS_OK;
    making->existed = true; /* it is not ours to remove */
    return fail(making->error, errno == ENOENT ? STATUS_INPUT : STATUS_FAILED, making->path, 0,
                TR("the folder cannot be made: %s: look at the folder above it",
                   "目录无法建立：%s：请检查上级目录"),
                strerror(errno));
}

/* What is made in the folder takes its group, and so do the folders below. */
static enum status share_folder(const struct making *making)
{
    struct stat found;
    if (stat(making->path, &found) == 0 &&
        chmod(making->path, (found.st_mode & 07777) | S_ISGID | S_IRWXG) == 0)
        return STATUS_OK;
    return fail(making->error, STATUS_FAILED, making->path, 0,
                TR("the folder cannot be shared with its group: %s: give one of your own",
                   "目录无法设为用户组共用：%s：请使用您自己的目录"),
                strerror(errno));
}

static int remove_member(const char *path, const struct stat *found, int flag, struct FTW *where)
{
    (void)found;
    (void)flag;
    return where->level > 0 ? remove(path) : 0;
}

/* Removes what was made; the folder held nothing before. */
static void unmake(const struct making *making)
{
    nftw(making->path, remove_member, 16, FTW_DEPTH | FTW_PHYS);
    if (!making->existed)
        rmdir(making->path);
}

/* ---- The repository ---- */

/* Pushes into the record are as durable as the program's own writes, and main only grows for them
 * too. */
static int configure(const struct making *making, git_repository *repository)
{
    git_config *config = NULL;
    int code = git_repository_config(&config, repository);
    if (code == 0 && making->shared)
        code = git_config_set_string(config, "core.sharedRepository", "group");
    if (code == 0)
        code = git_config_set_string(config, "core.fsync", "committed");
    if (code == 0)
        code = git_config_set_bool(config, "core.logAllRefUpdates", 1);
    if (code == 0)
        code = git_config_set_bool(config, "receive.denyNonFastForwards", 1);
    if (code == 0)
        code = git_config_set_bool(config, "receive.denyDeletes", 1);
    git_config_free(config);
    return code;
}

/* The template's files as a tree, by an index that stays in memory. */
static int write_tree(const struct making *making, git_repository *repository, git_oid *tree)
{
    git_index *index = NULL;
    int code = git_index_new(&index);
    for (size_t i = 0; i < making->count && code == 0; i++) {
        const struct file *file = &making->files[i];
        git_index_entry entry = {.mode = GIT_FILEMODE_BLOB, .path = file->path};
        code = git_blob_create_from_buffer(&entry.id, repository, file->bytes, file->size);
        if (code == 0)
            code = git_index_add(index, &entry);
    }
    if (code == 0)
        code = git_index_write_tree_to(tree, index, repository);
    git_index_free(index);
    return code;
}

/* Who makes the record is its first administrator, where it lists anybody. */
static enum status add_maker(const struct making *making, const char *name, const char *mail)
{
    struct file *file = making->files;
    while (file < making->files + making->count && strcmp(file->path, REVIEWERS_PATH) != 0)
        file++;
    if (file == making->files + making->count)
        return STATUS_OK;
    struct buffer changed = BUFFER_EMPTY;
    enum status status =
        reviewers_add_administrator(&changed, file->bytes, file->size, name, mail, making->error);
    file->bytes = arena_text_of(making->arena, changed.bytes, changed.size);
    file->size = changed.size;
    buffer_free(&changed);
    return status;
}

/* Nobody could require a signature before the first commit: it has one if its author signs. */
static enum status store_first(const struct making *making, struct record *record,
                               const char *person, const struct commit_parts *parts,
                               struct error *error)
{
    struct signer *signer;
    git_oid id;
    enum status status = signer_new(record, person, making->reviewers, false, &signer, error);
    if (!status)
        status = commit_store(record->repository, parts, signer, &id, error);
    signer_free(signer);
    if (!status &&
        git_reference_create(NULL, record->repository, RECORD_MAIN, &id, 0, "kaoping: init"))
        status = fail_writing(error, making->path, git_why());
    return status;
}

static enum status commit_template(const struct making *making, struct record *record)
{
    char *person = record_person(record), *name, *mail;
    git_oid tree;
    git_signature *author = NULL;
    enum status status = person_split(making->arena, person, &name, &mail, making->error);
    if (!status)
        status = add_maker(making, name, mail);
    struct writing now = writing_now(NULL);
    struct buffer message = BUFFER_EMPTY;
    buffer_add(&message, "建立记录：");
    text_add_safe(&message, making->programme);
    buffer_add_char(&message, '\n');
    if (!status &&
        (git_signature_new(&author, name, mail, now.when, now.offset) ||
         git_repository_set_ident(record->repository, name, mail) ||
         configure(making, record->repository) || write_tree(making, record->repository, &tree)))
        status = fail_writing(making->error, making->path, git_why());
    const struct commit_parts parts = {
        .author = author, .committer = author, .message = message.bytes, .tree = &tree};
    if (!status)
        status = store_first(making, record, person, &parts, making->error);
    buffer_free(&message);
    git_signature_free(author);
    free(person);
    return status;
}

static enum status sync_folder(const struct making *making)
{
    int folder = open(making->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum status status = STATUS_OK;
    if (folder < 0 || syncfs(folder))
        status = fail_writing(making->error, making->path, strerror(errno));
    if (folder >= 0)
        close(folder);
    return status;
}

static enum status make_repository(struct making *making)
{
    struct record record = {.folder = -1};
    git_repository_init_options options = {
        .version = GIT_REPOSITORY_INIT_OPTIONS_VERSION,
        .flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_NO_REINIT,
        .initial_head = "main",
    };
    enum status status = make_folder(making);
    if (!status && making->shared)
        status = share_folder(making);
    if (status)
        return status;
    if (making->shared)
        options.mode = GIT_REPOSITORY_INIT_SHARED_GROUP;
    if (git_repository_init_ext(&record.repository, making->path, &options))
        status = fail_writing(making->error, making->path, git_why());
    else
        status = commit_template(making, &record);
    git_repository_free(record.repository);
    if (!status)
        status = sync_folder(making);
    if (status)
        unmake(making);
    return status;
}

static enum status init(struct making *making)
{
    git_libgit2_init();
    mode_t mask = umask(0);
    umask(making->shared ? mask & (mode_t)~S_IRWXG : mask);
    enum status status = check_folder(making);
    if (!status)
        status = load_template(making);
    if (!status)
        status = make_repository(making);
    umask(mask);
    git_libgit2_shutdown();
    free(making->files);
    arena_free(making->arena);
    return status;
}

enum status record_init(const char *path, const char *template_folder, struct error *error)
{
    struct making making = {
        .arena = arena_new(), .path = path, .template_folder = template_folder, .error = error};
    return init(&making);
}

enum status record_init_shared(const char *path, const char *template_folder, struct error *error)
{
    struct making making = {.arena = arena_new(),
                            .path = path,
                            .template_folder = template_folder,
                            .shared = true,
                            .error = error};
    return init(&making);
}
