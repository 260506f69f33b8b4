#include "records/signature.h"

#include "core/buffer.h"
#include "core/language.h"

#include <ctype.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
    ARMORED_MOST = 16 * 1024, /* bytes; RSA of 16384 bits takes 6,000 */
    RSA_LEAST = 1024 / 8,     /* bytes of the modulus, as ssh-keygen allows them */
    RSA_MOST = 16384 / 8,
    EXPONENT_MOST = 8, /* a longer one would make the check as slow as its writer likes */
    INTEGER_MOST = 66, /* of P-521 */
    ED25519_KEY = 32,
    ED25519_SIGNATURE = 64
};

#define MAGIC "SSHSIG"

/* ---- Bytes as SSH writes them ---- */

struct bytes {
    const unsigned char *at;
    size_t size;
};

static bool take(struct bytes *from, size_t size, struct bytes *out)
{
    if (from->size < size)
        return false;
    *out = (struct bytes){from->at, size};
    from->at += size;
    from->size -= size;
    return true;
}

static bool take_number(struct bytes *from, uint32_t *out)
{
    struct bytes four;
    if (!take(from, 4, &four))
        return false;
    *out = (uint32_t)four.at[0] << 24 | (uint32_t)four.at[1] << 16 | (uint32_t)four.at[2] << 8 |
           four.at[3];
    return true;
}

static bool take_string(struct bytes *from, struct bytes *out)
{
    uint32_t size;
    return take_number(from, &size) && take(from, size, out);
}

/* A number above zero, without the zero that keeps it from being negative. */
static bool take_integer(struct bytes *from, struct bytes *out)
{
    if (!take_string(from, out) || !out->size || (out->at[0] & 0x80))
        return false;
    while (out->size && !out->at[0]) {
        out->at++;
        out->size--;
    }
    return out->size > 0;
}

static bool is(struct bytes bytes, const char *text)
{
    return bytes.size == strlen(text) && memcmp(bytes.at, text, bytes.size) == 0;
}

static void add_number(struct buffer *out, size_t number)
{
    const char four[] = {(char)(number >> 24), (char)(number >> 16), (char)(number >> 8),
                         (char)number};
    buffer_add_bytes(out, four, sizeof four);
}

static void add_string(struct buffer *out, const void *bytes, size_t size)
{
    add_number(out, size);
    buffer_add_bytes(out, bytes, size);
}

/* ---- Armor ---- */

static int base64_value(char c)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(alphabet, c) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

/* Appends what the text says, with white space anywhere. */
static bool add_decoded(struct buffer *out, const char *text, size_t size)
{
    unsigned value = 0;
    size_t digits = 0, padding = 0;
    for (const char *at = text; at < text + size; at++) {
        int digit = base64_value(*at);
        if (isspace((unsigned char)*at))
            continue;
        padding += *at == '=';
        if (*at != '=' && (digit < 0 || padding))
            return false;
        value = value << 6 | (unsigned)(digit < 0 ? 0 : digit);
        if (++digits % 4 == 0)
            buffer_add_bytes(out, (char[]){(char)(value >> 16), (char)(value >> 8), (char)value},
                             3);
    }
    if (digits % 4 || padding > 2)
        return false;
    buffer_cut(out, out->size - (padding < out->size ? padding : 0));
    return true;
}

static void add_encoded(struct buffer *out, struct bytes bytes)
{
    unsigned char four[5];
    for (size_t at = 0; at < bytes.size; at += 3) {
        size_t part = bytes.size - at < 3 ? bytes.size - at : 3;
        EVP_EncodeBlock(four, bytes.at + at, (int)part);
        buffer_add(out, (const char *)four);
    }
}

static bool add_armored(struct buffer *out, const char *armored)
{
    static const char begin[] = "-----BEGIN SSH SIGNATURE-----\n";
    static const char end[] = "\n-----END SSH SIGNATURE-----";
    if (strnlen(armored, ARMORED_MOST + 1) > ARMORED_MOST ||
        strncmp(armored, begin, sizeof begin - 1) != 0)
        return false;
    const char *text = armored + sizeof begin - 1, *close = strstr(text - 1, end);
    if (!close || close < text)
        return false;
    const char *behind = close + sizeof end - 1;
    return !behind[strspn(behind, "\r\n")] && add_decoded(out, text, (size_t)(close - text));
}

