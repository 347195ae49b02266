/* SPDX-License-Identifier: MIT */
/* /values: figures of indicators with their revisions, entered singly and from files. */
#include "indicators/engine/value_put.h"
#include "indicators/engine/value_step.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators/store/rates.h"
#include "indicators_sql.h"

/* ---- reading */

int value_list(struct ctx *c, struct problem *err)
{
    const struct value_query *q = c->query;
    struct period p = {PERIOD_KINDS, 0};
    struct page page;

    if (q->period && !period_parse(q->period, &p)) {
        problem_field(err, "?period", "format", "no period: 2026, 2026-Q3, 2026-09 or 2026-09-30");
        return problem_fail(err, PROBLEM_BAD_QUERY, "not a period: %s", q->period);
    }
    if (page_open(c, &page, err) < 0)
        return -1;
    page.more = rate_add_of_value;
    return page_reply(c, &page, &sql_value_list, &sql_value_count,
                      BIND({"period_start", q->period ? db_arg_date(&c->arena, p.start) : NULL},
                           {"period_kind", q->period ? period_kind_values[p.kind] : q->period_kind}),
                      err);
}

static int reply_value(struct ctx *c, int status, const char *id, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_value_get, BIND({"value_id", id}), &r, err) < 0)
        return -1;
    return reply_row_more(c, status, r, "/v1/values/%s", rate_add_of_value);
}

int value_get(struct ctx *c, struct problem *err)
{
    return reply_value(c, 200, ctx_param(c, "value_id"), err);
}

int value_revisions(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_value_revisions, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no such resource");
    return reply_items(c, r);
}

/* ---- entering */

static bool has(const struct field_table *table, const void *in, const char *name)
{
    return field_is_present(table, field_find(table, name), in);
}

/* Which figure a body or row gives. Half of a ratio is none; the rules say what a figure needs, here is told which half
 * is missing. */
static struct value_figure figure_of(const struct field_table *table, const void *in, struct problem *err)
{
    bool top = has(table, in, "numerator"), bottom = has(table, in, "denominator");

    if (top != bottom)
        problem_field(err, top ? "/denominator" : "/numerator", "required", "a ratio has both");
    return (struct value_figure){.has_value = has(table, in, "value"), .has_parts = top && bottom};
}

/* A body, or a row of a file: the same but for the files. */
static int put_entered(struct ctx *c, const struct field_table *table, const struct value_create *in,
                       struct value_written *ret, struct problem *err)
{
    struct value_put put = {.indicator = in->indicator,
                            .version = in->standard_version,
                            .figure = figure_of(table, in, err),
                            .unit = in->unit,
                            .reason = in->reason};

    put.figure.value = in->value;
    put.figure.numerator = in->numerator;
    put.figure.denominator = in->denominator;
    if (!period_parse(in->period, &put.period))
        problem_field(err, "/period", "format", "no period: 2026, 2026-Q3, 2026-09 or 2026-09-30");
    if (problem_fields_check(err) < 0 || value_owner_find(c, in->tenant, "/tenant", &put.owner, err) < 0 ||
        value_files_find(c, &in->files, &put.files, err) < 0)
        return -1;
    return value_put(c, &put, ret, err);
}

int value_create(struct ctx *c, struct problem *err)
{
    struct value_written made;

    if (put_entered(c, &value_create_table, c->in, &made, err) < 0)
        return -1;
    return reply_value(c, made.outcome == VALUE_CREATED ? 201 : 200, made.id, err);
}

/* Where the value of a row belongs. */
static void set_place(struct value_put *put, const struct db_result *row)
{
    put->owner = (struct owner){.id = db_text(row, 0, "tenant_id"),
                                .code = db_text(row, 0, "tenant_code"),
                                .scope = db_text(row, 0, "scope")};
    put->indicator = db_text(row, 0, "indicator_code");
    put->version = db_text(row, 0, "standard_version");
    put->period =
        (struct period){period_kind_of(db_text(row, 0, "period_kind")), db_date(row, 0, "period_start")};
}

int value_erratum(struct ctx *c, struct problem *err)
{
    const struct value_erratum *in = c->in;
    struct value_put put = {.figure = figure_of(&value_erratum_table, in, err),
                            .unit = in->unit,
                            .reason = in->reason,
                            .is_erratum = true,
                            .version_seen = c->if_match};
    struct value_load load;
    struct value_written made;

    put.figure.value = in->value;
    put.figure.numerator = in->numerator;
    put.figure.denominator = in->denominator;
    if (problem_fields_check(err) < 0 || value_load(c, ctx_param(c, "value_id"), &load, err) < 0 ||
        value_files_find(c, &in->files, &put.files, err) < 0)
        return -1;
    set_place(&put, load.row);
    if (value_put(c, &put, &made, err) < 0)
        return -1;
    return reply_value(c, 200, made.id, err);
}

/* ---- import */

static const char *row_key(struct arena *a, const void *row)
{
    const struct value_create *in = row;

    return arena_printf(a, "%s %s %s %s", in->tenant ? in->tenant : "", in->indicator, in->period,
                        in->standard_version ? in->standard_version : "");
}

static int put_row(struct ctx *c, void *state, const void *row, enum import_outcome *ret, struct problem *err)
{
    struct value_written made;

    (void)state;
    if (put_entered(c, &value_row_table, row, &made, err) < 0)
        return -1;
    *ret = made.outcome == VALUE_CREATED   ? IMPORT_CREATED
           : made.outcome == VALUE_REVISED ? IMPORT_UPDATED
                                           : IMPORT_UNCHANGED;
    return 0;
}

static const struct import_spec spec = {.row = &value_row_table, .key = row_key, .put = put_row};

int values_import(struct ctx *c, struct problem *err)
{
    const struct row_import_query *q = c->query;

    return import_run(c, &spec, NULL, &q->import, err);
}
