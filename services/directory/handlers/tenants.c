/* SPDX-License-Identifier: MIT */
/* Tenants: the tree of bodies, read by everyone within his range, changed by the platform's administrator. */
#include "audit/audit.h"
#include "base/date.h"
#include "directory/domain/tenant_rules.h"
#include "directory/events.h"
#include "directory/handlers/handlers.h"
#include "directory/inputs.h"
#include "directory_sql.h"
#include "http/page.h"
#include "http/update.h"

int tenant_ref_get(struct ctx *c, const char *ref, struct tenant_ref *ret, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_tenant_by_ref, BIND({"ref", ref}), &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no tenant %s", ref);
    *ret = (struct tenant_ref){db_text(r, 0, "id"),       db_text(r, 0, "kind"),  db_text(r, 0, "code"),
                               db_text(r, 0, "name"),     db_text(r, 0, "scope"), db_date(r, 0, "opened_on"),
                               db_date(r, 0, "closed_on")};
    return 0;
}

int tenant_ref_was_open(const struct tenant_ref *t, int32_t day, struct problem *err)
{
    if (t->closed_on != DATE_NONE)
        return problem_fail(err, PROBLEM_CONFLICT, "%s is closed", t->code);
    if (t->opened_on > day)
        return problem_fail(err, PROBLEM_CONFLICT, "%s was not there on that day", t->code);
    return 0;
}

int tenant_ref_below(struct ctx *c, const char *ref, const char *pointer, struct tenant_ref *ret,
                     struct problem *err)
{
    if (tenant_ref_get(c, ref, ret, err) < 0) {
        if (err->code != PROBLEM_NOT_FOUND)
            return -1;
        problem_field(err, pointer, "not-found", "no tenant %s", ref);
        return problem_fail(err, PROBLEM_VALIDATION, "the tenant named does not exist");
    }
    if (c->who->tenant.kind != TENANT_SYSTEM && !scope_is_within(ret->scope, c->who->tenant.scope))
        return problem_fail(err, PROBLEM_FORBIDDEN, "%s is not below your tenant", ret->code);
    return 0;
}

int tenant_ref_own(struct ctx *c, const char *ref, const char *pointer, struct tenant_ref *ret,
                   struct problem *err)
{
    if (tenant_ref_below(c, ref, pointer, ret, err) < 0)
        return -1;
    if (ret->closed_on != DATE_NONE)
        return problem_fail(err, PROBLEM_CONFLICT, "%s is closed", ret->code);
    return 0;
}

int tenant_announce(struct ctx *c, const char *tenant_id, const char *change, const char *old_scope,
                    int32_t effective, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_tenant_event,
               BIND({"tenant_id", tenant_id}, {"change", change}, {"old_scope", old_scope},
                    {"effective_date", db_arg_date(&c->arena, effective)}),
               &r, err) < 0)
        return -1;
    const char *data = db_text(r, 0, "data"), *scope = db_text(r, 0, "scope");
    const struct audit_object body = {"tenant", tenant_id, tenant_id, scope};
    if (outbox_add(c, &event_org_changed, &(struct event_subject){tenant_id, tenant_id, scope}, data, err) <
        0)
        return -1;
    return audit_add_for(c, "tenant.change", &body, data, err);
}

int tenant_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_tenant_list, &sql_tenant_count, err);
}

static int reply_tenant(struct ctx *c, int status, const char *id, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_tenant_get, BIND({"tenant_id", id}), &r, err) < 0)
        return -1;
    return reply_row(c, status, r, "/v1/tenants/%s");
}

int tenant_get(struct ctx *c, struct problem *err)
{
    return reply_tenant(c, 200, ctx_param(c, "tenant_id"), err);
}

int tenant_children(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_tenant_version_exists, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_run(c->db, &sql_tenant_children, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_items(c, r);
}

int tenant_put_new(struct ctx *c, const struct bind *binds, struct problem *err)
{
    if (db_run(c->db, &sql_tenant_insert, binds, NULL, err) < 0)
        return -1;
    return db_run(c->db, &sql_tenant_first_version, binds, NULL, err);
}

int tenant_create(struct ctx *c, struct problem *err)
{
    const struct tenant_create *in = c->in;
    const char *id = uuid7_new(&c->arena, c->now_us);
    struct tenant_ref parent;

    if (tenant_ref_own(c, in->parent, "/parent", &parent, err) < 0)
        return -1;
    struct tenant_facts facts = {in->kind, in->code, in->dept_code, parent.kind, parent.code};
    /* The list may know a parent only from a later day on than bodies below it. */
    int32_t day = in->valid_from > ctx_today(c) ? in->valid_from : ctx_today(c);
    if (tenant_check(&facts, err) < 0 || tenant_ref_was_open(&parent, day, err) < 0)
        return -1;
    if (tenant_put_new(c,
                       BIND({"new_id", id}, {"parent_id", parent.id}, {"parent_scope", parent.scope},
                            {"dept_code", tenant_dept_code_of(in->code)}),
                       err) < 0)
        return -1;
    if (tenant_announce(c, id, "CREATED", NULL, in->valid_from, err) < 0)
        return -1;
    return reply_tenant(c, 201, id, err);
}

int tenant_update(struct ctx *c, struct problem *err)
{
    const struct tenant_update *in = c->in;
    const char *id = ctx_param(c, "tenant_id");

    if (update_one(c, &sql_tenant_update, &sql_tenant_version_exists, BIND_NONE, NULL, err) < 0)
        return -1;
    if (in->short_name && db_run(c->db, &sql_tenant_short_name_update, BIND_NONE, NULL, err) < 0)
        return -1;
    if (tenant_announce(c, id, "UPDATED", NULL, ctx_today(c), err) < 0)
        return -1;
    return reply_tenant(c, 200, id, err);
}
