/* SPDX-License-Identifier: MIT */
/* Changes of division and of bodies (domain F.6): entered with their document, applied on their day, history kept. */
#include "directory/handlers/region_changes.h"

#include "audit/audit.h"
#include "base/str.h"
#include "directory/domain/region_rules.h"
#include "directory/handlers/handlers.h"
#include "directory/inputs.h"
#include "directory_sql.h"
#include "http/page.h"
#include "http/update.h"

#include <stdio.h>

enum { WHOLE = 1000000 }; /* a share of one, in millionths */

int region_change_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_region_change_list, NULL, err);
}

static int reply_change(struct ctx *c, int status, const char *id, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_region_change_get, BIND({"region_change_id", id}), &r, err) < 0)
        return -1;
    return reply_row(c, status, r, "/v1/region-changes/%s");
}

int region_change_get(struct ctx *c, struct problem *err)
{
    return reply_change(c, 200, ctx_param(c, "region_change_id"), err);
}

static int add_successor(struct ctx *c, const struct successor_input *s, size_t i, const char *change_id,
                         const struct tenant_ref *subject, struct problem *err)
{
    const struct region_change_create *in = c->in;
    char pointer[PROBLEM_POINTER];
    struct tenant_ref to;

    (void)snprintf(pointer, sizeof pointer, "/successors/%zu/tenant", i);
    if (tenant_ref_own(c, s->tenant, pointer, &to, err) < 0)
        return -1;
    return db_run(c->db, &sql_region_succession_insert,
                  BIND({"change_id", change_id}, {"predecessor_id", subject->id}, {"successor_id", to.id},
                       {"share", db_arg_decimal(&c->arena, s->share ? s->share : WHOLE, 6)},
                       {"effective_date", db_arg_date(&c->arena, in->effective_date)}),
                  NULL, err);
}

static const char *detail_of(struct ctx *c, const struct tenant_ref *parent)
{
    const struct region_change_create *in = c->in;
    struct buf b;

    buf_init(&b, &c->arena);
    buf_add(&b, "{\"new_code\":");
    buf_add_json(&b, in->new_code);
    buf_add(&b, ",\"new_name\":");
    buf_add_json(&b, in->new_name);
    buf_add(&b, ",\"new_short_name\":");
    buf_add_json(&b, in->new_short_name);
    buf_add(&b, ",\"new_parent_id\":");
    buf_add_json(&b, parent->id);
    buf_add_char(&b, '}');
    return b.data;
}

static int check(const struct region_change_create *in, const struct tenant_ref *subject,
                 const struct tenant_ref *parent, struct problem *err)
{
    struct region_facts f = {
        in->kind, subject->kind, in->new_code, in->new_name, parent->kind, in->successors.n, 0};
    const struct successor_input *s = in->successors.items;

    for (size_t i = 0; i < in->successors.n; i++)
        f.share_sum += s[i].share ? s[i].share : WHOLE;
    return region_check(&f, err);
}

static int insert(struct ctx *c, const char *id, const struct tenant_ref *subject, const char *detail,
                  struct problem *err)
{
    const struct region_change_create *in = c->in;
    const struct successor_input *s = in->successors.items;

    if (db_run(c->db, &sql_region_change_insert,
               BIND({"new_id", id}, {"subject_id", subject->id}, {"subject_scope", subject->scope},
                    {"detail", detail}),
               NULL, err) < 0)
        return -1;
    for (size_t i = 0; i < in->successors.n; i++)
        if (add_successor(c, &s[i], i, id, subject, err) < 0)
            return -1;
    return audit_add(c, "region_change.create", "region_change", id, detail, err);
}

int region_change_create(struct ctx *c, struct problem *err)
{
    const struct region_change_create *in = c->in;
    const char *id = uuid7_new(&c->arena, c->now_us);
    struct tenant_ref subject, parent = {0};

    if (tenant_ref_below(c, in->tenant, "/tenant", &subject, err) < 0)
        return -1;
    if (in->new_parent && tenant_ref_own(c, in->new_parent, "/new_parent", &parent, err) < 0)
        return -1;
    if (check(in, &subject, &parent, err) < 0 ||
        region_change_check_times(c, subject.id, in->kind, in->effective_date, err) < 0 ||
        insert(c, id, &subject, detail_of(c, &parent), err) < 0)
        return -1;
    if (in->effective_date <= ctx_today(c) && region_change_apply(c, id, err) < 0)
        return -1;
    return reply_change(c, 201, id, err);
}

/* What has not been applied yet, were it refused or not; what it named stays in its history. */
int region_change_withdraw(struct ctx *c, struct problem *err)
{
    const struct region_change_withdraw *in = c->in;
    const char *id = ctx_param(c, "region_change_id");
    struct buf b;

    buf_init(&b, &c->arena);
    buf_add(&b, "{\"reason\":");
    buf_add_json(&b, in->reason);
    buf_add_char(&b, '}');
    if (update_part(c, &sql_region_change_withdraw, BIND_NONE, NULL, err) < 0 ||
        audit_add(c, "region_change.withdraw", "region_change", id, b.data, err) < 0)
        return -1;
    return reply_change(c, 200, id, err);
}
