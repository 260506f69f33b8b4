/* The cache of what was gathered: with it and without it everything is the same to the byte. */
#include "core/error.h"
#include "records/record.h"
#include "records/snapshot.h"
#include "tests/harness/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define KEPT "\"$HOME\"/.cache/kaoping/*.cache"

/* What every command that reads says of the record, as one line. */
#define READ                                                                            \
    "{ for c in 'status --json' 'score --csv' 'facts --json' 'render --draft' 'status " \
    "--pending'; "                                                                      \
    "do \"$k\" $c || echo \"exit $?\"; done; } 2>&1 | sha256sum"

static char without[128];

/* In the folder, where $k is the program and r the record. */
static const char *line(const char *command)
{
    return shell("%s", command);
}

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    setenv("k", program_at(), 1);
    setenv("KAOPING_RECORD", "r", 1);
    line("\"$k\" init complete --from jilin-2020 --sample=complete && "
         "git -C complete config core.fsync none && cp -r complete r && "
         "git clone -q r c");
    return last_exit;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

static int fresh(void **state)
{
    (void)state;
    line("rm -rf r .cache .local && cp -r complete r");
    return last_exit;
}

/* Two readings: before the cache (and it is made of the first command's), and by it. */
static void assert_same_with_and_without(const char *what)
{
    snprintf(without, sizeof without, "%s", line("export XDG_CACHE_HOME=/dev/null; " READ));
    for (int i = 0; i < 2; i++)
        if (strcmp(line(READ), without) != 0)
            fail_msg("%s: reading %d differs", what, i);
}

/* What somebody else pushes to the record. */
static void push(const char *change)
{
    char text[1024];
    snprintf(text, sizeof text,
             "cd c && git fetch -q && git reset -q --hard origin/main && { %s; } && git add -A && "
             "git -c core.fsync=none commit -qm pushed && git push -q",
             change);
    line(text);
    assert_int_equal(last_exit, 0);
}

/* ---- the same bytes ---- */

static void what_is_read_with_it_is_the_same(void **state)
{
    (void)state;
    assert_same_with_and_without("complete");
    line("\"$k\" init r2 --from jilin-2020 --sample");
    line("rm -rf r && mv r2 r"); /* another record at the same path */
    assert_same_with_and_without("another record");
}

static void what_is_pushed_is_seen(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "f=$(ls 2020/decisions/siping/*/*.md | head -1); echo 补记 >>$f",
        "f=$(ls 2020/checklist/*/*.md | grep -v category | head -1); echo 修订 >>$f",
        "rm -r 2020/confirmations/siping",
        "sed -i 's/^two-person:.*/two-person: false/' 2020/assessment.md",
        "f=$(ls 2020/jurisdictions/*.md | head -1); sed -i 's/^name: .*/name: 新名/' $f",
        "f=$(ls 2020/decisions/baishan/*/*.md | head -1); echo broken >$f",
    };
    line(READ);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        push(changes[i]);
        assert_same_with_and_without(changes[i]);
    }
}

static void a_second_year_has_its_own(void **state)
{
    (void)state;
    line(READ);
    push("cp -r 2020 2021 && sed -i 's/^year: .*/year: 2021/' 2021/assessment.md && "
         "rm -r 2021/reports");
    assert_same_with_and_without("2021");
    assert_string_equal(line("ls " KEPT " | wc -l"), "2\n");
}

/* ---- what it saves ---- */

static void count(void *context, size_t read)
{
    *(size_t *)context = read;
}

static size_t leaves_read(void)
{
    struct error error;
    struct record *record = NULL;
    struct snapshot *snapshot = NULL;
    char path[512];
    size_t read = 0;
    snprintf(path, sizeof path, "%s/r", record_folder());
    const struct snapshot_wanted wanted = {.progress = count, .context = &read};
    if (record_open(path, &record, &error) || snapshot_read(record, &wanted, &snapshot, &error))
        fail_msg("%s", error.text);
    snapshot_keep(snapshot);
    snapshot_free(snapshot);
    record_free(record);
    return read;
}

static void only_what_is_new_is_read(void **state)
{
    (void)state;
    assert_true(leaves_read() > 2000);
    assert_int_equal(leaves_read(), 0);
    push("f=$(ls 2020/decisions/siping/*/*.md | head -1); echo 补记 >>$f");
    assert_int_equal(leaves_read(), 1);
}

