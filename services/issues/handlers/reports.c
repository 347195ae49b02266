/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/progress-reports: handed in by the units, confirmed or returned by who supervises (调度, B.1, B.6). */
#include "issues/engine/light.h"
#include "issues/handlers/handlers.h"
#include "issues/store/references.h"
#include "issues_sql.h"

int report_list(struct ctx *c, struct problem *err)
{
    struct issue_head h;
    struct db_result *r;

    if (issue_head(c, &h, err) < 0 || db_run(c->db, &sql_report_list, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_items(c, r);
}

static int check_reporter(struct ctx *c, struct issue_head *h, struct problem *err)
{
    if (issue_head(c, h, err) < 0 || require(head_has_role(h, "LEAD_UNIT RESP_UNIT COOP_UNIT"), err,
                                             "progress is reported by the units that do the work") < 0)
        return -1;
    return require_state(h, "RECTIFYING ACCEPT_APPLIED DIST_VERIFY LONG_TERM", err) < 0
               ? -1
               : references_check(c, issue_references, err);
}

int report_create(struct ctx *c, struct problem *err)
{
    const struct report_create *in = c->in;
    struct issue_head h;
    struct db_result *r;

    if (in->period_end < in->period_start)
        problem_field(err, "/period_end", "range", "the period ends before it begins");
    if (problem_fields_check(err) < 0 || check_reporter(c, &h, err) < 0 ||
        db_one(c->db, &sql_report_insert, BIND_NONE, &r, err) < 0 ||
        note_activity(c, "report.create", "report", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 201, r, arena_printf(&c->arena, "/v1/issues/%s/progress-reports/%%s", h.ref.id));
}

static int missed(struct ctx *c, struct problem *err)
{
    struct db_result *now;

    if (db_one(c->db, &sql_report_state, BIND_NONE, &now, err) < 0)
        return -1;
    return update_missed(c, db_int(now, 0, "row_version"), err);
}

int report_submit(struct ctx *c, struct problem *err)
{
    struct issue_head h;
    struct db_result *r;

    if (check_reporter(c, &h, err) < 0 || db_run(c->db, &sql_report_submit, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return missed(c, err);
    if (note_activity(c, "report.submit", "report", db_text(r, 0, "id"), err) < 0 ||
        light_refresh(c, h.ref.id, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

static int decide(struct ctx *c, const char *decision, struct problem *err)
{
    struct issue_head h;
    struct db_result *r, *now;

    if (issue_head(c, &h, err) < 0 ||
        require(head_is_above(c, &h) || head_has_role(&h, "SUPERVISE_UNIT"), err,
                "a report is judged by the office above or the supervising unit") < 0 ||
        db_one(c->db, &sql_report_state, BIND_NONE, &now, err) < 0)
        return -1;
    if (str_eq(db_text(now, 0, "submitted_by"), c->who->actor))
        return problem_fail(err, PROBLEM_SEPARATION_OF_DUTIES, "who handed a report in does not judge it");
    if (db_run(c->db, &sql_report_decide, BIND({"decision", decision}), &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return missed(c, err);
    if (db_send(c->db, &sql_report_progress, BIND_NONE, err) < 0 ||
        note_activity(c, "report.decide", "report", db_text(r, 0, "id"), err) < 0 ||
        light_refresh(c, h.ref.id, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

int report_confirm(struct ctx *c, struct problem *err)
{
    return decide(c, "CONFIRMED", err);
}

int report_return(struct ctx *c, struct problem *err)
{
    return decide(c, "RETURNED", err);
}
