/* SPDX-License-Identifier: MIT */
/* The import pipeline: parse, header, decode, duplicates, put inside savepoints, keep or undo, report.
 *
 * Rows share savepoints, a stretch of them each, so that there are never more than 64. A row that is refused is taken
 * out of its stretch: the stretch is undone and those in front of the row are put anew. What a row queues is waited
 * for, so that it fails in its row. */
#include "import/import.h"

#include "import/csv.h"
#include "import/import_report.h"
#include "unit/service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const import_mode_values[] = {"validate", "commit", NULL};
const char *const import_atomic_values[] = {"all", "row", NULL};

/* One savepoint is around all stretches. */
enum { COLUMNS_MAX = 64, STRETCHES_MAX = 60 };

struct import {
    struct ctx *c;
    const struct import_spec *spec;
    void *state;
    struct import_query q;
    struct csv_table csv;
    const struct field *columns[COLUMNS_MAX];
    struct import_row *rows;
    struct import_report report;
};

struct import_row {
    const struct csv_row *csv;
    void *in;
    const char *key;
    bool rejected;
    enum import_outcome outcome;
};

static void add_header_fault(struct problem *err, const char *column, const char *code)
{
    char pointer[PROBLEM_POINTER];

    (void)snprintf(pointer, sizeof pointer, "/header/%.64s", column);
    problem_field(err, pointer, code, "%s", "");
}

/* Every column is a field and stands once; every required field has its column. */
static int map_header(struct import *im, struct problem *err)
{
    const struct csv_row *h = &im->csv.header;
    const struct field_table *table = im->spec->row;

    for (size_t i = 0; i < h->n && i < COLUMNS_MAX; i++) {
        im->columns[i] = field_find(table, h->cells[i]);
        if (!im->columns[i])
            add_header_fault(err, h->cells[i], "unknown");
        for (size_t j = 0; im->columns[i] && j < i; j++)
            if (im->columns[j] == im->columns[i])
                add_header_fault(err, h->cells[i], "duplicate");
    }
    for (const struct field *f = table->fields; f->name; f++) {
        bool found = !(f->flags & FIELD_REQUIRED);
        for (size_t i = 0; i < h->n && i < COLUMNS_MAX; i++)
            found = found || im->columns[i] == f;
        if (!found)
            add_header_fault(err, f->name, "required");
    }
    if (err->n_fields || h->n > COLUMNS_MAX)
        return problem_fail(err, PROBLEM_IMPORT_REJECTED, "the header does not fit: %zu fault(s)",
                            err->n_fields);
    return 0;
}

/* What is wrong, for grouping: the cell of the faulty column, so that one mistake on many rows is one conflict; else
 * the row's key. */
static const char *object_of(const struct import *im, const struct import_row *row, const char *property)
{
    for (size_t i = 0; i < im->csv.header.n && i < row->csv->n && i < COLUMNS_MAX; i++)
        if (str_eq(im->csv.header.cells[i], property))
            return row->csv->cells[i];
    return row->key;
}

static void reject(struct import *im, struct import_row *row, const struct problem *why)
{
    if (!row->rejected)
        import_report_reject(&im->report, row->csv->line);
    row->rejected = true;
    for (size_t i = 0; i < why->n_fields && i < PROBLEM_FIELDS_MAX; i++) {
        const struct problem_field *f = &why->fields[i];
        const char *property = f->pointer + (f->pointer[0] == '/');
        import_report_add(&im->report, row->csv->line, f->code, property, object_of(im, row, property),
                          f->message);
    }
    if (why->n_fields == 0)
        import_report_add(&im->report, row->csv->line, problem_kind(why->code)->slug, NULL, row->key,
                          why->detail);
}

static void decode_cell(struct import *im, const struct field *f, const char *text, void *in,
                        struct problem *err)
{
    char pointer[PROBLEM_POINTER];
    struct field_mask *mask = in;

    (void)snprintf(pointer, sizeof pointer, "/%s", f->name);
    if (str_empty(text)) {
        if (f->flags & FIELD_REQUIRED)
            problem_field(err, pointer, "required", "%s", "");
        return;
    }
    if (field_decode_text(f, text, pointer, &im->c->arena, in, err))
        mask->present |= (uint64_t)1 << (f - im->spec->row->fields);
}

