/* SPDX-License-Identifier: MIT */
/* /issues: register (T01), read, list, change own fields. */
#include "audit/audit.h"
#include "issues/engine/facts.h"
#include "issues/engine/light.h"
#include "issues/handlers/handlers.h"
#include "issues/store/field_writers.h"
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
        registration_open(c, in->feedback_id, in->tenant, &reg, err) < 0 ||
        registration_limits(c, in->programme_id, &reg, err) < 0 ||
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

/* A date is corrected while nobody was told of it. Once it was assigned it only comes nearer, and a filed plan fixes
 * it. */
static int check_due(const struct issue_head *h, const struct issue_update *in, struct problem *err)
{
    int32_t asked = date_given(in->due_date);

    if (!str_has_word("REGISTERED ASSIGNED SIGNED PLANNING", h->state))
        return problem_fail(err, PROBLEM_STATE_CONFLICT,
                            "the due date follows the filed plan; apply for an extension");
    if ((h->is_assigned || !str_eq(h->state, "REGISTERED")) && h->due_date != DATE_NONE &&
        (asked == DATE_NONE || asked > h->due_date))
        return problem_fail(err, PROBLEM_STATE_CONFLICT,
                            "the issue was assigned; its due date is not moved later or taken away");
    return 0;
}

static int check_update(const struct ctx *c, const struct issue_head *h, struct problem *err)
{
    const struct issue_update *in = c->in;
    const struct field *due = field_find(&issue_update_table, "due_date");

    if (field_writers_check(c, h, in, err) < 0)
        return -1;
    return field_is_present(&issue_update_table, due, in) ? check_due(h, in, err) : 0;
}

/* Until a plan was filed the due date keeps to the term and the programme, whichever of the three is changed. */
static int check_due_limit(struct ctx *c, const struct issue_head *h, struct problem *err)
{
    static const char *const fields[] = {"due_date", "term_class", "programme_id"};

    if (!str_has_word("REGISTERED ASSIGNED SIGNED PLANNING", h->state))
        return 0;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if (field_is_present(&issue_update_table, field_find(&issue_update_table, fields[i]), c->in))
            return registration_check_change(c, h->ref.scope, arena_printf(&c->arena, "/%s", fields[i]), err);
    return 0;
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

int issue_update(struct ctx *c, struct problem *err)
{
    const struct issue_head *h = issue_of(c);
    struct db_result *r;

    if (check_update(c, h, err) < 0 || references_check(c, issue_references, err) < 0 ||
        check_due_limit(c, h, err) < 0)
        return -1;
    if (db_run(c->db, &sql_issue_update, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return update_missed(c, h->row_version, err);
    if (recall(c, h, err) < 0 || audit_add(c, "issue.update", "issue", h->ref.id, NULL, err) < 0 ||
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
