/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/disclosures and /public/issues: what the public may read, proposed by one, published by another
 * (B.9). */
#include "http/page.h"
#include "http/update.h"
#include "issues/handlers/handlers.h"
#include "issues_sql.h"

int disclosure_list(struct ctx *c, struct problem *err)
{
    return page_whole(c, &sql_disclosure_list, err);
}

static int refuse_internal(struct problem *err)
{
    return problem_fail(err, PROBLEM_GUARD_FAILED,
                        "an internal issue is not disclosed; its secrecy must be PUBLIC");
}

int disclosure_create(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_disclosure_insert, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return refuse_internal(err);
    if (note_activity(c, "disclosure.propose", "disclosure", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 201, r,
                     arena_printf(&c->arena, "/v1/issues/%s/disclosures/%%s", ctx_param(c, "issue_id")));
}

static int decide(struct ctx *c, const char *decision, struct problem *err)
{
    bool is_published = str_eq(decision, "PUBLISHED");
    struct db_result *r;

    if (db_run(c->db, &sql_issue_lock, BIND_NONE, NULL, err) < 0 ||
        db_run(c->db, &sql_disclosure_decide, BIND({"decision", decision}), &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return is_published && !db_bool(c->part, 0, "is_disclosable") ? refuse_internal(err)
                                                                      : part_missed(c, err);
    if (is_published && db_send(c->db, &sql_issue_set_public, BIND({"is_public", "t"}), err) < 0)
        return -1;
    if (note_activity(c, is_published ? "disclosure.publish" : "disclosure.refuse", "disclosure",
                      db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

int disclosure_publish(struct ctx *c, struct problem *err)
{
    return decide(c, "PUBLISHED", err);
}

int disclosure_refuse(struct ctx *c, struct problem *err)
{
    return decide(c, "REFUSED", err);
}

int disclosure_withdraw(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (update_part(c, &sql_disclosure_withdraw, BIND_NONE, &r, err) < 0 ||
        db_send(c->db, &sql_issue_set_public, BIND({"is_public", "f"}), err) < 0 ||
        note_activity(c, "disclosure.withdraw", "disclosure", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

int public_issue_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_public_issue_list, NULL, err);
}

int public_issue_get(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_public_issue_get, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}
