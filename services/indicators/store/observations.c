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

/* A slice of the months is one statement: long series do not meet the time limit of statements. */
enum {
    DAY = 86400,
    SHANGHAI = 8 * 3600,
    FIRST_YEAR = 2000,
    MONTHS = 200 * 12,
    SLICE_ROWS = 250000,
    UNCOUNTED_ROWS = 5000,
    NUMBER_TEXT = 24
};

int observed_items_load(struct ctx *c, const struct observed_item **ret, size_t *ret_n, struct problem *err)
{
    struct observed_item *items;
    struct db_result *r;

    if (db_run(c->db, &sql_observation_items, BIND_NONE, &r, err) < 0)
        return -1;
    items = arena_array(&c->arena, (size_t)db_rows(r) + 1, sizeof *items);
    for (int i = 0; i < db_rows(r); i++)
        items[i] = (struct observed_item){
            db_text(r, i, "family"), db_text(r, i, "item"), db_text(r, i, "unit"),
            db_text(r, i, "greatest") ? db_decimal(r, i, "greatest", VALUE_SCALE) : INT64_MAX};
    *ret = items;
    *ret_n = (size_t)db_rows(r);
    return 0;
}

int observed_objects_find(struct ctx *c, const char *const *refs, size_t n, struct observed_object *ret,
                          struct problem *err)
{
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
        struct observed_object *o = &ret[db_int(r, i, "position") - 1];
        bool again = o->id != NULL;
        *o = (struct observed_object){.id = db_text(r, i, "id"),
                                      .kind = db_text(r, i, "kind"),
                                      .family = db_text(r, i, "family"),
                                      .valid_from = db_date(r, i, "valid_from"),
                                      .valid_to = db_date(r, i, "valid_to"),
                                      .ambiguous = again};
    }
    return 0;
}

/* ---- into the temporary table */

int observation_stage_open(struct ctx *c, struct observation_stage *ret, struct problem *err)
{
    *ret = (struct observation_stage){.by_month = arena_array(&c->arena, MONTHS, sizeof *ret->by_month)};
    return db_run(c->db, &sql_observation_stage_open, BIND_NONE, NULL, err);
}

static int month_of(const struct observed *row)
{
    int year, month, day;

    date_to_ymd((int32_t)((row->at + SHANGHAI) / DAY), &year, &month, &day);
    return (year - FIRST_YEAR) * 12 + month - 1;
}

static int copy_row(struct db_copy *copy, int64_t number, int month, const struct observed *row,
                    struct problem *err)
{
    char index[NUMBER_TEXT], line[NUMBER_TEXT], months[NUMBER_TEXT], object[NUMBER_TEXT];
    char date[DATE_TEXT], at[2 * DATE_TEXT], value[DECIMAL_TEXT];
    int second = (int)(row->at % DAY);

    date_format((int32_t)(row->at / DAY), date);
    (void)snprintf(at, sizeof at, "%s %02d:%02d:%02dZ", date, second / 3600, second / 60 % 60, second % 60);
    (void)snprintf(index, sizeof index, "%lld", (long long)number);
    (void)snprintf(line, sizeof line, "%zu", row->line);
    (void)snprintf(months, sizeof months, "%d", month);
    (void)snprintf(object, sizeof object, "%u", row->object);
    decimal_format(row->value, VALUE_SCALE, value);
    return db_copy_row(copy,
                       (const char *const[]){index, line, object, months, row->item, row->averaging, at,
                                             row->has_value ? value : NULL, observation_flags[row->flag]},
                       9, err);
}

int observation_stage_copy(struct ctx *c, struct observation_stage *stage, const struct observed_rows *rows,
                           struct problem *err)
{
    struct db_copy *copy;

