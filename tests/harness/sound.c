#include "tests/harness/sound.h"

#include "tests/harness/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void sound_begin(char since[SOUND_COMMIT])
{
    snprintf(since, SOUND_COMMIT, "%s", git("rev-parse main"));
    since[strcspn(since, "\n")] = '\0';
}

static void check_objects(void)
{
    const char *said = git("fsck --strict --no-dangling --no-progress");
    if (last_exit != 0 || *said)
        fail_msg("git fsck: %s", said);
}

static void check_files(void)
{
    static const char *const commands[] = {"status", "log", "score", "render --draft", "facts"};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        const char *said = shell("'%s' -C '%s' %s >said", program_at(), record_at(), commands[i]);
        if (last_exit != 0)
            fail_msg("%s: %s", commands[i], said);
    }
}

/* What is not as it must be is what this prints. */
static void check_commits(const char *since)
{
    const char *said =
        shell("git -C '%s' log --invert-grep --grep=外来提交 --format='@%%H %%P' --name-only "
              "%s..main | awk '"
              "function wrong(what) { print what \": \" commit } "
              "/^@/ { if (commit && files != 1) wrong(files \" files\"); commit = $1; files = 0; "
              "       if (NF != 2) wrong(\"not one parent\"); next } "
              "/./  { files++; if ($0 !~ \"^2020/(decisions|confirmations)/\") wrong($0) } "
              "END   { if (commit && files != 1) wrong(files \" files\") }'",
              record_at(), since);
    if (*said)
        fail_msg("%s", said);
}

/* Compares the author of each confirmation with the reviewer of the decision that it names. */
static void check_two_people(const char *since)
{
    const char *said = shell(
        "export GIT_DIR='%s'; git log --format='%%H' %s..main -- 2020/confirmations |"
        "while read -r commit; do path=$(git show --format= --name-only $commit);"
        "  git show $commit:$path >confirmation 2>/dev/null || continue;"
        "  blob=$(sed -n 's/^decision: //p' confirmation);"
        "  by=$(git log -1 --format='%%an <%%ae>' $commit);"
        "  [ -n \"$blob\" ] || echo \"$commit names no decision\";"
        "  git cat-file blob $blob | grep -qF \"reviewer: $by\" && echo \"$commit: $by\"; done",
        record_at(), since);
    if (*said)
        fail_msg("of their own: %s", said);
}

int sound_check(const char *since)
{
    check_objects();
    check_files();
    check_commits(since);
    check_two_people(since);
    return (int)strtol(git("rev-list --count %s..main", since), NULL, 10);
}
