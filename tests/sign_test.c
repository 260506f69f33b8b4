/*
 * Signed commits, with the real ssh-keygen, ssh-agent and git: what git says of them, where the key
 * comes from, and what is said where none can be had. 王芳 sits at the keyboard.
 */
#include "records/sign.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/moment.h"
#include "records/history.h"
#include "records/import.h"
#include "records/snapshot.h"
#include "records/write.h"
#include "tests/harness/record.h"

#include <locale.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define LI "李明 <liming@example.org>"
#define WANG "王芳 <wangfang@example.org>"

static struct error error;
static struct record *record;
static struct snapshot *snapshot;
static char keys[] = "/tmp/kaoping-keys-XXXXXX";
static pid_t agent;

static const char *const types[] = {"ed25519", "ecdsa", "rsa"};
enum { TYPES = sizeof types / sizeof *types };

/* ---- The keys, made once ---- */

static void make_key(const char *name, const char *options)
{
    char command[512];
    snprintf(command, sizeof command, "ssh-keygen -q -C '注 释' -f '%s/%s' %s", keys, name,
             options);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the test's own */
}

static int make_keys(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(keys));
    make_key("ed25519", "-t ed25519 -N ''");
    make_key("ecdsa", "-t ecdsa -b 384 -N ''");
    make_key("rsa", "-t rsa -b 2048 -N ''");
    make_key("other", "-t ed25519 -N ''");
    make_key("locked", "-t ed25519 -N '口令'");
    return 0;
}

static int remove_keys(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf '%s'", keys);
    return system(command); /* NOLINT(cert-env33-c): the test's own */
}

/* The public key as reviewers.md has it. */
static const char *public_key(const char *name)
{
    return shell("cut -d' ' -f1,2 '%s/%s.pub' | tr -d '\\n'", keys, name);
}

/* ---- The record ---- */

static void put_reviewers(const char *path, const char *fields)
{
    char text[8192];
    snprintf(text, sizeof text,
             "---\nreviewers:\n  - name: 王芳\n    email: wangfang@example.org\n"
             "    roles: [review, confirm, administer]\n%s"
             "  - {name: 李明, email: liming@example.org, roles: [review, confirm]}\n---\n",
             fields);
    folder_put(path, text);
}

/* Lists the keys for 王芳; NULL ends the names. */
static void list_keys(const char *const *names)
{
    char fields[4096] = "    keys:\n";
    for (; *names; names++) {
        size_t size = strlen(fields);
        snprintf(fields + size, sizeof fields - size, "      - %s\n", public_key(*names));
    }
    put_reviewers("t/reviewers.md", fields);
}

static void require(const char *path)
{
    folder_put(path, "---\nyear: 2020\nclasses:\n  - {id: city, name: 市}\ngrades:\n"
                     "  - {name: 一等, from: 90}\n  - {name: 二等}\nsignatures: required\n---\n");
}

/* Pushes what the command writes. */
static void push_what(const char *path, const char *command)
{
    char text[8192];
    snprintf(text, sizeof text, "%s", shell("%s", command));
    push_file(path, text);
}

static void look(void)
{
    snapshot_free(snapshot);
    if (snapshot_new(record, NULL, NULL, &snapshot, &error))
        fail_msg("%s", error.text);
}

static void make_record(void)
{
    if (record_init(record_at(), template_at(), &error) ||
        record_open(record_at(), &record, &error))
        fail_msg("%s", error.text);
    look();
}

/* Has git, and this program with it, sign with that key. */
static void use_key(const char *setting)
{
    shell("git config --global user.signingKey \"%s\"; git config --global gpg.format ssh",
          setting);
}

static void use_file(const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", keys, name);
    use_key(path);
}

static int set_up(void **state)
{
    (void)state;
    language_set(LANGUAGE_EN);
    unsetenv("SSH_AUTH_SOCK");
    unsetenv("TMPDIR");
    record = NULL;
    snapshot = NULL;
    agent = 0;
    record_folder_new();
    put_reviewers("t/reviewers.md", "");
    shell("for k in ed25519 ecdsa rsa other locked; do "
          "echo \"wangfang@example.org namespaces=\\\"git\\\" $(cat '%s/'$k.pub)\"; done >signers",
          keys);
    shell("git config --global gpg.ssh.allowedSignersFile '%s/signers'", record_folder());
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    if (agent)
        kill(agent, SIGKILL);
    snapshot_free(snapshot);
    record_free(record);
    record_folder_remove();
    return 0;
}

