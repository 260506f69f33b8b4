#include "records/program.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/moment.h"
#include "records/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Its input and outputs are files in memory: nothing has to be read or written while it runs, and
 * nothing can come to a stop. `started` tells why it could not become the program. */
struct run {
    int input, out, trouble, started[2];
    pid_t child;
};

static bool fill(int file, const char *bytes, size_t size)
{
    return disk_write_all(file, bytes, size) && lseek(file, 0, SEEK_SET) == 0;
}

static bool prepare(struct run *run, const struct program *program)
{
    run->input = memfd_create("input", MFD_CLOEXEC);
    run->out = memfd_create("output", MFD_CLOEXEC);
    run->trouble = memfd_create("trouble", MFD_CLOEXEC);
    return run->input >= 0 && run->out >= 0 && run->trouble >= 0 &&
           pipe2(run->started, O_CLOEXEC) == 0 &&
           fill(run->input, program->input ? program->input : "", program->input_size);
}

static void close_all(const struct run *run)
{
    const int files[] = {run->input, run->out, run->trouble, run->started[0], run->started[1]};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (files[i] >= 0)
            close(files[i]);
}

/* ---- In the child ---- */

/* Gives the descriptor the number, also where it has it already. */
static bool place(int file, int number)
{
    return file == number ? fcntl(file, F_SETFD, 0) == 0 : dup2(file, number) == number;
}

/* Moves the descriptor out of the way of the numbers that are to be given. */
static int away(int file)
{
    return fcntl(file, F_DUPFD_CLOEXEC, PROGRAM_FILE + 1);
}

static void become(const struct run *run, const struct program *program, pid_t parent)
{
    sigset_t none;
    sigemptyset(&none);
    for (int number = 1; number < SIGRTMIN; number++)
        signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int input = away(run->input), out = away(run->out), trouble = away(run->trouble);
    int failed = away(run->started[1]), file = program->file < 0 ? -1 : away(program->file);
    /* git takes its locks away on SIGTERM */
    if ((program->asks || (setsid() > 0 && setenv("SSH_ASKPASS_REQUIRE", "never", 1) == 0)) &&
        prctl(PR_SET_PDEATHSIG, program->asks ? SIGTERM : SIGKILL) == 0 && getppid() == parent &&
        place(input, STDIN_FILENO) && place(out, STDOUT_FILENO) && place(trouble, STDERR_FILENO) &&
        (file < 0 || place(file, PROGRAM_FILE)))
        execvp(program->words[0], program->words);
    int why = errno;
    ssize_t ignored = write(failed, &why, sizeof why);
    (void)ignored;
    _exit(127);
}

/* ---- Here ---- */

/* 0, or why it did not start. */
static int start(struct run *run, const struct program *program)
{
    pid_t parent = getpid();
    run->child = fork();
    if (run->child < 0)
        return errno;
    if (run->child == 0)
        become(run, program, parent);
    close(run->started[1]);
    run->started[1] = -1;
    int why = 0;
    ssize_t size;
    do
        size = read(run->started[0], &why, sizeof why);
    while (size < 0 && errno == EINTR);
    return size > 0 ? why : 0;
}

static bool ends_within(const struct run *run, int milliseconds)
{
    long long until = clock_now() + milliseconds;
    struct pollfd ended = {.fd = pidfd_open(run->child, 0), .events = POLLIN};
    int ready = -1;
    for (long long left = milliseconds; ended.fd >= 0 && left > 0; left = until - clock_now()) {
        ready = poll(&ended, 1, (int)left);
        if (ready >= 0 || errno != EINTR)
            break;
    }
    if (ended.fd >= 0)
        close(ended.fd);
    return ready > 0;
}

/* Whether the child ended before its time was over; its whole session is ended otherwise. */
static bool wait_for(const struct run *run, int milliseconds, int *status)
{
    bool ended = !milliseconds || ends_within(run, milliseconds);
    if (!ended)
        kill(-run->child, SIGKILL);
    while (waitpid(run->child, status, 0) < 0 && errno == EINTR)
        ;
    return ended;
}

static void read_back(int file, size_t most, struct buffer *out)
{
    char part[4096];
    off_t at = 0;
    for (ssize_t size; (size_t)at < most; at += size) {
        size = pread(file, part, sizeof part, at);
        if (size <= 0)
            return;
        buffer_add_bytes(out, part, (size_t)size);
    }
}

static enum status fail_start(const char *name, int why, struct error *error)
{
    if (why == ENOENT)
        return fail(error, STATUS_FAILED, NULL, 0,
                    TR("the program %s is not there: install it, or put its folder into PATH",
                       "找不到程序 %s：请安装，或将其所在目录加入 PATH"),
                    name);
    return fail(error, STATUS_FAILED, NULL, 0,
                TR("the program %s cannot be started: %s: look at its permissions",
                   "无法启动程序 %s：%s：请检查其权限"),
                name, strerror(why));
}

enum status program_run(const struct program *program, struct buffer *out, struct buffer *trouble,
                        int *exit, struct error *error)
{
    const char *name = program->words[0];
    struct run run = {-1, -1, -1, {-1, -1}, 0};
    int why = prepare(&run, program) ? start(&run, program) : errno, status = 0;
    bool ended = run.child > 0 && wait_for(&run, program->milliseconds, &status);
    if (ended && !why) {
        read_back(run.out, program->output_most ? program->output_most : PROGRAM_OUTPUT_MOST, out);
        read_back(run.trouble, PROGRAM_OUTPUT_MOST, trouble);
    }
    close_all(&run);
    *exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (why)
        return fail_start(name, why, error);
    return ended ? STATUS_OK
                 : fail(error, STATUS_FAILED, NULL, 0,
                        TR("%s did not answer within %d seconds, and was ended: %s",
                           "%s在%d秒内没有响应，已终止：%s"),
                        name, program->milliseconds / 1000, program->advice);
}
