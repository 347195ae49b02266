/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/plans: one plan in force, versions beside it; measures and weighted milestones within (S-022,
 * S-023). */
#include "audit/audit.h"
#include "http/page.h"
#include "issues/engine/step.h"
#include "issues/handlers/handlers.h"
#include "issues/store/references.h"
#include "issues_sql.h"

int plan_list(struct ctx *c, struct problem *err)
{
    return page_whole(c, &sql_plan_list, err);
}

static int reply_plan(struct ctx *c, int status, const char *id, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_plan_get, BIND({"plan_id", id}), &r, err) < 0)
        return -1;
    return reply_row(c, status, r,
                     arena_printf(&c->arena, "/v1/issues/%s/plans/%%s", ctx_param(c, "issue_id")));
}

int plan_get(struct ctx *c, struct problem *err)
{
    return reply_plan(c, 200, ctx_param(c, "plan_id"), err);
}

int plan_create(struct ctx *c, struct problem *err)
{
    const char *id = uuid7_new(&c->arena, c->now_us);

    if (issue_hold(c, err) < 0 || references_check(c, issue_references, err) < 0)
        return -1;
    if (db_run(c->db, &sql_plan_insert, BIND({"plan_id", id}), NULL, err) < 0 ||
        note_activity(c, "plan.create", "plan", id, err) < 0)
        return -1;
    return reply_plan(c, 201, id, err);
}

int plan_update(struct ctx *c, struct problem *err)
{
    const struct plan_input *in = c->in;
    const char *id = ctx_param(c, "plan_id");
    struct db_result *r;

    if (issue_hold(c, err) < 0 || references_check(c, issue_references, err) < 0)
        return -1;
    if (db_run(c->db, &sql_plan_update, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0) {
        if (db_one(c->db, &sql_plan_state, BIND_NONE, &r, err) < 0)
            return -1;
        return update_missed(c, db_int(r, 0, "row_version"), err);
    }
    if (in->measures.json && (db_send(c->db, &sql_plan_clear, BIND_NONE, err) < 0 ||
                              db_send(c->db, &sql_plan_fill, BIND_NONE, err) < 0))
        return -1;
    if (note_activity(c, "plan.update", "plan", id, err) < 0)
        return -1;
    return reply_plan(c, 200, id, err);
}

/* T10: a version beside the one in force asks to take its place. In PLANNING a plan is handed in by the transition
 * SUBMIT_PLAN. */
int plan_submit(struct ctx *c, struct problem *err)
{
    const struct plan_submit *in = c->in;
    const struct transition_input request = {.reason = in->reason};
    struct issue_load load;
    struct step s = {.load = &load, .in = &request, .change = issue_change_none()};
    struct db_result *r;

    if (issue_load(c, &load, err) < 0 || db_one(c->db, &sql_plan_state, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_int(r, 0, "row_version") != c->if_match)
        return update_missed(c, db_int(r, 0, "row_version"), err);
    if (!str_has_word("DRAFT RETURNED", db_text(r, 0, "state")))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "this version is %s", db_text(r, 0, "state"));
    if (step_decide(c, &s, "APPLY_PLAN_CHANGE", err) < 0 || step_take(c, &s, err) < 0)
        return -1;
    return reply_plan(c, 200, ctx_param(c, "plan_id"), err);
}