/* ---- What is looked at ---- */

static void assert_said(const char *part)
{
    if (!strstr(error.text, part))
        fail_msg("'%s' does not say '%s'", error.text, part);
}

static void assert_done(enum status status)
{
    if (status)
        fail_msg("%d %s", status, error.text);
}

static enum status decide_as(const char *person, const char *item)
{
    const struct entry *entry = NULL;
    assert_done(snapshot_entry(snapshot, "siping", item, &entry, &error));
    struct decision decision = {.verdict = VERDICT_MET};
    struct writing writing = writing_now(person);
    return write_decision(record, entry, decision, NULL, &writing, NULL, &error);
}

static enum status decide(const char *item)
{
    return decide_as(WANG, item);
}

static void assert_commits(const char *count)
{
    assert_string_equal(shell("git -C '%s' rev-list --count main | tr -d '\\n'", record_at()),
                        count);
}

static void assert_good(const char *commit, const char *kind)
{
    char expected[128];
    snprintf(expected, sizeof expected,
             "Good \"git\" signature for wangfang@example.org with %s key", kind);
    const char *said = git("verify-commit %s", commit);
    if (last_exit || !strstr(said, expected))
        fail_msg("%d %s", last_exit, said);
}

static void assert_unsigned(const char *commit)
{
    assert_null(strstr(git("cat-file -p %s", commit), "gpgsig"));
}

static const char *const kinds[] = {"ED25519", "ECDSA", "RSA"};

/* ---- Files ---- */

static void nobody_signs_where_nothing_is_set_up(void **state)
{
    (void)state;
    make_record();
    assert_done(decide("work/t01"));
    assert_unsigned("main");
    assert_unsigned("main~1");
}

static void a_key_for_another_format_is_not_taken(void **state)
{
    (void)state;
    shell("git config --global user.signingKey 0xABCDEF");
    make_record();
    assert_done(decide("work/t01"));
    assert_unsigned("main");
}

static void the_first_commit_is_signed_too(void **state)
{
    (void)state;
    use_file("ed25519");
    make_record();
    assert_good("main", "ED25519");
}

static void each_type_of_key_is_good_from_its_file(void **state)
{
    (void)state;
    make_record();
    for (int i = 0; i < TYPES; i++) {
        char item[24];
        snprintf(item, sizeof item, "work/t0%d", i + 1);
        use_file(types[i]);
        assert_done(decide(item));
        assert_good("main", kinds[i]);
    }
    assert_string_equal(git("fsck --strict"), "");
    assert_int_equal(last_exit, 0);
    assert_string_equal(git("log --format='%%G? %%GS %%an'"),
                        "G wangfang@example.org 王芳\nG wangfang@example.org 王芳\n"
                        "G wangfang@example.org 王芳\nN  王芳\n");
    assert_null(strstr(git("log --show-signature"), "error"));
}

static void a_key_may_be_named_by_its_public_half_and_from_home(void **state)
{
    (void)state;
    make_record();
    shell("mkdir .ssh; cp '%s'/ed25519* .ssh/", keys);
    use_key("~/.ssh/ed25519");
    assert_done(decide("work/t01"));
    assert_good("main", "ED25519");
    use_key("~/.ssh/ed25519.pub");
    assert_done(decide("work/t02"));
    assert_good("main", "ED25519");
}

static void the_program_of_gpg_ssh_is_used(void **state)
{
    (void)state;
    make_record();
    use_file("ed25519");
    folder_put("my signer",
               "#!/bin/sh\ntouch \"$(dirname \"$0\")/was-used\"\nexec ssh-keygen \"$@\"\n");
    shell("chmod +x 'my signer'");
    shell("git config --global gpg.ssh.program '%s/my signer'", record_folder());
    assert_done(decide("work/t01"));
    assert_good("main", "ED25519");
    shell("test -e was-used");
    assert_int_equal(last_exit, 0);
}

