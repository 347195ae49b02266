/* SPDX-License-Identifier: MIT */
/* The executors of what transitions name as effects: each changes the step or writes rows beside the issue. */
#include "audit/audit.h"
#include "issues/domain/issue_guards.h"
#include "issues/domain/issue_limits.h"
#include "issues/domain/issue_schedule.h"
#include "issues/engine/step.h"
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

/* The step itself did it: grants come with the parties, being told is the event, the number comes with the row. */
static int already_done(struct ctx *c, struct step *s, struct problem *err)
{
    (void)c;
    (void)s;
    (void)err;
    return 0;
}

static int start_sign_clock(struct ctx *c, struct step *s, struct problem *err)
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

static int start_plan_clock(struct ctx *c, struct step *s, struct problem *err)
{
    return start_clock(c, s, "PLAN", err);
}

static int start_verify_clock(struct ctx *c, struct step *s, struct problem *err)
{
    return start_clock(c, s, "VERIFY", err);
}

static int count_bounce(struct ctx *c, struct step *s, struct problem *err)
{
    (void)c;
    (void)err;
    s->change.bounces = 1;
    return 0;
}

static int on_plan(struct ctx *c, const struct step *s, const struct stmt *stmt, const char *stage,
                   struct problem *err)
{
    return db_send(c->db, stmt,
                   BIND({"plan_id", db_text(s->load->row, 0, "plan_id")}, {"reason", s->in->reason},
                        {"stage", stage}, {"filing_receipt_no", s->in->filing_receipt_no}),
                   err);
}

static int submit_plan(struct ctx *c, struct step *s, struct problem *err)
{
    return on_plan(c, s, &sql_plan_submit, NULL, err);
}

static int record_review(struct ctx *c, struct step *s, struct problem *err)
{
    static const char *const stages[] = {[ISSUE_REVIEW_SUPERVISOR] = "SUPERVISOR",
                                         [ISSUE_REVIEW_OFFICE] = "OFFICE",
                                         [ISSUE_REVIEW_GROUP] = "GROUP"};
    const char *stage = stages[issue_review_stage(&s->load->facts)];

    s->detail = arena_printf(&c->arena, "{\"stage\":\"%s\"}", stage);
    return on_plan(c, s, &sql_plan_pass, stage, err);
}

static int return_plan(struct ctx *c, struct step *s, struct problem *err)
{
    return on_plan(c, s, &sql_plan_return, NULL, err);
}

/* The issue takes the plan's due date, and a new episode of the ladder begins with it. */
static int file_plan(struct ctx *c, struct step *s, struct problem *err)
{
    if (s->load->facts.plan.due != s->load->facts.due) {
        s->change.due = s->load->facts.plan.due;
        s->change.episodes = 1;
    }
    return on_plan(c, s, &sql_plan_file, NULL, err);
}

static int adopt_change(struct ctx *c, struct step *s, struct problem *err)
{
    if (on_plan(c, s, &sql_plan_carry_over, NULL, err) < 0 ||
        on_plan(c, s, &sql_plan_supersede, NULL, err) < 0)
        return -1;
    return file_plan(c, s, err);
}

static int schedule_reports(struct ctx *c, struct step *s, struct problem *err)
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

static int propose_change(struct ctx *c, struct step *s, struct problem *err)
{
    return submit_plan(c, s, err);
}

/* The route has written the request itself; here only the log says so. */
static int record_extension(struct ctx *c, struct step *s, struct problem *err)
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

static int grant_extension(struct ctx *c, struct step *s, struct problem *err)
{
    s->change.due = s->load->facts.extensions.new_due;
    s->change.extensions = 1;
    s->change.episodes = 1;
    return decide_extension(c, s, "APPROVED", err);
}

static int refuse_extension(struct ctx *c, struct step *s, struct problem *err)
{
    return decide_extension(c, s, "REFUSED", err);
}

static int record_application(struct ctx *c, struct step *s, struct problem *err)
{
    (void)err;
    s->change.applied_by = c->who->subject;
    return 0;
}

static int count_return(struct ctx *c, struct step *s, struct problem *err)
{
    (void)c;
    (void)err;
    s->change.returns = 1;
    return 0;
}

static int count_upper_return(struct ctx *c, struct step *s, struct problem *err)
{
    (void)err;
    s->change.upper_returns = 1;
    s->detail = arena_strdup(&c->arena, "{\"returned_by\":\"UPPER\"}");
    return 0;
}

static int set_due(struct ctx *c, struct step *s, struct problem *err)
{
    (void)c;
    (void)err;
    s->change.due = s->load->facts.request.due;
    s->change.episodes = 1;
    return 0;
}

static int start_publicity(struct ctx *c, struct step *s, struct problem *err)
{
    const struct issue_facts *f = &s->load->facts;
    int32_t start = date_given(s->in->start_on);

    if (start == DATE_NONE)
        start = f->today;
    if (start < f->today) {
        problem_field(err, "/start_on", "range", "a notice cannot begin in the past");
        return problem_fields_check(err);
    }
    return db_send(c->db, &sql_publicity_insert,
                   BIND({"start_on", db_arg_date(&c->arena, start)},
                        {"end_on", db_arg_date(&c->arena, issue_publicity_end(start, &f->parameters))},
                        {"channels", s->in->channels.json}, {"url", s->in->url}),
                   err);
}