static void it_is_for_its_owner_alone_and_small(void **state)
{
    (void)state;
    leaves_read();
    assert_string_equal(line("stat -c %a " KEPT "; stat -c %a .cache/kaoping"), "600\n700\n");
    assert_true(strtol(line("stat -c %s " KEPT), NULL, 10) < 1 << 20);
}

static void a_little_is_not_kept(void **state)
{
    (void)state;
    line("rm -rf r && \"$k\" init r --from jilin-2020 && " READ);
    line("ls " KEPT);
    assert_int_not_equal(last_exit, 0);
}

/* ---- in doubt it is as none ---- */

static void damage_is_as_no_cache(void **state)
{
    (void)state;
    static const char *const damages[] = {
        "rm $c",
        ": >$c",
        "head -c 7 <$c >x; cat x >$c",
        "head -c 60 <$c >x; cat x >$c",
        "head -c $(($(stat -c %s $c) - 1)) <$c >x; cat x >$c",
        "echo more >>$c",
        "printf '\\377' | dd of=$c bs=1 seek=3 conv=notrunc",
        "printf '\\377' | dd of=$c bs=1 seek=20 conv=notrunc",
        "printf '\\377' | dd of=$c bs=1 seek=100 conv=notrunc",
        "printf '\\377' | dd of=$c bs=1 seek=$(($(stat -c %s $c) - 5)) conv=notrunc",
        "head -c 100000 /dev/urandom >$c",
        "chmod 644 $c",
        "mv $c away; ln -s \"$PWD/away\" $c",
        "rm $c; mkfifo $c",
        "rm $c; mkdir $c",
        "chmod 777 .cache/kaoping",
        "rm -r .cache; touch .cache",
    };
    char status[128], text[512];
    snprintf(status, sizeof status, "%s",
             line("XDG_CACHE_HOME=/dev/null \"$k\" status | sha256sum"));
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        line("rm -rf .cache");
        assert_true(leaves_read() > 2000);
        snprintf(text, sizeof text, "c=$(ls " KEPT "); { %s; } 2>/dev/null", damages[i]);
        line(text);
        if (leaves_read() < 2000)
            fail_msg("taken: %s", damages[i]);
        if (strcmp(line("\"$k\" status | sha256sum"), status) != 0)
            fail_msg("differs: %s", damages[i]);
    }
}

static void somebody_elses_is_as_none(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip(); /* only root can give a file away */
    leaves_read();
    line("chown 1 " KEPT);
    assert_true(leaves_read() > 2000);
}

static void another_program_s_is_as_none(void **state)
{
    (void)state;
    line("cp \"$k\" k2 && \"$k\" status && \"$k\" status");
    line("touch -d 2001-01-01 k2; cp " KEPT " before; ./k2 status");
    line("cmp before " KEPT); /* it was made anew */
    assert_int_equal(last_exit, 1);
}

static void old_ones_are_taken_out(void **state)
{
    (void)state;
    leaves_read();
    line("cd .cache/kaoping; for f in *; do mv $f old-$f; done; touch -d '1 year ago' *; "
         "touch -d '1 year ago' other");
    leaves_read();
    assert_string_equal(line("cd .cache/kaoping; ls | grep -c '^old-'; ls other"), "0\nother\n");
}

static void many_at_once_agree(void **state)
{
    (void)state;
    assert_same_with_and_without("before");
    assert_string_equal(line("for i in 1 2 3; do (for j in 1 2; do rm -rf .cache 2>/dev/null; " READ
                             "; done) & done | sort -u; wait"),
                        without);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_is_read_with_it_is_the_same, fresh),
        cmocka_unit_test_setup(what_is_pushed_is_seen, fresh),
        cmocka_unit_test_setup(a_second_year_has_its_own, fresh),
        cmocka_unit_test_setup(only_what_is_new_is_read, fresh),
        cmocka_unit_test_setup(it_is_for_its_owner_alone_and_small, fresh),
        cmocka_unit_test_setup(a_little_is_not_kept, fresh),
        cmocka_unit_test_setup(damage_is_as_no_cache, fresh),
        cmocka_unit_test_setup(somebody_elses_is_as_none, fresh),
        cmocka_unit_test_setup(another_program_s_is_as_none, fresh),
        cmocka_unit_test_setup(old_ones_are_taken_out, fresh),
        cmocka_unit_test_setup(many_at_once_agree, fresh),
    };
    return cmocka_run_group_tests_name("cache", tests, set_up, tear_down);
}
