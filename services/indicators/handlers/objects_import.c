/* SPDX-License-Identifier: MIT */
/* Import of monitored objects: a row is known by its tenant and the number that its source gives it. */
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators/store/objects.h"
#include "indicators_sql.h"
#include "unit/owner.h"

static const char *row_key(struct arena *a, const void *row)
{
    const struct object_row *in = row;

    return arena_printf(a, "%s %s %s", in->tenant ? in->tenant : "", in->source, in->external_id);
}

/* What an object lies at: the column that names it, and of which kind that is. */
struct place {
    const char *pointer, *kind;
};

static const struct place body_place = {"/body", "WATER_BODY"}, area_place = {"/area", "PROTECTED_AREA"};

/* By its number in the same source; NULL for none. */
static int find_place(struct ctx *c, const struct place *place, const char *source, const char *number,
                      const char **ret, struct problem *err)
{
    struct db_result *r;

    *ret = NULL;
    if (!number)
        return 0;
    if (db_run(c->db, &sql_object_place_find,
               BIND({"place_kind", place->kind}, {"source", source}, {"number", number}), &r, err) < 0)
        return -1;
    if (db_rows(r) != 1) {
        problem_field(err, place->pointer, "unknown-reference", "no single %s of this number", place->kind);
        return problem_fields_check(err);
    }
    *ret = db_text(r, 0, "id");
    return 0;
}

/* What the cells of a row name. */
struct named {
    struct owner owner;
    const char *body_id, *area_id;
};

static int find_named(struct ctx *c, const struct object_row *in, struct named *ret, struct problem *err)
{
    if (owner_find(c, in->tenant, "/tenant", &ret->owner, err) < 0 ||
        find_place(c, &body_place, in->source, in->body, &ret->body_id, err) < 0)
        return -1;
    return find_place(c, &area_place, in->source, in->area, &ret->area_id, err);
}

/* The cells, and what they were resolved to. */
static const struct bind *binds_of(struct ctx *c, const struct object_row *in, const struct named *named)
{
    const struct bind own[] = {
        {"owner_id",    named->owner.id   },
        {"owner_scope", named->owner.scope},
        {"body_id",     named->body_id    },
        {"area_id",     named->area_id    }
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
    struct db_result *known;
    struct named named;

    (void)state;
    if (find_named(c, in, &named, err) < 0)
        return -1;
    binds = binds_of(c, in, &named);
    if (db_run(c->db, &sql_object_known, binds, &known, err) < 0)
        return -1;
    if (db_rows(known) == 0) {
        *ret = IMPORT_CREATED;
        return put_new(c, binds, err);
    }
    *ret = db_bool(known, 0, "same") ? IMPORT_UNCHANGED : IMPORT_UPDATED;
    return *ret == IMPORT_UNCHANGED ? 0 : put_known(c, binds, err);
}

static const struct import_spec spec = {.row = &object_row_table, .key = row_key, .put = put};

int objects_import(struct ctx *c, struct problem *err)
{
    const struct row_import_query *q = c->query;

    return import_run(c, &spec, NULL, &q->import, err);
}
