#include "tui/external.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "tui/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the command ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

/* Appends the word at *at and moves *at behind it; false if a quote has no end. */
static bool add_word(struct buffer *out, const char **at)
{
    char quote = '\0';
    const char *c = *at;
    for (; *c && (quote || !is_blank(*c)); c++) {
        if (*c == quote)
            quote = '\0';
        else if (!quote && (*c == '\'' || *c == '"'))
            quote = *c;
        else if (*c == '\\' && c[1] && (!quote || (quote == '"' && (c[1] == '"' || c[1] == '\\'))))
            buffer_add_char(out, *++c);
        else
            buffer_add_char(out, *c);
    }
    *at = c;
    return !quote;
}

char **external_words(struct arena *arena, const char *command)
{
    char **words = arena_array(arena, strlen(command) / 2 + 2, sizeof *words);
    size_t count = 0;
    bool whole = true;
    for (const char *at = command; whole;) {
        while (is_blank(*at))
            at++;
        if (!*at)
            break;
        struct buffer word = BUFFER_EMPTY;
        whole = add_word(&word, &at);
        words[count++] = buffer_take(&word, arena);
    }
    return whole && count > 0 ? words : NULL;
}

/* ---- the file ---- */

struct file {
    char path[PATH_MAX];
    struct stat before;
};

