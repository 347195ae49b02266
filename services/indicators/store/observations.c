/* SPDX-License-Identifier: MIT */
/* Writing observations in bulk. */
#include "indicators/store/observations.h"

#include "base/date.h"
#include "base/decimal.h"
#include "db/copy.h"
#include "indicators/domain/observation.h"
#include "indicators/domain/standard.h"
#include "indicators_sql.h"

#include <stdio.h>

#define SECOND 1000000

enum { DAY = 86400, SHANGHAI = 8 * 3600, FIRST_YEAR = 2000, MONTHS = 200 * 12, NUMBER_TEXT = 24 };

int observed_items_load(struct ctx *c, const struct observed_item **ret, size_t *ret_n, struct problem *err)
{
    struct observed_item *items;
    struct db_result *r;

    if (db_run(c->db, &sql_observation_items, BIND_NONE, &r, err) < 0)
        return -1;
    items = arena_array(&c->arena, (size_t)db_rows(r) + 1, sizeof *items);
    for (int i = 0; i < db_rows(r); i++)
        items[i] =
            (struct observed_item){db_text(r, i, "family"), db_text(r, i, "item"), db_text(r, i, "unit")};
    *ret = items;
    *ret_n = (size_t)db_rows(r);
    return 0;
}

int observed_objects_find(struct ctx *c, const char *const *refs, size_t n,
                          const struct observed_object **ret, struct problem *err)
{
    struct observed_object *objects = arena_array(&c->arena, n + 1, sizeof *objects);
    struct db_result *r;
    struct buf json;

    buf_init(&json, &c->arena);
    for (size_t i = 0; i < n; i++) {
        buf_add_char(&json, i ? ',' : '[');
        buf_add_json(&json, refs[i]);
    }
    buf_add(&json, n ? "]" : "[]");
    if (db_run(c->db, &sql_observation_objects, BIND({"refs", json.data}), &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++) {
        struct observed_object *o = &objects[db_int(r, i, "position") - 1];
        bool again = o->id != NULL;
        *o = (struct observed_object){.id = db_text(r, i, "id"),
                                      .kind = db_text(r, i, "kind"),
                                      .family = db_text(r, i, "family"),
                                      .valid_from = db_date(r, i, "valid_from"),
                                      .valid_to = db_date(r, i, "valid_to"),
                                      .ambiguous = again};
    }
    *ret = objects;
    return 0;
}

/* ---- what a statement is told of all rows */

/* From the first to the last: only these months are looked into. */
struct span {
    int64_t first, last;
};

static struct span span_of(const struct observed_rows *rows)
{
    struct span span = {INT64_MAX, INT64_MIN};

    for (size_t i = 0; i < rows->n; i++) {
        const struct observed *row = &rows->items[i];
        if (!row->left_out && row->at < span.first)
            span.first = row->at;
        if (!row->left_out && row->at > span.last)
            span.last = row->at;
    }
    return span;
}

/* "{2024-01-01,2024-03-01}": the months of the rows, each once. */
static const char *months_of(struct ctx *c, const struct observed_rows *rows)
{
    bool *seen = arena_array(&c->arena, MONTHS, sizeof *seen);
    struct buf b;

    buf_init(&b, &c->arena);
    for (size_t i = 0; i < rows->n; i++) {
        int year, month, day;

        if (rows->items[i].left_out)
            continue;
        date_to_ymd((int32_t)((rows->items[i].at + SHANGHAI) / DAY), &year, &month, &day);
        if (seen[(year - FIRST_YEAR) * 12 + month - 1])
            continue;
        seen[(year - FIRST_YEAR) * 12 + month - 1] = true;
        buf_addf(&b, "%c%04d-%02d-01", b.len ? ',' : '{', year, month);
    }
    buf_add(&b, b.len ? "}" : "{}");
    return b.data;
}

static const char *objects_json(struct ctx *c, const struct observation_load *load)
{
    struct buf b;

    buf_init(&b, &c->arena);
    for (size_t i = 0; i < load->n_objects; i++) {
        buf_add_char(&b, i ? ',' : '[');
        buf_add_json(&b, load->objects[i].id);
    }
    buf_add(&b, load->n_objects ? "]" : "[]");
    return b.data;
}

/* ---- the rows */

static int copy_row(struct db_copy *copy, size_t number, const struct observed *row, struct problem *err)
{
    char index[NUMBER_TEXT], object[NUMBER_TEXT], date[DATE_TEXT], at[2 * DATE_TEXT], value[DECIMAL_TEXT];
    int second = (int)(row->at % DAY);

    date_format((int32_t)(row->at / DAY), date);
    (void)snprintf(at, sizeof at, "%s %02d:%02d:%02dZ", date, second / 3600, second / 60 % 60, second % 60);
    (void)snprintf(index, sizeof index, "%zu", number);
    (void)snprintf(object, sizeof object, "%u", row->object);
    decimal_format(row->value, VALUE_SCALE, value);
    return db_copy_row(copy,
                       (const char *const[]){index, object, row->item, row->averaging, at,
                                             row->has_value ? value : NULL, observation_flags[row->flag]},
                       7, err);
}

static int stage(struct ctx *c, const struct observed_rows *rows, int64_t *ret_rows, struct problem *err)
{
    struct db_copy *copy;

    if (db_run(c->db, &sql_observation_stage_open, BIND_NONE, NULL, err) < 0 ||
        db_copy_begin(c->db, "copy pg_temp.observation_stage from stdin", &copy, err) < 0)
        return -1;
    for (size_t i = 0; i < rows->n; i++)
        if (!rows->items[i].left_out && copy_row(copy, i, &rows->items[i], err) < 0)
            return -1;
    return db_copy_end(copy, ret_rows, err);
}

static int find_differing(struct ctx *c, const struct bind *binds, struct observation_counts *counts,
                          struct problem *err)
{
    struct db_result *r;
    size_t *rows;

    if (db_run(c->db, &sql_observation_differing, binds, &r, err) < 0)
        return -1;
    counts->n_differing = (size_t)db_rows(r);
    rows = arena_array(&c->arena, counts->n_differing + 1, sizeof *rows);
    for (size_t i = 0; i < counts->n_differing; i++)
        rows[i] = (size_t)db_int(r, (int)i, "row_no");
    counts->differing = rows;
    return 0;
}

static int revise_differing(struct ctx *c, const struct bind *binds, struct observation_counts *counts,
                            struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_observation_revise, binds, &r, err) < 0)
        return -1;
    counts->revised = db_int(r, 0, "revised");
    return 0;
}

int observations_write(struct ctx *c, const struct observation_load *load, bool revise,
                       struct observation_counts *ret, struct problem *err)
{
    struct span span = span_of(load->rows);
    struct db_result *r;

    *ret = (struct observation_counts){0};
    if (span.first > span.last)
        return 0;
    const struct bind *binds =
        BIND({"source", load->source}, {"reason", load->reason}, {"objects", objects_json(c, load)},
             {"from_at", db_arg_time(&c->arena, span.first * SECOND)},
             {"to_at", db_arg_time(&c->arena, span.last * SECOND)});
    if (db_run(c->db, &sql_observation_months, BIND({"months", months_of(c, load->rows)}), NULL, err) < 0 ||
        stage(c, load->rows, &ret->staged, err) < 0 ||
        db_run(c->db, &sql_observation_put, binds, &r, err) < 0)
        return -1;
    ret->created = db_int(r, 0, "created");
    if (ret->created == ret->staged) /* nothing was there before */
        return 0;
    return revise ? revise_differing(c, binds, ret, err) : find_differing(c, binds, ret, err);
}
