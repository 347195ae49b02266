/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/referrals: L7, handing over for accountability (移送问责, B.8). Restricted: every read leaves an audit
 * entry. */
#include "audit/audit.h"
#include "http/update.h"
#include "issues/domain/issue_workflow.h"
#include "issues/engine/facts.h"
#include "issues/engine/ladder.h"
#include "issues/handlers/handlers.h"
#include "issues_sql.h"

int referral_list(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_referral_list, BIND_NONE, &r, err) < 0 ||
        audit_add(c, "referral.read", "issue", ctx_param(c, "issue_id"), NULL, err) < 0)
        return -1;
    return reply_items(c, r);
}

int referral_create(struct ctx *c, struct problem *err)
{
    const struct issue_head *h = issue_of(c);
    struct db_result *r, *step;
    struct outbox_batch events;
    struct issue_parameters p;

    if (issue_parameters_load(c, h->ref.scope, &p, err) < 0 || ladder_let_lapse(c, h->ref.id, &p, err) < 0 ||
        db_one(c->db, &sql_referral_insert, BIND_NONE, &r, err) < 0 ||
        db_run(c->db, &sql_referral_step, BIND_NONE, &step, err) < 0 ||
        audit_add(c, "referral.create", "referral", db_text(r, 0, "id"), NULL, err) < 0)
        return -1;
    outbox_batch_init(&events, &c->arena);
    for (int i = 0; i < db_rows(step); i++)
        issue_event_escalated(c, &events, &h->ref, step, i);
    if (outbox_send(c, &events, err) < 0)
        return -1;
    return reply_row(c, 201, r, arena_printf(&c->arena, "/v1/issues/%s/referrals/%%s", h->ref.id));
}

/* What the competent body decided, by the level that referred it or one above; the referral itself is never
 * rewritten. */
int referral_result(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (issue_check_rank(db_text(c->part, 0, "referred_level"), issue_actor_of(c).level, err) < 0 ||
        update_part(c, &sql_referral_result, BIND_NONE, &r, err) < 0 ||
        audit_add(c, "referral.result", "referral", db_text(r, 0, "id"), NULL, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}
