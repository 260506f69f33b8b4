/*
 * libFuzzer: any bytes as an armored signature, and the same bytes as a blob in good armor, so that
 * its fields are reached without guessing base64.
 */
#include "records/signature.h"
#include "core/buffer.h"

#include <openssl/evp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOB_MOST = 8 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Nothing that a fuzzer finds is a signature of this text. */
static void check(const char *armored)
{
    static const char payload[] = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n";
    struct buffer key = BUFFER_EMPTY;
    struct error error;
    if (signature_check(armored, payload, sizeof payload - 1, &key, &error) == STATUS_OK)
        abort();
    if (key.size || error.status != STATUS_INPUT || !*error.text)
        abort();
    if (key_fingerprint(armored, &key) && !key.size)
        abort();
    buffer_free(&key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_add_bytes(&text, (const char *)data, size);
    check(text.bytes);
    buffer_cut(&text, 0);
    if (size < BLOB_MOST) {
        static unsigned char encoded[BLOB_MOST / 3 * 4 + 8];
        EVP_EncodeBlock(encoded, data, (int)size);
        buffer_add(&text, "-----BEGIN SSH SIGNATURE-----\n");
        buffer_add(&text, (const char *)encoded);
        buffer_add(&text, "\n-----END SSH SIGNATURE-----\n");
        check(text.bytes);
    }
    buffer_free(&text);
    return 0;
}
