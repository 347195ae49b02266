/* SPDX-License-Identifier: MIT */
/* Civil dates as day counts. The year is taken to begin on 1 March, which puts the leap day last and makes the day of
 * the year a linear function of the month; eras of 400 years (146097 days) keep every division on non-negative numbers.
 * */
#include "base/date.h"
#include <stdio.h>

enum {
    DAYS_OF_ERA = 146097,
    EPOCH_SHIFT = 719468, /* days from 0000-03-01 to 1970-01-01 */
};

static int floor_div(int a, int b)
{
    return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int32_t date_from_ymd(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = floor_div(y, 400);
    int yoe = y - era * 400;
    int doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

    return era * DAYS_OF_ERA + doe - EPOCH_SHIFT;
}

void date_to_ymd(int32_t day, int *ret_year, int *ret_month, int *ret_day)
{
    int z = day + EPOCH_SHIFT;
    int era = floor_div(z, DAYS_OF_ERA);
    int doe = z - era * DAYS_OF_ERA;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    int month = mp < 10 ? mp + 3 : mp - 9;

    *ret_day = doy - (153 * mp + 2) / 5 + 1;
    *ret_month = month;
    *ret_year = yoe + era * 400 + (month <= 2);
}

int date_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* `n` digits at s, or -1. */
static int digits(const char *s, int n)
{
    int v = 0;

    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return -1;
        v = v * 10 + (s[i] - '0');
    }
    return v;
}

bool date_parse(const char *s, int32_t *ret_day)
{
    int year = digits(s, 4);
    int month, day;

    if (year < 1900 || year > 2199 || s[4] != '-')
        return false;
    month = digits(s + 5, 2);
    if (month < 1 || month > 12 || s[7] != '-')
        return false;
    day = digits(s + 8, 2);
    if (day < 1 || day > date_days_in_month(year, month) || s[10] != '\0')
        return false;
    *ret_day = date_from_ymd(year, month, day);
    return true;
}

void date_format(int32_t day, char out[DATE_TEXT])
{
    int y, m, d;

    out[0] = '\0';
    if (day == DATE_NONE)
        return;
    date_to_ymd(day, &y, &m, &d);
    /* The moduli tell the compiler what the type contract says: a date outside 0..9999 has no text form. */
    (void)snprintf(out, DATE_TEXT, "%04u-%02u-%02u", (unsigned)y % 10000, (unsigned)m % 100,
                   (unsigned)d % 100);
}

int date_weekday(int32_t day)
{
    int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */

    return (w < 0 ? w + 7 : w) + 1;
}

int32_t date_add_months(int32_t day, int n)
{
    int y, m, d, months, last;

    date_to_ymd(day, &y, &m, &d);
    months = y * 12 + (m - 1) + n;
    y = floor_div(months, 12);
    m = months - y * 12 + 1;
    last = date_days_in_month(y, m);
    return date_from_ymd(y, m, d < last ? d : last);
}
