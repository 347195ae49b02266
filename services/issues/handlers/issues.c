/* SPDX-License-Identifier: MIT */
/* /issues: register (T01), read, list, change own fields. */
#include "audit/audit.h"
#include "issues/engine/due_by_term.h"
#include "issues/engine/facts.h"
#include "issues/engine/light.h"
#include "issues/engine/reports.h"
#include "issues/handlers/handlers.h"
#include "issues/store/issue_change.h"
#include "issues/store/issue_list.h"
#include "issues/store/references.h"
#include "issues/store/register.h"
#include "issues_sql.h"

int issue_list(struct ctx *c, struct problem *err)
{
    struct page page;

    if (page_open(c, &page, err) < 0)
        return -1;
    bool as_of = page.as_of != NULL;
    return page_reply(c, &page, issue_list_stmt(page.lo, as_of), issue_count_stmt(page.lo, as_of), BIND_NONE,
                      err);
}

int issue_create(struct ctx *c, struct problem *err)
{
    const struct issue_create *in = c->in;
    struct registration reg;
    struct db_result *r;

    if (references_check(c, issue_references, err) < 0 ||
        registration_open(c, in->feedback_id, in->tenant, in->programme_id, &reg, err) < 0 ||
        registration_check_due(&reg, in->term_class, date_given(in->due_date), err) < 0 ||
        registration_decide(c, &reg, in->original_text, in->category, err) < 0 ||
        registration_insert(c, &reg, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, 201, r, "/v1/issues/%s");
}

static int reply_issue(struct ctx *c, int status, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_issue_get, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, status, r, NULL);
}

int issue_get(struct ctx *c, struct problem *err)
{
    return reply_issue(c, 200, err);
}

/* What has become internal is taken from the public page at once, and stays taken (B.9); a notice that runs reaches the
 * wrong ones, whichever way it became otherwise. */
static int recall(struct ctx *c, const struct issue_head *was, struct problem *err)
{
    const struct issue_update *in = c->in;

    if (in->secrecy && !str_eq(in->secrecy, was->secrecy) &&
        db_send(c->db, &sql_publicity_recall, BIND_NONE, err) < 0)
        return -1;
    return in->secrecy && !str_eq(in->secrecy, "PUBLIC")
               ? db_send(c->db, &sql_disclosure_recall, BIND_NONE, err)
               : 0;
}

/* What nobody named a day for keeps to its term and programme. */
static int due_follows(struct ctx *c, const struct issue_head *was, struct problem *err)
{
    return issue_change_is_of_term(c->in) ? due_by_term_follow(c, was->ref.id, err) : 0;
}

/* Another severity is reported on at other intervals (B.6), from today on. */
static int reports_follow(struct ctx *c, const struct issue_head *was, struct problem *err)
{
    const struct issue_update *in = c->in;
    struct report_asked asked = {
        .issue_id = was->ref.id,
        .state = (enum issue_state)code_find(issue_state_codes, was->state),
        .goes_on = true,
    };
    struct issue_parameters p;
    struct db_result *r;

    if (!in->severity || str_eq(in->severity, was->severity) || !issue_reports_run(asked.state))
        return 0;
    if (db_one(c->db, &sql_issue_get, BIND_NONE, &r, err) < 0 ||
        issue_parameters_load(c, was->ref.scope, &p, err) < 0)
        return -1;
    asked.severity = (enum issue_severity)code_find(issue_severity_codes, db_text(r, 0, "severity"));
    asked.term = (enum issue_term_class)code_find(issue_term_class_codes, db_text(r, 0, "term_class"));
    asked.due = db_date(r, 0, "due_date");
    return db_send(c->db, &sql_report_settle, BIND_NONE, err) < 0 ? -1 : reports_lay_out(c, &asked, &p, err);
}

int issue_update(struct ctx *c, struct problem *err)
{
    const struct issue_head *h = issue_of(c);

    if (issue_change_check(c, h, c->in, err) < 0 || references_check(c, issue_references, err) < 0 ||
        issue_change_check_limit(c, h, c->in, err) < 0 ||
        issue_change_store(c, h, c->in, db_arg_int(&c->arena, c->if_match), err) < 0)
        return -1;
    if (recall(c, h, err) < 0 || due_follows(c, h, err) < 0 || reports_follow(c, h, err) < 0 ||
        audit_add(c, "issue.update", "issue", h->ref.id, NULL, err) < 0 ||
        light_refresh(c, h->ref.id, err) < 0)
        return -1;
    return reply_issue(c, 200, err);
}

int note_activity(struct ctx *c, const char *action, const char *object_kind, const char *object_id,
                  struct problem *err)
{
    if (db_send(c->db, &sql_issue_touch, BIND_NONE, err) < 0)
        return -1;
    return audit_add(c, action, object_kind, object_id, NULL, err);
}
