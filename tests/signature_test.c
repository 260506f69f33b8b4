/*
 * Signatures against the real ssh-keygen; those that it cannot make here (security keys, RSA with
 * SHA-256) are put together by hand, with libcrypto.
 */
#include "core/buffer.h"
#include "core/language.h"
#include "core/text.h"
#include "records/signature.h"
#include "tests/harness/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

static const char payload[] =
    "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\n四平市 优良天数比例\n";

static const char *const types[] = {"ed25519",      "ecdsa -b 256", "ecdsa -b 384",
                                    "ecdsa -b 521", "rsa -b 2048",  "rsa -b 3072"};
enum { TYPES = sizeof types / sizeof *types };

static struct error last;

/* Checks with the payload; the key that signed goes to the buffer. */
static enum status check(const char *armored, struct buffer *key)
{
    return signature_check(armored, payload, sizeof payload - 1, key, &last);
}

static bool is_refused(const char *armored)
{
    struct buffer key = BUFFER_EMPTY;
    enum status status = check(armored, &key);
    bool nothing = key.size == 0;
    buffer_free(&key);
    return status == STATUS_INPUT && nothing;
}

static int set_up(void **state)
{
    (void)state;
    record_folder_new();
    folder_put("payload", payload);
    for (int i = 0; i < TYPES; i++) {
        shell("ssh-keygen -q -t %s -N '' -C '注 释' -f k%d", types[i], i);
        assert_int_equal(last_exit, 0);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_folder_remove();
    return 0;
}

static const char *sign(int key, const char *options)
{
    const char *armored = shell("ssh-keygen -q -Y sign -f k%d %s <payload", key, options);
    assert_int_equal(last_exit, 0);
    return armored;
}

/* ---- Armor, by hand ---- */

struct blob {
    unsigned char bytes[8192];
    size_t size;
};

static void put(struct blob *blob, const void *bytes, size_t size)
{
    memcpy(blob->bytes + blob->size, bytes, size);
    blob->size += size;
}

static void put_string(struct blob *blob, const void *bytes, size_t size)
{
    put(blob, (unsigned char[]){0, 0, (unsigned char)(size >> 8), (unsigned char)size}, 4);
    put(blob, bytes, size);
}

static void put_text(struct blob *blob, const char *text)
{
    put_string(blob, text, strlen(text));
}

static void put_integer(struct blob *blob, const BIGNUM *number)
{
    unsigned char bytes[1024] = {0};
    int size = BN_bn2bin(number, bytes + 1);
    size_t zero = bytes[1] & 0x80 ? 1 : 0;
    put_string(blob, bytes + 1 - zero, (size_t)size + zero);
}

static struct blob unarmored(const char *armored)
{
    struct blob blob = {{0}, 0};
    const char *text = strchr(armored, '\n') + 1;
    char joined[8192];
    size_t size = 0, padding = 0;
    for (; *text != '-'; text++)
        if (*text != '\n')
            joined[size++] = *text;
    for (size_t i = 0; i < size; i++)
        padding += joined[i] == '=';
    blob.size =
        (size_t)EVP_DecodeBlock(blob.bytes, (const unsigned char *)joined, (int)size) - padding;
    return blob;
}

/* In lines of `width` characters. */
static const char *armored_in(const struct blob *blob, size_t width, const char *line_end)
{
    static char room[64 * 1024];
    unsigned char text[12000];
    int size = EVP_EncodeBlock(text, blob->bytes, (int)blob->size);
    size_t used = (size_t)snprintf(room, sizeof room, "-----BEGIN SSH SIGNATURE-----\n");
    for (size_t at = 0; at < (size_t)size; at += width)
        used += (size_t)snprintf(room + used, sizeof room - used, "%.*s%s", (int)width,
                                 (const char *)text + at, line_end);
    snprintf(room + used, sizeof room - used, "%s-----END SSH SIGNATURE-----\n",
             *line_end ? "" : "\n");
    return room;
}

static const char *armored(const struct blob *blob)
{
    return armored_in(blob, 70, "\n");
}

/* ---- Real signatures ---- */

static void each_type_of_key_is_recognised_as_what_signed(void **state)
{
    (void)state;
    for (int i = 0; i < TYPES; i++) {
        struct buffer key = BUFFER_EMPTY;
        assert_int_equal(check(sign(i, "-n git"), &key), STATUS_OK);
        const char *listed = shell("cut -d' ' -f1,2 k%d.pub | tr -d '\\n'", i);
        assert_string_equal(key.bytes, listed);
        buffer_free(&key);
    }
}

static void either_hash_of_the_payload_is_good(void **state)
{
    (void)state;
    for (int i = 0; i < TYPES; i++) {
        struct buffer key = BUFFER_EMPTY;
        assert_int_equal(check(sign(i, "-n git -O hashalg=sha256"), &key), STATUS_OK);
        assert_int_equal(check(sign(i, "-n git -O hashalg=sha512"), &key), STATUS_OK);
        buffer_free(&key);
    }
}

static void what_is_appended_stands_behind_what_was_there(void **state)
{
    (void)state;
    struct buffer key = BUFFER_EMPTY;
    buffer_add(&key, "key ");
    assert_int_equal(check(sign(0, "-n git"), &key), STATUS_OK);
    assert_int_equal(strncmp(key.bytes, "key ssh-ed25519 AAAA", 20), 0);
    buffer_free(&key);
}

static void another_namespace_is_refused(void **state)
{
    (void)state;
    for (int i = 0; i < TYPES; i++) {
        assert_true(is_refused(sign(i, "-n file")));
        assert_non_null(strstr(last.text, "another purpose"));
    }
}

static void other_bytes_are_refused(void **state)
{
    (void)state;
    for (int i = 0; i < TYPES; i++) {
        const char *made = sign(i, "-n git");
        struct buffer key = BUFFER_EMPTY;
        char other[sizeof payload];
        for (size_t at = 0; at < sizeof payload - 1; at += 7) {
            memcpy(other, payload, sizeof payload);
            other[at] ^= 1;
            assert_int_equal(signature_check(made, other, sizeof payload - 1, &key, &last),
                             STATUS_INPUT);
        }
        assert_int_equal(signature_check(made, payload, sizeof payload, &key, &last), STATUS_INPUT);
        assert_int_equal(signature_check(made, payload, 0, &key, &last), STATUS_INPUT);
        assert_int_equal(key.size, 0);
    }
}

/* A signature of one key under the name of another. */
static void anothers_key_in_the_place_of_the_signers_is_refused(void **state)
{
    (void)state;
    shell("ssh-keygen -q -t ed25519 -N '' -f other");
    struct blob mine = unarmored(sign(0, "-n git"));
    struct blob theirs = unarmored(shell("ssh-keygen -q -Y sign -n git -f other <payload"));
    assert_int_equal(mine.size, theirs.size);
    size_t key = 6 + 4 + 4 + 4 + strlen("ssh-ed25519") + 4;
    memcpy(mine.bytes + key, theirs.bytes + key, 32);
    assert_true(is_refused(armored(&mine)));
    assert_non_null(strstr(last.text, "not of these bytes"));
}

static void no_byte_can_be_changed(void **state)
{
    (void)state;
    for (int i = 0; i < TYPES; i++) {
        const struct blob made = unarmored(sign(i, "-n git"));
        for (size_t at = 0; at < made.size; at++) {
            struct blob other = made;
            other.bytes[at] ^= (unsigned char)(1U << at % 8);
            assert_true(is_refused(armored(&other)));
        }
    }
}

static void no_byte_can_be_taken_away_or_added(void **state)
{
    (void)state;
    for (int i = 0; i < TYPES; i++) {
        const struct blob made = unarmored(sign(i, "-n git"));
        for (size_t size = 0; size < made.size; size++) {
            struct blob other = made;
            other.size = size;
            assert_true(is_refused(armored(&other)));
        }
        struct blob other = made;
        put(&other, "", 1);
        assert_true(is_refused(armored(&other)));
    }
}

/* ---- Armor ---- */

static void lines_may_be_of_any_length(void **state)
{
    (void)state;
    const struct blob made = unarmored(sign(1, "-n git"));
    struct buffer key = BUFFER_EMPTY;
    for (size_t width = 1; width < 90; width += 11) {
        assert_int_equal(check(armored_in(&made, width, "\n"), &key), STATUS_OK);
        assert_int_equal(check(armored_in(&made, width, "\r\n"), &key), STATUS_OK);
    }
    assert_int_equal(check(armored_in(&made, 4000, ""), &key), STATUS_OK);
    buffer_free(&key);
}

static void what_is_no_armor_is_refused(void **state)
{
    (void)state;
    static const char *const none[] = {
        "",
        "\n",
        "-----BEGIN SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----\n\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\n=\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\n====\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\nU1N\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAf////8=\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\n四平\n-----END SSH SIGNATURE-----\n",
    };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_true(is_refused(none[i]));
        assert_non_null(strstr(last.text, "no SSH signature"));
    }
}

