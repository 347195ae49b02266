/* SPDX-License-Identifier: MIT */
/* What the units do about a step of the ladder: sign for it (签收) and answer it; every answer is a row of its own. */
#include "http/update.h"
#include "issues/handlers/handlers.h"
#include "issues/store/references.h"
#include "issues/store/steps.h"
#include "issues_sql.h"

/* The step is in force in the version that the unit has seen. */
static int touch(struct ctx *c, struct problem *err)
{
    return update_part(c, &sql_escalation_touch, BIND_NONE, NULL, err);
}

int escalation_sign(struct ctx *c, struct problem *err)
{
    const char *id = ctx_param(c, "escalation_id");

    if (touch(c, err) < 0)
        return -1;
    if (db_bool(c->part, 0, "is_signed"))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "the unit has signed for it already");
    if (db_send(c->db, &sql_duty_sign, BIND_NONE, err) < 0 ||
        note_activity(c, "escalation.sign", "escalation", id, err) < 0)
        return -1;
    return step_reply(c, 200, id, NULL, err);
}

int escalation_reply(struct ctx *c, struct problem *err)
{
    const char *id = ctx_param(c, "escalation_id");

    if (touch(c, err) < 0 || references_check(c, issue_references, err) < 0 ||
        db_send(c->db, &sql_reply_insert, BIND_NONE, err) < 0 ||
        note_activity(c, "escalation.reply", "escalation", id, err) < 0)
        return -1;
    return step_reply(c, 200, id, NULL, err);
}
