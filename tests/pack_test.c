/* The pack of a batch: the same objects as one by one, read by git, and all or nothing. */
#include "records/pack.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "records/snapshot.h"
#include "tests/harness/record.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct error error;
static struct record *record;

static int set_up(void **state)
{
    static char path[PATH_MAX];
    (void)state;
    language_set(LANGUAGE_EN);
    record_folder_new();
    setenv("k", program_at(), 1);
    setenv("t", realpath("templates/jilin-2020", path) ? path : "", 1);
    setenv("KAOPING_LANG", "en", 1);
    if (record_init(record_at(), template_at(), &error) ||
        record_open(record_at(), &record, &error))
        fail_msg("%s", error.text);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_free(record);
    record_folder_remove();
    return 0;
}

static struct pack *new_pack(void)
{
    struct pack *pack;
    if (pack_new(record, &pack, &error))
        fail_msg("%s", error.text);
    return pack;
}

/* ---- what is written ---- */

enum { ENTRIES = 120, VERSIONS = 180 };

/* A tree of so many entries, one of them another one in each version. */
static git_oid tree_version(git_repository *repository, int version)
{
    git_treebuilder *builder;
    git_oid blob, tree;
    char name[16], text[16];
    assert_int_equal(git_treebuilder_new(&builder, repository, NULL), 0);
    for (int i = 0; i < ENTRIES; i++) {
        bool new = i == version % ENTRIES;
        snprintf(name, sizeof name, "e%03d", i);
        snprintf(text, sizeof text, "%d", new ? version : i < version % ENTRIES ? -1 : 0);
        assert_int_equal(git_blob_create_from_buffer(&blob, repository, text, strlen(text)), 0);
        assert_int_equal(git_treebuilder_insert(NULL, builder, name, &blob, GIT_FILEMODE_BLOB), 0);
    }
    assert_int_equal(git_treebuilder_write(&tree, builder), 0);
    git_treebuilder_free(builder);
    return tree;
}

/* The difference is to what was read lately. */
static void read_tree(git_repository *repository, const git_oid *id, size_t entries)
{
    git_tree *tree;
    if (git_tree_lookup(&tree, repository, id))
        fail_msg("%s", git_error_last()->message);
    assert_int_equal(git_tree_entrycount(tree), entries);
    git_tree_free(tree);
}

static void versions_of_a_tree_are_differences_that_git_reads(void **state)
{
    (void)state;
    struct pack *pack = new_pack();
    static git_oid versions[VERSIONS];
    for (int i = 0; i < VERSIONS; i++) {
        versions[i] = tree_version(pack_repository(pack), i);
        read_tree(pack_repository(pack), &versions[i], ENTRIES);
    }
    for (int i = 0; i < VERSIONS; i++) /* also those that are in memory no more */
        read_tree(pack_repository(pack), &versions[i], ENTRIES);
    assert_int_equal(pack_finish(pack, &error), STATUS_OK);
    pack_free(pack);
    for (int i = 0; i < VERSIONS; i++)
        read_tree(record->repository, &versions[i], ENTRIES);
    shell("cd '%s' && git verify-pack objects/pack/*.idx", record_at());
    assert_int_equal(last_exit, 0);
    assert_true(strtol(shell("cd '%s' && git verify-pack -v objects/pack/*.idx | "
                             "grep -c '^chain length = '",
                             record_at()),
                       NULL, 10) >= 50);
    for (int i = 0; i < VERSIONS; i += 60)
        assert_string_equal(git("ls-tree %s | wc -l", git_oid_tostr_s(&versions[i])), "120\n");
}

static void what_the_record_has_is_read_too(void **state)
{
    (void)state;
    struct pack *pack = new_pack();
    git_oid tree, none = {{1}};
    git_reference_name_to_id(&tree, record->repository, RECORD_MAIN);
    assert_int_equal(commit_tree(pack_repository(pack), &tree, &tree), 0);
    read_tree(pack_repository(pack), &tree, 3);
    git_tree *absent;
    assert_int_equal(git_tree_lookup(&absent, pack_repository(pack), &none), GIT_ENOTFOUND);
    pack_free(pack);
}

static void one_that_is_not_finished_leaves_nothing(void **state)
{
    (void)state;
    struct pack *pack = new_pack();
    tree_version(pack_repository(pack), 1);
    pack_free(pack);
    assert_string_equal(git("count-objects -v | grep -E '^(in-pack|garbage)'"),
                        "in-pack: 0\ngarbage: 0\n");
    assert_string_equal(shell("ls '%s/objects/pack'", record_at()), "");
}

/* ---- the form ---- */

static int some(void)
{
    static unsigned state = 7;
    state = state * 1103515245U + 12345U;
    return (int)(state >> 8);
}

