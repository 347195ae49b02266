/* SPDX-License-Identifier: MIT */
/* Which days count. Everything rests on counting a range in closed form; the end of a limit is found by steps as long
 * as the days still missing, which never go too far because each day counts once at most. */
#include "deadline/ledger.h"
#include "base/date.h"
#include <stdio.h>

int32_t ledger_first_day(void)
{
    return date_from_ymd(1900, 1, 1);
}

int32_t ledger_last_day(void)
{
    return date_from_ymd(2199, 12, 31);
}

bool ledger_covers(int32_t day)
{
    return day >= ledger_first_day() && day <= ledger_last_day();
}

static bool check_pause(const struct day_range *r, size_t i, struct problem *err)
{
    bool from_is_good = ledger_covers(r->from);
    bool to_is_good = ledger_covers(r->to) && r->to >= r->from;
    char pointer[PROBLEM_POINTER];

    if (!from_is_good) {
        (void)snprintf(pointer, sizeof pointer, "/exclusions/%zu/from", i);
        problem_field(err, pointer, "range", "years 1900 to 2199");
    }
    if (!to_is_good) {
        (void)snprintf(pointer, sizeof pointer, "/exclusions/%zu/to", i);
        problem_field(err, pointer, r->to == DATE_NONE ? "required" : "range", "not before its first day");
    }
    return from_is_good && to_is_good;
}

static void insert_sorted(struct ledger *l, struct day_range r)
{
    size_t i = l->n++;

    for (; i > 0 && l->pauses[i - 1].from > r.from; i--)
        l->pauses[i] = l->pauses[i - 1];
    l->pauses[i] = r;
}

static void merge(struct ledger *l)
{
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++) {
        struct day_range r = l->pauses[i];
        if (n > 0 && r.from <= l->pauses[n - 1].to + 1) {
            if (r.to > l->pauses[n - 1].to)
                l->pauses[n - 1].to = r.to;
        } else {
            l->pauses[n++] = r;
        }
    }
    l->n = n;
}

void ledger_init(struct ledger *l, const struct day_range *pauses, size_t n, int32_t open_end,
                 struct problem *err)
{
    l->n = 0;
    if (n > DEADLINE_EXCLUSIONS_MAX) {
        problem_field(err, "/exclusions", "too-many", "at most %d", DEADLINE_EXCLUSIONS_MAX);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        struct day_range r = pauses[i];
        if (r.to == DATE_NONE && open_end != DATE_NONE) {
            if (r.from > open_end)
                continue;
            r.to = open_end;
        }
        if (check_pause(&r, i, err))
            insert_sorted(l, r);
    }
    merge(l);
}

/* Days of the kind in from..to. */
static int32_t count_kind(const struct ledger *l, enum deadline_unit unit, int32_t from, int32_t to)
{
    if (to < from)
        return 0;
    return unit == DEADLINE_WD ? calendar_count(l->cal, from, to) : to - from + 1;
}

int32_t ledger_count_paused(const struct ledger *l, enum deadline_unit unit, int32_t from, int32_t to)
{
    int32_t count = 0;

    for (size_t i = 0; i < l->n && l->pauses[i].from <= to; i++) {
        int32_t first = l->pauses[i].from > from ? l->pauses[i].from : from;
        int32_t last = l->pauses[i].to < to ? l->pauses[i].to : to;
        count += count_kind(l, unit, first, last);
    }
    return count;
}

int32_t ledger_count(const struct ledger *l, enum deadline_unit unit, int32_t from, int32_t to)
{
    return count_kind(l, unit, from, to) - ledger_count_paused(l, unit, from, to);
}

int32_t ledger_walk(const struct ledger *l, enum deadline_unit unit, int32_t day, int32_t missing)
{
    while (missing > 0 && day <= ledger_last_day()) {
        int32_t step = missing;
        missing -= ledger_count(l, unit, day + 1, day + step);
        day += step;
    }
    return day;
}
