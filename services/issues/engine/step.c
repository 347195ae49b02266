/* SPDX-License-Identifier: MIT */
/* Takes steps: effects of the row, then of the automatic rows behind it, then one update that only wins on the version
 * read. */
#include "issues/engine/step.h"

#include "audit/audit.h"
#include "issues/engine/clocks.h"
#include "issues/engine/due_by_term.h"
#include "issues/engine/light.h"
#include "issues/inputs_notice.h"
#include "issues_sql.h"
#include <string.h>

struct issue_change issue_change_none(void)
{
    return (struct issue_change){.due = DATE_NONE,
                                 .due_nominal = DATE_NONE,
                                 .assigned_on = DATE_NONE,
                                 .bounce_by = DATE_NONE,
                                 .step_due = DATE_NONE,
                                 .until = DATE_NONE};
}

static void set_request(struct issue_facts *f, const struct transition_input *in)
{
    struct issue_request *q = &f->request;

    q->present = true;
    q->reason = in->reason;
    q->doc_no = in->doc_no;
    q->filing_receipt_no = in->filing_receipt_no;
    q->merged_into = in->merged_into;
    q->due = date_given(in->due_date);
    q->until = date_given(in->until);
    q->extension_reason = code_find(issue_extension_reason_codes, in->reason_code);
    q->goals_verdict = code_find(issue_goals_verdict_codes, in->goals_verdict);
    q->city_consent_no = in->city_consent_no;
    q->suspension_reason = code_find(issue_suspension_reason_codes, in->reason_code);
    q->channels = notice_channels(&in->channels);
    q->evidence_files = (int32_t)in->evidence_ids.n;
}

int step_decide(struct ctx *c, struct step *s, const char *action, struct problem *err)
{
    struct issue_facts *f = &s->load->facts;
    struct workflow_ask ask;

    set_request(f, s->in);
    ask = issue_ask(f, c->english);
    if (workflow_decide(s->load->workflow, &ask, action, &s->row, err) < 0)
        return -1;
    s->from = f->state;
    s->to = workflow_target(s->row, f->state, f->previous);
    return 0;
}

int step_decide_system(struct step *s, const char *action, struct problem *err)
{
    const struct issue_facts *f = &s->load->facts;

    s->row = workflow_row_from(s->load->workflow, action, f->state);
    if (!s->row || !str_empty(s->row->guards))
        return problem_cause(err, PROBLEM_INTERNAL, "%s is not the system's to take from %s", action,
                             issue_state_values[f->state]);
    s->from = f->state;
    s->to = workflow_target(s->row, f->state, f->previous);
    return 0;
}

static int run_effects(struct ctx *c, struct step *s, struct problem *err)
{
    const char *at = s->row->effects;

    while (*at) {
        size_t n = strcspn(at, " ");
        const struct effect *e = issue_effect_table;
        while (e->name && (strlen(e->name) != n || strncmp(e->name, at, n) != 0))
            e++;
        if (!e->name)
            return problem_cause(err, PROBLEM_INTERNAL, "no executor for %s", at);
        if (e->run(c, s, err) < 0)
            return -1;
        at += n + strspn(at + n, " ");
    }
    return 0;
}

static int audit_step(struct ctx *c, const struct step *s, const char *detail, struct problem *err)
{
    const char *action = arena_printf(&c->arena, "issue.%s", s->row->action);
    const struct issue_ref *ref = &s->load->ref;
    const struct audit_object object = {"issue", ref->id, ref->tenant_id, ref->scope};

    return audit_add_about(c, action, &object, detail, err);
}

/* Log, audit and event of one row; they ride with the update. */
static int record(struct ctx *c, const struct step *s, struct problem *err)
{
    const char *from = issue_state_values[s->from], *to = issue_state_values[s->to];
    const struct issue_state_change change = {s->row->id, s->row->action, from, to, s->in->reason};
    struct buf b;

    if (db_send(c->db, &sql_state_log_insert,
                BIND({"rule", s->row->id}, {"action", s->row->action}, {"from_state", from}, {"to_state", to},
                     {"reason", s->in->reason}, {"doc_no", s->in->doc_no}, {"detail", s->detail},
                     {"workflow_version", db_arg_int(&c->arena, s->load->workflow->version)}),
                err) < 0)
        return -1;
    buf_init(&b, &c->arena);
    buf_addf(&b, "{\"rule\":\"%s\",\"from\":\"%s\",\"to\":\"%s\"}", s->row->id, from, to);
    if (audit_step(c, s, b.data, err) < 0)
        return -1;
    return issue_event_state_changed(c, &s->load->ref, &change, err);
}

