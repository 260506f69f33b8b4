/*
 * Records as reviewers make them, by chance; and in each, at a commit by chance, one of the lies
 * that must not stay hidden. Each is found, by its own rule and at that very commit; verify_test
 * has the same lies, and many others, in one place each.
 *
 *     a decision edited without a new commit        the author swapped
 *     a signature of another key                    backdating
 *     a confirmation by the same person             a confirmation of other bytes
 *     the history rewritten                         the tip rolled back
 *     a year changed after its publication
 *
 * make check: 3 records, each lie 4 times. make fault: 150 records, each lie 12 times.
 */
#include "core/language.h"
#include "core/moment.h"
#include "records/verify.h"
#include "tests/fault/chance.h"
#include "tests/fault/forge.h"
#include "tests/harness/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LI "李明 <liming@example.org>"
#define WANG "王芳 <wangfang@example.org>"
#define ZHAO "赵海涛 <zhaohaitao@example.org>"

static const char *const people[] = {LI, WANG, ZHAO, "孙丽 <sunli@example.org>",
                                     "刘洋 <liuyang@example.org>"};
enum { PEOPLE = sizeof people / sizeof *people, DAY = 24 * 3600, LATE = 3600 };

static struct chance chance;
static struct forge forge;
static char record[256];

static unsigned any(size_t below)
{
    return chance_below(&chance, (unsigned)below);
}

/* ---- a record ---- */

/* What somebody does with the program; it may refuse, as a decision that stands already. */
static const char *act(const char *person, const char *words)
{
    return shell(
        "m='%s'; n=${m%%%% <*}; m=${m##*<}; m=${m%%>}; k=keys/$m; test ! -d $k || export HOME=$k;"
        " export GIT_AUTHOR_NAME=$n GIT_AUTHOR_EMAIL=$m GIT_COMMITTER_NAME=$n"
        " GIT_COMMITTER_EMAIL=$m XDG_STATE_HOME=$PWD/state; '%s' -C '%s' %s",
        person, program_at(), record, words);
}

static const char *an_entry(void)
{
    static const char *const entries[] = {"siping air/good-days", "baishan air/good-days",
                                          "siping work/t01",      "baishan work/t01",
                                          "siping work/t02",      "siping air/pm25"};
    return entries[any(sizeof entries / sizeof *entries)];
}

static void decide(const char *person, const char *entry)
{
    char words[200];
    unsigned tenths = 600 + any(400);
    if (strstr(entry, "good-days"))
        snprintf(words, sizeof words, "decide %s --verdict %s --value %u.%u", entry,
                 tenths < 800 ? "unmet" : "met", tenths / 10, tenths % 10);
    else
        snprintf(words, sizeof words, "decide %s --verdict partly%s --score 0.%u --note 依据%u",
                 entry, strstr(entry, "pm25") ? " --value 44" : "", any(10), any(1000));
    act(person, words);
}

static void act_once(bool keys)
{
    char words[200];
    const char *entry = an_entry();
    switch (any(8)) {
    case 0:
        snprintf(words, sizeof words, "decide %s --verdict withdrawn --note 重来", entry);
        act(LI, words);
        break;
    case 1:
        folder_put("rows.csv", "jurisdiction,item,value\nsiping,air/pm25,41\n");
        act(WANG, "import reports \"$PWD/rows.csv\"");
        break;
    case 2:
    case 3:
    case 4:
        snprintf(words, sizeof words, "confirm %s%s", entry, any(3) ? "" : " --return 请核对");
        act(keys || any(2) ? WANG : ZHAO, words);
        break;
    default:
        decide(any(3) ? LI : WANG, entry);
    }
}

static void put_reviewers(void)
{
    folder_put("t/2020/circular/circular.md", "{{year}}年\n\n`{{record.commit}}`\n");
    folder_put("t/reviewers.md",
               "---\nreviewers:\n"
               "  - name: 李明\n    email: liming@example.org\n    roles: [review] #li\n"
               "  - name: 王芳\n    email: wangfang@example.org\n"
               "    roles: [review, confirm, publish, administer] #wang\n"
               "  - name: 赵海涛\n    email: zhaohaitao@example.org\n    roles: [confirm]\n"
               "  - name: 孙丽\n    email: sunli@example.org\n    roles: [review]\n"
               "    recused: [siping]\n"
               "  - name: 刘洋\n    email: liuyang@example.org\n    roles: [review]\n"
               "    jurisdictions: [baishan]\n---\n");
}

