/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/escalations: the ladder of supervision L1..L7 (B.8). */
#include "audit/audit.h"
#include "http/update.h"
#include "issues/domain/issue_ladder.h"
#include "issues/domain/issue_workflow.h"
#include "issues/engine/facts.h"
#include "issues/engine/ladder.h"
#include "issues/engine/verification_facts.h"
#include "issues/handlers/handlers.h"
#include "issues/store/limits.h"
#include "issues/store/references.h"
#include "issues/store/steps.h"
#include "issues_sql.h"

/* L5 to L7 are seen by whom the policy of the table allows (F.1, F.4-5); having been read leaves one entry a list
 * (F.4-7). */
static int note_reading(struct ctx *c, const struct db_result *r, struct problem *err)
{
    for (int i = 0; i < db_rows(r); i++)
        if (db_int(r, i, "_level") >= ISSUE_RUNG_RESTRICTED)
            return audit_add(c, "escalation.read", "issue", ctx_param(c, "issue_id"), NULL, err);
    return 0;
}

int escalation_list(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_escalation_list, BIND_NONE, &r, err) < 0 || note_reading(c, r, err) < 0)
        return -1;
    return reply_items(c, r);
}

/* Each level has its issuers. Steps may be skipped upward; downward only after the higher one is lifted. */
static int check_issuer(struct ctx *c, int level, struct problem *err)
{
    struct issue_actor who = issue_actor_of(c);
    struct workflow_actor actor = {who.level, who.roles, 0};
    struct db_result *r;

    if (db_one(c->db, &sql_escalation_current, BIND_NONE, &r, err) < 0)
        return -1;
    return issue_check_escalation(level, (int)db_int(r, 0, "level"), &actor, err);
}

/* When an answer is due, by the parameters of the issue's tenant. */
static int reply_due(struct ctx *c, int level, int32_t given, const struct issue_parameters *p,
                     struct duty_day *ret, struct problem *err)
{
    if (!given)
        return ladder_reply_due(c, level, p, ret, err);
    *ret = (struct duty_day){.kind = "REPLY", .due = given, .began = DATE_NONE};
    if (given >= ctx_today(c))
        return 0;
    problem_field(err, "/reply_due", "range", "the answer cannot be due in the past");
    return problem_fields_check(err);
}

/* What was issued is addressed to the units, told of, and answered with. */
static int issued(struct ctx *c, const struct db_result *r, const struct duty_day *reply,
                  const struct issue_parameters *p, struct problem *err)
{
    const char *id = db_text(r, 0, "id");
    struct outbox_batch events;

    if (note_activity(c, "escalation.issue", "escalation", id, err) < 0 ||
        ladder_lay_duties(c, id, reply, p, err) < 0)
        return -1;
    outbox_batch_init(&events, &c->arena);
    issue_event_escalated(c, &events, &issue_of(c)->ref, r, 0);
    return outbox_send(c, &events, err);
}

int escalation_create(struct ctx *c, struct problem *err)
{
    const struct escalation_create *in = c->in;
    int level = (int)in->level;
    const struct issue_ref *issue = &issue_of(c)->ref;
    struct issue_parameters p;
    struct duty_day due;
    struct db_result *r;

    if (check_issuer(c, level, err) < 0 || issue_parameters_load(c, issue->scope, &p, err) < 0 ||
        reply_due(c, level, in->reply_due, &p, &due, err) < 0)
        return -1;
    if (db_one(c->db, &sql_escalation_insert,
               BIND({"rung", arena_printf(&c->arena, "L%d-%s", level, in->doc_no)},
                    {"reply_due", date_or_null(c, due.due)}),
               &r, err) < 0)
        return err->code == PROBLEM_NOT_FOUND
                   ? problem_fail(err, PROBLEM_DUPLICATE,
                                  "a document of this number was issued at this level before")
                   : -1;
    if (issued(c, r, &due, &p, err) < 0)
        return -1;
    return step_reply(c, 201, db_text(r, 0, "id"),
                      arena_printf(&c->arena, "/v1/issues/%s/escalations/%%s", issue->id), err);
}

