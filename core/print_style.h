/*
 * How the year's circular is printed: `print:` in YEAR/assessment.md. GB/T 9704-2012 leaves these
 * to the office; everything else of the page is the standard's (print/paper.h).
 *
 *     print:
 *       head: document            # 文件 (the default), or letter (信函格式), or none
 *       issuers: [吉林省人民政府]   # of the mark; the first is the one in charge
 *       mark: 吉林省人民政府文件    # the mark in whole, where it is not the issuers with 文件
 *       fonts: {title: 方正小标宋简体, body: 仿宋_GB2312, kai: 楷体_GB2312, hei: 黑体}
 *       seal: true                # signature and date leave the seal its space
 *       origin: true              # commit, record and hash in small print at the end
 */
#ifndef KAOPING_CORE_PRINT_STYLE_H
#define KAOPING_CORE_PRINT_STYLE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct field;
struct reading;

enum letterhead { LETTERHEAD_DOCUMENT, LETTERHEAD_LETTER, LETTERHEAD_NONE };

/* The typefaces of a circular: 小标宋, 仿宋, 楷体, 黑体. */
enum face { FACE_TITLE, FACE_BODY, FACE_KAI, FACE_HEI, FACES };

/* Their names in `fonts`: title, body, kai, hei. */
extern const char *const face_names[FACES];

struct print_style {
    enum letterhead head;
    const char **issuers; /* none: no mark is printed, only its space is left out */
    size_t issuer_count;
    const char *mark; /* "" for the issuers' names, with 文件 where the head is a document's */
    const char *fonts[FACES]; /* families; "" for the first that is there of the usual ones */
    bool seal, origin;
};

/* Reads the map (NULL where a year says nothing of it) into *out; texts are borrowed from the
 * document, the list lives in the arena. `issuer` is the year's text circular.issuer, the one
 * issuer where none are listed; "" for none. */
void print_style_read(struct arena *arena, struct reading *reading, const struct field *map,
                      const char *issuer, struct print_style *out);

#endif
