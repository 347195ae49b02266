/* SPDX-License-Identifier: MIT */
/* The interview (约谈) that an L5 calls for, and its follow-up: S-044, B.8. */
#include "http/update.h"
#include "issues/domain/issue_ladder.h"
#include "issues/domain/issue_limits.h"
#include "issues/engine/facts.h"
#include "issues/handlers/handlers.h"
#include "issues/store/limits.h"
#include "issues/store/steps.h"
#include "issues_sql.h"

enum { INTERVIEW = 5 };

/* Who may issue an L5 holds the interview; the step is one, and in force in the version that he has seen. */
static int check_convenor(struct ctx *c, struct problem *err)
{
    struct issue_actor who = issue_actor_of(c);
    struct workflow_actor actor = {who.level, who.roles, 0};
    struct db_result *r;

    if (issue_check_escalation(INTERVIEW, 0, &actor, err) < 0)
        return -1;
    if (db_int(c->part, 0, "level") != INTERVIEW)
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "only an L5 calls for an interview");
    if (db_run(c->db, &sql_escalation_touch, BIND_NONE, &r, err) < 0)
        return -1;
    return db_rows(r) == 0 ? part_missed(c, err) : 0;
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

/* The day of a limit of L5 that runs from the interview. */
static int due_by(struct ctx *c, int32_t held_on, const struct issue_parameters *p, const char *name,
                  const char **ret, struct problem *err)
{
    struct issue_limit limit;
    struct deadline d;

    if (!issue_limit(p, name, &limit))
        return problem_cause(err, PROBLEM_INTERNAL, "no limit %s", name);
    if (limit_compute(c, held_on, limit.term.amount, limit.term.unit, &d, err) < 0)
        return -1;
    *ret = db_arg_date(&c->arena, d.due);
    return 0;
}

/* From here on the units owe a plan and a report to the convenor, and their days are known. */
int interview_record(struct ctx *c, struct problem *err)
{
    const struct interview_record *in = c->in;
    const char *plan, *report, *id = ctx_param(c, "escalation_id");
    struct issue_parameters p;
    const struct bind *binds;

    if (check_convenor(c, err) < 0 || check_interview(c, in, err) < 0 ||
        issue_parameters_load(c, issue_of(c)->ref.scope, &p, err) < 0 ||
        due_by(c, in->held_on, &p, "INTERVIEW_PLAN", &plan, err) < 0 ||
        due_by(c, in->held_on, &p, "INTERVIEW_REPORT", &report, err) < 0)
        return -1;
    binds = BIND({"plan_due", plan}, {"report_due", report});
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
