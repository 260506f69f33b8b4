/*
 * The printed page: GB/T 9704-2012, 《党政机关公文格式》, by name. Lengths are in points of 1/72
 * inch, for which pango and cairo have their functions; the standard's millimetres stand in the
 * text. What the standard leaves open is said to be a choice.
 *
 * Everything is placed by lines and characters (§5.2.3: 22 lines of 28 characters fill the type
 * area): a line is a 22nd of the type area's height, a character a 28th of its width, and each
 * glyph stands in the middle of its cell.
 */
#ifndef KAOPING_PRINT_PAPER_H
#define KAOPING_PRINT_PAPER_H

#define MM (72 / 25.4)

/* §5.1, §5.2.1: A4; the type area is 156 x 225 mm, the upper margin 37 mm, the binding edge, which
 * is the left, 28 mm. */
#define PAPER_WIDTH (210 * MM)
#define PAPER_HEIGHT (297 * MM)
#define AREA_LEFT (28 * MM)
#define AREA_TOP (37 * MM)
#define AREA_WIDTH (156 * MM)
#define AREA_HEIGHT (225 * MM)
#define AREA_RIGHT (PAPER_WIDTH - AREA_LEFT - AREA_WIDTH)   /* 26 mm */
#define AREA_BOTTOM (PAPER_HEIGHT - AREA_TOP - AREA_HEIGHT) /* 35 mm */

/* §5.2.3 */
enum { AREA_LINES = 22, AREA_CHARACTERS = 28 };
enum { LANDSCAPE_CHARACTERS = 40 }; /* of a line along the type area's height */
#define LINE (AREA_HEIGHT / AREA_LINES)
#define CELL (AREA_WIDTH / AREA_CHARACTERS)

/* §5.2.2, §7: sizes of type. 2号 of the title, 3号 of the body, 4号 of end matter and page numbers.
 */
#define TITLE_POINTS 22.0
#define BODY_POINTS 16.0
#define SMALL_POINTS 14.0
#define ORIGIN_POINTS 9.0 /* a choice: the record's small print */

/* §7.2.4: the mark's top lies 35 mm below the type area's; a character is at most 15 mm wide
 * (it was 22 x 15 mm in the rules before, which is the State Council's). */
#define MARK_TOP (35 * MM)
#define MARK_WIDEST (15 * MM)
#define MARKS_PITCH 1.25        /* of several issuers, in their size; a choice, as is: */
#define MARKS_HIGHEST (60 * MM) /* of all of them, so that body text stands on the first page */

/* §7.2.5: the number stands two lines below the mark; §7.2.7: the rule 4 mm below the number. */
#define NUMBER_LINES 2
#define HEAD_RULE_GAP (4 * MM)
#define HEAD_RULE_THICK (0.7 * MM) /* a choice */

/* §10.1, a letter: the mark's top 30 mm below the paper's upper edge, a double rule 4 mm below it,
 * another 20 mm above the lower edge, each 170 mm long; the number 7/8 of its size below the first.
 */
#define LETTER_MARK_TOP (30 * MM)
#define LETTER_RULE_GAP (4 * MM)
#define LETTER_RULE_WIDTH (170 * MM)
#define LETTER_RULE_BOTTOM (20 * MM)
#define LETTER_NUMBER_GAP (BODY_POINTS * 7 / 8)
#define LETTER_THICK (1.0 * MM) /* a choice, as are the next two */
#define LETTER_THIN (0.35 * MM)
#define LETTER_BETWEEN (0.6 * MM)

/* §7.3.1: the title begins two lines below the rule; the addressees one line below the title. */
#define TITLE_LINES 2

/* §7.3.5: a seal's impression; 42 mm is that of a government of a province's part, 45 of a
 * province: a choice. Its top is to lie within one line below the text. */
#define SEAL_ACROSS (45 * MM)
enum { SEAL_LINES_ABOVE = 2, SEAL_CHARACTERS_RIGHT = 4, SIGNATURE_CHARACTERS_RIGHT = 2 };
enum { SEALS_A_ROW = 3 };

/* §7.4.1: the rules of the end matter. */
#define END_RULE_OUTER (0.35 * MM)
#define END_RULE_INNER (0.25 * MM)

/* §7.5: the dash's top lies 7 mm below the type area, one character in from its side. */
#define NUMBER_GAP (7 * MM)

#endif
