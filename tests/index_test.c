/*
 * What git derives from the objects (indexes of packs, of many packs, commit-graphs) and what is
 * damaged or forged in it: each is named, none ends the program, and none is believed.
 */
#include "core/memory.h"
#include "records/record.h"
#include "tests/harness/record.h"

#include <arpa/inet.h>
#include <git2.h>
#include <openssl/evp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { HASH = 20, FAN_END = 8 + 256 * 4, FILE_ROOM = 1 << 20 };

/* ---- a file's bytes ---- */

struct bytes {
    char path[600];
    size_t size;
    unsigned char list[FILE_ROOM];
};

static struct bytes now;

/* Reads the only file of that pattern below the record. */
static void load(const char *pattern)
{
    const char *found = shell("cd '%s' && ls %s && chmod u+w %s", record_at(), pattern, pattern);
    assert_int_equal(last_exit, 0);
    snprintf(now.path, sizeof now.path, "%s/%.*s", record_at(), (int)strcspn(found, "\n"), found);
    FILE *file = fopen(now.path, "rb");
    assert_non_null(file);
    now.size = fread(now.list, 1, sizeof now.list, file);
    fclose(file);
}

static void save(void)
{
    FILE *file = fopen(now.path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(now.list, 1, now.size, file), now.size);
    assert_int_equal(fclose(file), 0);
}

static uint32_t word(size_t at)
{
    uint32_t value;
    memcpy(&value, now.list + at, sizeof value);
    return ntohl(value);
}

static void put_word(size_t at, uint32_t value)
{
    value = htonl(value);
    memcpy(now.list + at, &value, sizeof value);
}

/* As whoever forges it does. */
static void hash_again(void)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    assert_true(EVP_Digest(now.list, now.size - HASH, hash, NULL, EVP_sha1(), NULL));
    memcpy(now.list + now.size - HASH, hash, HASH);
}

/* ---- the program ---- */

static const char *said(const char *words)
{
    return shell("export GIT_AUTHOR_NAME=李明 GIT_AUTHOR_EMAIL=liming@example.org; "
                 "'%s' --lang en -C '%s' %s 2>&1",
                 program_at(), record_at(), words);
}

static void assert_opens(void)
{
    const char *text = said("status");
    if (last_exit)
        fail_msg("%s", text);
}

static void assert_named(const char *what)
{
    const char *text = said("status");
    if (last_exit != 4 || !strstr(text, what) || !strstr(text, "damaged"))
        fail_msg("status %d: %s", last_exit, text);
}

static void index_again(const char *options)
{
    const char *text = shell("cd '%s/objects/pack' && rm -f *.idx && git index-pack %s *.pack",
                             record_at(), options);
    if (last_exit)
        fail_msg("%s", text);
}

/* ---- the tests ---- */

static void an_index_of_each_form_is_read(void **state)
{
    (void)state;
    assert_opens();
    index_again("--index-version=1");
    assert_opens();
    index_again("--index-version=2,0x40");
    assert_opens();
}

/* Where the first place of an index of version 2 stands, and the first wide one. */
static size_t first_place(void)
{
    return FAN_END + 24 * (size_t)word(FAN_END - 4);
}

static size_t first_wide(void)
{
    return FAN_END + 28 * (size_t)word(FAN_END - 4);
}

static void a_place_in_no_pack_is_named_with_the_remedy(void **state)
{
    static const uint32_t places[] = {0, 11, 0x7ffff, 0x7fffffff, 0x80000000, 0xffffffff};
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        load("objects/pack/*.idx");
        put_word(first_place() + 4 * i, places[i]);
        hash_again(); /* the hash tells nothing of the pack */
        save();
        assert_named(".idx");
        index_again(""); /* the remedy */
        assert_opens();
    }
}

static void a_wide_place_in_no_pack_is_named(void **state)
{
    (void)state;
    index_again("--index-version=2,0x40");
    load("objects/pack/*.idx");
    put_word(first_wide(), 1);
    save();
    assert_named(".idx");
    index_again("--index-version=2,0x40");
    load("objects/pack/*.idx");
    put_word(first_wide() + 4, 0x7ffff);
    save();
    assert_named(".idx");
}

static void a_place_in_no_pack_of_an_old_index_is_named(void **state)
{
    (void)state;
    index_again("--index-version=1");
    load("objects/pack/*.idx");
    put_word(256 * 4 + 24, 0x7ffff);
    save();
    assert_named(".idx");
}

/* 28 bytes for each object are 2 to the 32nd for that many: libgit2 reckons with 32 bits. */
static void counts_that_do_not_fit_the_size_are_named(void **state)
{
    (void)state;
    load("objects/pack/*.idx");
    put_word(FAN_END - 4, word(FAN_END - 4) + (1u << 30));
    save();
    assert_named(".idx");
    load("objects/pack/*.idx");
    now.size = 700;
    save();
    assert_named(".idx");
}

static void an_index_whose_pack_has_gone_is_none(void **state)
{
    (void)state;
    shell("cd '%s/objects/pack' && echo damaged > pack-%040d.idx", record_at(), 1);
    assert_opens();
}