static void decode_row(struct import *im, struct import_row *row)
{
    struct problem err = {0};

    row->in = arena_alloc(&im->c->arena, im->spec->row->size);
    if (row->csv->n != im->csv.header.n)
        problem_field(&err, "/", "length", "%zu cells instead of %zu", row->csv->n, im->csv.header.n);
    for (size_t i = 0; i < row->csv->n && i < im->csv.header.n; i++)
        decode_cell(im, im->columns[i], row->csv->cells[i], row->in, &err);
    if (err.n_fields) {
        (void)problem_fail(&err, PROBLEM_VALIDATION, "the row at line %zu is invalid", row->csv->line);
        reject(im, row, &err);
    } else if (im->spec->key) {
        row->key = im->spec->key(&im->c->arena, row->in);
    }
}

static int by_key(const void *a, const void *b)
{
    const struct import_row *const *x = a, *const *y = b;
    const char *kx = (*x)->key ? (*x)->key : "", *ky = (*y)->key ? (*y)->key : "";
    int order = strcmp(kx, ky);

    return order ? order : (*x)->csv->line < (*y)->csv->line ? -1 : 1;
}

/* Two rows with one key: neither is taken, since nobody can say which was meant. */
static void find_duplicates(struct import *im)
{
    size_t n = im->csv.n_rows;
    struct import_row **sorted = arena_array(&im->c->arena, n + 1, sizeof *sorted);
    struct problem err = {0};

    for (size_t i = 0; i < n; i++)
        sorted[i] = &im->rows[i];
    qsort(sorted, n, sizeof *sorted, by_key);
    problem_field(&err, "/", "duplicate", "stands more than once in the file");
    for (size_t i = 0; i < n; i++) {
        bool same = sorted[i]->key && ((i > 0 && str_eq(sorted[i - 1]->key, sorted[i]->key)) ||
                                       (i + 1 < n && str_eq(sorted[i + 1]->key, sorted[i]->key)));
        if (same)
            reject(im, sorted[i], &err);
    }
}

static void decode_rows(struct import *im)
{
    im->rows = arena_array(&im->c->arena, im->csv.n_rows + 1, sizeof *im->rows);
    for (size_t i = 0; i < im->csv.n_rows; i++) {
        im->rows[i].csv = &im->csv.rows[i];
        decode_row(im, &im->rows[i]);
    }
    im->report.total = (int64_t)im->csv.n_rows;
    if (im->spec->key)
        find_duplicates(im);
}

static int put_row(struct import *im, struct import_row *row, struct problem *err)
{
    row->outcome = IMPORT_CREATED;
    if (im->spec->put(im->c, im->state, row->in, &row->outcome, err) < 0)
        return -1;
    return db_settle(im->c->db, err);
}

/* Whether the rows in front of a refused one have to be put anew; *ret_undo: whether anything has to be undone at all.
 * */
static bool has_to_redo(const struct import *im, bool *ret_undo)
{
    bool failed = db_has_failed(im->c->db);

    *ret_undo = failed || im->spec->putting == IMPORT_WRITES;
    return *ret_undo && im->spec->putting != IMPORT_READS;
}

/* The row is out; *at is where the stretch that began at `from` goes on. */
static int take_out(struct import *im, size_t from, size_t *at, void *state_before, const struct problem *why,
                    struct problem *err)
{
    bool undo, redo = has_to_redo(im, &undo);

    if (problem_kind(why->code)->status >= 500) {
        *err = *why;
        return -1;
    }
    reject(im, &im->rows[*at], why);
    if (undo && (db_rollback_to(im->c->db, err) < 0 || db_savepoint(im->c->db, err) < 0))
        return -1;
    if (redo && im->spec->state_size)
        memcpy(im->state, state_before, im->spec->state_size);
    *at = redo ? from : *at + 1;
    return 0;
}

