#include "records/housekeeping.h"

#include "records/inside.h"
#include "records/lock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FOLDERS = 256, AGAIN_MOST = 10 };
enum { REST = 600, LEFT_BEHIND = 600 }; /* seconds */
enum { LOCK_FILE = 3 };                 /* its descriptor in the child */

/* ---- Whether ---- */

static bool is_piled_up(int record)
{
    int folder = openat(record, "objects/17", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *directory = folder < 0 ? NULL : fdopendir(folder);
    size_t count = 0;
    const struct dirent *member;
    if (!directory)
        return false;
    while (count <= LOOSE_MOST / FOLDERS && (member = readdir(directory)))
        count += member->d_name[0] != '.';
    closedir(directory);
    return count > LOOSE_MOST / FOLDERS;
}

/* What failed (the file is not empty then) would fail again at once. */
static bool rests(int lock)
{
    struct stat found;
    return fstat(lock, &found) == 0 && found.st_size > 0 && time(NULL) - found.st_mtime < REST;
}

/* ---- In the child ---- */

/* Git holds these for milliseconds: what has stood for ten minutes was left by one that was killed,
 * and every later git stops at it. */
static void remove_left_locks(int folder)
{
    static const char *const locks[] = {"packed-refs.lock", "HEAD.lock",
                                        "objects/info/commit-graph.lock",
                                        "objects/info/commit-graphs/commit-graph-chain.lock"};
    struct stat found;
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++)
        if (fstatat(folder, locks[i], &found, AT_SYMLINK_NOFOLLOW) == 0 &&
            time(NULL) - found.st_mtime > LEFT_BEHIND)
            unlinkat(folder, locks[i], 0);
}

/* Git inherits the lock: should this process be killed, nobody else begins before git has ended. */
static bool run(const char *const *words)
{
    char *copies[16] = {NULL};
    for (size_t i = 0; words[i]; i++)
        if (!(copies[i] = strdup(words[i])))
            return false;
    pid_t child = fork();
    if (child == 0) {
        execvp(copies[0], copies);
        _exit(127);
    }
    for (size_t i = 0; copies[i]; i++)
        free(copies[i]);
    int status = -1;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Packs grow as a series of powers do, so that what was packed long ago is seldom packed again. */
static bool pack(const char *folder)
{
    const char *const repack[] = {"git",
                                  "--git-dir",
                                  folder,
                                  "repack",
                                  "-d",
                                  "-l",
                                  "-q",
                                  "--geometric=2",
                                  "--no-write-bitmap-index",
                                  NULL};
    const char *const prune[] = {"git", "--git-dir", folder, "prune-packed", "-q", NULL};
    const char *const graph[] = {"git",         "--git-dir",       folder, "commit-graph", "write",
                                 "--reachable", "--changed-paths", NULL};
    return run(repack) && run(prune) && run(graph);
}

/* A file that a killed writer left half written; nobody writes one for a day. */
static void remove_left_objects(int folder)
{
    enum { DAY = 86400 };
    int file = openat(folder, "objects", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *directory = file < 0 ? NULL : fdopendir(file);
    const struct dirent *member;
    struct stat found;
    while (directory && (member = readdir(directory)))
        if (strncmp(member->d_name, "tmp_", 4) == 0 &&
            fstatat(dirfd(directory), member->d_name, &found, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(found.st_mode) && time(NULL) - found.st_mtime > DAY)
            unlinkat(dirfd(directory), member->d_name, 0);
    if (directory)
        closedir(directory);
}

static void work(const char *folder, const char *lock)
{
    int open_folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (open_folder < 0)
        return;
    remove_left_locks(open_folder);
    bool packed = pack(folder);
    for (int again = 0; again < AGAIN_MOST && packed && is_piled_up(open_folder); again++)
        packed = pack(folder); /* what came meanwhile: who wrote it saw that this was at work */
    if (packed)
        remove_left_objects(open_folder);
    int mark = openat(open_folder, lock, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (mark >= 0 && ftruncate(mark, packed ? 0 : 1) == 0 && !packed)
        futimens(mark, NULL);
}

/* Away from the terminal, the screen, and every file but the lock. */
static void detach(int lock)
{
    sigset_t none;
    sigemptyset(&none);
    for (int number = 1; number < SIGRTMIN; number++)
        signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int nothing = open("/dev/null", O_RDWR);
    for (int file = 0; file < LOCK_FILE; file++)
        dup2(nothing, file);
    dup2(lock, LOCK_FILE); /* which git inherits */
    fcntl(LOCK_FILE, F_SETFD, 0);
    close_range(LOCK_FILE + 1, ~0U, 0);
    setpriority(PRIO_PROCESS, 0, 19);
}

/* ---- Starting ---- */

/* Nobody has to wait for the second child: the first one ends at once. */
static void start(const struct record *record, int lock)
{
    pid_t child = fork();
    if (child == 0) {
        if (setsid() < 0 || fork() != 0)
            _exit(0);
        share_with_group(record);
        detach(lock);
        work(git_repository_path(record->repository), LOCK_HOUSEKEEPING);
        _exit(0);
    }
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
}

void housekeeping_start(const struct record *record)
{
    if (!is_piled_up(record->folder))
        return;
    int lock = lock_try(record, LOCK_HOUSEKEEPING);
    if (lock < 0)
        return;
    if (!rests(lock))
        start(record, lock);
    close(lock); /* the child has it too */
}