static void something_around_the_armor_is_refused(void **state)
{
    (void)state;
    const struct blob made = unarmored(sign(0, "-n git"));
    char text[4096];
    assert_false(is_refused(armored(&made)));
    snprintf(text, sizeof text, "%sx", armored(&made));
    assert_true(is_refused(text));
    snprintf(text, sizeof text, " %s", armored(&made));
    assert_true(is_refused(text));
    snprintf(text, sizeof text, "%s", armored(&made));
    strchr(text, '\n')[5] = '*';
    assert_true(is_refused(text));
    snprintf(text, sizeof text, "%s", armored(&made));
    *strstr(text, "\n-----END") = '=';
    assert_true(is_refused(text));
}

static void a_signature_without_bound_is_not_read(void **state)
{
    (void)state;
    size_t size = 8 << 20;
    char *text = malloc(size + 1);
    assert_non_null(text);
    memset(text, 'A', size);
    text[size] = '\0';
    static const char begin[] = "-----BEGIN SSH SIGNATURE-----\n";
    memcpy(text, begin, sizeof begin - 1);
    assert_true(is_refused(text));
    free(text);
}

/* ---- By hand ---- */

static void put_hash(struct blob *blob, const char *name, const void *bytes, size_t size)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    size_t length = 0;
    assert_int_equal(EVP_Q_digest(NULL, name, NULL, bytes, size, hash, &length), 1);
    put(blob, hash, length);
}

