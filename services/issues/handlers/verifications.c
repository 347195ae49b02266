/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/verifications: what verifiers found, on paper and on site (B.1, T15). */
#include "issues/handlers/handlers.h"
#include "issues_sql.h"

int verification_list(struct ctx *c, struct problem *err)
{
    struct issue_head h;
    struct db_result *r;

    if (issue_head(c, &h, err) < 0 || db_run(c->db, &sql_verification_list, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_items(c, r);
}

/* The city speaks for the city; the district and the supervising unit for the district. */
static bool may_speak_for(const struct ctx *c, const struct issue_head *h, const char *level)
{
    bool is_city = c->who->tenant.kind == TENANT_CITY;

    if (str_eq(level, "CITY"))
        return is_city && head_is_above(c, h);
    if (head_has_role(h, "SUPERVISE_UNIT"))
        return true;
    return head_is_above(c, h) && (!is_city || str_eq(level, "THIRD_PARTY"));
}

int verification_create(struct ctx *c, struct problem *err)
{
    const struct verification_create *in = c->in;
    struct issue_head h;
    struct db_result *r;

    if (in->verified_on > ctx_today(c))
        problem_field(err, "/verified_on", "range", "a verification is not in the future");
    if (problem_fields_check(err) < 0 || issue_head(c, &h, err) < 0 ||
        require(may_speak_for(c, &h, in->level), err, "that level is not the caller's to speak for") < 0 ||
        require(!head_has_role(&h, "RESP_UNIT LEAD_UNIT"), err, "a responsible unit does not verify itself") <
            0 ||
        require_state(&h, "RECTIFYING ACCEPT_APPLIED DIST_VERIFY CITY_REVIEW PUBLICITY LONG_TERM", err) < 0)
        return -1;
    if (db_run(c->db, &sql_issue_lock, BIND_NONE, NULL, err) < 0 ||
        db_one(c->db, &sql_verification_insert, BIND_NONE, &r, err) < 0 ||
        note_activity(c, "verification.create", "verification", db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 201, r, arena_printf(&c->arena, "/v1/issues/%s/verifications/%%s", h.ref.id));
}