/* ---- Keys ---- */

enum family { FAMILY_ED25519, FAMILY_ECDSA, FAMILY_RSA };

static const struct kind {
    const char *name;
    enum family family;
    bool token; /* a security key: it signs for an application, and counts */
    const char *curve, *group, *hash;
    size_t point; /* bytes of an uncompressed one */
} kinds[] = {
    {"ssh-ed25519", FAMILY_ED25519, false, NULL, NULL, NULL, 0},
    {"ecdsa-sha2-nistp256", FAMILY_ECDSA, false, "nistp256", "prime256v1", "SHA256", 65},
    {"ecdsa-sha2-nistp384", FAMILY_ECDSA, false, "nistp384", "secp384r1", "SHA384", 97},
    {"ecdsa-sha2-nistp521", FAMILY_ECDSA, false, "nistp521", "secp521r1", "SHA512", 133},
    {"ssh-rsa", FAMILY_RSA, false, NULL, NULL, NULL, 0},
    {"sk-ssh-ed25519@openssh.com", FAMILY_ED25519, true, NULL, NULL, NULL, 0},
    {"sk-ecdsa-sha2-nistp256@openssh.com", FAMILY_ECDSA, true, "nistp256", "prime256v1", "SHA256",
     65},
};

static const struct kind *find_kind(struct bytes name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (is(name, kinds[i].name))
            return &kinds[i];
    return NULL;
}

struct key {
    const struct kind *kind;
    EVP_PKEY *public;
    struct bytes application; /* of a security key */
};

static EVP_PKEY *make_key(const char *type, OSSL_PARAM_BLD *build)
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(build);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (parameters && context && EVP_PKEY_fromdata_init(context) == 1 &&
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    return key;
}

static EVP_PKEY *take_point(struct bytes *from, const struct kind *kind)
{
    struct bytes curve, point;
    if (!take_string(from, &curve) || !is(curve, kind->curve) || !take_string(from, &point) ||
        point.size != kind->point || point.at[0] != POINT_CONVERSION_UNCOMPRESSED)
        return NULL;
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    if (build &&
        OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, kind->group, 0) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point.at, point.size) == 1)
        key = make_key("EC", build);
    OSSL_PARAM_BLD_free(build);
    return key;
}

static EVP_PKEY *take_modulus(struct bytes *from)
{
    struct bytes exponent, modulus;
    if (!take_integer(from, &exponent) || !take_integer(from, &modulus) ||
        exponent.size > EXPONENT_MOST || modulus.size < RSA_LEAST || modulus.size > RSA_MOST)
        return NULL;
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    BIGNUM *e = BN_bin2bn(exponent.at, (int)exponent.size, NULL);
    BIGNUM *n = BN_bin2bn(modulus.at, (int)modulus.size, NULL);
    if (build && e && n && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e) == 1 &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) == 1)
        key = make_key("RSA", build);
    BN_free(e);
    BN_free(n);
    OSSL_PARAM_BLD_free(build);
    return key;
}

static EVP_PKEY *take_ed25519(struct bytes *from)
{
    struct bytes key;
    return take_string(from, &key) && key.size == ED25519_KEY
               ? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key.at, key.size)
               : NULL;
}

/* Gives false for what is no key of a kind that is known; key->public is then NULL. */
static bool read_key(struct bytes blob, struct key *key)
{
    struct bytes name;
    key->kind = take_string(&blob, &name) ? find_kind(name) : NULL;
    if (!key->kind)
        return false;
    switch (key->kind->family) {
    case FAMILY_ED25519:
        key->public = take_ed25519(&blob);
        break;
    case FAMILY_ECDSA:
        key->public = take_point(&blob, key->kind);
        break;
    case FAMILY_RSA:
        key->public = take_modulus(&blob);
        break;
    }
    bool whole = !key->kind->token || take_string(&blob, &key->application);
    if (!whole || blob.size) {
        EVP_PKEY_free(key->public);
        key->public = NULL;
    }
    return key->public;
}

/* ---- What was signed ---- */

