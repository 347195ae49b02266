/* SPDX-License-Identifier: MIT */
/* What transitions do to clocks, due dates and the schedule of reports (T02..T05, T09, T11, T13, T14, T24). */
#include "issues/domain/issue_due.h"
#include "issues/domain/issue_workflow.h"
#include "issues/engine/clocks.h"
#include "issues/engine/effects.h"
#include "issues/engine/reports.h"
#include "issues_sql.h"

int effect_start_sign_clock(struct ctx *c, struct step *s, struct problem *err)
{
    const struct issue_facts *f = &s->load->facts;

    s->change.assigned_on = f->today;
    if (issue_due_is_open(f)) {
        s->change.due = issue_due_assigned(f);
        s->change.due_by_term = s->change.due != DATE_NONE;
        s->change.episodes = f->due != DATE_NONE;
    }
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

/* From where reports were handed in before, and none is owed. */
static bool comes_back(enum issue_state from)
{
    return !issue_reports_run(from) && from != ISSUE_STATE_PLAN_FILED;
}

int effect_schedule_reports(struct ctx *c, struct step *s, struct problem *err)
{
    const struct issue_facts *f = &s->load->facts;
    const struct report_asked asked = {
        .issue_id = s->load->ref.id,
        .state = (enum issue_state)s->to,
        .severity = f->severity,
        .term = f->term_class,
        .due = s->change.due != DATE_NONE ? s->change.due : f->due,
        .goes_on = issue_reports_run((enum issue_state)s->from),
    };

    if (comes_back((enum issue_state)s->from) && reports_again(c, asked.issue_id, &f->parameters, err) < 0)
        return -1;
    return reports_lay_out(c, &asked, &f->parameters, err);
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
    return plans_follow(c, s->load->ref.id, s->load->facts.due, s->change.due, err) < 0
               ? -1
               : decide_extension(c, s, "APPROVED", err);
}

int effect_refuse_extension(struct ctx *c, struct step *s, struct problem *err)
{
    return decide_extension(c, s, "REFUSED", err);
}

/* The work is said to be done, or is none any more: no time is asked for. */
int effect_lapse_extension(struct ctx *c, struct step *s, struct problem *err)
{
    if (!s->load->facts.extensions.pending)
        return 0;
    s->detail = arena_strdup(&c->arena, "{\"extension\":\"LAPSED\"}");
    return db_send(c->db, &sql_extension_lapse, BIND_NONE, err);
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
    s->change.due = s->load->facts.request.due;
    s->change.episodes = 1;
    return plans_follow(c, s->load->ref.id, s->load->facts.due, s->change.due, err);
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
