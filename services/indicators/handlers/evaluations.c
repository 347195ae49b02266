/* SPDX-License-Identifier: MIT */
/* /evaluations: what was computed from observations; the calendar of a year; computing now instead of in a second. */
#include "audit/audit.h"
#include "base/date.h"
#include "indicators/engine/batch.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators_sql.h"
#include "unit/owner.h"

enum { RANGE_MAX_DAYS = 366 };

int evaluation_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_evaluation_list, &sql_evaluation_count, err);
}

/* ---- calendar */

/* The subject of a calendar: an object that the caller sees, or a place in his range. */
static int calendar_subject(struct ctx *c, const char **ret_id, struct problem *err)
{
    const struct calendar_query *q = c->query;
    struct db_result *r;
    struct owner owner;

    if (q->object_id && q->tenant) {
        problem_field(err, "/tenant", "not-allowed", "the calendar is of an object or of a place");
        return problem_fields_check(err);
    }
    if (q->object_id) {
        if (db_one(c->db, &sql_object_get, BIND_NONE, &r, err) < 0)
            return -1;
        *ret_id = q->object_id;
        return 0;
    }
    if (owner_find(c, q->tenant, "/tenant", &owner, err) < 0)
        return -1;
    *ret_id = owner.id;
    return 0;
}

int evaluation_calendar(struct ctx *c, struct problem *err)
{
    const struct calendar_query *q = c->query;
    struct arena *a = &c->arena;
    const char *first = db_arg_date(a, date_from_ymd((int)q->year, 1, 1)), *subject = NULL;
    struct db_result *r;

    if (calendar_subject(c, &subject, err) < 0)
        return -1;
    if (db_one(c->db, &sql_evaluation_calendar, BIND({"subject", subject}, {"first_day", first}), &r, err) <
        0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

/* ---- computing now */

static int check_range(const struct evaluation_request *in, struct problem *err)
{
    if (in->to < in->from)
        problem_field(err, "/to", "range", "it ends before it begins");
    else if (in->to - in->from >= RANGE_MAX_DAYS)
        problem_field(err, "/to", "range", "at most %d days at a time", RANGE_MAX_DAYS);
    return problem_fields_check(err);
}

/* The object alone: the places and the body it counts for are left to the job, which sees all of them. */
static int evaluate_days(struct ctx *c, const struct touched *days, size_t n, struct problem *err)
{
    struct batch b;

    if (batch_open(c, days, n, &b, err) < 0)
        return -1;
    batch_forget_groups(&b);
    return batch_run(&b, err);
}

static int evaluate_object(struct ctx *c, struct problem *err)
{
    struct db_result *r;
    struct touched *days;
    size_t n;

    if (db_send(c->db, &sql_evaluation_plan_freely, BIND_NONE, err) < 0 ||
        db_run(c->db, &sql_evaluation_days_of_object, BIND_NONE, &r, err) < 0)
        return -1;
    n = (size_t)db_rows(r);
    if (n == 0)
        return 0;
    days = arena_array(&c->arena, n, sizeof *days);
    for (size_t i = 0; i < n; i++)
        days[i] = (struct touched){db_text(r, (int)i, "object_id"), db_date(r, (int)i, "day")};
    if (evaluate_days(c, days, n, err) < 0)
        return -1;
    return db_send(c->db, &sql_evaluation_mark, BIND_NONE, err);
}

int evaluation_compute(struct ctx *c, struct problem *err)
{
    const struct evaluation_request *in = c->in;
    struct db_result *r;

    if (check_range(in, err) < 0 || db_one(c->db, &sql_object_get, BIND_NONE, &r, err) < 0)
        return -1;
    if (evaluate_object(c, err) < 0 ||
        audit_add(c, "evaluation.compute", "object", in->object_id, NULL, err) < 0)
        return -1;
    if (db_run(c->db, &sql_evaluation_of_range, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_items(c, r);
}
