/* SPDX-License-Identifier: MIT */
/* Import of monitored objects: a row is known by its tenant and the number that its source gives it. */
#include "auth/owner.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators/store/objects.h"
#include "indicators_sql.h"

static const char *row_key(struct arena *a, const void *row)
{
    const struct object_row *in = row;

    return arena_printf(a, "%s %s %s", in->tenant ? in->tenant : "", in->source, in->external_id);
}

/* The water body that a section lies at, by its number in the same source. */
static int find_body(struct ctx *c, const struct object_row *in, const char **ret, struct problem *err)
{
    struct db_result *r;

    *ret = NULL;
    if (!in->body)
        return 0;
    if (db_run(c->db, &sql_object_body_find, BIND({"source", in->source}, {"body", in->body}), &r, err) < 0)
        return -1;
    if (db_rows(r) != 1) {
        problem_field(err, "/body", "unknown-reference", "no single water body of this number");
        return problem_fields_check(err);
    }
    *ret = db_text(r, 0, "id");
    return 0;
}

/* The cells, and what they were resolved to. */
static const struct bind *binds_of(struct ctx *c, const struct object_row *in, const struct owner *owner,
                                   const char *body_id)
{
    const struct bind own[] = {
        {"owner_id",    owner->id   },
        {"owner_scope", owner->scope},
        {"body_id",     body_id     }
    };
    const struct bind *cells = import_binds(c, &object_row_table, in);
    size_t n = 0;

    while (cells[n].name)
        n++;
    struct bind *all = arena_array(&c->arena, ARRAY_LEN(own) + n + 1, sizeof *all);
    for (size_t i = 0; i < ARRAY_LEN(own) + n; i++)
        all[i] = i < ARRAY_LEN(own) ? own[i] : cells[i - ARRAY_LEN(own)];
    return all;
}

static int put_new(struct ctx *c, const struct bind *binds, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_object_insert, binds, &r, err) < 0)
        return -1;
    return object_written(c, r, "object.create", err);
}

static int put_known(struct ctx *c, const struct bind *binds, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_object_replace, binds, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0) {
        problem_field(err, "/kind", "differs", "an object does not change its kind");
        return problem_fields_check(err);
    }
    return object_written(c, r, "object.update", err);
}

static int put(struct ctx *c, void *state, const void *row, enum import_outcome *ret, struct problem *err)
{
    const struct object_row *in = row;
    const struct bind *binds;
    const char *body_id;
    struct db_result *known;
    struct owner owner;

    (void)state;
    if (owner_find(c, in->tenant, "/tenant", &owner, err) < 0 || find_body(c, in, &body_id, err) < 0)
        return -1;
    binds = binds_of(c, in, &owner, body_id);
    if (db_run(c->db, &sql_object_known, binds, &known, err) < 0)
        return -1;
    if (db_rows(known) == 0) {
        *ret = IMPORT_CREATED;
        return put_new(c, binds, err);
    }
    *ret = db_bool(known, 0, "same") ? IMPORT_UNCHANGED : IMPORT_UPDATED;
    return *ret == IMPORT_UNCHANGED ? 0 : put_known(c, binds, err);
}

static const struct import_spec spec = {&object_row_table, row_key, put, NULL, NULL};

int objects_import(struct ctx *c, struct problem *err)
{
    const struct row_import_query *q = c->query;

    return import_run(c, &spec, NULL, &q->import, err);
}
