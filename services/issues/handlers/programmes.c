/* SPDX-License-Identifier: MIT */
/* /programmes: the plan that answers a feedback, by versions, with its coverage by issues (S-001, S-019). */
#include "audit/audit.h"
#include "http/update.h"
#include "issues/engine/due_by_term.h"
#include "issues/handlers/handlers.h"
#include "issues/store/references.h"
#include "issues_sql.h"

int programme_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_programme_list, &sql_programme_count, err);
}

static int reply_programme(struct ctx *c, int status, const char *id, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_programme_get, BIND({"programme_id", id}), &r, err) < 0)
        return -1;
    return reply_row(c, status, r, "/v1/programmes/%s");
}

int programme_get(struct ctx *c, struct problem *err)
{
    return reply_programme(c, 200, ctx_param(c, "programme_id"), err);
}

static int check_references(struct ctx *c, const struct programme_create *in, struct problem *err)
{
    if (str_eq(in->kind, "RECTIFICATION") && !in->feedback_id)
        problem_field(err, "/feedback_id", "required", "a rectification programme answers a feedback");
    return references_check(c, issue_references, err);
}

int programme_create(struct ctx *c, struct problem *err)
{
    const struct programme_create *in = c->in;
    struct owner t;
    struct db_result *r;

    if (owner_find(c, in->tenant, "/tenant", &t, err) < 0 || check_references(c, in, err) < 0)
        return -1;
    if (db_one(c->db, &sql_programme_insert, BIND({"target_id", t.id}, {"target_scope", t.scope}), &r, err) <
        0)
        return -1;
    if (audit_add(c, "programme.create", "programme", db_text(r, 0, "id"), NULL, err) < 0)
        return -1;
    return reply_programme(c, 201, db_text(r, 0, "id"), err);
}

int programme_update(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (update_part(c, &sql_programme_update, BIND_NONE, &r, err) < 0 ||
        audit_add(c, "programme.update", "programme", db_text(r, 0, "id"), NULL, err) < 0)
        return -1;
    return reply_programme(c, 200, db_text(r, 0, "id"), err);
}

/* The version before it goes out of force in the same transaction, and its issues come over. */
int programme_issue(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_programme_supersede, BIND_NONE, NULL, err) < 0 ||
        update_part(c, &sql_programme_issue, BIND_NONE, &r, err) < 0 ||
        db_send(c->db, &sql_programme_carry, BIND_NONE, err) < 0 ||
        due_by_term_follow_programme(c, err) < 0 ||
        audit_add(c, "programme.issue", "programme", db_text(r, 0, "id"), NULL, err) < 0)
        return -1;
    return reply_programme(c, 200, db_text(r, 0, "id"), err);
}

int programme_coverage(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_programme_coverage, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}
