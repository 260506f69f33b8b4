/* Written forms: document numbers and dates. */
#include "core/proof_inside.h"

#include "core/language.h"

/* ---- Document numbers ---- */

/* What may stand around the year of a document number, and does wrongly but for the first. */
static const char32_t year_openers[] = U"〔（([【［〈《「﹝",
                      year_closers[] = U"〕）)]】］〉》」﹞";

/* A document's number around its year. */
struct number {
    size_t begin, end; /* from the year's bracket to behind 号 */
    bool brackets, year, ordinal, zero, space;
};

/* At most nine, which are no form: a long run is not read anew from each of its digits. */
static size_t digits_at(const struct block *block, size_t i)
{
    size_t count = 0;
    while (count < 9 && is_digit(sign_at(block, i + count)))
        count++;
    return count;
}

static size_t spaces_at(const struct block *block, size_t i)
{
    size_t count = 0;
    while (among(U" \u3000", sign_at(block, i + count)))
        count++;
    return count;
}

static bool is_pair(uint32_t opener, uint32_t closer)
{
    for (int i = 0; year_openers[i]; i++)
        if (year_openers[i] == opener)
            return year_closers[i] == closer;
    return false;
}

/* 吉政函〔2021〕37号: Han, bracket, year, bracket, digits, 号. */
static bool read_number(const struct block *block, size_t i, struct number *out)
{
    size_t year = digits_at(block, i + 1), at = i + 1 + year;
    if (!is_han(sign_at(block, i - 1)) || !among(year_openers, sign_at(block, i)) ||
        (year != 4 && year != 2) || !is_pair(sign_at(block, i), sign_at(block, at)))
        return false;
    *out = (struct number){.begin = i, .brackets = sign_at(block, i) == U'〔', .year = year == 4};
    at++;
    size_t spaces = spaces_at(block, at);
    at += spaces;
    out->ordinal = sign_at(block, at) == U'第';
    at += out->ordinal;
    out->zero = sign_at(block, at) == '0';
    size_t digits = digits_at(block, at), behind = spaces_at(block, at + digits);
    out->space = spaces || behind;
    at += digits + behind;
    out->end = at + 1;
    return digits && digits < 6 && sign_at(block, at) == U'号';
}

/* The number's own form alone: that the document exists nobody here can know. */
void look_numbers(struct proofing *of, const struct script *script)
{
    for (size_t b = 0; b < script->block_count; b++) {
        const struct block *block = &script->blocks[b];
        for (size_t i = 1; i < block->count; i++) {
            struct number number;
            if (!read_number(block, i, &number))
                continue;
            const char *why =
                !number.brackets
                    ? TR("the year does not stand in hexagonal brackets", "年份未用六角括号〔〕")
                : !number.year ? TR("the year has not four digits", "年份不是四位")
                : number.ordinal
                    ? TR("the number has an ordinal's word before it", "编号前有“第”字")
                : number.zero ? TR("the number begins with a nought", "编号有虚位（前置0）")
                : number.space ? TR("there is a space in the number", "发文字号中有空格")
                               : NULL;
            if (why)
                proof_tell(
                    of, &(struct span){script, block, number.begin, number.end}, why,
                    proof_say(of, TR("write it as %s", "应写作 %s 的形式"), "吉政函〔2021〕37号"));
        }
    }
}

/* ---- Dates ---- */

static int value_of(const struct block *block, size_t i, size_t digits)
{
    int value = 0;
    for (size_t at = i; at < i + digits && at < i + 6; at++)
        value = value * 10 + (int)(sign_at(block, at) - '0');
    return value;
}

static int days_of(int year, int month)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && year && !leap ? 28 : days[month - 1];
}

struct date {
    size_t end;
    int year, month, day; /* year 0 where it is not said */
    size_t digits[3];     /* of each */
};

/* Digits and 年, 月, 日 or 号; the year may be missing. */
static bool read_date(const struct block *block, size_t i, struct date *out)
{
    size_t digits = digits_at(block, i), at = i;
    *out = (struct date){0};
    if (!digits || is_digit(sign_at(block, i - 1)) || sign_at(block, i - 1) == '.')
        return false;
    if (sign_at(block, i + digits) == U'年') {
        out->digits[0] = digits;
        out->year = value_of(block, i, digits);
        at += digits + 1;
        digits = digits_at(block, at);
    }
    if (!digits || digits > 2 || sign_at(block, at + digits) != U'月')
        return false;
    out->digits[1] = digits;
    out->month = value_of(block, at, digits);
    at += digits + 1;
    digits = digits_at(block, at);
    out->end = at;
    if (!digits || digits > 2 || !among(U"日号", sign_at(block, at + digits)))
        return out->digits[0] > 0; /* 2021年13月 */
    out->digits[2] = digits;
    out->day = value_of(block, at, digits);
    out->end = at + digits + 1;
    return true;
}

