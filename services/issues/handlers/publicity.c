/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/publicity: the public notice before striking off, and objections to it (T16..T20). */
#include "issues/handlers/handlers.h"
#include "issues_sql.h"

int publicity_list(struct ctx *c, struct problem *err)
{
    struct issue_head h;
    struct db_result *r;

    if (issue_head(c, &h, err) < 0 || db_run(c->db, &sql_publicity_list, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_items(c, r);
}

static int check_publisher(struct ctx *c, struct issue_head *h, const char *states, struct problem *err)
{
    if (issue_head(c, h, err) < 0 || require(head_is_above(c, h), err, "notices are the office's") < 0)
        return -1;
    return require_state(h, states, err);
}

int publicity_update(struct ctx *c, struct problem *err)
{
    const struct publicity_update *in = c->in;
    struct issue_head h;
    struct db_result *r, *now;

    if (check_publisher(c, &h, "PUBLICITY", err) < 0 ||
        db_one(c->db, &sql_publicity_state, BIND_NONE, &now, err) < 0)
        return -1;
    if (in->end_on && in->end_on < db_date(now, 0, "end_on")) {
        problem_field(err, "/end_on", "range", "a running notice is not shortened");
        return problem_fields_check(err);
    }
    if (db_run(c->db, &sql_publicity_update, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return update_missed(c, db_int(now, 0, "row_version"), err);
    if (note_activity(c, "publicity.update", "publicity", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

/* A pause stops the notice, not who objects to it. */
static const char objection_states[] = "PUBLICITY SUSPENDED";

int objection_create(struct ctx *c, struct problem *err)
{
    const struct objection_create *in = c->in;
    struct issue_head h;
    struct db_result *r;

    if (in->received_on > ctx_today(c))
        problem_field(err, "/received_on", "range", "an objection is not received in the future");
    if (problem_fields_check(err) < 0 || check_publisher(c, &h, objection_states, err) < 0 ||
        db_run(c->db, &sql_issue_lock, BIND_NONE, NULL, err) < 0 ||
        db_one(c->db, &sql_objection_insert, BIND_NONE, &r, err) < 0 ||
        note_activity(c, "objection.create", "objection", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 201, r,
                     arena_printf(&c->arena, "/v1/issues/%s/publicity/%s/objections/%%s", h.ref.id,
                                  ctx_param(c, "publicity_id")));
}

int objection_decide(struct ctx *c, struct problem *err)
{
    struct issue_head h;
    struct db_result *r, *now;

    if (check_publisher(c, &h, objection_states, err) < 0 ||
        db_one(c->db, &sql_objection_state, BIND_NONE, &now, err) < 0)
        return -1;
    if (str_eq(db_text(now, 0, "created_by"), c->who->actor))
        return problem_fail(err, PROBLEM_SEPARATION_OF_DUTIES,
                            "who took an objection down does not decide it");
    if (db_run(c->db, &sql_objection_decide, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return update_missed(c, db_int(now, 0, "row_version"), err);
    if (note_activity(c, "objection.decide", "objection", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}
