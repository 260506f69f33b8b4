#include "tests/harness/record.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OUTPUT_MOST = 1 << 20 };

int last_exit;
static char folder[64], template_path[128], record[128];

static const char *run(const char *command)
{
    static char output[OUTPUT_MOST];
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): the commands are the tests' own */
    size_t size = pipe ? fread(output, 1, sizeof output - 1, pipe) : 0;
    output[size] = '\0';
    int status = pipe ? pclose(pipe) : -1;
    last_exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return output;
}

const char *shell(const char *format, ...)
{
    char part[4096], command[5000];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(part, sizeof part, format, arguments);
    va_end(arguments);
    snprintf(command, sizeof command, "exec 2>&1; cd '%s'; %s", folder, part);
    return run(command);
}

const char *git(const char *format, ...)
{
    char part[4096], command[5000];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(part, sizeof part, format, arguments);
    va_end(arguments);
    /* fsck takes it for damage where objects are packed while it looks */
    if (strncmp(part, "fsck", 4) == 0)
        shell("test ! -e '%s/kaoping-housekeeping.lock' || "
              "flock '%s/kaoping-housekeeping.lock' true",
              record, record);
    snprintf(command, sizeof command, "git -C '%s' %s 2>&1", record, part);
    return run(command);
}

void folder_put(const char *path, const char *text)
{
    shell("mkdir -p \"$(dirname '%s')\"", path);
    char full[512];
    snprintf(full, sizeof full, "%s/%s", folder, path);
    FILE *file = fopen(full, "we");
    if (!file || fputs(text, file) < 0 || fclose(file))
        abort();
}

static void put_template(void)
{
    folder_put("t/programme.md", "---\nformat: 1\nname: 某省方案\ndepartments: [甲厅]\n---\n");
    folder_put("t/reviewers.md", "---\nreviewers: []\n---\n");
    folder_put("t/README.md", "not of the record\n");
    folder_put("t/sample/decisions.csv", "jurisdiction,item\n");
    folder_put("t/2020/assessment.md",
               "---\nyear: 2020\nclasses:\n  - {id: city, name: 市}\ngrades:\n"
               "  - {name: 一等, from: 90}\n  - {name: 二等}\n---\n");
    folder_put("t/2020/jurisdictions/siping.md",
               "---\nname: 四平市\ngovernment: 四平市政府\nclass: city\norder: 1\n---\n");
    folder_put("t/2020/jurisdictions/baishan.md",
               "---\nname: 白山市\ngovernment: 白山市政府\nclass: city\norder: 2\n---\n");
    folder_put("t/2020/jurisdictions/whole.md", "---\nname: 全省\nwhole: true\n---\n");
    folder_put("t/2020/checklist/air/category.md",
               "---\nname: 环境空气质量\nfull: 12\norder: 1\n---\n");
    folder_put("t/2020/checklist/air/good-days.md",
               "---\nname: 优良天数比例\nkind: indicator\nunit: \"%\"\ndirection: higher\n"
               "target: 80\nfull: 4\napplies: [city]\nrule: {type: all-or-nothing}\n---\n");
    folder_put("t/2020/checklist/air/pm25.md",
               "---\nname: PM2.5\nkind: indicator\nunit: 微克\ndirection: lower\ntarget: 43\n"
               "full: 4\napplies: [siping]\nrule: {type: by-hand}\n---\n");
    folder_put("t/2020/checklist/work/category.md",
               "---\nname: 重点任务\nfull: 20\norder: 2\n---\n");
    for (int i = 1; i <= 20; i++) {
        char path[64], text[160];
        snprintf(path, sizeof path, "t/2020/checklist/work/t%02d.md", i);
        snprintf(text, sizeof text,
                 "---\nname: 任务%d\nkind: task\norder: %d\nfull: 1\napplies: [city]\n---\n", i, i);
        folder_put(path, text);
    }
    folder_put("t/2020/circular/circular.md", "{{year}}年\n\n{{>parts/end}}\n");
    folder_put("t/2020/circular/parts/end.md", "完\n");
}

void record_folder_new(void)
{
    strcpy(folder, "/tmp/kaoping-XXXXXX");
    if (!mkdtemp(folder))
        abort();
    snprintf(template_path, sizeof template_path, "%s/t", folder);
    snprintf(record, sizeof record, "%s/考评 记录", folder);
    setenv("HOME", folder, 1);
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    setenv("GIT_AUTHOR_NAME", "王芳", 1);
    setenv("GIT_AUTHOR_EMAIL", "wangfang@example.org", 1);
    setenv("GIT_COMMITTER_NAME", "王芳", 1);
    setenv("GIT_COMMITTER_EMAIL", "wangfang@example.org", 1);
    unsetenv("XDG_CONFIG_HOME");
    put_template();
}

void record_folder_remove(void)
{
    shell("cd /; chmod -R u+w '%s'; rm -rf '%s'", folder, folder);
}

const char *record_folder(void)
{
    return folder;
}

const char *template_at(void)
{
    return template_path;
}

const char *record_at(void)
{
    return record;
}

const char *program_at(void)
{
    static char path[PATH_MAX];
    const char *program = getenv("KAOPING_PROGRAM");
    if (!*path && !realpath(program ? program : "build/kaoping", path)) {
        perror("the program");
        abort();
    }
    return path;
}

void push_file(const char *path, const char *text)
{
    char file[256];
    shell("rm -rf clone; git clone -q '%s' clone", record);
    snprintf(file, sizeof file, "clone/%s", path);
    folder_put(file, text);
    shell("cd clone && git add -A && git commit -q -m '外来提交' && git push -q origin main");
    if (last_exit)
        abort();
}
