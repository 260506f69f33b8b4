#include "records/trust.h"

#include "core/language.h"
#include "records/inside.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What makes git run a program (git-config(1)), in small letters as git keeps keys: how it begins,
 * and how it ends where a name stands between. */
static const struct {
    const char *begin, *end;
} programs[] = {{"core.sshcommand", ""},      {"core.askpass", ""},
                {"core.gitproxy", ""},        {"core.alternaterefscommand", ""},
                {"credential.", "helper"},    {"remote.", ".uploadpack"},
                {"remote.", ".receivepack"},  {"remote.", ".vcs"},
                {"protocol.", "allow"},       {"gpg.", "program"},
                {"gpg.", "defaultkeycommand"}};

static bool starts_a_program(const char *key)
{
    size_t size = strlen(key);
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        size_t begin = strlen(programs[i].begin), end = strlen(programs[i].end);
        if (size >= begin + end && strncmp(key, programs[i].begin, begin) == 0 &&
            strcmp(key + size - end, programs[i].end) == 0)
            return true;
    }
    return false;
}

/* Whether nobody else can write the settings. */
static bool is_own(const struct record *record)
{
    char path[4096];
    struct stat file;
    int size =
        snprintf(path, sizeof path, "%sconfig", git_repository_commondir(record->repository));
    return size > 0 && (size_t)size < sizeof path && stat(path, &file) == 0 &&
           file.st_uid == geteuid() && !(file.st_mode & (S_IWGRP | S_IWOTH));
}

static enum status check_keys(const struct record *record, git_config *settings,
                              struct error *error)
{
    git_config_iterator *all = NULL;
    git_config_entry *one;
    enum status status = STATUS_OK;
    int code = git_config_iterator_new(&all, settings);
    while (code == 0 && !status && (code = git_config_next(&one, all)) == 0)
        if (starts_a_program(one->name))
            status = fail(error, STATUS_NO, record->path, 0,
                          TR("its own git settings say '%s', which names a program, and others can "
                             "write them: put it into your ~/.gitconfig, and remove it here with "
                             "'git config --unset-all'",
                             "其git设置中有“%s”，会启动程序，而该设置他人也可写入：请写入本人的 "
                             "~/.gitconfig，并在此处用 git config --unset-all 删除"),
                          one->name);
    git_config_iterator_free(all);
    return status || code == GIT_ITEROVER ? status : fail_reading(error, record->path, git_why());
}

enum status trust_settings(const struct record *record, struct error *error)
{
    git_config *all = NULL, *own = NULL;
    enum status status = STATUS_OK;
    if (is_own(record))
        return STATUS_OK;
    int code = git_repository_config(&all, record->repository);
    if (code == 0)
        code = git_config_open_level(&own, all, GIT_CONFIG_LEVEL_LOCAL);
    if (code == 0)
        status = check_keys(record, own, error);
    else if (code != GIT_ENOTFOUND)
        status = fail_reading(error, record->path, git_why());
    git_config_free(own);
    git_config_free(all);
    return status;
}
