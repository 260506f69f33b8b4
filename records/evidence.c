#include "records/evidence.h"

#include "core/language.h"
#include "core/memory.h"

#include <errno.h>
#include <sha2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>

enum status evidence_hash(struct arena *arena, struct evidences *evidence, struct error *error)
{
    for (size_t i = 0; i < evidence->count; i++) {
        struct evidence *one = &evidence->list[i];
        char hex[SHA256_DIGEST_STRING_LENGTH];
        struct stat file;
        if (stat(one->at, &file) || !S_ISREG(file.st_mode))
            continue;
        if (!SHA256File(one->at, hex))
            return fail(error, STATUS_INPUT, one->at, 0,
                        TR("this evidence cannot be read (%s): allow reading it, or name another",
                           "佐证文件无法读取（%s）：请开放读取权限，或改用其他文件"),
                        strerror(errno));
        one->sha256 = arena_text(arena, hex);
    }
    return STATUS_OK;
}
