#include "records/lock.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/moment.h"
#include "records/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { LINE_SIZE = 512 };

/* ---- Who holds it ---- */

/* The holder's process by one line of /proc/locks: `1: FLOCK  ADVISORY  WRITE 1234 08:01:777 0 EOF`
 * (of one that waits, `->` stands behind the number); 0 if it is of another file. */
static pid_t holder_in(char *line, ino_t inode)
{
    char *rest = NULL, *words[6];
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!(words[i] = strtok_r(i ? NULL : line, " \n", &rest)))
            return 0;
    const char *number = strrchr(words[5], ':');
    if (strcmp(words[1], "FLOCK") != 0 || !number || strtoull(number + 1, NULL, 10) != inode)
        return 0;
    return (pid_t)strtol(words[4], NULL, 10);
}

/* 0 where the system does not tell. */
static pid_t find_holder(int lock)
{
    char line[LINE_SIZE];
    struct stat found;
    pid_t holder = 0;
    FILE *locks = fstat(lock, &found) ? NULL : fopen("/proc/locks", "re");
    while (locks && holder <= 0 && fgets(line, sizeof line, locks))
        holder = holder_in(line, found.st_ino);
    if (locks)
        fclose(locks);
    return holder > 0 ? holder : 0;
}

static void add_holder(struct buffer *out, pid_t holder)
{
    char path[64];
    struct stat found;
    snprintf(path, sizeof path, "/proc/%d", (int)holder);
    const struct passwd *owner = stat(path, &found) ? NULL : getpwuid(found.st_uid);
    if (!holder)
        buffer_add(out, TR("another process", "另一进程"));
    else
        buffer_format(out, TR("process %d", "进程 %d"), (int)holder);
    if (holder && owner)
        buffer_format(out, TR(" of the user %s", "（用户 %s）"), owner->pw_name);
}

static enum status fail_held(const struct record *record, int lock, struct error *error)
{
    pid_t holder = find_holder(lock);
    struct buffer who = BUFFER_EMPTY;
    add_holder(&who, holder);
    enum status status =
        holder
            ? fail(error, STATUS_FAILED, record->path, 0,
                   TR("nothing was saved: %s has kept the record to itself for %d seconds: wait "
                      "until it is done; if it hangs, end it with 'kill -9 %d', then do it again",
                      "未能保存：%s已独占考评库%d秒：请等它完成；如已停滞，请运行 kill -9 %d "
                      "结束它，然后重试"),
                   who.bytes, record->patience.most / 1000, (int)holder)
            : fail(error, STATUS_FAILED, record->path, 0,
                   TR("nothing was saved: %s has kept the record to itself for %d seconds: wait, "
                      "and do it again; 'fuser' with that folder's .lock files names it",
                      "未能保存：%s已独占考评库%d秒：请稍后重试；可用 fuser "
                      "查看占用该目录中 .lock 文件的进程"),
                   who.bytes, record->patience.most / 1000);
    buffer_free(&who);
    return status;
}

/* ---- Waiting ---- */

void record_set_patience(struct record *record, const struct patience *patience)
{
    record->patience = *patience;
}

static void tell(const struct record *record, int lock)
{
    struct buffer words = BUFFER_EMPTY;
    if (!record->patience.waiting)
        return;
    buffer_add(&words, TR("waiting for ", "正在等待"));
    add_holder(&words, find_holder(lock));
    buffer_add(&words, TR(", which is writing to the record …", "写完考评库……"));
    record->patience.waiting(record->patience.context, words.bytes);
    buffer_free(&words);
}

static void on_alarm(int signal)
{
    (void)signal;
}

/* An alarm when there is something to tell, and then again and again: one that came between looking
 * and waiting is not the last. To wait in the kernel keeps the order of those who wait; each alarm
 * loses one's place, so there are few. */
struct alarm {
    struct sigaction action;
    struct itimerval timer;
    sigset_t mask;
};

static struct timeval in_timeval(long long milliseconds)
{
    return (struct timeval){milliseconds / 1000, milliseconds % 1000 * 1000};
}