static void a_program_that_the_record_names_is_not_run(void **state)
{
    (void)state;
    make_record();
    use_file("ed25519");
    folder_put("theirs", "#!/bin/sh\ntouch \"$(dirname \"$0\")/theirs-ran\"\n"
                         "exec ssh-keygen \"$@\"\n");
    shell("chmod +x theirs");
    git("config gpg.ssh.program '%s/theirs'", record_folder());
    assert_done(decide("work/t01"));
    shell("test -e theirs-ran"); /* git itself does run it, to verify */
    assert_int_not_equal(last_exit, 0);
    assert_good("main", "ED25519");
}

/* ---- The agent ---- */

static void start_agent(void)
{
    const char *said = shell("ssh-agent -a '%s/agent' -s", record_folder());
    const char *process = strstr(said, "SSH_AGENT_PID=");
    assert_non_null(process);
    agent = (pid_t)strtol(process + strlen("SSH_AGENT_PID="), NULL, 10);
    char socket[128];
    snprintf(socket, sizeof socket, "%s/agent", record_folder());
    setenv("SSH_AUTH_SOCK", socket, 1);
}

static void add_to_agent(const char *name)
{
    shell("ssh-add -q '%s/%s'", keys, name);
    assert_int_equal(last_exit, 0);
}

static void a_key_that_only_the_agent_has_signs(void **state)
{
    (void)state;
    make_record();
    start_agent();
    for (int i = 0; i < TYPES; i++) {
        char item[24], setting[1024];
        snprintf(item, sizeof item, "work/t0%d", i + 1);
        add_to_agent(types[i]);
        snprintf(setting, sizeof setting, "key::%s", public_key(types[i]));
        use_key(setting);
        assert_done(decide(item));
        assert_good("main", kinds[i]);
    }
    use_key(public_key("ed25519")); /* as git has it too */
    assert_done(decide("work/t09"));
    assert_good("main", "ED25519");
}

static void a_listed_key_in_the_agent_signs_without_any_setting(void **state)
{
    (void)state;
    for (int i = 0; i < TYPES; i++) {
        const char *const names[] = {types[i], NULL};
        list_keys(names);
        char item[24];
        snprintf(item, sizeof item, "work/t0%d", i + 1);
        if (i == 0) {
            make_record();
            start_agent();
            add_to_agent("other"); /* stands before it, and is not listed */
        } else {
            push_what("reviewers.md", "cat t/reviewers.md");
        }
        add_to_agent(types[i]);
        assert_done(decide(item));
        assert_good("main", kinds[i]);
    }
}

static void an_agent_without_a_listed_key_signs_nothing(void **state)
{
    (void)state;
    list_keys((const char *const[]){"ed25519", NULL});
    make_record();
    start_agent();
    add_to_agent("other");
    assert_done(decide("work/t01"));
    assert_unsigned("main");
    kill(agent, SIGKILL);
    agent = 0;
    assert_done(decide("work/t02")); /* nor does one that is gone */
    assert_unsigned("main");
}

static void a_key_with_a_passphrase_signs_from_the_agent(void **state)
{
    (void)state;
    make_record();
    use_file("locked");
    assert_int_equal(decide("work/t01"), STATUS_FAILED);
    assert_said("has a passphrase");
    start_agent();
    shell("printf '#!/bin/sh\\necho 口令\\n' >ask; chmod +x ask; "
          "SSH_ASKPASS=./ask SSH_ASKPASS_REQUIRE=force ssh-add -q '%s/locked' </dev/null",
          keys);
    assert_int_equal(last_exit, 0);
    assert_done(decide("work/t01"));
    assert_good("main", "ED25519");
}

/* ---- A forwarded agent ---- */

static int local_socket(const char *name, bool listening)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/%s", record_folder(), name);
    int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const struct sockaddr *where = (const struct sockaddr *)&address;
    int failed = listening ? bind(made, where, sizeof address) || listen(made, 8)
                           : connect(made, where, sizeof address);
    return made < 0 || failed ? -1 : made;
}