/* A proposal whose cause is gone since the last daily run is not issued any more. */
static int check_cause(struct ctx *c, const struct issue_parameters *p, struct problem *err)
{
    if (!str_eq(db_text(c->part, 0, "state"), "PROPOSED"))
        return 0;
    if (db_run(c->db, &sql_issue_lock, BIND_NONE, NULL, err) < 0)
        return -1;
    return ladder_check_cause(c, issue_of(c)->ref.id, db_text(c->part, 0, "rung"), p, err);
}

/* A proposal of the daily run becomes a document; that of L7 is the referral. */
int escalation_issue(struct ctx *c, struct problem *err)
{
    const struct escalation_issue *in = c->in;
    int level = (int)db_int(c->part, 0, "level");
    struct issue_parameters p;
    struct duty_day due;
    struct db_result *r;

    if (check_issuer(c, level, err) < 0)
        return -1;
    if (level == ISSUE_RUNGS)
        return problem_fail(err, PROBLEM_FORBIDDEN, "L7 is taken by a referral to the competent body");
    if (issue_parameters_load(c, issue_of(c)->ref.scope, &p, err) < 0 ||
        reply_due(c, level, in->reply_due, &p, &due, err) < 0 || check_cause(c, &p, err) < 0 ||
        update_part(c, &sql_escalation_issue, BIND({"reply_due", date_or_null(c, due.due)}), &r, err) < 0)
        return -1;
    if (issued(c, r, &due, &p, err) < 0)
        return -1;
    return step_reply(c, 200, db_text(r, 0, "id"), NULL, err);
}

/* Of what is restricted the issue itself tells nothing, not even that something happened. */
static int note_refusal(struct ctx *c, int level, const char *id, struct problem *err)
{
    if (level >= ISSUE_RUNG_RESTRICTED)
        return audit_add(c, "escalation.refuse", "escalation", id, NULL, err);
    return note_activity(c, "escalation.refuse", "escalation", id, err);
}

/* By whoever might issue it; but what the city found or returned does not end below it. */
int escalation_refuse(struct ctx *c, struct problem *err)
{
    struct issue_actor who = issue_actor_of(c);
    struct workflow_actor actor = {who.level, who.roles, 0};
    int level = (int)db_int(c->part, 0, "level");
    struct db_result *r;

    if (issue_check_escalation(level, 0, &actor, err) < 0 ||
        issue_check_rank(db_text(c->part, 0, "caused_level"), who.level, err) < 0 ||
        update_part(c, &sql_escalation_refuse, BIND_NONE, &r, err) < 0 ||
        note_refusal(c, level, db_text(r, 0, "id"), err) < 0)
        return -1;
    return step_reply(c, 200, db_text(r, 0, "id"), NULL, err);
}

/* In force, and as the caller has seen it. */
static bool step_stands(const struct ctx *c)
{
    return db_int(c->part, 0, "row_version") == c->if_match && str_eq(db_text(c->part, 0, "state"), "ISSUED");
}

static int not_proven(struct problem *err)
{
    return problem_fail(
        err, PROBLEM_GUARD_FAILED,
        "lifting needs a verification that passed after the step was issued, by somebody of no "
        "responsible unit, and that the city does not gainsay");
}

int escalation_lift(struct ctx *c, struct problem *err)
{
    struct db_result *r;
    struct issue_actor who = issue_actor_of(c);
    struct workflow_actor actor = {who.level, who.roles, 0};
    const struct escalation_lift *in = c->in;
    struct issue_load load;
    bool proven;

    if (issue_check_escalation((int)db_int(c->part, 0, "level"), 0, &actor, err) < 0 ||
        issue_check_rank(db_text(c->part, 0, "issued_level"), who.level, err) < 0 ||
        references_check(c, issue_references, err) < 0 || issue_load(c, &load, err) < 0 ||
        verification_lifts(c, &load, in->verification_id, db_date(c->part, 0, "issued_on"), &proven, err) < 0)
        return -1;
    if (!step_stands(c))
        return part_missed(c, err);
    if (!proven)
        return not_proven(err);
    if (db_run(c->db, &sql_escalation_lift, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return not_proven(err);
    if (note_activity(c, "escalation.lift", "escalation", db_text(r, 0, "id"), err) < 0)
        return -1;
    return step_reply(c, 200, db_text(r, 0, "id"), NULL, err);
}
