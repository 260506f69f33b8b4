#include "records/sign.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "records/disk.h"
#include "records/inside.h"
#include "records/program.h"
#include "records/signature.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define KEY_IN_MEMORY "/proc/self/fd/3" /* PROGRAM_FILE */

struct signer {
    struct arena *arena;
    const char *program; /* ssh-keygen, or what gpg.ssh.program names */
    const char *key;     /* the key's file */
    int public;          /* a file in memory with a key that only the agent holds; -1 for none */
    const char *person;
    struct reviewer_key *keys; /* those that reviewers.md lists for the person */
    size_t key_count;
};

static struct reviewer listed_keys(const struct signer *signer)
{
    return (struct reviewer){.keys = signer->keys, .key_count = signer->key_count};
}

static bool is_listed_today(const struct signer *signer, const char *key)
{
    const struct reviewer reviewer = listed_keys(signer);
    const struct writing now = writing_now(NULL);
    char today[DATE_SIZE];
    date_text(now.when, now.offset, today);
    return reviewer_has_key(&reviewer, key, today);
}

static void copy_keys(struct signer *signer, const struct reviewers *reviewers)
{
    const struct reviewer *reviewer = reviewers_find(reviewers, signer->person);
    signer->key_count = reviewer ? reviewer->key_count : 0;
    signer->keys = arena_array(signer->arena, signer->key_count + 1, sizeof *signer->keys);
    for (size_t i = 0; i < signer->key_count; i++) {
        const struct reviewer_key *key = &reviewer->keys[i];
        signer->keys[i] = (struct reviewer_key){arena_text(signer->arena, key->text),
                                                arena_text(signer->arena, key->from),
                                                arena_text(signer->arena, key->until)};
    }
}

static enum status run(const struct signer *signer, const char *const *arguments,
                       const char *payload, size_t size, struct buffer *out, struct buffer *trouble,
                       int *exit, struct error *error)
{
    char *words[12] = {NULL};
    for (size_t i = 0; arguments[i]; i++)
        words[i] = arena_text(signer->arena, arguments[i]);
    const struct program program = {.words = words,
                                    .input = payload,
                                    .input_size = size,
                                    .file = signer->public,
                                    .milliseconds = SIGN_MS,
                                    .advice =
                                        TR("log in anew, or unset SSH_AUTH_SOCK to do "
                                           "without the agent",
                                           "请重新登录，或取消 SSH_AUTH_SOCK 以不用密钥代理")};
    return program_run(&program, out, trouble, exit, error);
}

/* ---- Which key ---- */

/* A key that only the agent holds: ssh-keygen wants its public half in a file. */
static enum status use_public(struct signer *signer, const char *key, struct error *error)
{
    signer->key = KEY_IN_MEMORY;
    signer->public = memfd_create("key.pub", MFD_CLOEXEC);
    if (signer->public < 0 || !disk_write_all(signer->public, key, strlen(key)) ||
        !disk_write_all(signer->public, "\n", 1))
        return fail(error, STATUS_FAILED, NULL, 0,
                    TR("there is no memory for the key's file: end other programs, then try again",
                       "内存不足，无法存放密钥文件：请结束其他程序后重试"));
    return STATUS_OK;
}

/* What git takes for a key, and not for the name of its file. */
static const char *literal_key(const char *setting)
{
    if (strncmp(setting, "key::", 5) == 0)
        return setting + 5;
    return strncmp(setting, "ssh-", 4) == 0 ? setting : NULL;
}

/* The setting, "" where it is not set; a file's ~ is the home folder. */
static const char *setting(const struct signer *signer, git_config *config, const char *name)
{
    const char *text;
    git_buf path = {0};
    if (git_config_get_string(&text, config, name))
        return "";
    bool expanded = *text == '~' && git_config_get_path(&path, config, name) == 0;
    text = arena_text(signer->arena, expanded ? path.ptr : text);
    git_buf_dispose(&path);
    return text;
}

/* The person's own or the host's program, never the record's: who may write the record's folder
 * would have everybody run it. */
static const char *own_program(const struct signer *signer)
{
    git_config *config = NULL, *frozen = NULL;
    const char *program = "";
    if (git_config_open_default(&config) == 0 && git_config_snapshot(&frozen, config) == 0)
        program = setting(signer, frozen, "gpg.ssh.program");
    git_config_free(frozen);
    git_config_free(config);
    return *program ? program : "ssh-keygen";
}