static int put_stretch(struct import *im, size_t from, size_t to, struct problem *err)
{
    void *state_before = arena_memdup(&im->c->arena, im->state ? im->state : "", im->spec->state_size);

    if (db_savepoint(im->c->db, err) < 0)
        return -1;
    for (size_t at = from; at < to;) {
        struct problem why = {0};
        if (im->rows[at].rejected || put_row(im, &im->rows[at], &why) == 0)
            at++;
        else if (take_out(im, from, &at, state_before, &why, err) < 0)
            return -1;
    }
    for (size_t i = from; i < to; i++)
        if (!im->rows[i].rejected)
            im->report.done[im->rows[i].outcome]++;
    return db_release(im->c->db, err);
}

static bool may_stay(const struct import *im)
{
    return import_is_kept(&im->q, &im->report);
}

static int put_rows(struct import *im, struct problem *err)
{
    size_t n = im->csv.n_rows, length = n / STRETCHES_MAX + 1;

    if (im->spec->open && im->spec->open(im->c, im->state, may_stay(im), err) < 0)
        return -1;
    for (size_t from = 0; from < n; from += length)
        if (ctx_step(im->c, (int64_t)from, (int64_t)n, err) < 0 ||
            put_stretch(im, from, from + length < n ? from + length : n, err) < 0)
            return -1;
    return im->spec->close ? im->spec->close(im->c, im->state, err) : 0;
}

int import_answer(struct ctx *c, const struct import_report *r, const struct import_query *q,
                  const char *encoding, bool kept)
{
    bool validate = str_eq(q->mode, "validate");
    bool refused = !validate && !kept;
    const char *status = validate ? "validated" : refused ? "rejected" : r->rejected ? "partial" : "done";
    const struct problem_kind *kind = problem_kind(PROBLEM_IMPORT_REJECTED);
    struct buf b;

    buf_init(&b, &c->arena);
    if (refused) {
        buf_addf(&b, "{\"type\":\"/problems/%s\",\"code\":\"%s\",\"status\":422,\"title\":", kind->slug,
                 kind->slug);
        buf_add_json(&b, c->english ? kind->title_en : kind->title_zh);
        buf_addf(&b, ",\"request_id\":\"%s\",\"report\":", c->request_id);
    }
    import_report_write(r, &b, status, q, encoding);
    if (refused)
        buf_add_char(&b, '}');
    (void)reply_json(c, refused ? 422 : 200, b.data, b.len);
    if (refused)
        c->reply.content_type = "application/problem+json";
    return 0;
}

struct import_query import_query_whole(const struct import_query *q)
{
    return (struct import_query){q->mode ? q->mode : "validate", q->atomic ? q->atomic : "all"};
}

bool import_is_kept(const struct import_query *q, const struct import_report *r)
{
    return str_eq(q->mode, "commit") && (r->rejected == 0 || str_eq(q->atomic, "row"));
}

const struct bind *import_binds(struct ctx *c, const struct field_table *table, const void *row)
{
    size_t n = 0;

    while (table->fields[n].name)
        n++;
    struct bind *binds = arena_array(&c->arena, n + 1, sizeof *binds);
    for (size_t i = 0; i < n; i++)
        binds[i] = (struct bind){table->fields[i].name, field_text(table, &table->fields[i], row, &c->arena)};
    return binds;
}

int import_run(struct ctx *c, const struct import_spec *spec, void *state, const struct import_query *q,
               struct problem *err)
{
    struct import *im = arena_alloc(&c->arena, sizeof *im);
    size_t max = (size_t)c->app->config.import_max_rows;

    im->c = c;
    im->spec = spec;
    im->state = state;
    im->q = import_query_whole(q);
    import_report_init(&im->report, &c->arena);
    if (csv_table_parse(&c->arena, c->req.body, c->req.body_len, max, &im->csv, err) < 0 ||
        map_header(im, err) < 0)
        return -1;
    decode_rows(im);
    if (ctx_step(c, 0, im->report.total, err) < 0 || db_savepoint(c->db, err) < 0 || put_rows(im, err) < 0)
        return -1;
    bool keep = import_is_kept(&im->q, &im->report);
    if (ctx_step(c, im->report.total, im->report.total, err) < 0)
        return -1;
    if ((keep ? db_release(c->db, err) : db_rollback_to(c->db, err)) < 0 ||
        (spec->settle && spec->settle(c, state, keep, err) < 0))
        return -1;
    return import_answer(c, &im->report, &im->q, im->csv.encoding, keep);
}
