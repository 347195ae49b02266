/* SPDX-License-Identifier: MIT */
/* Time limits with the directory's working-day calendar. */
#include "issues/store/limits.h"

#include "base/date.h"
#include "issues_sql.h"

int calendar_load(struct ctx *c, int32_t from, int32_t to, struct work_calendar *ret, struct problem *err)
{
    struct db_result *r;
    size_t n, n_years = 0, n_days = 0;
    struct special_day *days;
    int *years;

    if (db_run(c->db, &sql_calendar_days,
               BIND({"from_day", db_arg_date(&c->arena, from)}, {"to_day", db_arg_date(&c->arena, to)}), &r,
               err) < 0)
        return -1;
    n = (size_t)db_rows(r);
    days = arena_array(&c->arena, n + 1, sizeof(*days));
    years = arena_array(&c->arena, n + 1, sizeof(*years));
    for (int i = 0; i < (int)n; i++)
        if (!db_text(r, i, "day"))
            years[n_years++] = (int)db_int(r, i, "year");
        else
            days[n_days++] = (struct special_day){db_date(r, i, "day"), db_bool(r, i, "is_workday")};
    *ret = (struct work_calendar){.days = days, .n_days = n_days, .years = years, .n_years = n_years};
    return calendar_check(ret, err);
}

int limit_on(const struct work_calendar *cal, int32_t start, int32_t amount, enum deadline_unit unit,
             struct deadline *ret, struct problem *err)
{
    struct deadline_input in = {
        .start = start, .term = {amount, unit},
             .rolls = true, .today = DATE_NONE
    };

    return deadline_compute(&in, cal, ret, err);
}

int limit_compute(struct ctx *c, int32_t start, int32_t amount, enum deadline_unit unit, struct deadline *ret,
                  struct problem *err)
{
    int32_t span = unit == DEADLINE_MON ? amount * 31 : unit == DEADLINE_WD ? amount * 2 : amount;
    struct work_calendar cal;

    if (calendar_load(c, start, start + span + 31, &cal, err) < 0)
        return -1;
    return limit_on(&cal, start, amount, unit, ret, err);
}

int32_t limit_before(const struct work_calendar *cal, int32_t due, int32_t days)
{
    int32_t day = due;

    while (days > 0)
        if (calendar_is_workday(cal, --day))
            days--;
    return day;
}

const char *date_or_null(struct ctx *c, int32_t day)
{
    return day == DATE_NONE ? NULL : db_arg_date(&c->arena, day);
}