static bool pass_on(int from, int to)
{
    char bytes[4096];
    ssize_t size = read(from, bytes, sizeof bytes);
    return size > 0 && write(to, bytes, (size_t)size) == size;
}

/* As sshd does with a forwarded agent: a socket of its own, whose bytes go elsewhere. */
static void relay(int listening)
{
    for (;;) {
        struct pollfd both[] = {{accept(listening, NULL, NULL), POLLIN, 0},
                                {local_socket("agent", false), POLLIN, 0}};
        while (poll(both, 2, -1) > 0) {
            if (both[0].revents && !pass_on(both[0].fd, both[1].fd))
                break;
            if (both[1].revents && !pass_on(both[1].fd, both[0].fd))
                break;
        }
        close(both[0].fd);
        close(both[1].fd);
    }
}

static void a_forwarded_agent_signs(void **state)
{
    (void)state;
    list_keys((const char *const[]){"ed25519", NULL});
    make_record();
    start_agent();
    add_to_agent("ed25519");
    int listening = local_socket("forwarded", true);
    assert_true(listening >= 0);
    pid_t child = fork();
    if (child == 0)
        relay(listening);
    char socket[128];
    snprintf(socket, sizeof socket, "%s/forwarded", record_folder());
    setenv("SSH_AUTH_SOCK", socket, 1);
    enum status status = decide("work/t01");
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(listening);
    assert_done(status);
    assert_good("main", "ED25519");
}

/* ---- Where it fails ---- */

static void a_required_signature_without_a_key_says_what_to_set_up(void **state)
{
    (void)state;
    list_keys((const char *const[]){"ed25519", NULL});
    require("t/2020/assessment.md");
    make_record();
    assert_int_equal(decide("work/t01"), STATUS_INPUT);
    assert_said("git config --global gpg.format ssh");
    assert_said("git config --global user.signingKey");
    assert_said("there is no agent");
    assert_commits("1");
    start_agent();
    assert_int_equal(decide("work/t01"), STATUS_INPUT);
    assert_said("the agent holds no such key");
    kill(agent, SIGKILL);
    agent = 0;
    assert_int_equal(decide("work/t01"), STATUS_INPUT);
    assert_said("the agent is gone");
    use_file("ed25519");
    assert_done(decide("work/t01"));
    assert_good("main", "ED25519");
}

static void who_has_no_listed_key_cannot_write_where_it_is_required(void **state)
{
    (void)state;
    require("t/2020/assessment.md");
    use_file("ed25519");
    make_record();
    assert_int_equal(decide("work/t01"), STATUS_INPUT);
    assert_said("no key is listed for " WANG);
}

static void a_key_that_is_not_listed_is_refused_in_every_year(void **state)
{
    (void)state;
    list_keys((const char *const[]){"ed25519", "rsa", NULL});
    make_record();
    use_file("other");
    assert_int_equal(decide("work/t01"), STATUS_INPUT);
    assert_said("is not listed for " WANG);
    assert_said("SHA256:");
    assert_commits("1");
    use_file("rsa");
    assert_done(decide("work/t01"));
}

static void a_key_outside_its_days_is_refused(void **state)
{
    (void)state;
    char fields[1024];
    snprintf(fields, sizeof fields, "    keys:\n      - {key: %s, until: 2020-12-31}\n",
             public_key("ed25519"));
    put_reviewers("t/reviewers.md", fields);
    make_record();
    use_file("ed25519");
    assert_int_equal(decide("work/t01"), STATUS_INPUT);
    assert_said("or not for today");
    shell("git config --global --unset user.signingKey");
    start_agent();
    add_to_agent("ed25519");
    assert_done(decide("work/t01")); /* nor is it looked for */
    assert_unsigned("main");
}

static void the_requirement_is_read_where_it_lands(void **state)
{
    (void)state;
    make_record();
    assert_done(decide("work/t01"));
    require("assessment.md");
    push_what("2020/assessment.md", "cat assessment.md");
    assert_int_equal(decide("work/t02"), STATUS_INPUT); /* the snapshot is older */
    assert_said("a signature is required");
    push_what("2020/assessment.md", "sed s/required/optional/ assessment.md");
    assert_done(decide("work/t02"));
}

