/* SPDX-License-Identifier: MIT */
/* Takes what was marked as changed, the latest first, and computes exactly that anew. What is taken, what is computed and what is
 * written commit together: a run that dies has neither taken nor written anything. */
#include "indicators/engine/place_values.h"
#include "indicators/jobs/jobs.h"
#include "indicators_sql.h"

/* A batch is what a day that has just come may have to wait for: about a second. Its days lie near each other, so that they are read
 * together. */
enum { MARKS = 5000, DAYS = 92 };

/* The marks that go into one batch; how many. */
static size_t choose(struct ctx *c, const struct db_result *r, struct touched *days, const char **ret_marks)
{
    struct text_array marks;
    int n = 0;

    text_array_init(&marks, &c->arena);
    for (; n < db_rows(r); n++) {
        days[n] = (struct touched){db_text(r, n, "object_id"), db_date(r, n, "day")};
        if (days[n].day <= days[0].day - DAYS)
            break;
        text_array_add(&marks, db_text(r, n, "id"));
    }
    *ret_marks = text_array_done(&marks);
    return (size_t)n;
}

int job_evaluate(struct ctx *c, struct problem *err)
{
    struct db_result *r;
    struct touched *days;
    const char *marks;
    struct batch b;
    size_t n;

    if (db_run(c->db, &sql_evaluation_latest, BIND({"marks", db_arg_int(&c->arena, MARKS)}), &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return JOB_DONE;
    days = arena_array(&c->arena, (size_t)db_rows(r), sizeof *days);
    n = choose(c, r, days, &marks);
    if (db_send(c->db, &sql_evaluation_plan_freely, BIND_NONE, err) < 0 ||
        db_send(c->db, &sql_evaluation_take, BIND({"marks", marks}), err) < 0)
        return -1;
    if (batch_open(c, days, n, &b, err) < 0 || batch_run(&b, err) < 0 || place_values_put(&b, err) < 0)
        return -1;
    return JOB_MORE;
}