static void alarm_set(const struct patience *patience, struct alarm *before)
{
    enum { EVERY_MS = 1000 };
    const struct sigaction action = {.sa_handler = on_alarm}; /* without SA_RESTART */
    const long long first = patience->tell < patience->most ? patience->tell : patience->most;
    const struct itimerval timer = {in_timeval(first < EVERY_MS ? first + 1 : EVERY_MS),
                                    in_timeval(first + 1)};
    sigset_t alarms;
    sigemptyset(&alarms);
    sigaddset(&alarms, SIGALRM);
    sigaction(SIGALRM, &action, &before->action);
    sigprocmask(SIG_UNBLOCK, &alarms, &before->mask);
    setitimer(ITIMER_REAL, &timer, &before->timer);
}

static void alarm_reset(const struct alarm *before)
{
    setitimer(ITIMER_REAL, &before->timer, NULL);
    sigprocmask(SIG_SETMASK, &before->mask, NULL);
    sigaction(SIGALRM, &before->action, NULL);
}

static enum status wait_for(const struct record *record, int lock, struct error *error)
{
    struct alarm before;
    enum status status = STATUS_OK;
    long long began = clock_now();
    bool told = false;
    alarm_set(&record->patience, &before);
    while (!status && flock(lock, LOCK_EX)) {
        long long waited = clock_now() - began;
        if (errno != EINTR)
            status = fail_writing(error, record->path, strerror(errno));
        else if (waited >= record->patience.most)
            status = fail_held(record, lock, error);
        else if (!told && waited >= record->patience.tell) {
            told = true;
            tell(record, lock);
        }
    }
    alarm_reset(&before);
    return status;
}

/* ---- Taking ---- */

/* Locking asks for no more than reading, so it does not matter who made the file. */
static int open_lock(const struct record *record, const char *name)
{
    mode_t mask = share_with_group(record);
    int lock = openat(record->folder, name,
                      O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
    int why = errno;
    umask(mask);
    errno = why;
    return lock;
}

enum status lock_take(struct record *record, const char *name, int *out, struct error *error)
{
    enum status status = STATUS_OK;
    int lock = open_lock(record, name);
    *out = -1;
    if (lock < 0)
        return fail_writing(error, record->path, strerror(errno));
    if (flock(lock, LOCK_EX | LOCK_NB))
        status = errno == EWOULDBLOCK || errno == EINTR
                     ? wait_for(record, lock, error)
                     : fail_writing(error, record->path, strerror(errno));
    if (status)
        close(lock);
    else
        *out = lock;
    return status;
}

int lock_try(const struct record *record, const char *name)
{
    int lock = open_lock(record, name);
    if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB)) {
        close(lock);
        lock = -1;
    }
    return lock;
}

/* ---- Git's own ---- */

enum status fail_locked(const struct record *record, const char *lock, struct error *error)
{
    enum { MINUTE = 60, HOUR = 3600 };
    struct stat found;
    if (fstatat(record->folder, lock, &found, AT_SYMLINK_NOFOLLOW))
        return fail_writing(error, record->path, git_why()); /* it has just gone */
    long long age = (long long)time(NULL) - (long long)found.st_mtim.tv_sec;
    bool hours = age >= HOUR, minutes = age >= MINUTE;
    return fail(error, STATUS_FAILED, record->path, 0,
                hours     ? TR("nothing was saved: git's lock %s is there, for %lld hours by now: "
                                   "if no git is at work here, remove that file, then do it again",
                               "未能保存：存在git的锁文件 "
                                   "%s，已有%lld小时：如此处没有git在运行，请删除该文件后重试")
                : minutes ? TR("nothing was saved: git's lock %s is there, for %lld minutes by "
                               "now: if no git is at work here, remove that file, then do it again",
                               "未能保存：存在git的锁文件 "
                               "%s，已有%lld分钟：如此处没有git在运行，请删除该文件后重试")
                          : TR("nothing was saved: git's lock %s is there, for %lld seconds by "
                               "now: if no git is at work here, remove that file, then do it again",
                               "未能保存：存在git的锁文件 "
                               "%s，已有%lld秒：如此处没有git在运行，请删除该文件后重试"),
                lock,
                hours     ? age / HOUR
                : minutes ? age / MINUTE
                : age < 0 ? 0
                          : age);
}
