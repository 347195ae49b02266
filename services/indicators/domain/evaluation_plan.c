/* SPDX-License-Identifier: MIT */
/* Which periods a change touches. */
#include "indicators/domain/evaluation_plan.h"

#include "base/date.h"
#include <stdlib.h>

enum { MONTHS_OF_YEAR = 12 };

static int compare(const void *a, const void *b)
{
    const struct plan_day *x = a, *y = b;

    if (x->subject != y->subject)
        return x->subject < y->subject ? -1 : 1;
    return (x->day > y->day) - (x->day < y->day);
}

size_t plan_days(struct plan_day *days, size_t n)
{
    size_t kept = 0;

    qsort(days, n, sizeof *days, compare);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || compare(&days[kept - 1], &days[i]) != 0)
            days[kept++] = days[i];
    return kept;
}

ptrdiff_t plan_find(const struct plan_day *days, size_t n, int32_t subject, int32_t day)
{
    const struct plan_day wanted = {subject, day};
    const struct plan_day *found = bsearch(&wanted, days, n, sizeof *days, compare);

    return found ? found - days : -1;
}

static void parts_of(int32_t day, int *ret_year, int *ret_month)
{
    int ignored;

    date_to_ymd(day, ret_year, ret_month, &ignored);
}

int32_t plan_month_of(int32_t day)
{
    int year, month;

    parts_of(day, &year, &month);
    return date_from_ymd(year, month, 1);
}

int32_t plan_year_of(int32_t day)
{
    int year, month;

    parts_of(day, &year, &month);
    return date_from_ymd(year, 1, 1);
}

int32_t plan_month_end(int32_t day)
{
    return date_add_months(plan_month_of(day), 1) - 1;
}

int32_t plan_year_days(int32_t first_day)
{
    return date_add_months(first_day, MONTHS_OF_YEAR) - first_day;
}

static int compare_years(const void *a, const void *b)
{
    const struct plan_year *x = a, *y = b;

    if (x->first_day != y->first_day)
        return x->first_day < y->first_day ? -1 : 1;
    return (x->subject > y->subject) - (x->subject < y->subject);
}

size_t plan_years(const struct plan_day *days, size_t n, struct plan_year *ret)
{
    size_t years = 0;

    for (size_t i = 0; i < n; i++) {
        struct plan_year *last = years ? &ret[years - 1] : NULL;
        int year, month;
        int32_t first_day;
        parts_of(days[i].day, &year, &month);
        first_day = date_from_ymd(year, 1, 1);
        if (!last || last->subject != days[i].subject || last->first_day != first_day) {
            last = &ret[years++];
            *last = (struct plan_year){days[i].subject, first_day, 0};
        }
        last->months |= 1u << (month - 1);
    }
    qsort(ret, years, sizeof *ret, compare_years);
    return years;
}

size_t plan_same_year(const struct plan_year *years, size_t n, size_t max)
{
    size_t same = 0;

    while (same < n && same < max && years[same].first_day == years[0].first_day)
        same++;
    return same;
}

size_t plan_places(const struct plan_day *days, size_t n, const struct plan_places *places,
                   struct plan_day *ret)
{
    size_t touched = 0;

    for (size_t i = 0; i < n; i++)
        for (int p = 0; p < PLAN_PLACES; p++) {
            int32_t place = places[days[i].subject].place[p];
            if (place != PLAN_NO_PLACE)
                ret[touched++] = (struct plan_day){place, days[i].day};
        }
    return plan_days(ret, touched);
}