static const char *date_arg(struct ctx *c, int32_t day)
{
    return day == DATE_NONE ? NULL : db_arg_date(&c->arena, day);
}

/* The step that an issue stands in goes on, with its limit: nothing was decided, or it stands still. */
static bool keeps_step(int from, int to)
{
    return to == from || to == ISSUE_STATE_SUSPENDED ||
           (from == ISSUE_STATE_SUSPENDED && issue_is_open((enum issue_state)to));
}

static int update(struct ctx *c, struct step *s, int first, struct problem *err)
{
    const struct issue_change *g = &s->change;
    struct arena *a = &c->arena;
    struct db_result *r;

    if (db_run(c->db, &sql_issue_step,
               BIND({"action", s->row->action}, {"from_state", issue_state_values[first]},
                    {"to_state", issue_state_values[s->to]}, {"version", db_arg_int(a, s->load->version)},
                    {"due", date_arg(c, g->due)},
                    {"due_nominal", date_arg(c, g->due_nominal != DATE_NONE ? g->due_nominal : g->due)},
                    {"due_moved_to", g->due_nominal != DATE_NONE ? date_arg(c, g->due) : NULL},
                    {"step_due", date_arg(c, g->step_due)},
                    {"keeps_step", db_arg_bool(keeps_step(first, s->to))},
                    {"due_provisional", g->due == DATE_NONE ? NULL : db_arg_bool(g->due_provisional)},
                    {"due_by_term", g->due_by_term ? "true" : NULL},
                    {"assigned_on", date_arg(c, g->assigned_on)}, {"bounce_by", date_arg(c, g->bounce_by)},
                    {"bounces", db_arg_int(a, g->bounces)}, {"returns", db_arg_int(a, g->returns)},
                    {"upper_returns", db_arg_int(a, g->upper_returns)},
                    {"extensions", db_arg_int(a, g->extensions)}, {"episodes", db_arg_int(a, g->episodes)},
                    {"until", date_arg(c, g->until)}, {"suspended_days", db_arg_int(a, g->suspended_days)},
                    {"applied_by", g->applied_by}, {"merged_into", g->merged_into}),
               &r, err) < 0)
        return -1;
    if (db_rows(r) != 1)
        return problem_fail(err, PROBLEM_STALE_VERSION, "the issue has moved on since it was read");
    s->issue = r;
    return 0;
}

/* What the state that is being left owes up to this moment, whatever the step does to it. */
static int settle(struct ctx *c, struct step *s, struct problem *err)
{
    if (s->from == ISSUE_STATE_SUSPENDED && clocks_run_again(c, s, err) < 0)
        return -1;
    return issue_reports_run((enum issue_state)s->from) ? db_send(c->db, &sql_report_settle, BIND_NONE, err)
                                                        : 0;
}

/* A day that nobody named follows what came while the issue stood still. */
static int look_again(struct ctx *c, int first, const char *issue_id, struct problem *err)
{
    if (first == ISSUE_STATE_SUSPENDED && due_by_term_follow(c, issue_id, err) < 0)
        return -1;
    return light_refresh(c, issue_id, err);
}

int step_take(struct ctx *c, struct step *s, struct problem *err)
{
    int first = s->from;
    const struct workflow_row *next;

    if (settle(c, s, err) < 0)
        return -1;
    for (;;) {
        if (run_effects(c, s, err) < 0 || record(c, s, err) < 0)
            return -1;
        next = s->to == s->from ? NULL : workflow_auto(s->load->workflow, s->to);
        if (!next)
            break;
        s->row = next;
        s->from = s->to;
        s->to = workflow_target(next, s->from, WORKFLOW_SAME);
    }
    if ((s->to != first && clocks_leave(c, s->to, err) < 0) || update(c, s, first, err) < 0)
        return -1;
    if (s->to == ISSUE_STATE_CLOSED && issue_event_closed(c, &s->load->ref, s->issue, err) < 0)
        return -1;
    return look_again(c, first, s->load->ref.id, err);
}

int engine_check(struct problem *err)
{
    const char *names[WORKFLOW_ROWS_MAX] = {0};

    for (size_t i = 0; issue_effect_table[i].name; i++)
        names[i] = issue_effect_table[i].name;
    for (size_t i = 0; issue_workflows[i]; i++)
        if (workflow_check(issue_workflows[i], names, err) < 0)
            return -1;
    return 0;
}
