/* SPDX-License-Identifier: MIT */
/* What transitions do from the application for acceptance to the end, and after it (T12, T16..T23, T25). */
#include "audit/audit.h"
#include "issues/domain/issue_limits.h"
#include "issues/domain/issue_publicity.h"
#include "issues/engine/effects.h"
#include "issues/engine/light.h"
#include "issues_sql.h"

int effect_record_application(struct ctx *c, struct step *s, struct problem *err)
{
    (void)err;
    s->change.applied_by = c->who->actor;
    return 0;
}

int effect_count_upper_return(struct ctx *c, struct step *s, struct problem *err)
{
    (void)err;
    s->change.upper_returns = 1;
    s->detail = arena_strdup(&c->arena, "{\"returned_by\":\"UPPER\"}");
    return 0;
}

int effect_start_publicity(struct ctx *c, struct step *s, struct problem *err)
{
    const struct issue_facts *f = &s->load->facts;
    int32_t start = date_given(s->in->start_on);

    if (start == DATE_NONE)
        start = f->today;
    if (start < f->today || start > f->today + ISSUE_NOTICE_DAYS_MAX) {
        problem_field(err, "/start_on", "range",
                      "a notice begins today or within " TEXT_OF(ISSUE_NOTICE_DAYS_MAX) " days");
        return problem_fields_check(err);
    }
    return db_send(c->db, &sql_publicity_insert,
                   BIND({"start_on", db_arg_date(&c->arena, start)},
                        {"end_on", db_arg_date(&c->arena, issue_publicity_end(start, &f->parameters))},
                        {"channels", s->in->channels.json}, {"url", s->in->url}),
                   err);
}

int effect_end_publicity(struct ctx *c, struct step *s, struct problem *err)
{
    (void)s;
    return db_send(c->db, &sql_publicity_end, BIND_NONE, err);
}

int effect_record_closure(struct ctx *c, struct step *s, struct problem *err)
{
    return db_send(c->db, &sql_closure_insert, BIND({"doc_no", s->in->doc_no}, {"reason", s->in->reason}),
                   err);
}

/* Who holds the parts of the old issue, how it was rectified and what the ladder asks for go on with the new one. */
static int hand_over(struct ctx *c, const char *new_id, struct problem *err)
{
    if (db_send(c->db, &sql_rebound_parties, BIND({"new_id", new_id}), err) < 0 ||
        db_send(c->db, &sql_party_grant, BIND({"issue_id", new_id}), err) < 0 ||
        db_send(c->db, &sql_rebound_take_over, BIND({"new_id", new_id}), err) < 0)
        return -1;
    return db_send(c->db, &sql_finding_follow, BIND({"issue_id", new_id}), err);
}

int effect_create_rebound(struct ctx *c, struct step *s, struct problem *err)
{
    const struct issue_facts *f = &s->load->facts;
    int32_t due = issue_reopen_due(f->today, f->request.due, &f->parameters);
    const char *new_id;
    struct db_result *r;

    if (db_one(c->db, &sql_rebound_insert,
               BIND({"severity", issue_severity_values[issue_reopen_severity(f->severity)]},
                    {"due", db_arg_date(&c->arena, due)},
                    {"workflow_version", db_arg_int(&c->arena, issue_workflow(0)->version)}),
               &r, err) < 0)
        return -1;
    new_id = db_text(r, 0, "id");
    s->rebound = r;
    s->detail = arena_printf(&c->arena, "{\"new_issue_id\":\"%s\",\"evidence_ids\":%s}", new_id,
                             s->in->evidence_ids.json ? s->in->evidence_ids.json : "[]");
    if (hand_over(c, new_id, err) < 0 ||
        db_send(c->db, &sql_state_log_insert,
                BIND({"issue_id", new_id}, {"rule", "T23"}, {"action", "REGISTER"}, {"from_state", NULL},
                     {"to_state", "REGISTERED"}, {"reason", s->in->reason}, {"doc_no", s->in->doc_no},
                     {"detail", NULL},
                     {"workflow_version", db_arg_int(&c->arena, issue_workflow(0)->version)}),
                err) < 0)
        return -1;
    if (audit_add(c, "issue.register", "issue", new_id, NULL, err) < 0 ||
        issue_event_created(c, r, NULL, s->load->ref.id, err) < 0 || light_refresh(c, new_id, err) < 0)
        return -1;
    return issue_event_rebound(c, &s->load->ref, r, err);
}

int effect_link_merged(struct ctx *c, struct step *s, struct problem *err)
{
    (void)c;
    (void)err;
    s->change.merged_into = s->in->merged_into;
    return 0;
}