/* A key for each of two, and one that nobody listed, in a year that requires signatures. */
static void put_keys(void)
{
    shell("mkdir keys; for m in li:liming wang:wangfang other:other; do d=keys/${m#*:}@example.org;"
          " mkdir $d; ssh-keygen -q -t ed25519 -N '' -C '' -f $d/key;"
          " git config -f $d/.gitconfig gpg.format ssh;"
          " git config -f $d/.gitconfig user.signingkey $PWD/$d/key;"
          " sed -i \"s|#${m%%:*}$|\\n    keys: ['$(cat $d/key.pub)']|\" t/reviewers.md; done;"
          " sed -i 's/^year: 2020/&\\nsignatures: required/' t/2020/assessment.md");
    assert_int_equal(last_exit, 0);
}

static void make_record(bool keys)
{
    record_folder_new();
    snprintf(record, sizeof record, "%s/r", record_folder());
    put_reviewers();
    if (keys)
        put_keys();
    const char *said = shell("'%s' init r --from ./t", program_at());
    if (last_exit)
        fail_msg("%s", said);
    decide(LI, "siping air/good-days");
    act(keys ? WANG : ZHAO, "confirm siping air/good-days");
    decide(LI, "siping work/t01");
    for (unsigned i = 0, most = 6 + any(12); i < most; i++)
        act_once(keys);
}

/* ---- looking ---- */

struct seen {
    int rule;           /* that is looked for; -1 for any */
    const char *commit; /* where; NULL for anywhere */
    bool found;
    struct buffer all;
};

static void see(void *context, const struct finding *finding)
{
    struct seen *seen = context;
    bool here = !seen->commit || strcmp(seen->commit, finding->commit) == 0;
    seen->found = seen->found || (here && (seen->rule < 0 || (int)finding->rule == seen->rule));
    buffer_format(&seen->all, "%s %.8s %s: %s\n", verify_rule_ids[finding->rule], finding->commit,
                  finding->path, finding->text);
}

/* Looks for the rule; -1: nothing may be found. */
static void assert_found(const char *lie, int rule, const char *receipt)
{
    struct record *opened;
    struct error error;
    char hex[GIT_OID_HEXSZ + 1];
    size_t findings;
    git_oid_tostr(hex, sizeof hex, &forge.last);
    struct seen seen = {
        .rule = rule, .commit = rule < 0 || receipt ? NULL : hex, .all = BUFFER_EMPTY};
    const struct verifying verifying = {.found = see, .context = &seen, .receipt = receipt};
    if (record_open(record, &opened, &error) || verify(opened, &verifying, &findings, &error))
        fail_msg("%s: %s", lie, error.text);
    record_free(opened);
    if (seen.found != (rule >= 0)) {
        shell("cp -r r \"$(dirname '%s')/tests/forbidden-%lu\"", program_at(),
              (unsigned long)chance.state);
        fail_msg("%s at %.8s: '%s' expected, found:\n%s", lie, hex,
                 rule < 0 ? "nothing" : verify_rule_ids[rule], seen.all.bytes);
    }
    buffer_free(&seen.all);
}

/* ---- lies ---- */

/* A commit by chance that brings a file of that folder (of a decision or a confirmation for NULL);
 * false where there is none. */
static bool pick(const char *folder, struct forged *lie, char path[FORGE_PATH])
{
    size_t found = 0, at = 0;
    char one[FORGE_PATH];
    for (size_t i = 1; i < forge.count; i++) {
        forge_changed(&forge, i, one);
        bool fits = folder ? strstr(one, folder) != NULL
                           : strstr(one, "/decisions/") || strstr(one, "/confirmations/");
        if (fits && any(++found) == 0) {
            at = i;
            snprintf(path, FORGE_PATH, "%s", one);
        }
    }
    if (found)
        forge_begin(&forge, at, lie);
    return found > 0;
}