static int end_publicity(struct ctx *c, struct step *s, struct problem *err)
{
    (void)s;
    return db_send(c->db, &sql_publicity_end, BIND_NONE, err);
}

static int record_closure(struct ctx *c, struct step *s, struct problem *err)
{
    return db_send(c->db, &sql_closure_insert, BIND({"doc_no", s->in->doc_no}, {"reason", s->in->reason}),
                   err);
}

static int keep_reporting(struct ctx *c, struct step *s, struct problem *err)
{
    return schedule_reports(c, s, err);
}

static int create_rebound(struct ctx *c, struct step *s, struct problem *err)
{
    const struct issue_facts *f = &s->load->facts;
    int32_t due = issue_reopen_due(f->today, f->request.due, &f->parameters);
    const char *new_id;
    struct db_result *r;

    if (db_one(c->db, &sql_rebound_insert,
               BIND({"severity", issue_severity_values[issue_reopen_severity(f->severity)]},
                    {"due", db_arg_date(&c->arena, due)},
                    {"workflow_version", db_arg_int(&c->arena, issue_workflow(0)->version)}),
               &r, err) < 0)
        return -1;
    new_id = db_text(r, 0, "id");
    s->rebound = r;
    s->detail = arena_printf(&c->arena, "{\"new_issue_id\":\"%s\",\"evidence_ids\":%s}", new_id,
                             s->in->evidence_ids.json ? s->in->evidence_ids.json : "[]");
    if (db_send(c->db, &sql_rebound_parties, BIND({"new_id", new_id}), err) < 0 ||
        db_send(c->db, &sql_rebound_grants, BIND({"new_id", new_id}), err) < 0 ||
        db_send(c->db, &sql_state_log_insert,
                BIND({"issue_id", new_id}, {"rule", "T23"}, {"action", "REGISTER"}, {"from_state", NULL},
                     {"to_state", "REGISTERED"}, {"reason", s->in->reason}, {"doc_no", s->in->doc_no},
                     {"detail", NULL},
                     {"workflow_version", db_arg_int(&c->arena, issue_workflow(0)->version)}),
                err) < 0)
        return -1;
    if (audit_add(c, "issue.register", "issue", new_id, NULL, err) < 0 ||
        issue_event_created(c, r, NULL, s->load->ref.id, err) < 0)
        return -1;
    return issue_event_rebound(c, &s->load->ref, r, err);
}

static int stop_clocks(struct ctx *c, struct step *s, struct problem *err)
{
    (void)c;
    (void)err;
    s->change.until = s->load->facts.request.until;
    return 0;
}

static int resume_clocks(struct ctx *c, struct step *s, struct problem *err)
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

static int link_merged(struct ctx *c, struct step *s, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_issue_can_take_over, BIND({"other_id", s->in->merged_into}), &r, err) < 0)
        return -1;
    if (db_rows(r) != 1) {
        problem_field(err, "/merged_into", "unknown", "no open issue of that id, other than this one");
        return problem_fields_check(err);
    }
    s->change.merged_into = s->in->merged_into;
    return 0;
}

/* clang-format off */
const struct effect issue_effect_table[] = {
    {"ADOPT_CHANGE",       adopt_change},
    {"ASSIGN_CODE", already_done}, /* issue_insert takes the number */
    {"COUNT_BOUNCE",       count_bounce},
    {"COUNT_RETURN",       count_return},
    {"COUNT_UPPER_RETURN", count_upper_return},
    {"CREATE_REBOUND",     create_rebound},
    {"END_PUBLICITY",      end_publicity},
    {"FILE_PLAN",          file_plan},
    {"GRANT_EXTENSION",    grant_extension},
    {"KEEP_REPORTING",     keep_reporting},
    {"LINK_MERGED",        link_merged},
    {"NOTIFY_OFFICE", already_done},
    {"NOTIFY_PARTIES", already_done},
    {"PLAN_PATROL", already_done}, /* issue.closed asks for it */
    {"PROPOSE_CHANGE",     propose_change},
    {"RECORD_APPLICATION", record_application},
    {"RECORD_CLOSURE",     record_closure},
    {"RECORD_DOCUMENT", already_done}, /* the log's row carries the number */
    {"RECORD_EXTENSION",   record_extension},
    {"RECORD_REVIEW",      record_review},
    {"REFUSE_CHANGE",      return_plan},
    {"REFUSE_EXTENSION",   refuse_extension},
    {"RESUME_CLOCKS",      resume_clocks},
    {"RETURN_PLAN",        return_plan},
    {"SCHEDULE_REPORTS",   schedule_reports},
    {"SET_DUE",            set_due},
    {"START_PLAN_CLOCK",   start_plan_clock},
    {"START_PUBLICITY",    start_publicity},
    {"START_SIGN_CLOCK",   start_sign_clock},
    {"START_VERIFY_CLOCK", start_verify_clock},
    {"STOP_CLOCKS",        stop_clocks},
    {"SUBMIT_PLAN",        submit_plan},
    {0},
};
/* clang-format on */
