/* SPDX-License-Identifier: MIT */
/* What transitions do to clocks, due dates and the schedule of reports (T02..T05, T09, T11, T13, T14, T24). */
#include "issues/domain/issue_limits.h"
#include "issues/domain/issue_schedule.h"
#include "issues/engine/effects.h"
#include "issues/store/limits.h"
#include "issues_sql.h"

/* A step's own limit, counted from today by the tenant's figure. */
static int start_clock(struct ctx *c, struct step *s, const char *name, struct problem *err)
{
    struct issue_limit limit;
    struct deadline d;

    if (!issue_limit(&s->load->facts.parameters, name, &limit))
        return problem_cause(err, PROBLEM_INTERNAL, "no limit %s", name);
    if (limit_compute(c, s->load->facts.today, limit.term.amount, limit.term.unit, &d, err) < 0)
        return -1;
    s->change.step_due = d.due;
    return 0;
}

int effect_start_sign_clock(struct ctx *c, struct step *s, struct problem *err)
{
    struct issue_limit limit;
    struct deadline d;

    if (!issue_limit(&s->load->facts.parameters, "BOUNCE", &limit))
        return problem_cause(err, PROBLEM_INTERNAL, "no limit BOUNCE");
    if (limit_compute(c, s->load->facts.today, limit.term.amount, limit.term.unit, &d, err) < 0)
        return -1;
    s->change.assigned_on = s->load->facts.today;
    s->change.bounce_by = d.due;
    return start_clock(c, s, "SIGN", err);
}

int effect_start_plan_clock(struct ctx *c, struct step *s, struct problem *err)
{
    return start_clock(c, s, "PLAN", err);
}

int effect_start_verify_clock(struct ctx *c, struct step *s, struct problem *err)
{
    return start_clock(c, s, "VERIFY", err);
}

int effect_count_bounce(struct ctx *c, struct step *s, struct problem *err)
{
    (void)c;
    (void)err;
    s->change.bounces = 1;
    return 0;
}

int effect_schedule_reports(struct ctx *c, struct step *s, struct problem *err)
{
    const struct issue_facts *f = &s->load->facts;
    int32_t due = s->change.due != DATE_NONE ? s->change.due : f->due;
    enum issue_period_kind kind = issue_report_kind(f->severity, f->term_class);
    struct issue_period *list;
    char day[DATE_TEXT];
    struct buf b;
    size_t n;

    if (s->to == ISSUE_STATE_LONG_TERM) {
        kind = ISSUE_PERIOD_QUARTER;
        due = f->today + 366;
    }
    if (due == DATE_NONE || due < f->today)
        return 0;
    enum { PERIODS_MAX = 400 };
    list = arena_array(&c->arena, PERIODS_MAX, sizeof(*list));
    n = issue_schedule(kind, &(struct issue_work){f->today, clock_minute_of(c->now_us), due}, &f->parameters,
                       list, PERIODS_MAX);
    buf_init(&b, &c->arena);
    for (size_t i = 0; i < n && i < PERIODS_MAX; i++) {
        buf_addf(&b, "%s{\"period_kind\":\"%s\"", i ? "," : "[", issue_period_kind_values[list[i].kind]);
        date_format(list[i].start, day);
        buf_addf(&b, ",\"period_start\":\"%s\"", day);
        date_format(list[i].end, day);
        buf_addf(&b, ",\"period_end\":\"%s\"", day);
        date_format(list[i].due_on, day);
        buf_addf(&b, ",\"due_on\":\"%s\",\"due_minute\":%d}", day, (int)list[i].due_minute);
    }
    buf_add(&b, n ? "]" : "[]");
    return db_send(c->db, &sql_reports_schedule, BIND({"periods", b.data}), err);
}

/* The route has written the request itself; here only the log says so. */
int effect_record_extension(struct ctx *c, struct step *s, struct problem *err)
{
    char day[DATE_TEXT];

    (void)err;
    date_format(s->load->facts.request.due, day);
    s->detail = arena_printf(&c->arena, "{\"new_due\":\"%s\"}", day);
    return 0;
}

static int decide_extension(struct ctx *c, struct step *s, const char *decision, struct problem *err)
{
    char old[DATE_TEXT], new[DATE_TEXT];

    date_format(s->load->facts.due, old);
    date_format(s->load->facts.extensions.new_due, new);
    s->detail = arena_printf(&c->arena, "{\"old_due\":\"%s\",\"new_due\":\"%s\",\"decision\":\"%s\"}", old,
                             new, decision);
    return db_send(c->db, &sql_extension_decide,
                   BIND({"decision", decision}, {"extension_id", db_text(s->load->row, 0, "extension_id")},
                        {"reason", s->in->reason}, {"doc_no", s->in->doc_no}),
                   err);
}

int effect_grant_extension(struct ctx *c, struct step *s, struct problem *err)
{
    s->change.due = s->load->facts.extensions.new_due;
    s->change.extensions = 1;
    s->change.episodes = 1;
    return decide_extension(c, s, "APPROVED", err);
}

int effect_refuse_extension(struct ctx *c, struct step *s, struct problem *err)
{
    return decide_extension(c, s, "REFUSED", err);
}

int effect_count_return(struct ctx *c, struct step *s, struct problem *err)
{
    (void)c;
    (void)err;
    s->change.returns = 1;
    return 0;
}

int effect_set_due(struct ctx *c, struct step *s, struct problem *err)
{
    (void)c;
    (void)err;
    s->change.due = s->load->facts.request.due;
    s->change.episodes = 1;
    return 0;
}

int effect_stop_clocks(struct ctx *c, struct step *s, struct problem *err)
{
    (void)c;
    (void)err;
    s->change.until = s->load->facts.request.until;
    return 0;
}

int effect_resume_clocks(struct ctx *c, struct step *s, struct problem *err)
{
    const struct issue_facts *f = &s->load->facts;
    int32_t since = db_date(s->load->row, 0, "suspended_on");
    int32_t resumed = issue_resumed_on(db_date(s->load->row, 0, "suspended_until"), f->today);

    (void)err;
    s->change.due = issue_due_after_suspension(f->due, since, resumed);
    s->change.suspended_days = (int)(resumed - since);
    s->detail = arena_printf(&c->arena, "{\"clocks_run_from\":\"%s\"}", db_arg_date(&c->arena, resumed));
    return 0;
}