/* The commit's own bytes of the file, with another rest of a line. */
static void put_line(struct forged *lie, const char *path, const char *begins, const char *rest)
{
    struct buffer file = BUFFER_EMPTY;
    assert_true(forge_file(&forge, lie->at, path, &file));
    forge_line(&file, begins, rest);
    forge_put(&forge, lie, path, &file);
    buffer_free(&file);
}

/* Sets "Name <mail> when offset" to another person, or moment where `person` is NULL. */
static void set_person(struct forged *lie, const char *line, const char *person, long long by)
{
    size_t size;
    const char *old = forge_rest(&lie->text, line, &size);
    struct buffer new = BUFFER_EMPTY;
    const char *moment = memchr(old, '>', size);
    char *offset;
    long long when = strtoll(moment + 1, &offset, 10);
    if (person)
        buffer_add(&new, person);
    else
        buffer_add_bytes(&new, old, (size_t)(moment + 1 - old));
    buffer_format(&new, " %lld%.6s", when - by, offset);
    forge_line(&lie->text, line, new.bytes);
    buffer_free(&new);
}

static int edited_beside(struct forged *lie)
{
    struct buffer file = BUFFER_EMPTY;
    char path[FORGE_PATH], own[FORGE_PATH];
    struct forged other;
    if (!pick("/decisions/", &other, path))
        return -1;
    size_t from = other.at + 1;
    buffer_free(&other.text);
    if (from == forge.count)
        return -1;
    size_t at = from + any(forge.count - from);
    forge_changed(&forge, at, own);
    if (!*own || strcmp(own, path) == 0)
        return -1;
    forge_begin(&forge, at, lie);
    forge_file(&forge, at, path, &file);
    buffer_add(&file, "改\n");
    forge_put(&forge, lie, path, &file);
    buffer_free(&file);
    return VERIFY_ONE;
}

static int edited_within(struct forged *lie)
{
    char path[FORGE_PATH], other[20];
    struct buffer file = BUFFER_EMPTY;
    size_t size;
    if (!pick("/decisions/", lie, path))
        return -1;
    forge_file(&forge, lie->at, path, &file);
    const char *field = forge_rest(&file, "value: ", &size) ? "value: " : "score: ";
    bool fits = forge_rest(&file, field, &size) != NULL;
    buffer_free(&file);
    if (fits) {
        snprintf(other, sizeof other, "0.%u", 1001 + 10 * any(800)); /* no other number's form */
        put_line(lie, path, field, other);
    }
    return fits ? VERIFY_TRAILERS : -1;
}

static int swapped(struct forged *lie)
{
    char path[FORGE_PATH];
    size_t size;
    if (!pick(NULL, lie, path))
        return -1;
    const char *old = forge_rest(&lie->text, "author ", &size), *person = people[any(PEOPLE)];
    if (strncmp(old, person, strlen(person)) == 0)
        return -1;
    set_person(lie, "author ", person, 0);
    if (any(2))
        set_person(lie, "committer ", person, 0);
    return VERIFY_AUTHOR;
}

/* The file too says so, or the file alone. */
static int backdated(struct forged *lie)
{
    char path[FORGE_PATH], *zone;
    size_t size;
    long long by = LATE + LATE + any((size_t)30 * DAY);
    if (!pick(NULL, lie, path))
        return -1;
    const char *moment = strchr(forge_rest(&lie->text, "author ", &size), '>') + 2;
    long long when = strtoll(moment, &zone, 10) - by;
    long hours = strtol(zone, NULL, 10);
    int offset = (int)(hours / 100 * 60 + hours % 100);
    struct buffer text = BUFFER_EMPTY;
    moment_add(&text, when, offset);
    put_line(lie, path, strstr(path, "/decisions/") ? "decided: " : "confirmed: ", text.bytes);
    buffer_free(&text);
    unsigned how = any(3);
    if (how)
        set_person(lie, "author ", NULL, by);
    if (how == 1)
        set_person(lie, "committer ", NULL, by);
    return VERIFY_TIME;
}