    if (db_copy_begin(c->db, "copy pg_temp.observation_stage from stdin", &copy, err) < 0)
        return -1;
    for (size_t i = 0; i < rows->n; i++) {
        const struct observed *row = &rows->items[i];
        if (row->left_out)
            continue;
        int month = month_of(row);
        stage->by_month[month]++;
        if (copy_row(copy, stage->n++, month, row, err) < 0)
            return -1;
    }
    return db_copy_end(copy, NULL, err);
}

/* ---- from there into the table */

/* One import on its way. */
struct writing {
    struct ctx *c;
    const struct observation_stage *stage;
    const struct observation_load *load;
    const char *objects;
    enum observation_verdict verdict; /* of rows that do not repeat */
    int64_t told[3];                  /* by verdict */
};

typedef int slice_fn(struct writing *w, const struct bind *binds, int64_t *sum, struct problem *err);

static const char *month_text(struct ctx *c, int month)
{
    return arena_printf(&c->arena, "%04d-%02d-01", FIRST_YEAR + month / 12, month % 12 + 1);
}

static const struct bind *binds_of(struct writing *w, int first, int last)
{
    struct arena *a = &w->c->arena;
    const struct bind binds[] = {
        {"source",         w->load->source},
        {"reason",                w->load->reason},
        {"objects",w->objects},
        {"first_month",        db_arg_int(a, first)},
        {"last_month",                db_arg_int(a, last)},
        {"from",month_text(w->c, first)},
        {"to",                month_text(w->c, last + 1)},
        {0}
    };

    return arena_memdup(a, binds, sizeof binds);
}

/* Calls `fn` for one slice of months after the other, each of some hundred thousand rows. */
static int each_slice(struct writing *w, slice_fn *fn, int64_t *sum, struct problem *err)
{
    int64_t rows = 0;
    int first = 0, last = 0;

    *sum = 0;
    for (int month = 0; month < MONTHS; month++) {
        int64_t here = w->stage->by_month[month];
        if (rows > 0 && rows + here > SLICE_ROWS) {
            if (fn(w, binds_of(w, first, last), sum, err) < 0)
                return -1;
            rows = 0;
        }
        if (rows == 0)
            first = month;
        if (here > 0)
            last = month;
        rows += here;
    }
    return rows > 0 ? fn(w, binds_of(w, first, last), sum, err) : 0;
}

