/* SPDX-License-Identifier: MIT */
/* Which tenant a new row is for, and what the caller is to an issue. */
#include "issues/store/target.h"

#include "issues_sql.h"
#include <stdio.h>
#include <string.h>

const struct bind *target_binds(struct ctx *c, const struct owner *t)
{
    const struct bind binds[] = {
        {"target_id",   t->id},
        {"target_code",             t->code},
        {"target_name",t->name},
        {"target_scope", t->scope},
        {"region",             arena_strndup(&c->arena, t->code, 6)},
        {0    }
    };

    return arena_memdup(&c->arena, binds, sizeof(binds));
}

static unsigned bit_if(bool holds, unsigned bit)
{
    return holds ? bit : 0u;
}

static unsigned caller_is(const struct ctx *c, const struct db_result *r, const struct issue_head *h)
{
    const struct tenancy *me = &c->who->tenant;
    const char *roles = db_text(r, 0, "my_roles");
    bool above = scope_is_within(h->ref.scope, me->scope);
    bool works = str_has_word(roles, "LEAD_UNIT") || str_has_word(roles, "RESP_UNIT");

    return bit_if(works && h->is_assigned, ISSUE_IS_JUDGED) |
           bit_if(above && !works && db_bool(r, 0, "holder_works"), ISSUE_IS_RELIEF) |
           bit_if(db_bool(r, 0, "is_own"), ISSUE_IS_HOLDER) | bit_if(above, ISSUE_IS_ABOVE) |
           bit_if(above && str_eq(h->registered_by, me->tenant_id), ISSUE_IS_REGISTRAR) |
           bit_if(str_has_word(roles, "LEAD_UNIT"), ISSUE_IS_LEAD) |
           bit_if(str_has_word(roles, "RESP_UNIT"), ISSUE_IS_RESP) |
           bit_if(str_has_word(roles, "SUPERVISE_UNIT"), ISSUE_IS_SUPERVISE) |
           bit_if(str_has_word(roles, "COOP_UNIT"), ISSUE_IS_COOP) | bit_if(*roles, ISSUE_IS_PARTY);
}

static int head_of(struct ctx *c, const struct bind *which, struct issue_head *ret, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_issue_head, which, &r, err) < 0)
        return -1;
    *ret = (struct issue_head){
        .ref = issue_ref_of(r, 0),
        .state = db_text(r, 0, "state"),
        .closing_level = db_text(r, 0, "closing_level"),
        .source_level = db_text(r, 0, "source_level"),
        .tenant_code = db_text(r, 0, "tenant_code"),
        .title = db_text(r, 0, "title"),
        .category = db_text(r, 0, "category"),
        .secrecy = db_text(r, 0, "secrecy"),
        .light = db_text(r, 0, "light"),
        .severity = db_text(r, 0, "severity"),
        .registered_by = db_text(r, 0, "registered_by"),
        .due_date = db_date(r, 0, "due_date"),
        .return_count = db_int(r, 0, "return_count"),
        .row_version = db_int(r, 0, "row_version"),
        .episode = db_int(r, 0, "episode"),
        .extension_count = db_int(r, 0, "extension_count"),
    };
    ret->is_own = db_bool(r, 0, "is_own");
    ret->is_closed = db_text(r, 0, "closed_at") != NULL;
    ret->is_due_by_term = db_bool(r, 0, "due_by_term");
    ret->is_assigned = db_text(r, 0, "assigned_on") != NULL;
    ret->is_decided = ret->is_assigned || db_text(r, 0, "reopened_from") != NULL;
    ret->caller = caller_is(c, r, ret);
    return 0;
}

int issue_head(struct ctx *c, struct issue_head *ret, struct problem *err)
{
    return head_of(c, BIND_NONE, ret, err);
}

int issue_head_of(struct ctx *c, const char *issue_id, struct issue_head *ret, struct problem *err)
{
    return head_of(c, BIND({"issue_id", issue_id}), ret, err);
}

int update_missed(const struct ctx *c, int64_t version, struct problem *err)
{
    if (version == 0)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no such resource");
    if (version != c->if_match)
        return problem_fail(err, PROBLEM_STALE_VERSION, "the version is %lld now", (long long)version);
    return problem_fail(err, PROBLEM_STATE_CONFLICT, "the object cannot be changed any more");
}