static void add_hash(struct buffer *out, const char *name, const void *bytes, size_t size)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    size_t length = 0;
    if (EVP_Q_digest(NULL, name, NULL, bytes, size, hash, &length) == 1)
        buffer_add_bytes(out, (const char *)hash, length);
}

/* What ssh-keygen signs in the place of the payload. */
static void add_signed(struct buffer *out, const char *hash, const char *payload, size_t size)
{
    struct buffer digest = BUFFER_EMPTY;
    add_hash(&digest, hash, payload, size);
    buffer_add(out, MAGIC);
    add_string(out, SIGNATURE_NAMESPACE, strlen(SIGNATURE_NAMESPACE));
    add_string(out, "", 0); /* reserved */
    add_string(out, hash, strlen(hash));
    add_string(out, digest.bytes, digest.size);
    buffer_free(&digest);
}

/* What a security key signs in the place of that (OpenSSH's PROTOCOL.u2f). */
static void wrap_for_token(struct buffer *text, struct bytes application, struct bytes state)
{
    struct buffer wrapped = BUFFER_EMPTY;
    add_hash(&wrapped, "SHA256", application.at, application.size);
    buffer_add_bytes(&wrapped, (const char *)state.at, state.size);
    add_hash(&wrapped, "SHA256", text->bytes, text->size);
    buffer_free(text);
    *text = wrapped;
}

/* ---- The check itself ---- */

static bool verify_with(EVP_PKEY *key, const char *hash, struct bytes signature,
                        const struct buffer *text)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good = context &&
                EVP_DigestVerifyInit_ex(context, NULL, hash, NULL, NULL, key, NULL) == 1 &&
                EVP_DigestVerify(context, signature.at, signature.size,
                                 (const unsigned char *)text->bytes, text->size) == 1;
    EVP_MD_CTX_free(context);
    return good;
}

/* ECDSA's two numbers, in the form that libcrypto takes. */
static bool verify_ecdsa(const struct key *key, struct bytes pair, const struct buffer *text)
{
    struct bytes r, s;
    if (!take_integer(&pair, &r) || !take_integer(&pair, &s) || pair.size ||
        r.size > INTEGER_MOST || s.size > INTEGER_MOST)
        return false;
    BIGNUM *first = BN_bin2bn(r.at, (int)r.size, NULL);
    BIGNUM *second = BN_bin2bn(s.at, (int)s.size, NULL);
    ECDSA_SIG *both = ECDSA_SIG_new();
    bool made = first && second && both && ECDSA_SIG_set0(both, first, second) == 1;
    if (!made) {
        BN_free(first);
        BN_free(second);
    }
    unsigned char *encoded = NULL;
    int size = made ? i2d_ECDSA_SIG(both, &encoded) : 0;
    bool good = size > 0 && verify_with(key->public, key->kind->hash,
                                        (struct bytes){encoded, (size_t)size}, text);
    OPENSSL_free(encoded);
    ECDSA_SIG_free(both);
    return good;
}

/* A signature shorter than the modulus lacks zeros in front. */
static bool verify_rsa(const struct key *key, const char *hash, struct bytes short_one,
                       const struct buffer *text)
{
    unsigned char whole[RSA_MOST] = {0};
    size_t size = (size_t)EVP_PKEY_get_size(key->public);
    if (size > sizeof whole || short_one.size > size || !short_one.size)
        return false;
    memcpy(whole + size - short_one.size, short_one.at, short_one.size);
    return verify_with(key->public, hash, (struct bytes){whole, size}, text);
}

static const char *rsa_hash(struct bytes algorithm)
{
    if (is(algorithm, "rsa-sha2-512"))
        return "SHA512";
    return is(algorithm, "rsa-sha2-256") ? "SHA256" : NULL;
}

/* Whether the signature is the key's over the text, which is wrapped where a security key signed.
 */
static bool is_good(const struct key *key, struct bytes signature, struct buffer *text)
{
    struct bytes algorithm, core, state = {0};
    if (!take_string(&signature, &algorithm) || !take_string(&signature, &core) ||
        (key->kind->token && !take(&signature, 5, &state)) || signature.size)
        return false;
    if (key->kind->family == FAMILY_RSA)
        return rsa_hash(algorithm) && verify_rsa(key, rsa_hash(algorithm), core, text);
    if (!is(algorithm, key->kind->name))
        return false;
    if (key->kind->token)
        wrap_for_token(text, key->application, state);
    return key->kind->family == FAMILY_ECDSA
               ? verify_ecdsa(key, core, text)
               : core.size == ED25519_SIGNATURE && verify_with(key->public, NULL, core, text);
}

