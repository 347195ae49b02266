/* SPDX-License-Identifier: MIT */
/* /feedbacks: what an inspection told a district, and the limits that run from that day (S-002, B.6). */
#include "audit/audit.h"
#include "http/update.h"
#include "issues/domain/issue_limits.h"
#include "issues/domain/issue_workflow.h"
#include "issues/engine/facts.h"
#include "issues/handlers/handlers.h"
#include "issues/store/feedback.h"
#include "issues_sql.h"

int feedback_limits(struct ctx *c, const char *scope, int32_t date, struct feedback_limits *ret,
                    struct problem *err)
{
    struct issue_parameters p;
    struct issue_limit plan, report;
    struct deadline plan_due, report_due;

    if (issue_parameters_load(c, scope, &p, err) < 0)
        return -1;
    if (!issue_limit(&p, "PROGRAMME", &plan) || !issue_limit(&p, "RESULT", &report))
        return problem_cause(err, PROBLEM_INTERNAL, "no limit PROGRAMME or RESULT");
    if (limit_compute(c, date, plan.term.amount, plan.term.unit, &plan_due, err) < 0 ||
        limit_compute(c, date, report.term.amount, report.term.unit, &report_due, err) < 0)
        return -1;
    ret->plan_due = db_arg_date(&c->arena, plan_due.due);
    ret->report_due = db_arg_date(&c->arena, report_due.due);
    ret->provisional = db_arg_bool(plan_due.provisional || report_due.provisional);
    return 0;
}

int feedback_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_feedback_list, &sql_feedback_count, err);
}

int feedback_get(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_feedback_get, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

static int reply_feedback(struct ctx *c, int status, const char *id, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_feedback_get, BIND({"feedback_id", id}), &r, err) < 0)
        return -1;
    return reply_row(c, status, r, "/v1/feedbacks/%s");
}

static int check_source(const struct ctx *c, const struct feedback_create *in, struct problem *err)
{
    const struct tenancy *t = &c->who->tenant;
    int level = code_find(issue_source_level_codes, in->source_level);

    if (!issue_source_is_within((enum level)t->kind, t->scope, (enum issue_source_level)level))
        problem_field(err, "/source_level", "above-level",
                      "%s registers what its own level found or a lower one, not what %s did", t->code,
                      in->source_level);
    return problem_fields_check(err);
}

int feedback_create(struct ctx *c, struct problem *err)
{
    const struct feedback_create *in = c->in;
    struct feedback_limits due;
    struct owner t;
    struct db_result *r;

    if (check_source(c, in, err) < 0 || owner_find(c, in->tenant, "/tenant", &t, err) < 0 ||
        feedback_limits(c, t.scope, in->feedback_date, &due, err) < 0)
        return -1;
    if (db_one(c->db, &sql_feedback_insert,
               BIND({"target_id", t.id}, {"target_scope", t.scope}, {"plan_due", due.plan_due},
                    {"report_due", due.report_due}, {"due_provisional", due.provisional}),
               &r, err) < 0)
        return -1;
    if (audit_add(c, "feedback.create", "feedback", db_text(r, 0, "id"), NULL, err) < 0)
        return -1;
    return reply_feedback(c, 201, db_text(r, 0, "id"), err);
}

int feedback_update(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (update_part(c, &sql_feedback_update, BIND_NONE, &r, err) < 0 ||
        audit_add(c, "feedback.update", "feedback", db_text(r, 0, "id"), NULL, err) < 0)
        return -1;
    return reply_feedback(c, 200, db_text(r, 0, "id"), err);
}
