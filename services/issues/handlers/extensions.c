/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/extensions: applied for here (T11); decided by the transitions APPROVE_EXTENSION and
 * REFUSE_EXTENSION. */
#include "http/page.h"
#include "issues/engine/step.h"
#include "issues/handlers/handlers.h"
#include "issues_sql.h"

int extension_list(struct ctx *c, struct problem *err)
{
    return page_whole(c, &sql_extension_list, err);
}

int extension_create(struct ctx *c, struct problem *err)
{
    const struct extension_create *in = c->in;
    const struct transition_input request = {
        .reason = in->reason, .reason_code = in->reason_code, .due_date = in->new_due};
    struct issue_load load;
    struct step s = {.load = &load, .in = &request, .change = issue_change_none()};
    struct db_result *r;

    if (issue_load(c, &load, err) < 0 || step_decide(c, &s, "APPLY_EXTENSION", err) < 0 ||
        db_one(c->db, &sql_extension_insert, BIND_NONE, &r, err) < 0 || step_take(c, &s, err) < 0)
        return -1;
    return reply_row(c, 201, r, arena_printf(&c->arena, "/v1/issues/%s/extensions/%%s", load.ref.id));
}