static bool write_text(int file, const struct buffer *text)
{
    for (size_t done = 0; done < text->size;) {
        ssize_t written = write(file, text->bytes + done, text->size - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        done += (size_t)written;
    }
    /* Long ago, so that whatever is written afterwards shows. */
    const struct timespec times[] = {{1, 0}, {1, 0}};
    return write(file, "\n", 1) == 1 && futimens(file, times) == 0;
}

/* Makes the file in the folder; false if that can not be. */
static bool make_file(struct file *file, const char *folder, const struct buffer *text)
{
    static const char suffix[] = ".md";
    int size = snprintf(file->path, sizeof file->path, "%s/kaoping-XXXXXX%s", folder, suffix);
    if (size < 0 || (size_t)size >= sizeof file->path)
        return false;
    int made = mkstemps(file->path, (int)sizeof suffix - 1);
    if (made < 0)
        return false;
    bool good = write_text(made, text) && fstat(made, &file->before) == 0;
    if (close(made) || !good) {
        unlink(file->path);
        return false;
    }
    return true;
}

static enum status make_file_somewhere(struct file *file, const struct buffer *text,
                                       struct error *error)
{
    const char *const folders[] = {getenv("XDG_RUNTIME_DIR"), getenv("TMPDIR"), "/tmp"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (folders[i] && *folders[i] == '/' && make_file(file, folders[i], text))
            return STATUS_OK;
    return fail(error, STATUS_FAILED, NULL, 0,
                TR("no file could be made for the editor: %s; the text is as it was",
                   "无法为编辑器建立临时文件：%s；文字未变"),
                strerror(errno));
}

static bool was_changed(const struct file *file)
{
    struct stat now;
    return stat(file->path, &now) == 0 &&
           (now.st_ino != file->before.st_ino || now.st_size != file->before.st_size ||
            now.st_mtim.tv_sec != file->before.st_mtim.tv_sec);
}

/* Appends what stands in the file. NULL, or why it can not be taken. */
static const char *read_text(const struct file *file, size_t most, struct buffer *out)
{
    int opened = open(file->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat now;
    bool good = opened >= 0 && fstat(opened, &now) == 0 && S_ISREG(now.st_mode);
    char bytes[4096];
    for (ssize_t size; good && out->size <= most + 1;) {
        size = read(opened, bytes, sizeof bytes);
        good = size >= 0 || errno == EINTR;
        if (size == 0)
            break;
        if (size > 0)
            buffer_add_bytes(out, bytes, (size_t)size);
    }
    if (opened >= 0)
        close(opened);
    if (!good)
        return TR("left no readable file", "的结果文件无法读取");
    if (out->size > 0 && out->bytes[out->size - 1] == '\n')
        buffer_cut(out, out->size - 1);
    if (out->size > most)
        return TR("left a text that is too long", "的结果过长");
    if (text_valid(out->bytes, out->size) < out->size)
        return TR("left a text that is not UTF-8", "的结果不是UTF-8编码");
    return NULL;
}

/* ---- the process ---- */

/* What the keys of the editor's terminal may send to all of its processes: meant for the editor. */
static const int of_keys[] = {SIGINT, SIGQUIT, SIGTSTP};
enum { OF_KEYS = sizeof of_keys / sizeof *of_keys };

static void become(char **words)
{
    sigset_t none;
    sigemptyset(&none);
    for (int i = 0; i < OF_KEYS; i++)
        signal(of_keys[i], SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execvp(words[0], words);
    _exit(127);
}

/* Waits for the end of the child. An editor that stops stops the whole job, as a shell expects; who
 * asks us to end asks the editor, and afterwards us. */
static int wait_for(pid_t child, const sigset_t *signals)
{
    int status = -1, asked = 0;
    for (pid_t changed;
         (changed = waitpid(child, &status, WNOHANG | WUNTRACED)) <= 0 || WIFSTOPPED(status);) {
        if (changed < 0)
            return -1;
        if (changed > 0) {
            kill(0, SIGSTOP);
            kill(child, SIGCONT);
            continue;
        }
        int signal = sigwaitinfo(signals, NULL);
        if (signal == SIGHUP || signal == SIGTERM) {
            kill(child, SIGHUP);
            asked = signal;
        }
    }
    if (asked)
        raise(asked);
    return status;
}

/* Runs a program on the terminal; the status of wait(), or -1. */
static int run(char **words)
{
    struct sigaction before[OF_KEYS], child_before;
    sigset_t signals, mask;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGHUP);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, &mask);
    for (int i = 0; i < OF_KEYS; i++)
        sigaction(of_keys[i], &(struct sigaction){.sa_handler = SIG_IGN}, &before[i]);
    sigaction(SIGCHLD, &(struct sigaction){.sa_handler = SIG_DFL}, &child_before);
    terminal_lend();
    pid_t child = fork();
    if (child == 0)
        become(words);
    int status = child > 0 ? wait_for(child, &signals) : -1;
    terminal_take_back();
    for (int i = 0; i < OF_KEYS; i++) {
        signal(of_keys[i], SIG_IGN); /* what came meanwhile, and was blocked, goes */
        sigaction(of_keys[i], &before[i], NULL);
    }
    sigaction(SIGCHLD, &child_before, NULL);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return status;
}

/* ---- together ---- */

/* Takes the result into `out`. NULL, or why it can not be taken. */
static const char *take_result(const struct file *file, int status, size_t most, bool was_empty,
                               struct buffer *out)
{
    if (status == -1 || (WIFEXITED(status) && WEXITSTATUS(status) == 127))
        return TR("did not start: see VISUAL, EDITOR", "未能启动，请检查VISUAL、EDITOR");
    if (!WIFEXITED(status))
        return TR("was killed", "被信号终止");
    if (WEXITSTATUS(status) != 0)
        return TR("failed", "以出错状态结束");
    const char *reason = read_text(file, most, out);
    if (!reason && out->size == 0 && !was_empty && !was_changed(file))
        return TR("left an empty file", "留下的文件是空的");
    return reason;
}

static enum status edit_file(char **words, size_t count, struct buffer *text, size_t most,
                             struct error *error)
{
    struct file file;
    struct buffer result = BUFFER_EMPTY;
    if (make_file_somewhere(&file, text, error))
        return error->status;
    words[count] = file.path;
    const char *reason = take_result(&file, run(words), most, text->size == 0, &result);
    if (!reason) {
        buffer_cut(text, 0);
        text_add_safe_lines(text, result.bytes);
    } else {
        bool stays = was_changed(&file);
        fail(error, STATUS_NO, NULL, 0,
             TR("the editor %s; text unchanged%s%s", "外部编辑器%s；文字未变%s%s"), reason,
             stays ? TR(", see ", "，结果在") : "", stays ? file.path : "");
    }
    if (!reason || !was_changed(&file))
        unlink(file.path);
    buffer_free(&result);
    return reason ? STATUS_NO : STATUS_OK;
}

enum status external_edit(struct buffer *text, size_t most, struct error *error)
{
    const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");
    const char *command = visual && *visual ? visual : editor && *editor ? editor : NULL;
    if (!command)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("no editor is set: export VISUAL or EDITOR",
                       "未设置外部编辑器：请设置环境变量VISUAL或EDITOR"));
    struct arena *arena = arena_new();
    enum status status;
    char **words = external_words(arena, command);
    size_t count = 0;
    while (words && words[count])
        count++;
    if (words)
        status = edit_file(words, count, text, most, error);
    else
        status = fail(error, STATUS_INPUT, NULL, 0,
                      TR("the editor's command '%s' has no word or a quote without end",
                         "编辑器命令“%s”为空，或引号未闭合"),
                      command);
    arena_free(arena);
    return status;
}
