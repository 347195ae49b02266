/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/progress-reports: handed in by the units, confirmed or returned by who supervises (调度, B.1, B.6).
 * */
#include "issues/engine/reports.h"
#include "http/page.h"
#include "http/update.h"
#include "issues/engine/facts.h"
#include "issues/engine/light.h"
#include "issues/handlers/handlers.h"
#include "issues/store/references.h"
#include "issues/store/register.h"
#include "issues_sql.h"

int report_list(struct ctx *c, struct problem *err)
{
    return page_whole(c, &sql_report_list, err);
}

int report_create(struct ctx *c, struct problem *err)
{
    const struct report_create *in = c->in;
    struct db_result *r;

    if (in->period_end < in->period_start)
        problem_field(err, "/period_end", "range", "the period ends before it begins");
    if (in->period_end > ctx_today(c))
        problem_field(err, "/period_end", "range", "a report is of days that have passed");
    if (problem_fields_check(err) < 0 || issue_hold(c, err) < 0 ||
        references_check(c, issue_references, err) < 0 ||
        db_one(c->db, &sql_report_insert, BIND_NONE, &r, err) < 0 ||
        note_activity(c, "report.create", "report", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 201, r,
                     arena_printf(&c->arena, "/v1/issues/%s/progress-reports/%%s", ctx_param(c, "issue_id")));
}

/* Nothing is told of days to come; a report of a period that has begun may be early. */
static int check_begun(struct ctx *c, struct problem *err)
{
    int32_t start = db_date(c->part, 0, "period_start");

    if (start <= ctx_today(c))
        return 0;
    return problem_fail(err, PROBLEM_STATE_CONFLICT, "the period of this report begins on %s",
                        db_arg_date(&c->arena, start));
}

int report_submit(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (issue_hold(c, err) < 0 || check_begun(c, err) < 0 || references_check(c, issue_references, err) < 0 ||
        update_part(c, &sql_report_submit, BIND_NONE, &r, err) < 0 ||
        note_activity(c, "report.submit", "report", db_text(r, 0, "id"), err) < 0 ||
        light_refresh(c, ctx_param(c, "issue_id"), err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

/* Another that is decided at the same moment comes before or after: the latest confirmed one tells the progress. */
static int decide(struct ctx *c, const char *decision, const struct bind *again, struct problem *err)
{
    struct db_result *r;
    const struct bind *binds = binds_join(c, BIND({"decision", decision}), again);

    if (issue_hold(c, err) < 0 || update_part(c, &sql_report_decide, binds, &r, err) < 0 ||
        db_send(c->db, &sql_report_progress, BIND_NONE, err) < 0 ||
        note_activity(c, "report.decide", "report", db_text(r, 0, "id"), err) < 0 ||
        light_refresh(c, ctx_param(c, "issue_id"), err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

int report_confirm(struct ctx *c, struct problem *err)
{
    return decide(c, "CONFIRMED", BIND({"again_by", NULL}, {"again_days", NULL}), err);
}

int report_return(struct ctx *c, struct problem *err)
{
    struct issue_parameters p;
    const struct bind *again;

    if (issue_parameters_load(c, issue_of(c)->ref.scope, &p, err) < 0 ||
        report_again_by(c, &p, &again, err) < 0)
        return -1;
    return decide(c, "RETURNED", again, err);
}
