/* SPDX-License-Identifier: MIT */
/* Calendars from the database to the engine's arrays. */
#include "calendar/load.h"

#include "common_sql.h"

int calendar_load(struct ctx *c, struct work_calendar *ret, struct problem *err)
{
    struct db_result *days, *years;

    if (db_run(c->db, &sql_calendar_days_all, BIND_NONE, &days, err) < 0 ||
        db_run(c->db, &sql_calendar_years_all, BIND_NONE, &years, err) < 0)
        return -1;
    struct special_day *d = arena_array(&c->arena, (size_t)db_rows(days) + 1, sizeof *d);
    int *y = arena_array(&c->arena, (size_t)db_rows(years) + 1, sizeof *y);
    for (int i = 0; i < db_rows(days); i++)
        d[i] = (struct special_day){db_date(days, i, "day"), db_bool(days, i, "is_workday")};
    for (int i = 0; i < db_rows(years); i++)
        y[i] = (int)db_int(years, i, "year");
    *ret = (struct work_calendar){d, (size_t)db_rows(days), y, (size_t)db_rows(years)};
    return 0;
}
