/* SPDX-License-Identifier: MIT */
/* The daily walk over open issues in key order: the light first, then the ladder with that light, and the schedule of
 * reports where it runs out.
 *
 * The watermark of the job's row says how far the walk of which day has come ("2026-12-01 <last id>", "2026-12-01
 * done"), so a stopped walk goes on where it was, two processes never walk at once, and after days without a walk each
 * of them is walked, the oldest first: the same steps come out as if there had been no gap. A step already taken is
 * known by its rung. */
#include "base/date.h"
#include "base/uuid.h"
#include "issues/engine/facts.h"
#include "issues/engine/ladder.h"
#include "issues/engine/light.h"
#include "issues/engine/reports.h"
#include "issues/jobs/jobs.h"
#include "issues_sql.h"
#include <string.h>

enum { BATCH = 500, HALF_PAST_MIDNIGHT_US = 30 * 60 * 1000000 };

static const char job_name[] = "daily";

struct walk {
    int32_t day;       /* being walked */
    const char *after; /* id, or "done" */
};

/* What a batch is judged by, and what it will change. */
struct batch {
    struct parameter_book parameters;
    struct light_marks marks;
    struct ladder_steps steps;
    struct report_lines reports;
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

/* The walk that was begun is finished, whatever day it is by now; behind it comes the next day, until today's is done.
 * */
static int open_walk(struct ctx *c, struct walk *w, struct problem *err)
{
    int32_t today = clock_day_of(c->now_us - HALF_PAST_MIDNIGHT_US), marked;
    const char *mark;
    struct db_result *r;

    if (db_one(c->db, &sql_daily_watermark, BIND({"job", job_name}), &r, err) < 0)
        return -1;
    mark = db_text(r, 0, "watermark") ? db_text(r, 0, "watermark") : "";
    *w = (struct walk){today, UUID_NIL};
    if (!date_parse(word(c, mark, 0), &marked) || marked > today)
        return 0;
    w->after = word(c, mark, 1);
    w->day = marked;
    if (marked < today && str_eq(w->after, "done"))
        *w = (struct walk){marked + 1, UUID_NIL};
    return 0;
}

static int close_batch(struct ctx *c, const struct walk *w, const char *after, struct problem *err)
{
    char day[DATE_TEXT];

    date_format(w->day, day);
    return db_send(c->db, &sql_daily_set_watermark,
                   BIND({"job", job_name}, {"watermark", arena_printf(&c->arena, "%s %s", day, after)}), err);
}

/* An issue that somebody acted on after the day being walked was judged then, and that verdict stays. */
static enum issue_light judge(struct ctx *c, struct batch *b, const struct db_result *r, int row,
                              const struct issue_parameters *p)
{
    if (db_bool(r, row, "judged_later"))
        return (enum issue_light)code_find(issue_light_codes, db_text(r, row, "light"));
    return light_judge(c, r, row, p, &b->marks);
}

static void look_at(struct ctx *c, struct batch *b, const struct db_result *r, int row)
{
    const struct issue_parameters *p = parameter_book_find(&b->parameters, db_text(r, row, "scope"));
    enum issue_light light = judge(c, b, r, row, p);

    int32_t report_due = reports_go_on(c, r, row, p, &b->reports);

    ladder_climb(c, r, row, &(struct ladder_look){light, p, report_due}, &b->steps);
}

/* A few statements, however many issues change. */
static int handle(struct ctx *c, const struct walk *w, const struct db_result *r, struct problem *err)
{
    struct batch b;

    if (parameter_book_open(c, r, &b.parameters, err) < 0)
        return -1;
    light_marks_init(&b.marks, &c->arena);
    ladder_steps_init(&b.steps, &c->arena);
    report_lines_init(&b.reports, &c->arena);
    outbox_batch_init(&b.events, &c->arena);
    for (int i = 0; i < db_rows(r); i++)
        look_at(c, &b, r, i);
    if (light_write(c, &b.marks, &b.events, err) < 0 || ladder_take(c, &b.steps, &b.events, err) < 0 ||
        report_lines_write(c, &b.reports, err) < 0 ||
        (db_rows(r) > 0 &&
         ladder_prolong(c, w->after, db_text(r, db_rows(r) - 1, "id"), &b.parameters, err) < 0))
        return -1;
    return outbox_send(c, &b.events, err);
}

int job_daily(struct ctx *c, struct problem *err)
{
    struct walk w;
    struct db_result *r;
    int n;

    if (open_walk(c, &w, err) < 0)
        return -1;
    if (str_eq(w.after, "done"))
        return JOB_DONE;
    c->work_day = w.day;
    if (db_run(c->db, &sql_daily_batch, BIND({"after", w.after}), &r, err) < 0 || handle(c, &w, r, err) < 0)
        return -1;
    n = db_rows(r);
    if (n < BATCH && db_send(c->db, &sql_escalation_lapse_closed, BIND_NONE, err) < 0)
        return -1;
    if (close_batch(c, &w, n < BATCH ? "done" : db_text(r, n - 1, "id"), err) < 0)
        return -1;
    return n < BATCH && w.day == clock_day_of(c->now_us - HALF_PAST_MIDNIGHT_US) ? JOB_DONE : JOB_MORE;
}