static void what_is_anothers_cannot_be_signed(void **state)
{
    (void)state;
    list_keys((const char *const[]){"ed25519", NULL});
    use_file("ed25519");
    make_record();
    assert_done(decide_as(LI, "work/t01"));
    assert_unsigned("main");
    require("assessment.md");
    push_what("2020/assessment.md", "cat assessment.md");
    look();
    assert_int_equal(decide_as(LI, "work/t02"), STATUS_NO);
    assert_said("what is 李明's can be signed by nobody else");
}

static void what_ssh_keygen_says_is_passed_on(void **state)
{
    (void)state;
    make_record();
    use_file("nowhere");
    assert_int_equal(decide("work/t01"), STATUS_FAILED);
    assert_said("nothing was saved, the key cannot be read");
    shell("cp '%s/other' open; chmod 644 open", keys);
    char path[128];
    snprintf(path, sizeof path, "%s/open", record_folder());
    use_key(path);
    assert_int_equal(decide("work/t01"), STATUS_FAILED);
    assert_said("Permissions 0644");
    use_key(public_key("other"));
    assert_int_equal(decide("work/t01"), STATUS_FAILED);
    assert_said("the agent is gone or holds no such key");
    use_file("ed25519");
    shell("git config --global gpg.ssh.program kaoping-nowhere");
    assert_int_equal(decide("work/t01"), STATUS_FAILED);
    assert_said("kaoping-nowhere is not there");
    shell("git config --global gpg.ssh.program false");
    assert_int_equal(decide("work/t01"), STATUS_FAILED);
    assert_said("false could not sign");
    assert_commits("1");
    assert_string_equal(git("fsck --strict --no-dangling"), "");
}

/* A program that answers with what is no signature of these bytes. */
static void a_signature_is_looked_at_before_it_is_kept(void **state)
{
    (void)state;
    make_record();
    use_file("ed25519");
    folder_put("liar", "#!/bin/sh\necho other | ssh-keygen \"$@\"\n");
    shell("chmod +x liar");
    shell("git config --global gpg.ssh.program '%s/liar'", record_folder());
    assert_int_equal(decide("work/t01"), STATUS_FAILED);
    assert_said("not of these bytes");
    folder_put("liar", "#!/bin/sh\nexit 0\n");
    assert_int_equal(decide("work/t01"), STATUS_FAILED);
    assert_said("no SSH signature");
    assert_commits("1");
}

static void no_file_is_left_behind(void **state)
{
    (void)state;
    folder_put("tmp/kept", "");
    char folder[128];
    snprintf(folder, sizeof folder, "%s/tmp", record_folder());
    setenv("TMPDIR", folder, 1);
    make_record();
    start_agent();
    add_to_agent("ed25519");
    use_key(public_key("ed25519"));
    assert_done(decide("work/t01"));
    use_key(public_key("other"));
    assert_int_equal(decide("work/t02"), STATUS_FAILED);
    unsetenv("TMPDIR");
    assert_string_equal(shell("ls tmp; ls '%s' | grep tmp", record_at()), "kept\n");
}

/* ---- As an auditor checks it ---- */

static void git_is_content_with_the_signers_that_the_record_lists(void **state)
{
    (void)state;
    char fields[4096];
    snprintf(fields, sizeof fields, "    keys:\n      - {key: %s, from: 2021-01-01}\n",
             public_key("ed25519"));
    for (int i = 1; i < TYPES; i++) {
        size_t size = strlen(fields);
        snprintf(fields + size, sizeof fields - size, "      - %s\n", public_key(types[i]));
    }
    put_reviewers("t/reviewers.md", fields);
    make_record();
    shell("'%s' -C '%s' reviewers --allowed-signers >signers", program_at(), record_at());
    assert_int_equal(last_exit, 0);
    for (int i = 0; i < TYPES; i++) {
        char item[24];
        snprintf(item, sizeof item, "work/t0%d", i + 1);
        use_file(types[i]);
        assert_done(decide(item));
        assert_good("main", kinds[i]);
    }
    use_file("ed25519"); /* and with nobody else's */
    shell("git -C '%s' commit-tree -S -m x main^{tree} >foreign", record_at());
    shell("sed -i /ed25519/d signers; git -C '%s' verify-commit $(cat foreign)", record_at());
    assert_int_equal(last_exit, 1);
}