/* The fields of a signature (OpenSSH's PROTOCOL.sshsig). */
struct parts {
    struct bytes key, space, hash, signature;
};

static bool take_parts(struct bytes from, struct parts *out)
{
    struct bytes magic, reserved; /* which is to be passed over, whatever it holds */
    uint32_t version;
    return take(&from, strlen(MAGIC), &magic) && is(magic, MAGIC) && take_number(&from, &version) &&
           version == 1 && take_string(&from, &out->key) && take_string(&from, &out->space) &&
           take_string(&from, &reserved) && take_string(&from, &out->hash) &&
           take_string(&from, &out->signature) && !from.size;
}

static enum status check_key(const struct parts *parts, const char *hash, const char *payload,
                             size_t size, struct error *error)
{
    struct key key = {0};
    struct buffer text = BUFFER_EMPTY;
    if (!read_key(parts->key, &key))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("the signature is by a kind of key that is not allowed: use Ed25519, ECDSA "
                       "or RSA",
                       "签名所用的密钥类型不受支持：请使用 Ed25519、ECDSA 或 RSA"));
    add_signed(&text, hash, payload, size);
    bool good = is_good(&key, parts->signature, &text);
    EVP_PKEY_free(key.public);
    buffer_free(&text);
    return good ? STATUS_OK
                : fail(error, STATUS_INPUT, NULL, 0,
                       TR("the signature is not of these bytes: they were changed after signing, "
                          "or it was taken from elsewhere",
                          "签名与内容不符：内容在签名后被改动，或签名取自别处"));
}

static enum status check_parts(const struct parts *parts, const char *payload, size_t size,
                               struct error *error)
{
    if (!is(parts->space, SIGNATURE_NAMESPACE))
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("the signature was made for another purpose than git's commits and tags",
                       "签名的用途不是git的提交或标签"));
    if (is(parts->hash, "sha512"))
        return check_key(parts, "sha512", payload, size, error);
    if (is(parts->hash, "sha256"))
        return check_key(parts, "sha256", payload, size, error);
    return fail(error, STATUS_INPUT, NULL, 0,
                TR("the signature's hash is neither SHA-256 nor SHA-512",
                   "签名所用的摘要算法既不是SHA-256也不是SHA-512"));
}

enum status signature_check(const char *armored, const char *payload, size_t size,
                            struct buffer *key, struct error *error)
{
    struct buffer blob = BUFFER_EMPTY;
    struct parts parts = {0};
    enum status status;
    if (!add_armored(&blob, armored) ||
        !take_parts((struct bytes){(const unsigned char *)blob.bytes, blob.size}, &parts))
        status = fail(error, STATUS_INPUT, NULL, 0,
                      TR("no SSH signature, or a damaged one", "不是SSH签名，或签名已损坏"));
    else
        status = check_parts(&parts, payload, size, error);
    if (!status) {
        struct bytes rest = parts.key, name = {0};
        take_string(&rest, &name); /* it was read once already */
        buffer_add_bytes(key, (const char *)name.at, name.size);
        buffer_add_char(key, ' ');
        add_encoded(key, parts.key);
    }
    buffer_free(&blob);
    return status;
}

bool key_fingerprint(const char *key, struct buffer *out)
{
    struct buffer blob = BUFFER_EMPTY, hash = BUFFER_EMPTY;
    const char *encoded = strchr(key, ' ');
    encoded = encoded ? encoded + 1 : "";
    bool decoded = add_decoded(&blob, encoded, strcspn(encoded, " ")) && blob.size;
    if (decoded) {
        add_hash(&hash, "SHA256", blob.bytes, blob.size);
        buffer_add(out, "SHA256:");
        add_encoded(out, (struct bytes){(const unsigned char *)hash.bytes, hash.size});
        while (out->bytes[out->size - 1] == '=')
            buffer_cut(out, out->size - 1);
    }
    buffer_free(&blob);
    buffer_free(&hash);
    return decoded;
}
