/* SPDX-License-Identifier: MIT */
/* Import of a list of tenants: parents before children in the file, statistical units left out, unchanged rows
 * untouched. */
#include "base/str.h"
#include "directory/domain/tenant_rules.h"
#include "directory/handlers/handlers.h"
#include "directory/inputs.h"
#include "directory_sql.h"

static const char *row_key(struct arena *a, const void *row)
{
    (void)a;
    return ((const struct tenant_row *)row)->code;
}

static int parent_of(struct ctx *c, const struct tenant_row *in, struct tenant_ref *ret, struct problem *err)
{
    *ret = (struct tenant_ref){0};
    if (str_empty(in->parent_code))
        return 0;
    return tenant_ref_own(c, in->parent_code, "/parent_code", ret, err);
}

/* A code that is known already: the same body, or a change that only a dated region change may make. */
static int put_known(const struct tenant_row *in, const struct db_result *known, enum import_outcome *ret,
                     struct problem *err)
{
    if (!db_bool(known, 0, "same")) {
        problem_field(err, "/code", "differs",
                      "%s exists with another name, kind or parent; use a region change", in->code);
        return problem_fail(err, PROBLEM_CONFLICT, "%s differs from what is stored", in->code);
    }
    *ret = IMPORT_UNCHANGED;
    return 0;
}

static int put_new(struct ctx *c, const struct tenant_row *in, const struct tenant_ref *parent,
                   struct problem *err)
{
    const char *id = uuid7_new(&c->arena, c->now_us);

    if (tenant_put_new(c,
                       BIND({"new_id", id}, {"kind", in->kind}, {"parent_id", parent->id},
                            {"parent_scope", parent->scope}, {"dept_code", tenant_dept_code_of(in->code)},
                            {"valid_from", db_arg_date(&c->arena, in->valid_from)}, {"external_id", NULL},
                            {"source", NULL}, {"code", in->code}, {"name", in->name},
                            {"short_name", in->short_name}),
                       err) < 0)
        return -1;
    return tenant_announce(c, id, "CREATED", NULL, in->valid_from, err);
}

static int put(struct ctx *c, void *state, const void *row, enum import_outcome *ret, struct problem *err)
{
    const struct tenant_row *in = row;
    struct tenant_ref parent;
    struct db_result *known;

    (void)state;
    if (in->pseudo) { /* counted, never a tenant: nobody governs there */
        *ret = IMPORT_UNCHANGED;
        return 0;
    }
    if (parent_of(c, in, &parent, err) < 0)
        return -1;
    struct tenant_facts facts = {in->kind, in->code, NULL, parent.kind, parent.code};
    if (tenant_check(&facts, err) < 0)
        return -1;
    if (db_run(c->db, &sql_tenant_same,
               BIND({"code", in->code}, {"kind", in->kind}, {"name", in->name},
                    {"short_name", in->short_name}, {"parent_id", parent.id}),
               &known, err) < 0)
        return -1;
    if (db_rows(known) > 0)
        return put_known(in, known, ret, err);
    *ret = IMPORT_CREATED;
    return put_new(c, in, &parent, err);
}

static const struct import_spec spec = {.row = &tenant_row_table, .key = row_key, .put = put};

int tenant_import(struct ctx *c, struct problem *err)
{
    const struct import_only_query *q = c->query;

    return import_run(c, &spec, NULL, &q->import, err);
}
