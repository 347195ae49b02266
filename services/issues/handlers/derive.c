/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/derive: screening for the same problem elsewhere (举一反三, B.4), one child issue a tenant. */
#include "issues/handlers/handlers.h"
#include "issues/store/parties.h"
#include "issues/store/register.h"
#include "issues_sql.h"
#include <stdio.h>

struct derivation {
    const struct db_result *parent;
    const char *supervisor;
    struct buf items; /* of the answer */
    int64_t number;   /* of children so far */
};

static const char *given_or(const char *given, const char *taken_over)
{
    return given ? given : taken_over;
}

/* The unit answers and leads itself; who accepts the parent's work accepts the child's. */
static int name_parties(struct ctx *c, const struct derivation *d, const struct registration *reg,
                        const char *id, struct problem *err)
{
    const char *json =
        arena_printf(&c->arena,
                     "[{\"role\":\"LEAD_UNIT\",\"tenant\":\"%s\"},{\"role\":\"RESP_UNIT\",\"tenant\":\"%s\"},"
                     "{\"role\":\"SUPERVISE_UNIT\",\"tenant\":\"%s\"}]",
                     reg->target.code, reg->target.code, d->supervisor);

    if (str_eq(reg->target.code, d->supervisor))
        return problem_fail(err, PROBLEM_GUARD_FAILED,
                            "%s supervises the parent and cannot answer for a child", reg->target.code);
    return parties_store(c, id, json, err);
}

static int derive_one(struct ctx *c, struct derivation *d, const char *ref, size_t index, struct problem *err)
{
    const struct derive_input *in = c->in;
    const struct db_result *p = d->parent;
    struct registration reg = {.feedback_id = db_text(p, 0, "feedback_id"),
                               .source_level = ISSUE_SOURCE_DISTRICT,
                               .source_kind = ISSUE_KIND_SELF,
                               .state = "ASSIGNED",
                               .derived_from = ctx_param(c, "issue_id")};
    char pointer[PROBLEM_POINTER];
    struct db_result *r;

    snprintf(pointer, sizeof(pointer), "/tenants/%zu", index);
    if (owner_find(c, ref, pointer, &reg.target, err) < 0)
        return -1;
    if (registration_insert(
            c, &reg,
            BIND({"serial_no",
                  arena_printf(&c->arena, "%s-D%lld", db_text(p, 0, "serial_no"), (long long)++d->number)},
                 {"title", given_or(in->title, db_text(p, 0, "title"))},
                 {"original_text", given_or(in->original_text, db_text(p, 0, "original_text"))},
                 {"category", db_text(p, 0, "category")}, {"sub_category", db_text(p, 0, "sub_category")},
                 {"element", db_text(p, 0, "element")}, {"severity", db_text(p, 0, "severity")},
                 {"term_class", db_text(p, 0, "term_class")}, {"clause", db_text(p, 0, "clause")},
                 {"programme_id", db_text(p, 0, "programme_id")}, {"root_cause", db_text(p, 0, "root_cause")},
                 {"region_code", NULL}, {"location", NULL}, {"secrecy", NULL}, {"is_measurable", NULL},
                 {"site_count", NULL}, {"source", NULL}, {"external_id", NULL}),
            &r, err) < 0 ||
        name_parties(c, d, &reg, db_text(r, 0, "id"), err) < 0)
        return -1;
    buf_addf(&d->items, "%s{\"id\":\"%s\",\"code\":\"%s\",\"tenant_code\":\"%s\",\"state\":\"ASSIGNED\"}",
             d->items.len ? "," : "", db_text(r, 0, "id"), db_text(r, 0, "code"), reg.target.code);
    return 0;
}

int issue_derive(struct ctx *c, struct problem *err)
{
    const struct derive_input *in = c->in;
    const struct scalar_input *tenants = in->tenants.items;
    struct derivation d = {0};
    struct issue_head h;
    struct db_result *r, *s;

    if (issue_head(c, &h, err) < 0 ||
        require(head_is_above(c, &h), err, "the office above the issue derives from it") < 0)
        return -1;
    if (str_has_word("REGISTERED CANCELLED MERGED", h.state))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "the issue is %s", h.state);
    if (db_run(c->db, &sql_issue_lock, BIND_NONE, NULL, err) < 0 ||
        db_one(c->db, &sql_derive_source, BIND_NONE, &r, err) < 0 ||
        db_one(c->db, &sql_derive_supervisor, BIND_NONE, &s, err) < 0)
        return -1;
    d.parent = r;
    d.supervisor = db_text(s, 0, "party_code");
    d.number = db_int(r, 0, "children");
    buf_init(&d.items, &c->arena);
    for (size_t i = 0; i < in->tenants.n; i++)
        if (derive_one(c, &d, tenants[i].value, i, err) < 0)
            return -1;
    if (note_activity(c, "issue.derive", "issue", h.ref.id, err) < 0)
        return -1;
    reply_header(c, "Location", arena_printf(&c->arena, "/v1/issues?derived_from=%s", h.ref.id));
    return reply_json(c, 201, arena_printf(&c->arena, "{\"items\":[%s]}", d.items.data), d.items.len + 12);
}
