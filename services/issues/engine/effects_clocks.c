/* SPDX-License-Identifier: MIT */
/* What transitions do to clocks, due dates and the schedule of reports (T02..T05, T09, T11, T13, T14, T24). */
#include "issues/domain/issue_schedule.h"
#include "issues/engine/clocks.h"
#include "issues/engine/effects.h"
#include "issues_sql.h"

int effect_start_sign_clock(struct ctx *c, struct step *s, struct problem *err)
{
    s->change.assigned_on = s->load->facts.today;
    return clock_start(c, s, ISSUE_CLOCK_BOUNCE, err) < 0 ? -1 : clock_start(c, s, ISSUE_CLOCK_SIGN, err);
}

int effect_start_plan_clock(struct ctx *c, struct step *s, struct problem *err)
{
    return clock_start(c, s, ISSUE_CLOCK_PLAN, err);
}

int effect_start_verify_clock(struct ctx *c, struct step *s, struct problem *err)
{
    return clock_start(c, s, ISSUE_CLOCK_VERIFY, err);
}

int effect_count_bounce(struct ctx *c, struct step *s, struct problem *err)
{
    (void)c;
    (void)err;
    s->change.bounces = 1;
    return 0;
}

/* The periods as a JSON list. */
static const char *periods_json(struct ctx *c, const struct issue_period *list, size_t n)
{
    char start[DATE_TEXT], end[DATE_TEXT], due[DATE_TEXT];
    struct buf b;

    buf_init(&b, &c->arena);
    for (size_t i = 0; i < n; i++) {
        date_format(list[i].start, start);
        date_format(list[i].end, end);
        date_format(list[i].due_on, due);
        buf_addf(&b,
                 "%s{\"period_kind\":\"%s\",\"period_start\":\"%s\",\"period_end\":\"%s\",\"due_on\":\"%s\","
                 "\"due_minute\":%d}",
                 i ? "," : "", issue_period_kind_values[list[i].kind], start, end, due,
                 (int)list[i].due_minute);
    }
    return arena_printf(&c->arena, "[%s]", n ? b.data : "");
}

/* What is only due goes, unless the new schedule has it too; an issue without days left keeps none. */
int effect_schedule_reports(struct ctx *c, struct step *s, struct problem *err)
{
    enum { PERIODS_MAX = 400 };
    const struct issue_facts *f = &s->load->facts;
    int32_t due = s->change.due != DATE_NONE ? s->change.due : f->due;
    enum issue_period_kind kind = issue_report_kind(f->severity, f->term_class);
    struct issue_period *list = arena_array(&c->arena, PERIODS_MAX, sizeof(*list));
    const struct bind *binds;
    size_t n;

    if (s->to == ISSUE_STATE_LONG_TERM) {
        kind = ISSUE_PERIOD_QUARTER;
        due = f->today + 366;
    }
    n = issue_schedule(kind, &(struct issue_work){f->today, clock_minute_of(c->now_us), due}, &f->parameters,
                       list, PERIODS_MAX);
    binds = BIND({"periods", periods_json(c, list, n < PERIODS_MAX ? n : PERIODS_MAX)});
    return db_send(c->db, &sql_reports_clear, binds, err) < 0
               ? -1
               : db_send(c->db, &sql_reports_schedule, binds, err);
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

/* A change of plan that waits goes along, or its approval would take the extension back. */
static int extend_plan(struct ctx *c, const struct step *s, struct problem *err)
{
    char old[DATE_TEXT], new[DATE_TEXT];

    date_format(s->load->facts.due, old);
    date_format(s->load->facts.extensions.new_due, new);
    return db_send(c->db, &sql_plan_extend, BIND({"old_due", old}, {"new_due", new}), err);
}

int effect_grant_extension(struct ctx *c, struct step *s, struct problem *err)
{
    s->change.due = s->load->facts.extensions.new_due;
    s->change.extensions = 1;
    s->change.episodes = 1;
    return extend_plan(c, s, err) < 0 ? -1 : decide_extension(c, s, "APPROVED", err);
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
    return clocks_stop(c, s, err);
}

/* The clocks run again whatever way an issue leaves SUSPENDED (step_take); where reports are due, they are laid out
 * anew: none is owed for the time of the pause. */
int effect_resume_clocks(struct ctx *c, struct step *s, struct problem *err)
{
    return issue_reports_run((enum issue_state)s->to) ? effect_schedule_reports(c, s, err) : 0;
}
