/* SPDX-License-Identifier: MIT */
/* Pauses, and the limits of steps with the pauses left out. */
#include "issues/domain/issue_suspension.h"
#include "issues/domain/issue_workflow.h"

#define IN(name) (1u << ISSUE_STATE_##name)

/* clang-format off */
static const struct {
    const char *limit;
    unsigned states; /* it runs in */
} clocks[] = {
    [ISSUE_CLOCK_SIGN]   = {"SIGN",   IN(ASSIGNED)},
    [ISSUE_CLOCK_BOUNCE] = {"BOUNCE", IN(ASSIGNED)},
    [ISSUE_CLOCK_PLAN]   = {"PLAN",   IN(SIGNED) | IN(PLANNING)},
    [ISSUE_CLOCK_VERIFY] = {"VERIFY", IN(DIST_VERIFY)},
};
/* clang-format on */

int32_t issue_pause_end(const struct issue_pause *pause, int32_t today)
{
    return pause->until != DATE_NONE && pause->until < today ? pause->until + 1 : today;
}

bool issue_pause_fits(const struct issue_suspension *before, int32_t until, int32_t today,
                      const struct issue_parameters *p)
{
    int32_t days = until - today + 1; /* today is the first of them */

    return until != DATE_NONE && today != DATE_NONE && until > today && days <= p->suspension_days &&
           before->days + days <= p->suspension_total_days && before->pauses < DEADLINE_EXCLUSIONS_MAX;
}

/* The days of one pause; false when there are none. */
static bool days_of(const struct issue_pause *pause, int32_t today, struct day_range *ret)
{
    int32_t end = pause->resumed == DATE_NONE ? issue_pause_end(pause, today) : pause->resumed;

    *ret = (struct day_range){pause->from, end - 1};
    return pause->from != DATE_NONE && end > pause->from;
}

static void insert_sorted(struct day_range *list, size_t n, struct day_range r)
{
    while (n > 0 && list[n - 1].from > r.from) {
        list[n] = list[n - 1];
        n--;
    }
    list[n] = r;
}

size_t issue_pauses_merge(const struct issue_pause *list, size_t n, int32_t today, struct day_range *ret)
{
    size_t sorted = 0, merged = 0;
    struct day_range r;

    for (size_t i = 0; i < n; i++)
        if (days_of(&list[i], today, &r))
            insert_sorted(ret, sorted++, r);
    for (size_t i = 0; i < sorted; i++) {
        if (merged == 0 || ret[i].from > ret[merged - 1].to + 1)
            ret[merged++] = ret[i];
        else if (ret[i].to > ret[merged - 1].to)
            ret[merged - 1].to = ret[i].to;
    }
    return merged;
}

int32_t issue_pause_days(const struct issue_pause *list, size_t n, int32_t today)
{
    struct day_range ranges[DEADLINE_EXCLUSIONS_MAX];
    size_t kept = n < ARRAY_LEN(ranges) ? n : ARRAY_LEN(ranges);
    size_t merged = issue_pauses_merge(list, kept, today, ranges);
    int32_t days = 0;

    for (size_t i = 0; i < merged; i++)
        days += ranges[i].to - ranges[i].from + 1;
    return days;
}

void issue_due_moved(int32_t nominal, int32_t days, const struct work_calendar *cal, struct deadline *ret)
{
    *ret = (struct deadline){.nominal_due = nominal, .due = nominal};
    if (nominal != DATE_NONE && days > 0)
        issue_due_rolled(nominal + days, cal, ret);
}

void issue_due_rolled(int32_t nominal, const struct work_calendar *cal, struct deadline *ret)
{
    *ret = (struct deadline){.nominal_due = nominal, .due = calendar_roll(cal, nominal)};
    ret->provisional = !calendar_is_loaded(cal, nominal, ret->due);
}

const char *issue_clock_limit(enum issue_clock_kind kind)
{
    return clocks[kind].limit;
}

bool issue_clock_goes_on(enum issue_clock_kind kind, enum issue_state state)
{
    return state == ISSUE_STATE_SUSPENDED || (clocks[kind].states & (1u << state)) != 0;
}

int issue_clock_due(const struct issue_clock *clock, const struct issue_pause *pauses, size_t n,
                    const struct work_calendar *cal, struct deadline *ret, struct problem *err)
{
    struct day_range out[DEADLINE_EXCLUSIONS_MAX];
    size_t kept = n < ARRAY_LEN(out) ? n : ARRAY_LEN(out);
    struct deadline_input in = {
        .start = clock->started, .term = clock->term, .exclusions = out, .rolls = true, .today = DATE_NONE};

    in.n_exclusions = issue_pauses_merge(pauses, kept, clock->started, out);
    return deadline_compute(&in, cal, ret, err);
}
