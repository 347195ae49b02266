/* SPDX-License-Identifier: MIT */
/* The interview (约谈) that an L5 calls for, and its follow-up: S-044, B.8. */
#include "http/update.h"
#include "issues/domain/issue_ladder.h"
#include "issues/domain/issue_workflow.h"
#include "issues/engine/duty_days.h"
#include "issues/engine/facts.h"
#include "issues/handlers/handlers.h"
#include "issues/store/steps.h"
#include "issues_sql.h"

enum { INTERVIEW = 5 };

/* Who may issue an L5 holds the interview, of no lower level than who did; the step is one, and in force in the version
 * that he has seen. */
static int check_convenor(struct ctx *c, struct problem *err)
{
    struct issue_actor who = issue_actor_of(c);
    struct workflow_actor actor = {who.level, who.roles, 0};

    if (issue_check_escalation(INTERVIEW, 0, &actor, err) < 0 ||
        issue_check_rank(db_text(c->part, 0, "issued_level"), who.level, err) < 0)
        return -1;
    if (db_int(c->part, 0, "level") != INTERVIEW)
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "only an L5 calls for an interview");
    return update_part(c, &sql_escalation_touch, BIND_NONE, NULL, err);
}

static int check_interview(struct ctx *c, const struct interview_record *in, struct problem *err)
{
    const struct db_result *now = c->part;
    struct db_result *r;

    if (db_text(now, 0, "held_on"))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "the interview is recorded already");
    if (in->held_on > ctx_today(c) || in->held_on < db_date(now, 0, "issued_on"))
        problem_field(err, "/held_on", "range", "from the day of the summons to today");
    if (db_run(c->db, &sql_interviewee_unknown, BIND_NONE, &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++)
        problem_field(err, arena_printf(&c->arena, "/interviewees/%s/unit", db_text(r, i, "index")),
                      "unknown-reference", "the step is not addressed to this unit");
    return problem_fields_check(err);
}

/* The days of plan and report, past the pauses since: the order in which things are entered does not matter (0.3). */
static int due_days(struct ctx *c, const struct duty_day *plan, const struct duty_day *report,
                    const struct db_result **ret, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_interview_days,
               BIND({"plan_due", db_arg_date(&c->arena, plan->due)},
                    {"report_due", db_arg_date(&c->arena, report->due)}),
               &r, err) < 0)
        return -1;
    *ret = r;
    return 0;
}

/* From here on the units owe a plan and a report to the convenor, and their days are known. */
int interview_record(struct ctx *c, struct problem *err)
{
    const struct interview_record *in = c->in;
    const char *id = ctx_param(c, "escalation_id");
    const struct db_result *days;
    struct duty_day owed[] = {{.kind = "PLAN"}, {.kind = "REPORT"}};
    struct issue_parameters p;
    const struct bind *binds;

    if (check_convenor(c, err) < 0 || check_interview(c, in, err) < 0 ||
        issue_parameters_load(c, issue_of(c)->ref.scope, &p, err) < 0 ||
        duty_day_of(c, in->held_on, "INTERVIEW_PLAN", &p, &owed[0], err) < 0 ||
        duty_day_of(c, in->held_on, "INTERVIEW_REPORT", &p, &owed[1], err) < 0 ||
        due_days(c, &owed[0], &owed[1], &days, err) < 0)
        return -1;
    binds = BIND({"plan_due", db_text(days, 0, "plan_due")}, {"report_due", db_text(days, 0, "report_due")},
                 {"days", duty_days_json(&c->arena, owed, ARRAY_LEN(owed))});
    if (db_send(c->db, &sql_interview_insert, binds, err) < 0 ||
        db_send(c->db, &sql_duty_lay_interview, binds, err) < 0 ||
        db_send(c->db, &sql_interview_owed, binds, err) < 0 ||
        note_activity(c, "interview.record", "escalation", id, err) < 0)
        return -1;
    return step_reply(c, 200, id, NULL, err);
}

/* What came of it. Nothing found by the day of the report counts as no effect (L6). */
int interview_follow_up(struct ctx *c, struct problem *err)
{
    const struct interview_follow_up *in = c->in;
    const char *id = ctx_param(c, "escalation_id");

    if (check_convenor(c, err) < 0)
        return -1;
    if (!db_text(c->part, 0, "held_on") || db_text(c->part, 0, "result"))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "an interview that was held is followed up once");
    if (str_eq(in->result, "EFFECTIVE") && db_bool(c->part, 0, "owes_answers"))
        return problem_fail(err, PROBLEM_GUARD_FAILED,
                            "it had its effect when plan and report have been handed in");
    if (db_send(c->db, &sql_interview_follow_up, BIND_NONE, err) < 0 ||
        note_activity(c, "interview.follow-up", "escalation", id, err) < 0)
        return -1;
    return step_reply(c, 200, id, NULL, err);
}
