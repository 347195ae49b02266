/* SPDX-License-Identifier: MIT */
/* Working-day calendars by year (State Council notices); every change tells the others to compute their deadlines anew.
 * */
#include "audit/audit.h"
#include "base/date.h"
#include "base/str.h"
#include "directory/events.h"
#include "directory/handlers/handlers.h"
#include "directory/inputs.h"
#include "directory_sql.h"
#include "http/page.h"
#include "http/update.h"

#include <stdio.h>

int calendar_list(struct ctx *c, struct problem *err)
{
    return page_whole(c, &sql_calendar_list, err);
}

/* The year of the path; anything but a plain year has no calendar. */
static int year_of(struct ctx *c, int64_t *ret, struct problem *err)
{
    if (!str_to_int64(ctx_param(c, "year"), ret) || *ret < 1990 || *ret > 2199)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no calendar of %.20s", ctx_param(c, "year"));
    return 0;
}

static int reply_calendar(struct ctx *c, int status, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_calendar_get, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, status, r, NULL);
}

int calendar_get(struct ctx *c, struct problem *err)
{
    int64_t year;

    return year_of(c, &year, err) < 0 ? -1 : reply_calendar(c, 200, err);
}

/* A notice names days of its own year, each once, and a make-up working day is always a Saturday or Sunday. */
static int check_days(const struct calendar_put *in, int64_t year, struct problem *err)
{
    const struct calendar_day_input *d = in->days.items;

    for (size_t i = 0; i < in->days.n; i++) {
        char pointer[PROBLEM_POINTER];
        int y, m, day;
        date_to_ymd(d[i].date, &y, &m, &day);
        (void)snprintf(pointer, sizeof pointer, "/days/%zu/date", i);
        if (y != year)
            problem_field(err, pointer, "range", "not a day of %lld", (long long)year);
        if (d[i].is_workday && date_weekday(d[i].date) < 6)
            problem_field(err, pointer, "weekday", "a make-up working day is a Saturday or Sunday");
        for (size_t j = 0; j < i; j++)
            if (d[j].date == d[i].date)
                problem_field(err, pointer, "duplicate", "the day stands twice");
    }
    return problem_fields_check(err);
}

static int announce(struct ctx *c, const struct calendar_put *in, int64_t year, struct problem *err)
{
    const struct tenancy *t = &c->who->tenant;
    char id[UUID_TEXT];
    struct buf b;

    /* Calendars have no id of their own: the year makes one, so that events of one year stay in order. */
    (void)snprintf(id, sizeof id, "00000000-0000-7000-8000-%012lld", (long long)year);
    buf_init(&b, &c->arena);
    buf_addf(&b, "{\"year\":%lld,\"days\":%zu,\"source\":", (long long)year, in->days.n);
    buf_add_json(&b, in->source);
    buf_add_char(&b, '}');
    if (outbox_add(c, &event_calendar_changed, &(struct event_subject){id, t->tenant_id, t->scope}, b.data,
                   err) < 0)
        return -1;
    return audit_add(c, "calendar.put", "calendar", ctx_param(c, "year"), b.data, err);
}

static int store(struct ctx *c, const struct calendar_put *in, int64_t year, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_calendar_put, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return problem_fail(err, PROBLEM_STALE_VERSION, "somebody else loads the year");
    if (db_run(c->db, &sql_calendar_days_delete, BIND_NONE, NULL, err) < 0 ||
        db_run(c->db, &sql_calendar_days_insert, BIND_NONE, NULL, err) < 0)
        return -1;
    return announce(c, in, year, err);
}

int calendar_put(struct ctx *c, struct problem *err)
{
    const struct calendar_put *in = c->in;
    struct db_result *same;
    int64_t year;

    if (year_of(c, &year, err) < 0 || check_days(in, year, err) < 0)
        return -1;
    if (db_one(c->db, &sql_calendar_same, BIND_NONE, &same, err) < 0)
        return -1;
    if (db_int(same, 0, "row_version") != c->if_match)
        return put_missed(c, db_int(same, 0, "row_version"), err);
    if (!db_bool(same, 0, "same") && store(c, in, year, err) < 0)
        return -1;
    return reply_calendar(c, 200, err);
}
