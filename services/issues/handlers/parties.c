/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/parties: who answers for an issue; the whole set at once, dated, with the grants that follow (B.1,
 * F.4). */
#include "issues/store/parties.h"
#include "audit/audit.h"
#include "http/page.h"
#include "issues/domain/issue_parties.h"
#include "issues/engine/facts.h"
#include "issues/engine/ladder.h"
#include "issues/handlers/handlers.h"
#include "issues/store/references.h"
#include "issues_sql.h"
#include <stdio.h>

int party_list(struct ctx *c, struct problem *err)
{
    return page_whole(c, &sql_party_list, err);
}

int parties_check(struct ctx *c, const struct field_list *parties, const char *owner_id,
                  const char *owner_scope, struct problem *err)
{
    const struct issue_party_input *in = parties->items;
    size_t n = parties->n;
    struct issue_party *list = arena_array(&c->arena, n + 1, sizeof(*list));
    struct db_result *r;

    if (db_run(c->db, &sql_party_resolve, BIND({"parties", parties->json}, {"owner_id", owner_id}), &r, err) <
        0)
        return -1;
    for (size_t i = 0; i < n; i++)
        list[i] = (struct issue_party){
            .role = (enum issue_party_role)code_find(issue_party_role_codes, in[i].role),
            .tenant_id = db_text(r, (int)i, "id"),
            .scope = db_text(r, (int)i, "scope"),
            .level = level_of(db_text(r, (int)i, "kind")),
            .person_id = in[i].person_id ? in[i].person_id : in[i].person_name,
        };
    const struct issue_owner owner = {owner_scope, level_of(db_text(r, 0, "owner_kind"))};
    return issue_check_parties(list, n, &owner, err);
}

int parties_store(struct ctx *c, const char *issue_id, const char *json, struct problem *err)
{
    if (db_send(c->db, &sql_party_replace, BIND({"issue_id", issue_id}, {"parties", json}), err) < 0)
        return -1;
    return db_send(c->db, &sql_party_grant, BIND({"issue_id", issue_id}), err);
}

static int check_units(struct ctx *c, const struct issue_head *h, const char *parties, struct problem *err)
{
    struct db_result *r;

    if (issue_units_may_change((enum issue_state)code_find(issue_state_codes, h->state)))
        return 0;
    if (db_one(c->db, &sql_party_units_kept, BIND({"issue_id", h->ref.id}, {"parties", parties}), &r, err) <
        0)
        return -1;
    return db_bool(r, 0, "are_kept") ? 0
                                     : problem_fail(err, PROBLEM_STATE_CONFLICT,
                                                    "it is %s: only persons change, no units", h->state);
}

int party_replace(struct ctx *c, struct problem *err)
{
    const struct issue_parties_input *in = c->in;
    const struct issue_head *h = issue_of(c);
    struct issue_parameters p;
    struct db_result *r;

    if (references_check(c, issue_references, err) < 0 ||
        parties_check(c, &in->parties, h->ref.tenant_id, h->ref.scope, err) < 0 ||
        check_units(c, h, in->parties.json, err) < 0)
        return -1;
    if (db_run(c->db, &sql_party_touch, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return update_missed(c, h->row_version, err);
    if (db_send(c->db, &sql_party_review_anew, BIND({"parties", in->parties.json}), err) < 0 ||
        parties_store(c, h->ref.id, in->parties.json, err) < 0 ||
        issue_parameters_load(c, h->ref.scope, &p, err) < 0 || ladder_pass_on(c, h->ref.id, &p, err) < 0 ||
        audit_add(c, "issue.parties", "issue", h->ref.id, in->parties.json, err) < 0)
        return -1;
    if (db_run(c->db, &sql_party_list, BIND({"as_of", NULL}), &r, err) < 0)
        return -1;
    reply_header(c, "ETag", arena_printf(&c->arena, "\"%lld\"", (long long)h->row_version + 1));
    return reply_items(c, r);
}
