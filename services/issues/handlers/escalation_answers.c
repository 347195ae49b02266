/* SPDX-License-Identifier: MIT */
/* What the units do about a step of the ladder: sign for it (签收) and answer it; every answer is a row of its own. */
#include "issues/handlers/handlers.h"
#include "issues/store/references.h"
#include "issues/store/steps.h"
#include "issues_sql.h"

/* The step is addressed to the caller's unit and in force in the version that he has seen. */
static int touch(struct ctx *c, struct db_result **ret_now, struct problem *err)
{
    struct issue_head h;
    struct db_result *r;

    if (step_load(c, &h, ret_now, err) < 0 ||
        require(db_bool(*ret_now, 0, "is_addressed"), err,
                "the units that a step is addressed to answer it") < 0 ||
        db_run(c->db, &sql_escalation_touch, BIND_NONE, &r, err) < 0)
        return -1;
    return db_rows(r) == 0 ? update_missed(c, db_int(*ret_now, 0, "row_version"), err) : 0;
}

int escalation_sign(struct ctx *c, struct problem *err)
{
    const char *id = ctx_param(c, "escalation_id");
    struct db_result *now;

    if (touch(c, &now, err) < 0)
        return -1;
    if (db_bool(now, 0, "is_signed"))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "the unit has signed for it already");
    if (db_send(c->db, &sql_duty_sign, BIND_NONE, err) < 0 ||
        note_activity(c, "escalation.sign", "escalation", id, err) < 0)
        return -1;
    return step_reply(c, 200, id, NULL, err);
}

int escalation_reply(struct ctx *c, struct problem *err)
{
    const char *id = ctx_param(c, "escalation_id");
    struct db_result *now;

    if (touch(c, &now, err) < 0 || references_check(c, issue_references, err) < 0 ||
        db_send(c->db, &sql_reply_insert, BIND_NONE, err) < 0 ||
        note_activity(c, "escalation.reply", "escalation", id, err) < 0)
        return -1;
    return step_reply(c, 200, id, NULL, err);
}