static void decision_path(const char *confirmation, char path[FORGE_PATH])
{
    snprintf(path, FORGE_PATH, "2020/decisions/%s",
             strstr(confirmation, "/confirmations/") + strlen("/confirmations/"));
}

static int confirmed_by_the_same(struct forged *lie)
{
    char path[FORGE_PATH], decision[FORGE_PATH], person[100];
    struct buffer file = BUFFER_EMPTY;
    size_t size;
    if (!pick("/confirmations/", lie, path))
        return -1;
    decision_path(path, decision);
    assert_true(forge_file(&forge, lie->at, decision, &file));
    const char *reviewer = forge_rest(&file, "reviewer: ", &size);
    snprintf(person, sizeof person, "%.*s", (int)size, reviewer);
    buffer_free(&file);
    put_line(lie, path, "reviewer: ", person);
    set_person(lie, "author ", person, 0);
    set_person(lie, "committer ", person, 0);
    return VERIFY_TWO_PEOPLE;
}

static int confirmed_other_bytes(struct forged *lie)
{
    char path[FORGE_PATH], decision[FORGE_PATH];
    char own[GIT_OID_HEXSZ + 1], other[GIT_OID_HEXSZ + 1];
    if (!pick("/confirmations/", lie, path))
        return -1;
    decision_path(path, decision);
    forge_blob(&forge, lie->at, decision, own);
    forge_blob(&forge, any(forge.count), any(2) ? decision : "2020/decisions/siping/work/t01.md",
               other);
    if (!*other || strcmp(own, other) == 0)
        forge_blob(&forge, lie->at, "programme.md", other);
    put_line(lie, path, "decision: ", other);
    return VERIFY_BOUND;
}

static int rewritten(struct forged *lie)
{
    forge_begin(&forge, any(forge.count), lie);
    if (any(2))
        buffer_add(&lie->text, "Reviewed-by: x\n");
    else
        set_person(lie, "committer ", NULL, 1);
    return VERIFY_BACKWARDS;
}

/* The commit without its signature, and with one that a key makes of it, or another commit's. */
static void sign_again(struct forged *lie, const char *key)
{
    struct buffer armored = BUFFER_EMPTY;
    char *begin = strstr(lie->text.bytes, "gpgsig "), *end = strstr(begin, "\n\n");
    struct buffer rest = BUFFER_EMPTY;
    buffer_add(&rest, end + 1);
    size_t head = (size_t)(begin - lie->text.bytes);
    buffer_cut(&lie->text, head);
    buffer_add(&lie->text, rest.bytes);
    if (key) {
        folder_put("payload", lie->text.bytes);
        const char *said = shell("rm -f payload.sig; ssh-keygen -q -Y sign -n git -f %s payload &&"
                                 " sed '1!s/^/ /;1s/^/gpgsig /' payload.sig",
                                 key);
        assert_int_equal(last_exit, 0);
        buffer_add(&armored, strstr(said, "gpgsig "));
        buffer_cut(&lie->text, head);
        buffer_add(&lie->text, armored.bytes);
        buffer_add(&lie->text, rest.bytes);
    }
    buffer_free(&armored);
    buffer_free(&rest);
}

static int signed_by_another(struct forged *lie)
{
    char path[FORGE_PATH];
    size_t size;
    if (!pick(NULL, lie, path))
        return -1;
    bool li = strncmp(forge_rest(&lie->text, "author ", &size), "李明", strlen("李明")) == 0;
    const char *const keys[] = {
        "keys/other@example.org/key",
        li ? "keys/wangfang@example.org/key" : "keys/liming@example.org/key", NULL};
    sign_again(lie, keys[any(3)]);
    return VERIFY_SIGNATURE;
}

/* ---- the tests ---- */

struct lie {
    const char *name;
    int (*tell)(struct forged *lie); /* gives the rule; -1 where the record has no place for it */
    bool receipt;                    /* only who saw main before can tell */
    bool last;                       /* what follows would have to be signed anew */
};

