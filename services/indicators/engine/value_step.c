/* SPDX-License-Identifier: MIT */
/* Steps in the life of a value. */
#include "indicators/engine/value_step.h"

#include "audit/audit.h"
#include "indicators/domain/period.h"
#include "indicators/engine/alerts.h"
#include "indicators/events/indicator_events.h"
#include "indicators_sql.h"
#include <string.h>

struct value_actor value_actor_of(const struct ctx *c)
{
    const struct principal *who = c->who;

    return (struct value_actor){
        .id = who->actor,
        .scope = who->tenant.scope,
        .level = level_of(tenant_kind_name(who->tenant.kind)),
        .roles = who->roles_text,
    };
}

int value_load(struct ctx *c, const char *id, struct value_load *ret, struct problem *err)
{
    struct db_result *r;
    struct period p;

    if (db_one(c->db, &sql_value_state, BIND({"value_id", id}), &r, err) < 0)
        return -1;
    p = (struct period){period_kind_of(db_text(r, 0, "period_kind")), db_date(r, 0, "period_start")};
    *ret = (struct value_load){
        .workflow = value_workflow((int)db_int(r, 0, "workflow_version")),
        .row = r,
        .id = db_text(r, 0, "id"),
        .version = db_int(r, 0, "row_version"),
    };
    if (!ret->workflow)
        return problem_cause(err, PROBLEM_INTERNAL, "value %s runs on an unknown workflow version", id);
    ret->facts = (struct value_facts){
        .state = workflow_state_of(ret->workflow, db_text(r, 0, "status")),
        .actor = value_actor_of(c),
        .scope = db_text(r, 0, "scope"),
        .unit_scope = db_text(r, 0, "unit_scope"),
        .entered_by = db_text(r, 0, "_doer"),
        .today = ctx_today(c),
        .period_last = period_last(&p),
        .is_judged = str_eq(db_text(r, 0, "_formula_kind"), "MANUAL"),
        .files = db_int(r, 0, "files"),
    };
    return 0;
}

int value_step_target(const struct workflow *wf, const struct workflow_row *row, int state)
{
    int to = workflow_target(row, state, WORKFLOW_SAME);
    const struct workflow_row *next;

    while (to != state && (next = workflow_auto(wf, to)) != NULL)
        to = workflow_target(next, to, WORKFLOW_SAME);
    return to;
}

/* ---- effects */

typedef int effect_fn(struct ctx *c, const struct db_result *value, const char *reason, struct problem *err);

static int check_red_lines(struct ctx *c, const struct db_result *value, const char *reason,
                           struct problem *err)
{
    (void)reason;
    return alerts_check(c, value, err);
}

static int end_alerts(struct ctx *c, const struct db_result *value, const char *reason, struct problem *err)
{
    (void)reason;
    return alerts_end(c, value, err);
}

static int tell_frozen(struct ctx *c, const struct db_result *value, const char *reason, struct problem *err)
{
    (void)reason;
    return indicator_event_frozen(c, value, err);
}

/* An executor for each effect that the workflows name. */
static const struct effect {
    const char *name;
    effect_fn *run;
} effects[] = {
    {"CHECK_RED_LINES", check_red_lines},
    {"END_ALERTS",                 end_alerts},
    {"TELL_FROZEN",tell_frozen},
    {"TELL_MANIPULATED",     alert_manipulated},
    {0                },
};

int value_effects_run(struct ctx *c, const struct workflow_row *row, const struct db_result *value,
                      const char *reason, struct problem *err)
{
    const char *at = row->effects;

    while (*at) {
        size_t n = strcspn(at, " ");
        const struct effect *e = effects;
        while (e->name && (strlen(e->name) != n || strncmp(e->name, at, n) != 0))
            e++;
        if (!e->name)
            return problem_cause(err, PROBLEM_INTERNAL, "no executor for %s", at);
        if (e->run(c, value, reason, err) < 0)
            return -1;
        at += n + strspn(at + n, " ");
    }
    return alerts_check_later(c, value, err);
}

int value_workflows_check(struct problem *err)
{
    const char *names[ARRAY_LEN(effects)] = {NULL};

    for (size_t i = 0; effects[i].name; i++)
        names[i] = effects[i].name;
    for (size_t i = 0; value_workflows[i]; i++)
        if (workflow_check(value_workflows[i], names, err) < 0)
            return -1;
    return 0;
}

/* ---- a step */

int value_step(struct ctx *c, struct value_load *load, const char *action, const char *reason,
               struct problem *err)
{
    const struct workflow_row *row;
    struct workflow_ask ask;
    struct db_result *r;

    load->facts.reason = reason;
    ask = value_ask(&load->facts, c->english);
    if (workflow_decide(load->workflow, &ask, action, &row, err) < 0)
        return -1;
    if (db_run(
            c->db, &sql_value_step,
            BIND({"old_id", load->id}, {"old_version", db_arg_int(&c->arena, load->version)},
                 {"to_status", value_state_values[value_step_target(load->workflow, row, load->facts.state)]},
                 {"did", row->action}, {"why", reason}),
            &r, err) < 0)
        return -1;
    if (db_rows(r) != 1)
        return problem_fail(err, PROBLEM_STALE_VERSION, "the value has moved on since it was read");
    if (value_effects_run(c, row, r, reason, err) < 0)
        return -1;
    return audit_add(c, arena_printf(&c->arena, "value.%s", row->action), "value", load->id, NULL, err);
}
