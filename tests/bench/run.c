#include "tests/bench/run.h"

#include "core/memory.h"
#include "tests/bench/session.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

void give_up(const char *what)
{
    perror(what);
    exit(1);
}

static double in_milliseconds(struct timeval time)
{
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

struct run run(const char *const *words, const char *folder)
{
    double begun = session_now();
    struct rusage usage;
    int status;
    char *copies[RUN_WORDS_MOST + 1] = {NULL};
    for (int i = 0; i < RUN_WORDS_MOST && words[i]; i++)
        copies[i] = memory_text(words[i]);
    pid_t child = fork();
    if (child == 0) {
        int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
        dup2(nothing, STDOUT_FILENO);
        dup2(nothing, STDERR_FILENO);
        if (chdir(folder) == 0 && copies[0])
            execvp(copies[0], copies);
        _exit(1);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        give_up(words[0]);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "failed: %s %s\n", words[0], words[1]);
        exit(1);
    }
    for (int i = 0; copies[i]; i++)
        free(copies[i]);
    double end = session_now();
    return (struct run){end - begun,
                        in_milliseconds(usage.ru_utime) + in_milliseconds(usage.ru_stime),
                        (double)usage.ru_maxrss / 1024};
}
