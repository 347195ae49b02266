/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/milestones: those of the plan in force, and when they were reached. */
#include "http/page.h"
#include "http/update.h"
#include "issues/engine/light.h"
#include "issues/handlers/handlers.h"
#include "issues_sql.h"

int milestone_list(struct ctx *c, struct problem *err)
{
    return page_whole(c, &sql_milestone_list, err);
}

static int check_done(const struct ctx *c, const struct db_result *now, struct problem *err)
{
    const struct milestone_update *in = c->in;
    bool is_done = in->actual_date != 0 && in->actual_date != DATE_NONE;

    if (is_done && in->actual_date > ctx_today(c)) {
        problem_field(err, "/actual_date", "range", "a milestone is not reached in the future");
        return problem_fields_check(err);
    }
    if (is_done && db_bool(now, 0, "lacks_evidence"))
        return problem_fail(err, PROBLEM_GUARD_FAILED, "this milestone needs its evidence first");
    return 0;
}

int milestone_update(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (issue_hold(c, err) < 0 || check_done(c, c->part, err) < 0 ||
        update_part(c, &sql_milestone_update, BIND_NONE, &r, err) < 0 ||
        note_activity(c, "milestone.update", "milestone", db_text(r, 0, "id"), err) < 0 ||
        light_refresh(c, ctx_param(c, "issue_id"), err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}