/* ---- Other payloads ---- */

static void any_bytes_can_be_signed_a_tag_for_example(void **state)
{
    (void)state;
    static const struct reviewers nobody;
    struct signer *signer = NULL;
    struct buffer tag = BUFFER_EMPTY;
    make_record();
    use_file("ecdsa");
    assert_done(signer_new(record, WANG, &nobody, false, &signer, &error));
    assert_non_null(signer);
    buffer_format(&tag,
                  "object %.40s\ntype commit\ntag circular/2020\n"
                  "tagger " WANG " 1617670800 +0800\n\n2020年度通报\n",
                  git("rev-parse main"));
    assert_done(signer_sign(signer, tag.bytes, tag.size, &tag, &error));
    assert_int_equal(tag.bytes[tag.size - 1], '\n');
    folder_put("tag", tag.bytes);
    shell("git -C '%s' update-ref refs/tags/circular/2020 "
          "$(git -C '%s' hash-object -t tag -w --stdin <tag)",
          record_at(), record_at());
    const char *said = git("verify-tag circular/2020");
    assert_int_equal(last_exit, 0);
    assert_non_null(strstr(said, "Good \"git\" signature for wangfang@example.org"));
    buffer_free(&tag);
    signer_free(signer);
}

/* ---- Many ---- */

static void a_batch_is_signed_whole(void **state)
{
    (void)state;
    list_keys((const char *const[]){"ed25519", NULL});
    require("t/2020/assessment.md");
    use_file("ed25519");
    make_record();
    struct batch *batch;
    const struct entry *entry;
    struct writing now = writing_now(WANG);
    assert_done(batch_begin(record, snapshot, &batch, &error));
    for (int i = 1; i <= 10; i++) {
        char item[24];
        snprintf(item, sizeof item, "work/t%02d", i);
        assert_done(snapshot_entry(snapshot, "siping", item, &entry, &error));
        struct decision decision = {.verdict = VERDICT_MET};
        assert_done(batch_add_decision(batch, entry, decision, &now, &error));
    }
    assert_done(batch_commit(batch, &error));
    assert_commits("11");
    assert_string_equal(
        shell("git -C '%s' log --format=%%G? | sort | uniq -c | tr -d ' \\n'", record_at()), "11G");
}

static void an_import_of_others_is_refused_whole_where_signatures_are_required(void **state)
{
    (void)state;
    list_keys((const char *const[]){"ed25519", NULL});
    require("t/2020/assessment.md");
    use_file("ed25519");
    make_record();
    folder_put("rows.csv", "jurisdiction,item,verdict,reviewer\n"
                           "siping,work/t01,met," WANG "\nsiping,work/t02,met," LI "\n");
    char path[128];
    snprintf(path, sizeof path, "%s/rows.csv", record_folder());
    struct import import = {.kind = IMPORT_DECISIONS, .path = path, .person = WANG};
    size_t count;
    assert_int_equal(import_csv(record, &import, &count, &error), STATUS_NO);
    assert_said("rows.csv:3: a signature is required, and what is 李明's");
    assert_commits("1");
}

enum { WRITERS = 20, EACH = 3 };

/* One of the processes decides its own item again and again. */
static int write_some(int number)
{
    char item[24];
    snprintf(item, sizeof item, "work/t%02d", number);
    if (record_open(record_at(), &record, &error))
        return 1;
    for (int i = 0; i < EACH; i++) {
        struct snapshot *seen;
        const struct entry *entry;
        char reason[24];
        snprintf(reason, sizeof reason, "第%d次", i);
        struct decision decision = {.verdict = VERDICT_MET, .reason = reason};
        struct writing now = writing_now(WANG);
        if (snapshot_new(record, NULL, NULL, &seen, &error) ||
            snapshot_entry(seen, "siping", item, &entry, &error) ||
            write_decision(record, entry, decision, NULL, &now, NULL, &error))
            return 1;
        snapshot_free(seen);
    }
    return 0;
}

