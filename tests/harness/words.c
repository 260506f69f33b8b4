#include "tests/harness/words.h"

#include "tests/harness/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct words words;

void words_read(void)
{
    const char *at = shell("pdftotext -bbox circular.pdf -");
    assert_int_equal(last_exit, 0);
    memset(&words, 0, sizeof words);
    for (; (at = strchr(at, '<')); at++) {
        struct word word = {.page = words.pages};
        double width, height;
        if (sscanf(at, "<page width=\"%lf\" height=\"%lf\"", &width, &height) == 2) {
            assert_true(++words.pages <= WORD_PAGES_MOST);
            words.width[words.pages] = width;
            words.height[words.pages] = height;
        } else if (sscanf(at, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\">%159[^<]",
                          &word.left, &word.top, &word.right, &word.bottom, word.text) == 5) {
            assert_true(words.count < WORDS_MOST);
            words.list[words.count++] = word;
        }
    }
}

const struct word *word_find(const char *text, int page)
{
    for (size_t i = 0; i < words.count; i++)
        if (strcmp(words.list[i].text, text) == 0 && (!page || words.list[i].page == page))
            return &words.list[i];
    fail_msg("no word '%s' on page %d", text, page);
    return NULL;
}

double word_width(const struct word *word)
{
    return word->right - word->left;
}

double word_middle(const struct word *word)
{
    return (word->top + word->bottom) / 2;
}

bool page_is_landscape(int page)
{
    return words.width[page] > words.height[page];
}

double page_area_left(int page)
{
    return (page_is_landscape(page) ? 35 : 28) * WORD_MM;
}

double page_area_right(int page)
{
    return words.width[page] - (page_is_landscape(page) ? 37 : 26) * WORD_MM;
}

/* Up and down a word's box is that of its font, larger than its ink. */
static bool is_inside(const struct word *word)
{
    enum { SLACK = 6 };
    bool turned = page_is_landscape(word->page);
    double top = (turned ? 28 : 37) * WORD_MM;
    double bottom = words.height[word->page] - (turned ? 26 : 35) * WORD_MM;
    double left = page_area_left(word->page), right = page_area_right(word->page);
    if (turned ? word->right < left : word->top > bottom)
        return true; /* the page's number */
    return word->left > left - 1 && word->right < right + 1 && word->top > top - SLACK &&
           word->bottom < bottom + SLACK;
}

void words_assert_inside(void)
{
    for (size_t i = 0; i < words.count; i++)
        if (word_width(&words.list[i]) > 0 && !is_inside(&words.list[i]))
            fail_msg("'%s' on page %d is outside", words.list[i].text, words.list[i].page);
}
