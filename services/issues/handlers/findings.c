/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/findings: what the level above found about how a unit acted, with its evidence (B.4, B.8 L5 and
 * L7). */
#include "audit/audit.h"
#include "http/update.h"
#include "issues/domain/issue_findings.h"
#include "issues/engine/facts.h"
#include "issues/engine/light.h"
#include "issues/handlers/handlers.h"
#include "issues/store/references.h"
#include "issues_sql.h"

int finding_list(struct ctx *c, struct problem *err)
{
    struct db_result *r;
    bool restricted = false;

    if (db_run(c->db, &sql_finding_list, BIND_NONE, &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++)
        restricted = restricted || db_bool(r, i, "_restricted");
    if (restricted && audit_add(c, "finding.read", "issue", ctx_param(c, "issue_id"), NULL, err) < 0)
        return -1;
    return reply_items(c, r);
}

/* The roles that the kind is for. */
static int check_finder(struct ctx *c, const char *kind, const char *found_level, struct problem *err)
{
    struct issue_actor who = issue_actor_of(c);
    struct workflow_actor actor = {who.level, who.roles, 0};

    return issue_check_finder(kind, found_level, &actor, err);
}

/* A finding of how it was rectified is red at once, which shows in the same answer's issue. Of dereliction the issue
 * shows nothing, not even that something happened. */
static int follow(struct ctx *c, const char *kind, const char *action, const char *id, struct problem *err)
{
    if (issue_is_dereliction(kind))
        return audit_add(c, action, "finding", id, NULL, err);
    if (db_send(c->db, &sql_finding_follow, BIND_NONE, err) < 0 ||
        note_activity(c, action, "finding", id, err) < 0)
        return -1;
    return light_refresh(c, ctx_param(c, "issue_id"), err);
}

/* What shows dereliction is shown to few; but what a unit handed in itself is no secret to it. */
static int check_proof(struct ctx *c, const char *kind, struct problem *err)
{
    struct db_result *r;

    if (!issue_is_dereliction(kind))
        return 0;
    if (db_run(c->db, &sql_finding_open_proof, BIND_NONE, &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++)
        problem_field(err, arena_printf(&c->arena, "/evidence_ids/%s", db_text(r, i, "index")), "open-proof",
                      "the parties see it: dereliction rests on evidence of kind CONDUCT_PROOF");
    return problem_fields_check(err);
}

/* What it rests on cannot go meanwhile, for the removal of evidence waits for the issue too. */
int finding_create(struct ctx *c, struct problem *err)
{
    const struct finding_create *in = c->in;
    const struct issue_head *h = issue_of(c);
    struct db_result *unit, *r;

    if (check_finder(c, in->kind, NULL, err) < 0 || issue_hold(c, err) < 0 ||
        db_run(c->db, &sql_finding_party, BIND_NONE, &unit, err) < 0)
        return -1;
    if (db_rows(unit) == 0)
        problem_field(err, "/unit", "unknown-reference",
                      "no unit that leads or answers for the issue, or once did");
    if (references_check(c, issue_references, err) < 0 || check_proof(c, in->kind, err) < 0 ||
        db_one(c->db, &sql_finding_insert,
               BIND({"party_tenant_id", db_text(unit, 0, "party_tenant_id")},
                    {"party_code", db_text(unit, 0, "party_code")},
                    {"party_name", db_text(unit, 0, "party_name")}),
               &r, err) < 0 ||
        follow(c, in->kind, "finding.create", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 201, r, arena_printf(&c->arena, "/v1/issues/%s/findings/%%s", h->ref.id));
}

/* Another that is made or cleared at the same moment comes before or after: the latest that stands counts. */
int finding_clear(struct ctx *c, struct problem *err)
{
    struct db_result *r;
    const char *kind;

    if (issue_hold(c, err) < 0)
        return -1;
    kind = db_text(c->part, 0, "kind");
    if (check_finder(c, kind, db_text(c->part, 0, "found_level"), err) < 0 ||
        update_part(c, &sql_finding_clear, BIND_NONE, &r, err) < 0)
        return -1;
    if (follow(c, kind, "finding.clear", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}
