/* SPDX-License-Identifier: MIT */
/* The daily walk over open issues in key order: the light first, then the ladder with that light.
 *
 * The watermark of the job's row says how far the walk of which day has come, and when every issue was looked at before it
 * ("2026-12-01 <last id> 2026-11-30", or "... done ..."), so a stopped walk goes on where it was, every batch of it catches up on
 * the same days, and two processes never walk at once; a step already taken is known by its rung. */
#include "base/date.h"
#include "issues/engine/facts.h"
#include "issues/engine/ladder.h"
#include "issues/engine/light.h"
#include "issues/jobs/jobs.h"
#include "issues_sql.h"
#include <string.h>

enum { BATCH = 500, HALF_PAST_MIDNIGHT_US = 30 * 60 * 1000000 };

static const char job_name[] = "daily";
static const char nil_id[] = "00000000-0000-0000-0000-000000000000";

struct walk {
    int32_t day;         /* being walked */
    int32_t last_looked; /* the walk before it that came to its end; DATE_NONE */
    const char *after;   /* id, or "done" */
};

/* What a batch is judged by, and what it will change. */
struct batch {
    struct parameter_book parameters;
    struct light_marks marks;
    struct ladder_steps steps;
    struct outbox_batch events;
};

/* The `n`-th word of the mark; empty when it has not so many. */
static const char *word(struct ctx *c, const char *mark, int n)
{
    while (n-- > 0) {
        mark += strcspn(mark, " ");
        mark += strspn(mark, " ");
    }
    return arena_printf(&c->arena, "%.*s", (int)strcspn(mark, " "), mark);
}

static int open_walk(struct ctx *c, struct walk *w, struct problem *err)
{
    int32_t marked = DATE_NONE, before = DATE_NONE;
    const char *mark, *after;
    struct db_result *r;

    if (db_one(c->db, &sql_daily_watermark, BIND({"job", job_name}), &r, err) < 0)
        return -1;
    mark = db_text(r, 0, "watermark") ? db_text(r, 0, "watermark") : "";
    after = word(c, mark, 1);
    (void)date_parse(word(c, mark, 0), &marked);
    (void)date_parse(word(c, mark, 2), &before);
    w->day = clock_day_of(c->now_us - HALF_PAST_MIDNIGHT_US);
    w->after = marked == w->day ? after : nil_id;
    w->last_looked = marked == w->day || !str_eq(after, "done") ? before : marked;
    return 0;
}

static int close_batch(struct ctx *c, const struct walk *w, const char *after, struct problem *err)
{
    char day[DATE_TEXT], before[DATE_TEXT];

    date_format(w->day, day);
    date_format(w->last_looked, before);
    return db_send(
        c->db, &sql_daily_set_watermark,
        BIND({"job", job_name}, {"watermark", arena_printf(&c->arena, "%s %s %s", day, after, before)}), err);
}

static void look_at(struct ctx *c, const struct walk *w, struct batch *b, const struct db_result *r, int row)
{
    const struct issue_parameters *p = parameter_book_find(&b->parameters, db_text(r, row, "scope"));
    enum issue_light light = light_judge(c, r, row, p, &b->marks);

    ladder_climb(c, r, row, &(struct ladder_look){light, w->last_looked, p}, &b->steps);
}

/* A few statements, however many issues change. */
static int handle(struct ctx *c, const struct walk *w, const struct db_result *r, struct problem *err)
{
    struct batch b;

    if (parameter_book_open(c, r, &b.parameters, err) < 0)
        return -1;
    light_marks_init(&b.marks, &c->arena);
    ladder_steps_init(&b.steps, &c->arena);
    outbox_batch_init(&b.events, &c->arena);
    for (int i = 0; i < db_rows(r); i++)
        look_at(c, w, &b, r, i);
    if (light_write(c, &b.marks, &b.events, err) < 0 || ladder_take(c, &b.steps, &b.events, err) < 0)
        return -1;
    return outbox_send(c, &b.events, err);
}

int job_daily(struct ctx *c, struct problem *err)
{
    struct walk w = {0};
    struct db_result *r;
    int n;

    if (open_walk(c, &w, err) < 0)
        return -1;
    if (str_eq(w.after, "done"))
        return JOB_DONE;
    if (db_run(c->db, &sql_daily_batch, BIND({"after", w.after}), &r, err) < 0 || handle(c, &w, r, err) < 0)
        return -1;
    n = db_rows(r);
    if (close_batch(c, &w, n < BATCH ? "done" : db_text(r, n - 1, "id"), err) < 0)
        return -1;
    return n < BATCH ? JOB_DONE : JOB_MORE;
}
