/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/disclosures and /public/issues: what the public may read, proposed by one, published by another (B.9). */
#include "issues/handlers/handlers.h"
#include "issues_sql.h"

int disclosure_list(struct ctx *c, struct problem *err)
{
    struct issue_head h;
    struct db_result *r;

    if (issue_head(c, &h, err) < 0 || db_run(c->db, &sql_disclosure_list, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_items(c, r);
}

static int check_publisher(struct ctx *c, struct issue_head *h, struct problem *err)
{
    if (issue_head(c, h, err) < 0)
        return -1;
    return require(head_is_above(c, h), err, "disclosure is the office's");
}

static int refuse_internal(struct problem *err)
{
    return problem_fail(err, PROBLEM_GUARD_FAILED,
                        "an internal issue is not disclosed; its secrecy must be PUBLIC");
}

int disclosure_create(struct ctx *c, struct problem *err)
{
    struct issue_head h;
    struct db_result *r;

    if (check_publisher(c, &h, err) < 0 || db_run(c->db, &sql_disclosure_insert, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return refuse_internal(err);
    if (note_activity(c, "disclosure.propose", "disclosure", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 201, r, arena_printf(&c->arena, "/v1/issues/%s/disclosures/%%s", h.ref.id));
}

static int decide(struct ctx *c, const char *decision, struct problem *err)
{
    bool is_published = str_eq(decision, "PUBLISHED");
    struct issue_head h;
    struct db_result *now, *r;

    if (check_publisher(c, &h, err) < 0 || db_run(c->db, &sql_issue_lock, BIND_NONE, NULL, err) < 0 ||
        db_one(c->db, &sql_disclosure_state, BIND_NONE, &now, err) < 0)
        return -1;
    if (str_eq(db_text(now, 0, "proposed_by"), c->who->actor))
        return problem_fail(err, PROBLEM_SEPARATION_OF_DUTIES,
                            "two persons publish: one proposes, another decides");
    if (db_run(c->db, &sql_disclosure_decide, BIND({"decision", decision}), &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return is_published && !db_bool(now, 0, "is_disclosable")
                   ? refuse_internal(err)
                   : update_missed(c, db_int(now, 0, "row_version"), err);
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
    struct issue_head h;
    struct db_result *now, *r;

    if (check_publisher(c, &h, err) < 0 || db_one(c->db, &sql_disclosure_state, BIND_NONE, &now, err) < 0 ||
        db_run(c->db, &sql_disclosure_withdraw, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return update_missed(c, db_int(now, 0, "row_version"), err);
    if (db_send(c->db, &sql_issue_set_public, BIND({"is_public", "f"}), err) < 0 ||
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
