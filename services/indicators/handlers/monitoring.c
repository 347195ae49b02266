/* SPDX-License-Identifier: MIT */
/* /monitoring-tasks: monitoring that is ordered, reported on or called off. */
#include "indicators/domain/monitoring.h"
#include "audit/audit.h"
#include "http/page.h"
#include "indicators/events/indicator_events.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators_sql.h"
#include "unit/owner.h"

int monitoring_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_monitoring_list, &sql_monitoring_count, err);
}

static int reply_task(struct ctx *c, int status, const char *id, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_monitoring_get, BIND({"task_id", id}, {"page_as_of", NULL}), &r, err) < 0)
        return -1;
    return reply_row(c, status, r, "/v1/monitoring-tasks/%s");
}

int monitoring_get(struct ctx *c, struct problem *err)
{
    return reply_task(c, 200, ctx_param(c, "task_id"), err);
}

/* ---- ordering */

/* Who is to do it, and the object where it is to be done, if one is named; one row. */
static int find_parties(struct ctx *c, const struct monitoring_create *in, struct db_result **ret,
                        struct problem *err)
{
    if (db_one(c->db, &sql_monitoring_parties, BIND_NONE, ret, err) < 0)
        return -1;
    if (!db_text(*ret, 0, "performer_id"))
        problem_field(err, "/performer", "unknown-tenant", "no department of this tenant: %s",
                      in->performer ? in->performer : "");
    if (in->object_id && !db_text(*ret, 0, "object_name"))
        problem_field(err, "/object_id", "unknown-reference", "no such object");
    return problem_fields_check(err);
}

int monitoring_create(struct ctx *c, struct problem *err)
{
    const struct monitoring_create *in = c->in;
    const struct monitoring_order order = {c->who->roles_text, in->object_id != NULL, in->place != NULL,
                                           in->due_date, ctx_today(c)};
    struct db_result *who, *r;

    if (monitoring_order_check(&order, err) < 0 || find_parties(c, in, &who, err) < 0)
        return -1;
    if (db_one(c->db, &sql_monitoring_insert,
               BIND({"performer_id", db_text(who, 0, "performer_id")},
                    {"performer_scope", db_text(who, 0, "performer_scope")},
                    {"object_name", db_text(who, 0, "object_name")}),
               &r, err) < 0 ||
        audit_add(c, "monitoring.order", "monitoring", db_text(r, 0, "id"), NULL, err) < 0)
        return -1;
    return reply_task(c, 201, db_text(r, 0, "id"), err);
}

/* ---- ending */

typedef int step_check_fn(const struct monitoring_facts *f, struct problem *err);

/* The step fits the task, and the caller saw the task as it is. */
static int check_step(struct ctx *c, step_check_fn *check, struct problem *err)
{
    struct monitoring_facts f = {.roles = c->who->roles_text};
    struct db_result *r;

    if (db_one(c->db, &sql_monitoring_state, BIND_NONE, &r, err) < 0)
        return -1;
    f.state = db_text(r, 0, "state");
    f.is_owner = db_bool(r, 0, "is_owner");
    f.is_performer = db_bool(r, 0, "is_performer");
    if (check(&f, err) < 0)
        return -1;
    if (c->if_match != db_int(r, 0, "row_version"))
        return problem_fail(err, PROBLEM_STALE_VERSION, "the version is %s now",
                            db_text(r, 0, "row_version"));
    return 0;
}

static int run_step(struct ctx *c, const struct stmt *step, const struct bind *binds, const char *action,
                    struct db_result **ret, struct problem *err)
{
    if (db_run(c->db, step, binds, ret, err) < 0)
        return -1;
    if (db_rows(*ret) != 1)
        return problem_fail(err, PROBLEM_STALE_VERSION, "the task has moved on since it was read");
    return audit_add(c, action, "monitoring", ctx_param(c, "task_id"), NULL, err);
}

int monitoring_report(struct ctx *c, struct problem *err)
{
    struct db_result *file, *r;

    if (check_step(c, monitoring_report_check, err) < 0 ||
        db_run(c->db, &sql_monitoring_file, BIND_NONE, &file, err) < 0)
        return -1;
    if (db_rows(file) == 0) {
        problem_field(err, "/sha256", "unknown", "no such file; upload it first");
        return problem_fields_check(err);
    }
    if (run_step(c, &sql_monitoring_report, BIND({"report", db_text(file, 0, "report")}), "monitoring.report",
                 &r, err) < 0 ||
        indicator_event_reported(c, r, err) < 0)
        return -1;
    return monitoring_get(c, err);
}

int monitoring_cancel(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (check_step(c, monitoring_cancel_check, err) < 0 ||
        run_step(c, &sql_monitoring_cancel, BIND_NONE, "monitoring.cancel", &r, err) < 0)
        return -1;
    return monitoring_get(c, err);
}

/* ---- of bodies that have ended (domain F.6) */

static int check_left(struct ctx *c, const struct owner *to, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_monitoring_left, BIND({"to_id", to->id}), &r, err) < 0)
        return -1;
    if (!scope_is_within(db_text(r, 0, "scope"), c->who->tenant.scope))
        return problem_fail(err, PROBLEM_FORBIDDEN, "the office above who ordered it allocates it");
    if (!db_bool(r, 0, "is_left"))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "the task is open with no body that has ended");
    if (!db_bool(r, 0, "is_heir"))
        problem_field(err, "/to", "not-a-successor", "there are successors, and %s is none of them",
                      to->code);
    return problem_fields_check(err);
}

int monitoring_allocate(struct ctx *c, struct problem *err)
{
    const struct monitoring_allocation *in = c->in;
    struct db_result *r;
    struct owner to;

    if (db_one(c->db, &sql_monitoring_state, BIND_NONE, NULL, err) < 0 ||
        owner_find(c, in->to, "/to", &to, err) < 0 || check_left(c, &to, err) < 0 ||
        run_step(c, &sql_monitoring_allocate, BIND({"to_id", to.id}, {"to_scope", to.scope}),
                 "monitoring.allocate", &r, err) < 0)
        return -1;
    return monitoring_get(c, err);
}
