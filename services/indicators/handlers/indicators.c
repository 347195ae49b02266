/* SPDX-License-Identifier: MIT */
/* /indicators: the catalogue, and its import. */
#include "audit/audit.h"
#include "http/page.h"
#include "indicators/domain/indicator_group.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators_sql.h"

int indicator_list(struct ctx *c, struct problem *err)
{
    return page_whole(c, &sql_indicator_list, err);
}

int indicator_get(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_indicator_get, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

/* ---- import */

static const char *row_key(struct arena *a, const void *row)
{
    (void)a;
    return ((const struct indicator_row *)row)->code;
}

/* Figures would change their meaning under the targets and values that there are. */
static int check_unused(const struct db_result *known, const char *code, struct problem *err)
{
    if (db_bool(known, 0, "same_measure") || !db_bool(known, 0, "in_use"))
        return 0;
    problem_field(err, "/code", "in-use",
                  "unit, direction, formula and standard stay while there are targets or values");
    return problem_fail(err, PROBLEM_IN_USE, "%s has targets or values", code);
}

static int check_groups(const char *words, struct problem *err)
{
    if (words && !indicator_group_is_known(words))
        problem_field(err, "/groups", "unknown-group", "no such group: %s", words);
    return problem_fields_check(err);
}

static int put(struct ctx *c, void *state, const void *row, enum import_outcome *ret, struct problem *err)
{
    const struct bind *binds = import_binds(c, &indicator_row_table, row);
    const char *code = ((const struct indicator_row *)row)->code;
    struct db_result *known;

    (void)state;
    if (check_groups(((const struct indicator_row *)row)->groups, err) < 0)
        return -1;
    if (db_run(c->db, &sql_indicator_known, binds, &known, err) < 0)
        return -1;
    *ret = db_rows(known) == 0         ? IMPORT_CREATED
           : db_bool(known, 0, "same") ? IMPORT_UNCHANGED
                                       : IMPORT_UPDATED;
    if (*ret == IMPORT_UNCHANGED)
        return 0;
    if (*ret == IMPORT_UPDATED && check_unused(known, code, err) < 0)
        return -1;
    if (db_run(c->db, &sql_indicator_put, binds, NULL, err) < 0)
        return -1;
    return audit_add(c, *ret == IMPORT_CREATED ? "indicator.create" : "indicator.update", "indicator", code,
                     NULL, err);
}

static const struct import_spec spec = {
    .row = &indicator_row_table, .key = row_key, .put = put, .putting = IMPORT_CHECKS_FIRST};

int indicators_import(struct ctx *c, struct problem *err)
{
    const struct row_import_query *q = c->query;

    return import_run(c, &spec, NULL, &q->import, err);
}