static enum status use_settings(struct signer *signer, struct record *record, struct error *error)
{
    git_config *config = NULL;
    if (git_repository_config_snapshot(&config, record->repository))
        return fail(error, STATUS_FAILED, NULL, 0,
                    TR("git's settings cannot be read: %s: look at ~/.gitconfig",
                       "git的设置无法读取：%s：请检查 ~/.gitconfig"),
                    git_why());
    const char *key = setting(signer, config, "user.signingkey");
    signer->program = own_program(signer);
    if (*key && strcmp(setting(signer, config, "gpg.format"), "ssh") == 0)
        signer->key = key;
    git_config_free(config);
    const char *literal = signer->key ? literal_key(signer->key) : NULL;
    return literal ? use_public(signer, literal, error) : STATUS_OK;
}

/* The first of the agent's keys, a line each, that is listed; "" if none is. */
static const char *listed_one(const struct signer *signer, const char *lines)
{
    for (const char *at = lines; *at; at += strcspn(at, "\n"), at += *at == '\n') {
        size_t type = strcspn(at, " \n");
        size_t size = type + (at[type] == ' ' ? 1 + strcspn(at + type + 1, " \n") : 0);
        const char *key = arena_text_of(signer->arena, at, size);
        if (is_listed_today(signer, key))
            return key;
    }
    return "";
}

/* Looks for a listed key in the agent. *state is what there is to say of the agent where it has
 * none. */
static enum status use_agent(struct signer *signer, const char **state, struct error *error)
{
    static const char *const arguments[] = {"ssh-add", "-L", NULL};
    const char *socket = getenv("SSH_AUTH_SOCK");
    struct buffer out = BUFFER_EMPTY, trouble = BUFFER_EMPTY;
    int exit = 0;
    if (!socket || !*socket) {
        *state = TR("there is no agent", "没有密钥代理");
        return STATUS_OK;
    }
    enum status status = run(signer, arguments, NULL, 0, &out, &trouble, &exit, error);
    const char *key = status ? "" : listed_one(signer, out.bytes);
    if (*key)
        status = use_public(signer, key, error);
    *state = exit > 1 ? TR("the agent is gone", "密钥代理已失联")
                      : TR("the agent holds no such key", "密钥代理中没有这样的密钥");
    buffer_free(&out);
    buffer_free(&trouble);
    return status;
}

/* A terminal shows the beginning of a long message: what to do comes before whom it is about. */
static enum status fail_missing(const struct signer *signer, const char *state, struct error *error)
{
    return fail(error, STATUS_INPUT, NULL, 0,
                TR("a signature is required, no key found: run 'git config --global gpg.format "
                   "ssh' and 'git config --global user.signingKey ~/.ssh/id_ed25519.pub', or come "
                   "with an agent (ssh -A) that holds a key which reviewers.md lists for %s (%s)",
                   "须签名而未找到密钥：请运行 git config --global gpg.format ssh 和 git config "
                   "--global user.signingKey ~/.ssh/id_ed25519.pub，或携带存有 reviewers.md "
                   "为%s所列密钥的代理登录（ssh -A；%s）"),
                signer->person, state);
}

static enum status find_key(struct signer *signer, struct record *record, bool required,
                            struct error *error)
{
    const char *state = TR("reviewers.md lists none", "reviewers.md 未列出");
    enum status status = use_settings(signer, record, error);
    if (!status && !signer->key && signer->key_count)
        status = use_agent(signer, &state, error);
    if (status || !required)
        return status;
    if (!signer->key)
        return fail_missing(signer, state, error);
    return signer->key_count
               ? STATUS_OK
               : fail(error, STATUS_INPUT, REVIEWERS_PATH, 0,
                      TR("a signature is required, and no key is listed for %s: an administrator "
                         "adds it below keys:",
                         "须签名而未列出%s的公钥：请管理人员在 keys: 下添加"),
                      signer->person);
}

enum status signer_new(struct record *record, const char *person, const struct reviewers *reviewers,
                       bool required, struct signer **out, struct error *error)
{
    struct arena *arena = arena_new();
    struct signer *signer = ARENA_NEW(arena, struct signer);
    *signer = (struct signer){.arena = arena, .person = arena_text(arena, person), .public = -1};
    copy_keys(signer, reviewers);
    enum status status = find_key(signer, record, required, error);
    if (status || !signer->key) {
        signer_free(signer);
        signer = NULL;
    }
    *out = signer;
    return status;
}