/* A repack goes on beside a reviewer who reads. */
static void a_damaged_index_that_comes_later_is_not_read(void **state)
{
    struct record *record;
    struct error error;
    char tip[COMMIT_SIZE];
    (void)state;
    assert_int_equal(record_open(record_at(), &record, &error), STATUS_OK);
    said("decide siping air/good-days --verdict met --value 89");
    assert_int_equal(last_exit, 0);
    shell(
        "cd '%s' && git repack -q -d && cd objects/pack && for i in $(ls -t *.idx | head -n 1); do"
        " chmod u+w $i; head -c 1032 $i >new; head -c 100000 /dev/zero >>new; mv new $i; done",
        record_at());
    assert_int_equal(record_tip(record, tip, &error), STATUS_OK);
    record_set_seen(record, tip);
    assert_int_equal(record_see_main(record, tip, &error), STATUS_OK);
    record_set_seen(record, "1111111111111111111111111111111111111111");
    assert_int_equal(record_see_main(record, tip, &error), STATUS_FAILED);
    record_free(record);
    assert_named(".idx");
}

static void an_index_of_many_packs_is_read_only_whole(void **state)
{
    (void)state;
    git("multi-pack-index write");
    assert_int_equal(last_exit, 0);
    assert_opens();
    load("objects/pack/multi-pack-index");
    put_word(now.size - HASH - 4, 0x7ffff);
    save();
    assert_named("multi-pack-index");
}

static void what_git_derives_and_is_damaged_is_found(void **state)
{
    static const char *const files[] = {"objects/pack/*.idx", "objects/pack/*.bitmap",
                                        "objects/info/commit-graph"};
    (void)state;
    said("verify");
    assert_int_equal(last_exit, 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        load(files[i]);
        size_t at = i ? now.size - HASH - 1 : first_place() - 1; /* of what is not read here */
        now.list[at] ^= 1;
        save();
        const char *text = said("verify");
        if (last_exit != 1 || !strstr(text, strrchr(now.path, '/')))
            fail_msg("%s: status %d: %s", now.path, last_exit, text);
        now.list[at] ^= 1;
        save();
    }
}

/* ---- a forged graph ---- */

/* Where the graph's chunk of that id begins. */
static size_t chunk(const char *id)
{
    for (size_t i = 0; i < now.list[6]; i++)
        if (memcmp(now.list + 8 + 12 * i, id, 4) == 0)
            return word(8 + 12 * i + 8);
    fail_msg("no chunk %s", id);
    return 0;
}

static uint32_t place_of(const char *commit)
{
    git_oid id;
    const unsigned char *names = now.list + chunk("OIDL");
    size_t count = word(chunk("OIDF") + 1020);
    assert_int_equal(git_oid_fromstr(&id, commit), 0);
    for (uint32_t i = 0; i < count; i++, names += HASH)
        if (memcmp(names, id.id, HASH) == 0)
            return i;
    fail_msg("no commit %s", commit);
    return 0;
}

static void a_graph_that_hides_a_rollback_is_not_believed(void **state)
{
    enum { OF_ONE = HASH + 16 };
    char seen[64], on[64];
    (void)state;
    said("decide siping air/good-days --verdict met --value 89");
    snprintf(seen, sizeof seen, "%.40s", git("rev-parse main"));
    shell("export GIT_DIR='%s' GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x GIT_COMMITTER_NAME=x"
          " GIT_COMMITTER_EMAIL=x; git update-ref refs/heads/side main; C=main~1;"
          " for i in 1 2 3 4 5 6 7 8 9; do C=$(git commit-tree -p $C -m x main^{tree}); done;"
          " for i in $(seq 100); do C=$(git commit-tree -p $C -m x main^{tree}); done;"
          " git update-ref refs/heads/main $C; git -c commitGraph.generationVersion=1"
          " commit-graph write --reachable --no-progress",
          record_at());
    assert_int_equal(last_exit, 0);
    snprintf(on, sizeof on, "%.40s", git("rev-parse main~105"));
    load("objects/info/commit-graph");
    put_word(chunk("CDAT") + (size_t)OF_ONE * place_of(on) + HASH, place_of(seen));
    hash_again();
    save();
    git("merge-base --is-ancestor %s main", seen);
    assert_int_equal(last_exit, 0); /* git believes it */
    assert_non_null(strstr(said("status"), "went backwards"));
}

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    const char *text = shell("'%s' init '%s' --from ./t", program_at(), record_at());
    if (last_exit)
        fail_msg("%s", text);
    said("decide siping air/good-days --verdict met --value 90");
    assert_int_equal(last_exit, 0);
    git("gc -q");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_index_of_each_form_is_read),
        TEST(a_place_in_no_pack_is_named_with_the_remedy),
        TEST(a_wide_place_in_no_pack_is_named),
        TEST(a_place_in_no_pack_of_an_old_index_is_named),
        TEST(counts_that_do_not_fit_the_size_are_named),
        TEST(an_index_whose_pack_has_gone_is_none),
        TEST(a_damaged_index_that_comes_later_is_not_read),
        TEST(an_index_of_many_packs_is_read_only_whole),
        TEST(what_git_derives_and_is_damaged_is_found),
        TEST(a_graph_that_hides_a_rollback_is_not_believed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
