/* SPDX-License-Identifier: MIT */
/* Takes what was marked as changed, the latest first, and computes exactly that anew. What is taken, what is computed
 * and what is written commit together: a run that dies has neither taken nor written anything. */
#include "indicators/engine/place_values.h"
#include "indicators/jobs/jobs.h"
#include "indicators_sql.h"
#include "log/log.h"

/* A batch is what a day that has just come may have to wait for: about a second. Its days lie near each other, so that
 * they are read together. */
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

static int compute(struct ctx *c, const struct touched *days, size_t n, struct problem *err)
{
    struct batch b;

    return batch_open(c, days, n, &b, err) < 0 || batch_run(&b, err) < 0 || place_values_put(&b, err) < 0 ? -1
                                                                                                          : 0;
}

/* Whether it was computed; if not, nothing of it is written. -1 when the unit cannot go on. */
static int try_compute(struct ctx *c, const struct touched *days, size_t n, struct problem *ret_why,
                       struct problem *err)
{
    if (db_savepoint(c->db, err) < 0)
        return -1;
    if (compute(c, days, n, ret_why) == 0 && db_release(c->db, ret_why) == 0)
        return true;
    return db_rollback_to(c->db, err) < 0 ? -1 : false;
}

/* The days of the object of days[0] come first, the others behind them; how many. */
static size_t gather(struct touched *days, size_t n)
{
    size_t own = 1;

    for (size_t i = 1; i < n; i++) {
        struct touched other = days[own];
        if (!str_eq(days[i].object_id, days[0].object_id))
            continue;
        days[own++] = days[i];
        days[i] = other;
    }
    return own;
}

static int put_off(struct ctx *c, const struct touched *days, size_t n, const struct problem *why,
                   struct problem *err)
{
    struct text_array all;

    text_array_init(&all, &c->arena);
    for (size_t i = 0; i < n; i++)
        text_array_add(&all, db_arg_date(&c->arena, days[i].day));
    log_line(LOG_LEVEL_ERROR, "evaluation.put_off",
             LOG_PAIRS(LOG_TEXT("object", days[0].object_id), LOG_TEXT("detail", why->detail),
                       LOG_TEXT("cause", why->cause)));
    return db_send(c->db, &sql_evaluation_put_off,
                   BIND({"object_id", days[0].object_id}, {"days", text_array_done(&all)}), err);
}

/* One object's data must not keep all others from being computed: each is tried alone, and one that fails is put off.
 * */
static int compute_one_by_one(struct ctx *c, struct touched *days, size_t n, struct problem *err)
{
    for (size_t done = 0, own; done < n; done += own) {
        struct problem why = {0};
        own = gather(days + done, n - done);
        int result = try_compute(c, days + done, own, &why, err);
        if (result < 0 || (!result && put_off(c, days + done, own, &why, err) < 0))
            return -1;
    }
    return 0;
}

int job_evaluate(struct ctx *c, struct problem *err)
{
    struct db_result *r;
    struct touched *days;
    struct problem why = {0};
    const char *marks;
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
    int result = try_compute(c, days, n, &why, err);
    if (result < 0 || (!result && compute_one_by_one(c, days, n, err) < 0))
        return -1;
    return JOB_MORE;
}