static struct blob signed_text(const char *hash)
{
    struct blob text = {{0}, 0}, digest = {{0}, 0};
    put_hash(&digest, hash, payload, sizeof payload - 1);
    put(&text, "SSHSIG", 6);
    put_text(&text, "git");
    put_text(&text, "");
    put_text(&text, hash);
    put_string(&text, digest.bytes, digest.size);
    return text;
}

static struct blob with_key(EVP_PKEY *key, const char *hash, const struct blob *text)
{
    struct blob out = {{0}, 0};
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t size = sizeof out.bytes;
    assert_int_equal(EVP_DigestSignInit_ex(context, NULL, hash, NULL, NULL, key, NULL), 1);
    assert_int_equal(EVP_DigestSign(context, out.bytes, &size, text->bytes, text->size), 1);
    out.size = size;
    EVP_MD_CTX_free(context);
    return out;
}

static struct blob whole(unsigned version, const struct blob *key, const char *hash,
                         const char *reserved, const struct blob *signature)
{
    struct blob out = {{0}, 0};
    put(&out, "SSHSIG", 6);
    put(&out, (unsigned char[]){0, 0, 0, (unsigned char)version}, 4);
    put_string(&out, key->bytes, key->size);
    put_text(&out, "git");
    put_text(&out, reserved);
    put_text(&out, hash);
    put_string(&out, signature->bytes, signature->size);
    return out;
}

/* A signature by Ed25519 whose fields can be set. */
struct making {
    unsigned version;
    const char *type, *algorithm, *hash, *reserved;
    size_t key_most, key_more;
};

static struct blob made(struct making how)
{
    EVP_PKEY *pair = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    unsigned char raw[32];
    size_t raw_size = sizeof raw;
    assert_int_equal(EVP_PKEY_get_raw_public_key(pair, raw, &raw_size), 1);
    struct blob key = {{0}, 0}, signature = {{0}, 0}, text = signed_text("sha512");
    put_text(&key, how.type);
    put_string(&key, raw, how.key_most);
    put(&key, "\0\0\0\0", how.key_more);
    struct blob core = with_key(pair, NULL, &text);
    put_text(&signature, how.algorithm);
    put_string(&signature, core.bytes, core.size);
    EVP_PKEY_free(pair);
    return whole(how.version, &key, how.hash, how.reserved, &signature);
}

