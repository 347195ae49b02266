/* SPDX-License-Identifier: MIT */
/* Periods. */
#include "indicators/domain/period.h"

#include "base/str.h"
#include <string.h>

enum { YEAR_FIRST = 1949, YEAR_LAST = 2199 };

const char *const period_kind_values[PERIOD_KINDS + 1] = {"Y", "Q", "M", "D", NULL};

/* The civil date that a period's text begins with: the quarter becomes its first month, what is left out the first of
 * its kind. */
static enum period_kind complete(const char *text, char out[DATE_TEXT])
{
    size_t n = strlen(text);

    if (n == 4)
        (void)str_format(out, DATE_TEXT, "%s-01-01", text);
    else if (n == 7 && text[5] == 'Q' && text[6] >= '1' && text[6] <= '4')
        (void)str_format(out, DATE_TEXT, "%.5s%02d-01", text, 1 + 3 * (text[6] - '1'));
    else if (n == 7)
        (void)str_format(out, DATE_TEXT, "%s-01", text);
    else if (n == DATE_TEXT - 1)
        (void)str_format(out, DATE_TEXT, "%s", text);
    else
        return PERIOD_KINDS;
    if (n == 7)
        return text[5] == 'Q' ? PERIOD_QUARTER : PERIOD_MONTH;
    return n == 4 ? PERIOD_YEAR : PERIOD_DAY;
}

bool period_parse(const char *text, struct period *ret)
{
    char date[DATE_TEXT];
    struct period p = {complete(text, date), 0};

    if (p.kind == PERIOD_KINDS || !date_parse(date, &p.start) || period_year(&p) < YEAR_FIRST ||
        period_year(&p) > YEAR_LAST)
        return false;
    *ret = p;
    return true;
}

enum period_kind period_kind_of(const char *letter)
{
    int kind = PERIOD_YEAR;

    while (kind < PERIOD_KINDS && !str_eq(period_kind_values[kind], letter))
        kind++;
    return (enum period_kind)kind;
}

int period_year(const struct period *p)
{
    int year, month, day;

    date_to_ymd(p->start, &year, &month, &day);
    return year;
}

int32_t period_last(const struct period *p)
{
    static const int months[PERIOD_KINDS] = {[PERIOD_YEAR] = 12, [PERIOD_QUARTER] = 3, [PERIOD_MONTH] = 1};

    return p->kind == PERIOD_DAY ? p->start : date_add_months(p->start, months[p->kind]) - 1;
}

int period_count(enum period_kind kind, int year)
{
    static const int counts[PERIOD_KINDS] = {[PERIOD_YEAR] = 1, [PERIOD_QUARTER] = 4, [PERIOD_MONTH] = 12};

    return kind == PERIOD_DAY ? date_from_ymd(year + 1, 1, 1) - date_from_ymd(year, 1, 1) : counts[kind];
}

bool period_is_open(const struct period *p, int32_t today)
{
    return today <= period_last(p);
}