static const char *why_wrong(const struct block *block, size_t i, const struct date *date)
{
    if (date->month < 1 || date->month > 12)
        return TR("there is no such month", "没有这个月份");
    if (date->digits[2] && (date->day < 1 || date->day > days_of(date->year, date->month)))
        return TR("there is no such day", "没有这一天");
    if ((date->digits[1] > 1 && date->month < 10) || (date->digits[2] > 1 && date->day < 10))
        return TR("month or day begins with a nought", "月、日有虚位（前置0）");
    if (date->digits[0] == 2)
        return TR("the year has not four digits", "年份不是四位");
    if (date->digits[2] && sign_at(block, date->end - 1) == U'号' && sign_at(block, i - 1) != U'〕')
        return TR("the day is written as a number, not as a day", "日期用了“号”");
    return NULL;
}

/* 2021.3.9, 2021-3-9, 2021/3/9: gives its end, or 0. */
static size_t dotted_date(const struct block *block, size_t i)
{
    uint32_t before = sign_at(block, i - 1), mark = sign_at(block, i + 4);
    if (digits_at(block, i) != 4 || !among(U".-/", mark) ||
        (before < 128 && before > ' ' && before != '(' && before != '|') ||
        !among(U"12", block->signs[i].c))
        return 0;
    size_t month = digits_at(block, i + 5), at = i + 5 + month;
    size_t day = sign_at(block, at) == mark ? digits_at(block, at + 1) : 0;
    int which = value_of(block, i + 5, month);
    uint32_t behind = sign_at(block, at + 1 + day);
    bool ends = behind >= 128 || behind <= ' ' || among(U",;:)|", behind);
    return month && month < 3 && day && day < 3 && which >= 1 && which <= 12 && ends ? at + 1 + day
                                                                                     : 0;
}

/* 二〇二一年, 三月九日, or both: gives the end, or 0. */
static size_t han_date(const struct block *block, size_t i)
{
    static const char32_t digits[] = U"一二三四五六七八九〇○零";
    size_t count = 0, month, day;
    while (among(digits, sign_at(block, i + count)))
        count++;
    if (count == 4 && sign_at(block, i + 4) == U'年' && !among(digits, sign_at(block, i - 1))) {
        size_t rest = han_date(block, i + 5);
        return rest ? rest : i + 5;
    }
    if (numeral_at(block, i - 1, &month) || !numeral_at(block, i, &month) ||
        sign_at(block, i + month) != U'月')
        return 0;
    size_t at = i + month + 1;
    return numeral_at(block, at, &day) && sign_at(block, at + day) == U'日' ? at + day + 1 : 0;
}

/* Tells what is wrong with a date there; returns where to look on. */
static size_t look_date(struct proofing *of, const struct span *at)
{
    const struct block *block = at->block;
    struct date date;
    struct span span = *at;
    const char *why = NULL;
    if ((span.to = dotted_date(block, span.from)))
        why = TR("a date with points, hyphens or strokes", "日期用了点、横线或斜线");
    else if ((span.to = han_date(block, span.from)))
        why = TR("a date in Chinese numerals", "日期用了汉字数字");
    else if (read_date(block, span.from, &date)) {
        why = why_wrong(block, span.from, &date);
        span.to = date.end;
    }
    if (!why)
        return at->from + 1;
    proof_tell(of, &span, why,
               proof_say(of, TR("write it as %s", "应写作 %s 的形式"), "2021年3月9日"));
    return span.to > at->from ? span.to : at->from + 1;
}

/* Dates and months as they are written; whether it is the right day nobody here can know. */
void look_dates(struct proofing *of, const struct script *script)
{
    for (size_t b = 0; b < script->block_count; b++)
        for (size_t i = 0; i < script->blocks[b].count;)
            i = look_date(of, &(struct span){script, &script->blocks[b], i, i});
}