void signer_free(struct signer *signer)
{
    if (!signer)
        return;
    if (signer->public >= 0)
        close(signer->public);
    arena_free(signer->arena);
}

/* ---- Signing ---- */

/* What a person can make use of in what ssh-keygen said: no frames, and no word of its progress. */
static void add_said(struct buffer *out, const char *said)
{
    for (const char *at = said; *at; at += strcspn(at, "\n"), at += *at == '\n') {
        if (*at == '@' || strncmp(at, "Signing data", 12) == 0)
            continue;
        buffer_add_bytes(out, at, strcspn(at, "\n"));
        buffer_add_char(out, ' ');
    }
    buffer_cut(out, out->size ? out->size - 1 : 0);
}

static enum status fail_signing(const struct signer *signer, const char *said, struct error *error)
{
    if (strstr(said, "passphrase"))
        return fail(error, STATUS_FAILED, NULL, 0,
                    TR("nothing was saved, the key has a passphrase: give it to the agent, with "
                       "'ssh-add %s'",
                       "未能保存，密钥设有口令：请先加入代理，运行 ssh-add %s"),
                    signer->key);
    if (strstr(said, "load public key"))
        return fail(error, STATUS_FAILED, NULL, 0,
                    TR("nothing was saved, the key cannot be read: see 'git config "
                       "user.signingKey', now %s",
                       "未能保存，密钥无法读取：请检查 git config user.signingKey，现为 %s"),
                    signer->key);
    if (strstr(said, "No private key found for public key") || strstr(said, KEY_IN_MEMORY))
        return fail(error, STATUS_FAILED, NULL, 0,
                    TR("nothing was saved, the agent is gone or holds no such key: put it in with "
                       "'ssh-add', or log in anew with 'ssh -A'",
                       "未能保存，密钥代理已失联或没有这把密钥：请用 ssh-add 加入，或用 ssh -A "
                       "重新登录"));
    struct buffer useful = BUFFER_EMPTY;
    add_said(&useful, said);
    if (!useful.size)
        buffer_add(&useful,
                   TR("it does not say why; run it by hand", "未说明原因；请手动运行查看"));
    enum status status =
        fail(error, STATUS_FAILED, NULL, 0,
             TR("nothing was saved, %s could not sign: %s", "未能保存，%s 无法签名：%s"),
             signer->program, useful.bytes);
    buffer_free(&useful);
    return status;
}

/* A signature that verify would refuse is of no use: it is looked at before it is kept. */
static enum status check(const struct signer *signer, const char *armored, const char *payload,
                         size_t size, struct error *error)
{
    struct buffer key = BUFFER_EMPTY, print = BUFFER_EMPTY;
    struct error why;
    enum status status = STATUS_OK;
    if (signature_check(armored, payload, size, &key, &why))
        status = fail_signing(signer, why.text, error);
    else if (signer->key_count && !is_listed_today(signer, key.bytes)) {
        key_fingerprint(key.bytes, &print);
        status =
            fail(error, STATUS_INPUT, REVIEWERS_PATH, 0,
                 TR("the key %s is not listed for %s, or not for today: sign with one that "
                    "is, see 'git config user.signingKey'",
                    "密钥 %s 未列在%s名下，或今日不在有效期内：请改用所列的密钥，见 git config "
                    "user.signingKey"),
                 print.bytes, signer->person);
    }
    buffer_free(&key);
    buffer_free(&print);
    return status;
}

enum status signer_sign(struct signer *signer, const char *payload, size_t size, struct buffer *out,
                        struct error *error)
{
    const char *const arguments[] = {signer->program,     "-Y", "sign",      "-n",
                                     SIGNATURE_NAMESPACE, "-f", signer->key, NULL};
    struct buffer armored = BUFFER_EMPTY, trouble = BUFFER_EMPTY;
    int exit = 0;
    enum status status = run(signer, arguments, payload, size, &armored, &trouble, &exit, error);
    if (!status && exit)
        status = fail_signing(signer, trouble.bytes, error);
    if (!status)
        status = check(signer, armored.bytes, payload, size, error);
    if (!status)
        buffer_add_bytes(out, armored.bytes, armored.size);
    buffer_free(&armored);
    buffer_free(&trouble);
    return status;
}
