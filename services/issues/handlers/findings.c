/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/findings: what the level above found about how a unit acted, with its evidence (B.4, B.8 L5 and L7). */
#include "audit/audit.h"
#include "issues/domain/issue_findings.h"
#include "issues/engine/facts.h"
#include "issues/engine/light.h"
#include "issues/handlers/handlers.h"
#include "issues/store/references.h"
#include "issues_sql.h"

int finding_list(struct ctx *c, struct problem *err)
{
    struct issue_head h;
    struct db_result *r;
    bool restricted = false;

    if (issue_head(c, &h, err) < 0 || db_run(c->db, &sql_finding_list, BIND_NONE, &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++)
        restricted = restricted || db_bool(r, i, "_restricted");
    if (restricted && audit_add(c, "finding.read", "issue", h.ref.id, NULL, err) < 0)
        return -1;
    return reply_items(c, r);
}

/* The level above, which does not answer itself, and the roles that the kind is for. */
static int check_finder(struct ctx *c, const struct issue_head *h, const char *kind, const char *found_level,
                        struct problem *err)
{
    struct issue_actor who = issue_actor_of(c);
    struct workflow_actor actor = {who.level, who.roles, 0};

    if (require(head_is_above(c, h) && !head_has_role(h, "LEAD_UNIT RESP_UNIT"), err,
                "conduct is judged by the level above, which does not answer for the issue") < 0)
        return -1;
    return issue_check_finder(kind, found_level, &actor, err);
}

/* A finding of how it was rectified is red at once; which shows in the same answer's issue. */
static int follow(struct ctx *c, const struct issue_head *h, const char *action, const char *id,
                  struct problem *err)
{
    if (db_send(c->db, &sql_finding_follow, BIND_NONE, err) < 0 ||
        note_activity(c, action, "finding", id, err) < 0)
        return -1;
    return light_refresh(c, h->ref.id, err);
}

int finding_create(struct ctx *c, struct problem *err)
{
    const struct finding_create *in = c->in;
    struct issue_head h;
    struct db_result *unit, *r;

    if (issue_head(c, &h, err) < 0 || check_finder(c, &h, in->kind, NULL, err) < 0)
        return -1;
    if (h.is_closed || str_has_word("CLOSED REOPENED CANCELLED MERGED", h.state))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "the issue is %s", h.state);
    if (db_run(c->db, &sql_finding_party, BIND_NONE, &unit, err) < 0)
        return -1;
    if (db_rows(unit) == 0)
        problem_field(err, "/unit", "unknown-reference", "no unit that leads or answers for the issue");
    if (references_check(c, issue_references, err) < 0 ||
        db_one(c->db, &sql_finding_insert,
               BIND({"party_tenant_id", db_text(unit, 0, "party_tenant_id")},
                    {"party_code", db_text(unit, 0, "party_code")},
                    {"party_name", db_text(unit, 0, "party_name")}),
               &r, err) < 0 ||
        follow(c, &h, "finding.create", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 201, r, arena_printf(&c->arena, "/v1/issues/%s/findings/%%s", h.ref.id));
}

int finding_clear(struct ctx *c, struct problem *err)
{
    struct issue_head h;
    struct db_result *now, *r;

    if (issue_head(c, &h, err) < 0 || db_one(c->db, &sql_finding_state, BIND_NONE, &now, err) < 0 ||
        check_finder(c, &h, db_text(now, 0, "kind"), db_text(now, 0, "found_level"), err) < 0 ||
        db_run(c->db, &sql_finding_clear, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return update_missed(c, db_int(now, 0, "row_version"), err);
    if (follow(c, &h, "finding.clear", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}
