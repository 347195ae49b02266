/* SPDX-License-Identifier: MIT */
/* /issue-parameters: the customary figures, what holds here and which level said so. */
#include "audit/audit.h"
#include "http/update.h"
#include "issues/domain/issue_parameters.h"
#include "issues/handlers/handlers.h"
#include "issues_sql.h"
#include <stdio.h>

static int find(const struct db_result *r, const char *name)
{
    for (int i = 0; i < db_rows(r); i++)
        if (str_eq(db_text(r, i, "name"), name))
            return i;
    return -1;
}

static void add_row(struct buf *b, const struct issue_parameter *p, const struct db_result *set, bool english)
{
    int row = find(set, p->name);

    buf_addf(
        b,
        "{\"name\":\"%s\",\"value\":%lld,\"default\":%d,\"unit\":\"%s\",\"least\":%d,\"most\":%d,\"text\":",
        p->name, row >= 0 ? (long long)db_int(set, row, "value") : (long long)p->value, (int)p->value,
        p->unit, (int)p->least, (int)p->most);
    buf_add_json(b, english ? p->en : p->zh);
    buf_add(b, ",\"basis\":");
    buf_add_json(b, p->source);
    buf_add(b, ",\"set_by\":");
    buf_add_json(b, row >= 0 ? db_text(set, row, "tenant_code") : NULL);
    buf_add_char(b, '}');
}

int parameter_list(struct ctx *c, struct problem *err)
{
    struct db_result *set, *version;
    struct buf b;

    if (db_one(c->db, &sql_parameter_set_version, BIND_NONE, &version, err) < 0 ||
        db_run(c->db, &sql_parameters_of, BIND({"at_scope", c->who->tenant.scope}), &set, err) < 0)
        return -1;
    buf_init(&b, &c->arena);
    buf_add(&b, "{\"items\":[");
    for (const struct issue_parameter *p = issue_parameter_table; p->name; p++) {
        buf_add(&b, p == issue_parameter_table ? "" : ",");
        add_row(&b, p, set, c->english);
    }
    buf_addf(&b, "],\"row_version\":%lld}", (long long)db_int(version, 0, "row_version"));
    return reply_json(c, 200, b.data, b.len);
}

static void check(const struct parameter_input *in, size_t i, bool is_null, struct problem *err)
{
    struct issue_parameters scratch = issue_parameters_default();
    const struct issue_parameter *p = issue_parameter_table;
    char pointer[PROBLEM_POINTER];

    while (p->name && !str_eq(p->name, in->name))
        p++;
    snprintf(pointer, sizeof(pointer), "/parameters/%zu/%s", i, p->name ? "value" : "name");
    if (!p->name)
        problem_field(err, pointer, "unknown", "no such parameter: %s", in->name);
    else if (!is_null && !issue_parameters_set(&scratch, in->name, in->value))
        problem_field(err, pointer, "range", "%d..%d", (int)p->least, (int)p->most);
}

static int touch_set(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_parameter_set_touch, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) > 0)
        return 0;
    if (db_one(c->db, &sql_parameter_set_version, BIND_NONE, &r, err) < 0)
        return -1;
    return put_missed(c, db_int(r, 0, "row_version"), err);
}

/* A value sets, null takes the tenant's own setting back, so that the level above holds again. */
int parameters_put(struct ctx *c, struct problem *err)
{
    const struct parameters_input *in = c->in;
    const struct parameter_input *list = in->parameters.items;

    for (size_t i = 0; i < in->parameters.n; i++)
        check(&list[i], i, list[i].mask.null != 0, err);
    if (problem_fields_check(err) < 0 || touch_set(c, err) < 0)
        return -1;
    for (size_t i = 0; i < in->parameters.n; i++) {
        const struct bind *binds =
            BIND({"name", list[i].name}, {"value", db_arg_int(&c->arena, list[i].value)});
        if (db_send(c->db, list[i].mask.null != 0 ? &sql_parameter_drop : &sql_parameter_put, binds, err) < 0)
            return -1;
    }
    if (audit_add(c, "parameters.put", "tenant", c->who->tenant.tenant_id, in->parameters.json, err) < 0)
        return -1;
    return parameter_list(c, err);
}