static const struct making plain = {1, "ssh-ed25519", "ssh-ed25519", "sha512", "", 32, 0};

static bool refuses(struct making how, const char *why)
{
    struct blob blob = made(how);
    return is_refused(armored(&blob)) && strstr(last.text, why);
}

static void fields_that_are_not_known_are_refused(void **state)
{
    (void)state;
    struct making how = plain;
    struct blob good = made(how);
    assert_false(is_refused(armored(&good)));
    how.version = 0;
    assert_true(refuses(how, "no SSH signature"));
    how.version = 2;
    assert_true(refuses(how, "no SSH signature"));
    how = plain, how.type = "ssh-dss";
    assert_true(refuses(how, "kind of key"));
    how.type = "ssh-ed25519-cert-v01@openssh.com";
    assert_true(refuses(how, "kind of key"));
    how.type = "ssh-ed25519\033[31m";
    assert_true(refuses(how, "kind of key"));
    how = plain, how.key_most = 31;
    assert_true(refuses(how, "kind of key"));
    how = plain, how.key_more = 1;
    assert_true(refuses(how, "kind of key"));
    how = plain, how.algorithm = "ssh-rsa";
    assert_true(refuses(how, "not of these bytes"));
    how = plain, how.hash = "sha1";
    assert_true(refuses(how, "SHA-256"));
    how = plain, how.hash = "sha256";
    assert_true(refuses(how, "not of these bytes"));
}

/* As OpenSSH does: the field is kept for what is to come. */
static void what_is_reserved_is_passed_over(void **state)
{
    (void)state;
    struct making how = plain;
    how.reserved = "to come";
    struct blob blob = made(how);
    assert_false(is_refused(armored(&blob)));
}

static void an_rsa_signature_may_use_either_hash_but_not_sha1(void **state)
{
    (void)state;
    static const char *const algorithms[][2] = {
        {"rsa-sha2-256", "SHA256"}, {"rsa-sha2-512", "SHA512"}, {"ssh-rsa", "SHA1"}};
    EVP_PKEY *pair = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
    BIGNUM *n = NULL, *e = NULL;
    assert_int_equal(EVP_PKEY_get_bn_param(pair, OSSL_PKEY_PARAM_RSA_N, &n), 1);
    assert_int_equal(EVP_PKEY_get_bn_param(pair, OSSL_PKEY_PARAM_RSA_E, &e), 1);
    struct blob key = {{0}, 0}, text = signed_text("sha512");
    put_text(&key, "ssh-rsa");
    put_integer(&key, e);
    put_integer(&key, n);
    for (size_t i = 0; i < 3; i++) {
        struct blob core = with_key(pair, algorithms[i][1], &text), signature = {{0}, 0};
        put_text(&signature, algorithms[i][0]);
        put_string(&signature, core.bytes, core.size);
        struct blob blob = whole(1, &key, "sha512", "", &signature);
        assert_int_equal(is_refused(armored(&blob)), i == 2);
    }
    BN_free(n);
    BN_free(e);
    EVP_PKEY_free(pair);
}

/* ---- Security keys ---- */

static const char application[] = "ssh:";

/* What the token signs: it sets its flags and counts. */
static struct blob token_text(const unsigned char state[5])
{
    struct blob text = signed_text("sha512"), out = {{0}, 0};
    put_hash(&out, "SHA256", application, strlen(application));
    put(&out, state, 5);
    put_hash(&out, "SHA256", text.bytes, text.size);
    return out;
}

static const unsigned char counted[5] = {1, 0, 0, 0, 7};

static struct blob by_ed25519_token(void)
{
    EVP_PKEY *pair = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    unsigned char raw[32];
    size_t size = sizeof raw;
    assert_int_equal(EVP_PKEY_get_raw_public_key(pair, raw, &size), 1);
    struct blob key = {{0}, 0}, signature = {{0}, 0}, text = token_text(counted);
    put_text(&key, "sk-ssh-ed25519@openssh.com");
    put_string(&key, raw, size);
    put_text(&key, application);
    struct blob core = with_key(pair, NULL, &text);
    put_text(&signature, "sk-ssh-ed25519@openssh.com");
    put_string(&signature, core.bytes, core.size);
    put(&signature, counted, 5);
    EVP_PKEY_free(pair);
    return whole(1, &key, "sha512", "", &signature);
}

