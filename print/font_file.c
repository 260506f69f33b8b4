#include "print/font_file.h"

#include "core/language.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- The file's directory of tables ---- */

struct reader {
    int descriptor;
    uint64_t size;
};

static bool read_at(const struct reader *reader, uint64_t at, void *bytes, size_t size)
{
    return at + size <= reader->size &&
           pread(reader->descriptor, bytes, size, (off_t)at) == (ssize_t)size;
}

static uint32_t number(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool is_one_of(const unsigned char tag[4], const char *tags)
{
    for (; *tags; tags += 4)
        if (memcmp(tag, tags, 4) == 0)
            return true;
    return false;
}

/* The tables that setting a text needs; others may be damaged for all we care. */
static const char needed[] = "CFF CFF2cmapglyfheadhheahmtxlocamaxp";

static enum font_fault check_tables(const struct reader *reader, uint64_t at)
{
    enum { RECORD = 16 };
    unsigned char head[12], record[RECORD];
    if (!read_at(reader, at, head, sizeof head))
        return FONT_CUT;
    if (!is_one_of(head, "OTTOtrue") && number(head) != 0x00010000)
        return FONT_NONE;
    unsigned count = (unsigned)head[4] << 8 | head[5];
    for (unsigned i = 0; i < count; i++) {
        if (!read_at(reader, at + sizeof head + (uint64_t)RECORD * i, record, sizeof record))
            return FONT_CUT;
        if (is_one_of(record, needed) &&
            (uint64_t)number(record + 8) + number(record + 12) > reader->size)
            return FONT_CUT;
    }
    return FONT_WHOLE;
}

static enum font_fault check(const struct reader *reader, int index)
{
    enum { INSTANCE = 16 }; /* the bits above it number a font's instance */
    unsigned char head[12], offset[4];
    unsigned within = (unsigned)index & ((1U << INSTANCE) - 1);
    if (!read_at(reader, 0, head, sizeof head))
        return FONT_NONE;
    if (!is_one_of(head, "ttcf"))
        return check_tables(reader, 0);
    if (within >= number(head + 8) ||
        !read_at(reader, sizeof head + (uint64_t)4 * within, offset, 4))
        return FONT_CUT;
    return check_tables(reader, number(offset));
}

enum font_fault font_file_check(const char *path, int index)
{
    struct reader reader = {.descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (reader.descriptor < 0)
        return FONT_UNREADABLE;
    struct stat status;
    enum font_fault fault = FONT_NONE;
    if (fstat(reader.descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
        reader.size = (uint64_t)status.st_size;
        fault = check(&reader, index);
    }
    close(reader.descriptor);
    return fault;
}

/* ---- Words ---- */

bool font_file_is_named_so(const char *name)
{
    const char *end = strrchr(name, '.');
    return end && (strcasecmp(end, ".ttf") == 0 || strcasecmp(end, ".otf") == 0 ||
                   strcasecmp(end, ".ttc") == 0 || strcasecmp(end, ".otc") == 0);
}

const char *font_fault_words(enum font_fault fault)
{
    switch (fault) {
    case FONT_WHOLE:
        return "";
    case FONT_UNREADABLE:
        return TR("it may not be read: give permission with chmod a+rX",
                  "无权读取：请用 chmod a+rX 授权");
    case FONT_NONE:
        return TR("it is not a font: replace or remove it", "不是字体文件：请更换或删除");
    case FONT_CUT:
        return TR("it is not complete: copy it again", "字体文件不完整：请重新复制");
    case FONT_EMPTY:
        break;
    }
    return TR("it holds no character: replace or remove it", "字体中没有字符：请更换或删除");
}
