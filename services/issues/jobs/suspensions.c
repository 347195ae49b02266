/* SPDX-License-Identifier: MIT */
/* Ends suspensions whose last day is over (T24): the clocks may not stand still beyond it without a new act. */
#include "issues/domain/issue_workflow.h"
#include "issues/engine/step.h"
#include "issues/jobs/jobs.h"
#include "issues_sql.h"

enum { BATCH = 100 };

static int resume(struct ctx *c, const char *issue_id, struct problem *err)
{
    static const struct transition_input request = {.reason = "暂缓期限届满"};
    struct issue_load load;
    struct step s = {.load = &load, .in = &request, .change = issue_change_none()};

    ctx_set_param(c, "issue_id", issue_id);
    if (issue_load(c, &load, err) < 0)
        return -1;
    if (load.facts.state != ISSUE_STATE_SUSPENDED) /* somebody was quicker */
        return 0;
    return step_decide_system(&s, "RESUME", err) < 0 ? -1 : step_take(c, &s, err);
}

/* One that cannot be resumed does not keep the others; alone in a batch it fails the run, which tells of it. */
int job_suspensions(struct ctx *c, struct problem *err)
{
    struct problem why = {0};
    struct db_result *r;
    int failed = 0;

    if (db_run(c->db, &sql_suspension_over, BIND_NONE, &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++) {
        struct problem one = {0};
        if (db_savepoint(c->db, err) < 0)
            return -1;
        if (resume(c, db_text(r, i, "id"), &one) == 0 && db_release(c->db, &one) == 0)
            continue;
        why = one;
        failed++;
        if (db_rollback_to(c->db, err) < 0)
            return -1;
    }
    if (failed > 0 && failed == db_rows(r)) {
        *err = why;
        return -1;
    }
    return failed > 0 || db_rows(r) == BATCH ? JOB_MORE : JOB_DONE;
}