static struct blob by_ecdsa_token(void)
{
    EVP_PKEY *pair = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
    unsigned char point[65];
    size_t size = 0;
    assert_int_equal(
        EVP_PKEY_get_octet_string_param(pair, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point, &size),
        1);
    struct blob key = {{0}, 0}, signature = {{0}, 0}, numbers = {{0}, 0};
    struct blob text = token_text(counted), core = with_key(pair, "SHA256", &text);
    put_text(&key, "sk-ecdsa-sha2-nistp256@openssh.com");
    put_text(&key, "nistp256");
    put_string(&key, point, size);
    put_text(&key, application);
    const unsigned char *at = core.bytes;
    ECDSA_SIG *both = d2i_ECDSA_SIG(NULL, &at, (long)core.size);
    put_integer(&numbers, ECDSA_SIG_get0_r(both));
    put_integer(&numbers, ECDSA_SIG_get0_s(both));
    put_text(&signature, "sk-ecdsa-sha2-nistp256@openssh.com");
    put_string(&signature, numbers.bytes, numbers.size);
    put(&signature, counted, 5);
    ECDSA_SIG_free(both);
    EVP_PKEY_free(pair);
    return whole(1, &key, "sha512", "", &signature);
}

static void check_token(const struct blob *blob)
{
    folder_put("signature", armored(blob));
    shell("ssh-keygen -q -Y check-novalidate -n git -s signature <payload");
    assert_int_equal(last_exit, 0); /* so what was put together is what OpenSSH means */
    assert_false(is_refused(armored(blob)));
    for (size_t at = 0; at < blob->size; at++) {
        struct blob other = *blob;
        other.bytes[at] ^= (unsigned char)(1U << at % 8);
        assert_true(is_refused(armored(&other)));
    }
}

static void security_keys_are_known(void **state)
{
    (void)state;
    struct blob first = by_ed25519_token(), second = by_ecdsa_token();
    check_token(&first);
    check_token(&second);
}

/* ---- Fingerprints ---- */

static void a_fingerprint_is_the_one_of_ssh_keygen(void **state)
{
    (void)state;
    for (int i = 0; i < TYPES; i++) {
        char key[2048];
        snprintf(key, sizeof key, "%s", shell("cat k%d.pub", i));
        struct buffer print = BUFFER_EMPTY;
        assert_true(key_fingerprint(key, &print));
        assert_string_equal(print.bytes,
                            shell("ssh-keygen -lf k%d.pub | cut -d' ' -f2 | tr -d '\\n'", i));
        buffer_free(&print);
    }
    struct buffer none = BUFFER_EMPTY;
    assert_false(key_fingerprint("", &none));
    assert_false(key_fingerprint("ssh-ed25519", &none));
    assert_false(key_fingerprint("ssh-ed25519 ", &none));
    assert_false(key_fingerprint("ssh-ed25519 A*", &none));
    assert_int_equal(none.size, 0);
}

int main(void)
{
    language_set(LANGUAGE_EN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_type_of_key_is_recognised_as_what_signed),
        cmocka_unit_test(either_hash_of_the_payload_is_good),
        cmocka_unit_test(what_is_appended_stands_behind_what_was_there),
        cmocka_unit_test(another_namespace_is_refused),
        cmocka_unit_test(other_bytes_are_refused),
        cmocka_unit_test(anothers_key_in_the_place_of_the_signers_is_refused),
        cmocka_unit_test(no_byte_can_be_changed),
        cmocka_unit_test(no_byte_can_be_taken_away_or_added),
        cmocka_unit_test(lines_may_be_of_any_length),
        cmocka_unit_test(what_is_no_armor_is_refused),
        cmocka_unit_test(something_around_the_armor_is_refused),
        cmocka_unit_test(a_signature_without_bound_is_not_read),
        cmocka_unit_test(fields_that_are_not_known_are_refused),
        cmocka_unit_test(what_is_reserved_is_passed_over),
        cmocka_unit_test(an_rsa_signature_may_use_either_hash_but_not_sha1),
        cmocka_unit_test(security_keys_are_known),
        cmocka_unit_test(a_fingerprint_is_the_one_of_ssh_keygen),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