static void a_difference_makes_the_same_again(void **state)
{
    (void)state;
    static char from[200000], to[200000], made[200000];
    for (int i = 0; i < 200; i++) {
        size_t size = (size_t)some() % (i % 10 ? 3000 : 190000) + 1, at = (size_t)some() % size;
        size_t cut = (size_t)some() % (size - at), more = (size_t)some() % 400;
        for (size_t j = 0; j < size; j++)
            from[j] = (char)some();
        memcpy(to, from, at);
        for (size_t j = 0; j < more; j++)
            to[at + j] = (char)some();
        memcpy(to + at + more, from + at + cut, size - at - cut);
        size_t to_size = size - cut + more;
        struct buffer difference = BUFFER_EMPTY;
        if (pack_form_add_difference(&difference, from, size, to, to_size)) {
            assert_true(
                pack_form_apply(difference.bytes, difference.size, from, size, made, to_size));
            assert_memory_equal(made, to, to_size);
            assert_false(
                pack_form_apply(difference.bytes, difference.size, from, size, made, to_size + 1));
            assert_false(
                pack_form_apply(difference.bytes, difference.size, from, at / 2, made, to_size) &&
                at > 1);
        }
        buffer_free(&difference);
    }
}

static void a_head_is_read_as_it_was_written(void **state)
{
    (void)state;
    for (uint64_t size = 1; size < 1u << 30; size = size * 3 + 1)
        for (uint64_t back = 1; back < (uint64_t)1 << 40; back = back * 7 + 3) {
            struct buffer head = BUFFER_EMPTY;
            size_t read;
            bool difference = back > 3;
            pack_form_add_head(&head, difference ? 0 : GIT_OBJECT_BLOB, size, back);
            assert_int_equal(pack_form_head(head.bytes, &read), head.size);
            assert_int_equal(read, size);
            buffer_free(&head);
        }
}

/* ---- imports ---- */

static void a_packed_import_has_the_commits_of_a_loose_one(void **state)
{
    (void)state;
    shell("\"$k\" init one --from \"$t\" && cp -r one many && "
          "cp -r \"$t/sample\" s && "
          "head -201 s/decisions.csv >s/some.csv");
    assert_int_equal(last_exit, 0);
    shell("\"$k\" -C many import decisions s/some.csv && "
          "for i in 2 92 182; do { head -1 s/decisions.csv; "
          "tail -n +$i s/some.csv | head -90; } >part.csv; "
          "\"$k\" -C one import decisions part.csv || exit 1; done");
    assert_int_equal(last_exit, 0);
    shell("for r in one many; do git -C $r log --format='%%T %%an %%ae %%at %%B' main >$r.log; "
          "done; cmp one.log many.log && wc -l <one.log");
    assert_int_equal(last_exit, 0);
    assert_string_equal(shell("ls one/objects/pack | wc -l; ls many/objects/pack | wc -l; "
                              "git -C many fsck --strict; stat -c %%a many/objects/pack/*"),
                        "0\n2\n444\n444\n");
}

static void an_import_that_is_refused_leaves_nothing(void **state)
{
    (void)state;
    shell("\"$k\" init r --from \"$t\"; git -C r rev-parse main >before; "
          "cp -r \"$t/sample\" s; "
          "echo 'nowhere,x,met,,,,,,' >>s/decisions.csv; \"$k\" -C r import decisions "
          "s/decisions.csv");
    assert_int_equal(last_exit, 2);
    assert_string_equal(shell("git -C r rev-parse main | cmp - before; ls r/objects/pack"), "");
}

static void an_import_that_is_killed_leaves_no_harm(void **state)
{
    (void)state;
    shell("\"$k\" init r --from \"$t\"; "
          "cp -r \"$t/sample\" s; "
          "for i in 5 10 15 20 30 40 60 80; do timeout -s KILL 0.0$i \"$k\" -C r import reports "
          "s/reports.csv; done; \"$k\" -C r import decisions s/decisions.csv");
    assert_int_equal(last_exit, 0);
    assert_string_equal(shell("git -C r fsck --strict"), "");
    assert_string_equal(shell("git -C r log --format=%%s main | grep -c 自查 | "
                              "grep -xE '0|580' | wc -l"),
                        "1\n");
    assert_string_equal(
        shell("git -C r -c gc.pruneExpire=now gc -q --prune=now; ls r/objects/pack | grep -c tmp"),
        "0\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(versions_of_a_tree_are_differences_that_git_reads, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_the_record_has_is_read_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_that_is_not_finished_leaves_nothing, set_up, tear_down),
        cmocka_unit_test(a_difference_makes_the_same_again),
        cmocka_unit_test(a_head_is_read_as_it_was_written),
        cmocka_unit_test_setup_teardown(a_packed_import_has_the_commits_of_a_loose_one, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_import_that_is_refused_leaves_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_import_that_is_killed_leaves_no_harm, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("pack", tests, NULL, NULL);
}