static void many_writers_sign_at_once(void **state)
{
    (void)state;
    list_keys((const char *const[]){"ed25519", NULL});
    require("t/2020/assessment.md");
    use_file("ed25519");
    make_record();
    for (int i = 1; i <= WRITERS; i++)
        if (fork() == 0)
            _exit(write_some(i));
    int failed = 0, status;
    for (int i = 1; i <= WRITERS; i++)
        failed += wait(&status) < 0 || status != 0;
    assert_int_equal(failed, 0);
    char expected[24];
    snprintf(expected, sizeof expected, "%d", WRITERS * EACH + 1);
    assert_commits(expected);
    assert_string_equal(git("rev-list --merges main"), "");
    assert_string_equal(git("fsck --strict"), "");
    snprintf(expected, sizeof expected, "%dG", WRITERS * EACH + 1);
    assert_string_equal(
        shell("git -C '%s' log --format=%%G? | sort | uniq -c | tr -d ' \\n'", record_at()),
        expected);
}

/* ---- What a reader sees ---- */

static void a_commit_says_which_key_signed_it(void **state)
{
    (void)state;
    use_file("rsa");
    make_record();
    struct arena *arena = arena_new();
    const struct commit_change *change;
    char tip[COMMIT_SIZE];
    assert_done(record_tip(record, tip, &error));
    assert_done(history_change(record, arena, tip, &change, &error));
    assert_string_equal(change->fingerprint,
                        shell("ssh-keygen -lf '%s/rsa.pub' | cut -d' ' -f2 | tr -d '\\n'", keys));
    assert_string_equal(change->unsound, "");
    shell("git -C '%s' cat-file commit main | sed 's/建立/重立/' | git -C '%s' hash-object -t "
          "commit -w --stdin >forged",
          record_at(), record_at());
    snprintf(tip, sizeof tip, "%.40s", shell("cat forged"));
    assert_done(history_change(record, arena, tip, &change, &error));
    assert_string_equal(change->fingerprint, "");
    assert_non_null(strstr(change->unsound, "not of these bytes"));
    arena_free(arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        TEST(nobody_signs_where_nothing_is_set_up),
        TEST(a_key_for_another_format_is_not_taken),
        TEST(the_first_commit_is_signed_too),
        TEST(each_type_of_key_is_good_from_its_file),
        TEST(a_key_may_be_named_by_its_public_half_and_from_home),
        TEST(the_program_of_gpg_ssh_is_used),
        TEST(a_program_that_the_record_names_is_not_run),
        TEST(a_key_that_only_the_agent_has_signs),
        TEST(a_listed_key_in_the_agent_signs_without_any_setting),
        TEST(an_agent_without_a_listed_key_signs_nothing),
        TEST(a_key_with_a_passphrase_signs_from_the_agent),
        TEST(a_forwarded_agent_signs),
        TEST(a_required_signature_without_a_key_says_what_to_set_up),
        TEST(who_has_no_listed_key_cannot_write_where_it_is_required),
        TEST(a_key_that_is_not_listed_is_refused_in_every_year),
        TEST(a_key_outside_its_days_is_refused),
        TEST(the_requirement_is_read_where_it_lands),
        TEST(what_is_anothers_cannot_be_signed),
        TEST(what_ssh_keygen_says_is_passed_on),
        TEST(a_signature_is_looked_at_before_it_is_kept),
        TEST(no_file_is_left_behind),
        TEST(git_is_content_with_the_signers_that_the_record_lists),
        TEST(any_bytes_can_be_signed_a_tag_for_example),
        TEST(a_batch_is_signed_whole),
        TEST(an_import_of_others_is_refused_whole_where_signatures_are_required),
        TEST(many_writers_sign_at_once),
        TEST(a_commit_says_which_key_signed_it),
    };
    return cmocka_run_group_tests(tests, make_keys, remove_keys);
}