static const struct lie lies[] = {
    {"a decision edited beside another change", edited_beside, false, false},
    {"a decision edited in its own commit", edited_within, false, false},
    {"an author swapped", swapped, false, false},
    {"a backdated commit", backdated, false, false},
    {"a confirmation by the same person", confirmed_by_the_same, false, false},
    {"a confirmation of other bytes", confirmed_other_bytes, false, false},
    {"a history rewritten", rewritten, true, false},
};
static const struct lie signed_lies[] = {
    {"a signature of another key", signed_by_another, false, true},
};

enum { LIES = sizeof lies / sizeof *lies };
static size_t told[LIES + 3]; /* and of another key, rolled back, after publication */

static void tell(const struct lie *lie, size_t *count)
{
    struct forged forged = {.text = BUFFER_EMPTY};
    char tip[GIT_OID_HEXSZ + 1];
    git_oid_tostr(tip, sizeof tip, &forge.commits[forge.count - 1]);
    int rule = lie->tell(&forged);
    if (rule < 0) {
        buffer_free(&forged.text);
        return;
    }
    forge_land(&forge, &forged, !lie->last && (lie->receipt || any(2)));
    assert_found(lie->name, rule, lie->receipt ? tip : NULL);
    forge_undo(&forge);
    ++*count;
}

static void roll_back(void)
{
    char tip[GIT_OID_HEXSZ + 1];
    git_oid_tostr(tip, sizeof tip, &forge.commits[forge.count - 1]);
    forge_main(&forge, any(forge.count - 1));
    assert_found("a tip rolled back", VERIFY_BACKWARDS, tip);
    forge_undo(&forge);
    told[LIES + 1]++;
}

/* The last commit once more, upon the publication of what was before it. */
static void change_after_publication(void)
{
    char path[FORGE_PATH], hex[GIT_OID_HEXSZ + 1];
    struct buffer file = BUFFER_EMPTY;
    struct forged late;
    size_t last = forge.count - 1;
    forge_changed(&forge, last, path);
    forge_file(&forge, last, path, &file);
    forge_begin(&forge, last, &late);
    git_oid before = forge.commits[last - 1];
    forge_main(&forge, last - 1);
    shell("rm -rf state");
    const char *said = act(WANG, "publish");
    if (last_exit)
        fail_msg("publish: %s", said);
    forge_close(&forge);
    forge_open(&forge, record);
    assert_true(git_oid_equal(&before, &forge.commits[forge.count - 2]));
    struct forged published;
    forge_begin(&forge, forge.count - 1, &published);
    buffer_free(&published.text);
    late.at = forge.count - 1;
    late.tree = published.tree;
    forge_line(&late.text, "parent ",
               git_oid_tostr(hex, sizeof hex, &forge.commits[forge.count - 1]));
    forge_put(&forge, &late, path, &file);
    buffer_free(&file);
    forge_land(&forge, &late, false);
    assert_found("a year changed after publication", VERIFY_FROZEN, NULL);
    told[LIES + 2]++;
}

static void lie_in_one_record(bool keys)
{
    make_record(keys);
    forge_open(&forge, record);
    assert_found("an honest record", -1, NULL);
    for (int i = 0; i < times(4, 12); i++) {
        for (size_t which = 0; !keys && which < LIES; which++)
            tell(&lies[which], &told[which]);
        if (keys)
            tell(&signed_lies[0], &told[LIES]);
        roll_back();
    }
    if (!keys)
        change_after_publication();
    forge_close(&forge);
    record_folder_remove();
}

static void every_lie_in_a_record_made_by_chance_is_found(void **state)
{
    (void)state;
    language_set(LANGUAGE_EN);
    const char *one = getenv("KAOPING_NUMBER");
    unsigned long from = one ? strtoul(one, NULL, 10) : 0;
    unsigned long to = one ? from + 1 : (unsigned long)times(3, 150);
    for (unsigned long number = from; number < to; number++) {
        chance = chance_new(number);
        lie_in_one_record(number % 3 == 2);
    }
    for (size_t i = 0; i < LIES + 3; i++) {
        const char *const others[] = {signed_lies[0].name, "a tip rolled back",
                                      "a year changed after publication"};
        print_message("%4zu times: %s\n", told[i], i < LIES ? lies[i].name : others[i - LIES]);
        assert_true(one || told[i] > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_lie_in_a_record_made_by_chance_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