static int make_months(struct writing *w, struct problem *err)
{
    struct buf b;

    buf_init(&b, &w->c->arena);
    for (int month = 0; month < MONTHS; month++)
        if (w->stage->by_month[month] > 0)
            buf_addf(&b, "%c%s", b.len ? ',' : '{', month_text(w->c, month));
    buf_add(&b, "}");
    return db_run(w->c->db, &sql_observation_months, BIND({"months", b.data}), NULL, err);
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

static int put_slice(struct writing *w, const struct bind *binds, int64_t *created, struct problem *err)
{
    struct db_result *r;

    if (db_run(w->c->db, &sql_observation_put, binds, &r, err) < 0)
        return -1;
    *created += db_affected(r);
    return 0;
}

/* *created is 0 when something of it was there: then nothing is. */
static int put_all(struct writing *w, int64_t *created, struct problem *err)
{
    struct problem why = {0};

    if (each_slice(w, put_slice, created, &why) == 0)
        return 0;
    *created = 0;
    if (why.code == PROBLEM_DUPLICATE)
        return 0;
    *err = why;
    return -1;
}

static int mark_slice(struct writing *w, const struct bind *binds, int64_t *ignored, struct problem *err)
{
    (void)ignored;
    return db_run(w->c->db, &sql_observation_mark, binds, NULL, err);
}

static int put_new_slice(struct writing *w, const struct bind *binds, int64_t *created, struct problem *err)
{
    struct db_result *r;

    if (db_run(w->c->db, &sql_observation_put_new, binds, &r, err) < 0)
        return -1;
    *created += db_int(r, 0, "created");
    return 0;
}

static int revise_slice(struct writing *w, const struct bind *binds, int64_t *revised, struct problem *err)
{
    struct db_result *r;

    if (db_run(w->c->db, &sql_observation_revise, binds, &r, err) < 0)
        return -1;
    *revised += db_int(r, 0, "revised");
    return 0;
}

static int tell_row(void *arg, const struct db_result *r, struct problem *err)
{
    struct writing *w = arg;
    const struct observation_told told = {
        .verdict = db_bool(r, 0, "repeats") ? OBSERVATION_REPEATED : w->verdict,
        .line = (size_t)db_int(r, 0, "line"),
        .object = (uint32_t)db_int(r, 0, "object"),
        .missing = db_bool(r, 0, "missing"),
    };

    (void)err;
    w->told[told.verdict]++;
    w->load->tell(w->load->arg, &told);
    return 0;
}

static int skip_row(void *arg, const struct db_result *r, struct problem *err)
{
    (void)arg;
    (void)r;
    (void)err;
    return 0;
}

static int tell_differing(struct writing *w, const struct bind *binds, int64_t *ignored, struct problem *err)
{
    (void)ignored;
    w->verdict = OBSERVATION_DIFFERS;
    return db_each(w->c->db, &sql_observation_differing, binds, tell_row, w, err);
}

/* Fewer rows came in than were staged. Those that stand in the file twice are taken out; where they contradict each
 * other one of them may be in already, and all is put once more. */
static int sort_out(struct writing *w, struct observation_counts *ret, struct problem *err)
{
    const struct bind *binds = BIND({"objects", w->objects});

    w->verdict = OBSERVATION_CONTRADICTS;
    if (db_each(w->c->db, &sql_observation_stage_clean, binds, tell_row, w, err) < 0)
        return -1;
    ret->staged -= w->told[OBSERVATION_REPEATED] + w->told[OBSERVATION_CONTRADICTS];
    if (w->told[OBSERVATION_CONTRADICTS] == 0)
        return db_release(w->c->db, err);
    if (db_rollback_to(w->c->db, err) < 0 ||
        db_each(w->c->db, &sql_observation_stage_clean, binds, skip_row, NULL, err) < 0)
        return -1;
    return each_slice(w, put_new_slice, &ret->created, err);
}

static int count_stage(struct ctx *c, struct problem *err)
{
    return db_run(c->db, &sql_observation_stage_count, BIND_NONE, NULL, err);
}

int observations_write(struct ctx *c, const struct observation_stage *stage,
                       const struct observation_load *load, struct observation_counts *ret,
                       struct problem *err)
{
    struct writing w = {.c = c, .stage = stage, .load = load, .objects = objects_json(c, load)};
    int64_t ignored;

    *ret = (struct observation_counts){.staged = stage->n};
    if (stage->n == 0)
        return 0;
    if (make_months(&w, err) < 0 || (stage->n > UNCOUNTED_ROWS && count_stage(c, err) < 0) ||
        db_savepoint(c->db, err) < 0 || put_all(&w, &ret->created, err) < 0)
        return -1;
    if (ret->created == ret->staged) /* nothing was there before */
        return each_slice(&w, mark_slice, &ignored, err) < 0 ? -1 : db_release(c->db, err);
    if (db_rollback_to(c->db, err) < 0 || db_savepoint(c->db, err) < 0 ||
        each_slice(&w, put_new_slice, &ret->created, err) < 0)
        return -1;
    if (sort_out(&w, ret, err) < 0)
        return -1;
    if (load->revise)
        return each_slice(&w, revise_slice, &ret->revised, err);
    if (each_slice(&w, tell_differing, &ignored, err) < 0)
        return -1;
    ret->differing = w.told[OBSERVATION_DIFFERS];
    return 0;
}

int observations_manipulated(struct ctx *c, struct db_result **ret, struct problem *err)
{
    return db_run(c->db, &sql_observation_manipulated, BIND_NONE, ret, err);
}
