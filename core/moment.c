#include "core/moment.h"

#include "core/buffer.h"
#include "core/language.h"

#include <time.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

/* Reads exactly `digits` digits as a number within [least, most]. */
static bool take_number(const char **at, int digits, int least, int most, int *out)
{
    int number = 0;
    for (int i = 0; i < digits; i++, (*at)++) {
        if (**at < '0' || **at > '9')
            return false;
        number = number * 10 + (**at - '0');
    }
    *out = number;
    return number >= least && number <= most;
}

static bool take(const char **at, char c)
{
    if (**at != c)
        return false;
    (*at)++;
    return true;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

static long long days_since_1970(int year, int month, int day)
{
    long long before = year - 1;
    long long days = before * 365 + before / 4 - before / 100 + before / 400 - 719162;
    for (int earlier = 1; earlier < month; earlier++)
        days += days_of(year, earlier);
    return days + day - 1;
}

static bool take_offset(const char **at, int *minutes)
{
    int hours, rest, sign = **at == '-' ? -1 : 1;
    *minutes = 0;
    if (take(at, 'Z'))
        return true;
    if (!take(at, '+') && !take(at, '-'))
        return false;
    if (!take_number(at, 2, 0, 14, &hours) || !take(at, ':') || !take_number(at, 2, 0, 59, &rest))
        return false;
    *minutes = sign * (hours * 60 + rest);
    return true;
}

enum status moment_parse(const char *text, long long *when, int *offset, struct error *error)
{
    const char *at = text;
    int year, month, day, hour, minute, second = 0, east;
    bool good = take_number(&at, 4, 1970, 9999, &year) && take(&at, '-') &&
                take_number(&at, 2, 1, 12, &month) && take(&at, '-') &&
                take_number(&at, 2, 1, days_of(year, month), &day) && take(&at, 'T') &&
                take_number(&at, 2, 0, 23, &hour) && take(&at, ':') &&
                take_number(&at, 2, 0, 59, &minute) &&
                (!take(&at, ':') || take_number(&at, 2, 0, 59, &second)) &&
                take_offset(&at, &east) && !*at;
    if (!good)
        return fail(error, STATUS_INPUT, NULL, 0,
                    TR("'%s' is no time: write it as 2021-03-02T10:12:00+08:00",
                       "“%s”不是时间：请写作 2021-03-02T10:12:00+08:00"),
                    text);
    *when = (days_since_1970(year, month, day) * DAY) + (hour * 3600 + minute * 60 + second) -
            (long long)east * MINUTE;
    *offset = east;
    return STATUS_OK;
}

bool day_parse(const char *text, long *out)
{
    const char *at = text;
    int year, month, day;
    if (!take_number(&at, 4, 1970, 9999, &year) || !take(&at, '-') ||
        !take_number(&at, 2, 1, 12, &month) || !take(&at, '-') ||
        !take_number(&at, 2, 1, days_of(year, month), &day) || *at)
        return false;
    *out = (long)days_since_1970(year, month, day);
    return true;
}

void moment_add(struct buffer *out, long long when, int offset)
{
    time_t local = (time_t)(when + (long long)offset * MINUTE);
    struct tm tm;
    int east = offset < 0 ? -offset : offset;
    if (!gmtime_r(&local, &tm)) {
        buffer_add_char(out, '?');
        return;
    }
    buffer_format(out, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", tm.tm_year + 1900, tm.tm_mon + 1,
                  tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, offset < 0 ? '-' : '+', east / 60,
                  east % 60);
}

const char *moment_text(struct arena *arena, long long when, int offset)
{
    struct buffer text = BUFFER_EMPTY;
    moment_add(&text, when, offset);
    return buffer_take(&text, arena);
}

long long clock_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}
