/* SPDX-License-Identifier: MIT */
/* Rows of observations from bytes, a chunk at a time: nothing of a row is kept but its object's name, so that a long
 * file costs no more than a short one. */
#include "indicators/handlers/observation_rows.h"

#include "http/accept.h"
#include "indicators/domain/observation.h"

#include <string.h>

enum { CHUNK_ROWS = 4096 };

#define SECOND 1000000

/* ---- texts by number */

static void words_init(struct words *w, struct arena *a, size_t most)
{
    w->n_slots = 16;
    while (w->n_slots < most * 2)
        w->n_slots *= 2;
    w->slots = arena_array(a, w->n_slots, sizeof *w->slots);
    w->texts = arena_array(a, most + 1, sizeof *w->texts);
}

static uint32_t word_number(struct words *w, struct arena *a, const char *text)
{
    size_t at = (size_t)str_hash(text) & (w->n_slots - 1);

    while (w->slots[at] && !str_eq(w->texts[w->slots[at] - 1], text))
        at = (at + 1) & (w->n_slots - 1);
    if (!w->slots[at] && w->n == OBSERVED_OBJECTS_MAX) {
        w->full = true;
        return 0;
    }
    if (!w->slots[at]) {
        w->texts[w->n++] = arena_strdup(a, text);
        w->slots[at] = (uint32_t)w->n;
    }
    return w->slots[at] - 1;
}

/* ---- a row */

void observation_row_reject(struct observation_import *im, struct observed *row, const char *code,
                            const char *property, const char *object, const char *message)
{
    if (!row->left_out)
        import_report_reject(&im->report, row->line);
    row->left_out = true;
    import_report_add(&im->report, row->line, code, property, object, message);
}

static void reject(struct observation_import *im, struct observed *row, const char *code,
                   const char *property, const char *object, const char *message)
{
    observation_row_reject(im, row, code, property, object, message);
}

static int flag_of(const char *text, bool has_value, bool is_limit)
{
    if (str_empty(text))
        return is_limit ? OBSERVATION_BELOW : has_value ? OBSERVATION_VALID : OBSERVATION_MISSING;
    for (int i = 0; observation_flags[i]; i++)
        if (str_eq(observation_flags[i], text))
            return i;
    return -1;
}

static bool is_value_needed(int flag)
{
    return flag == OBSERVATION_VALID || flag == OBSERVATION_BELOW || flag == OBSERVATION_MANIPULATED;
}

static void take_flag(struct observation_import *im, struct observed *row, const char *flag)
{
    const char *limit;
    bool is_limit = row->text && observation_limit_text(row->text, &limit) > 0;

    row->flag = flag_of(flag, row->text != NULL, is_limit);
    if (is_limit)
        row->text = arena_strndup(&im->chunk, limit, observation_limit_text(row->text, &limit));
    if (row->flag < 0)
        reject(im, row, "enum", "flag", flag,
               "VALID, MISSING, MAINTENANCE, INVALID, BELOW_DETECTION or MANIPULATED");
    else if (is_limit && row->flag == OBSERVATION_VALID)
        reject(im, row, "not-allowed", "flag", flag, "a detection limit was not measured");
    else if (is_value_needed(row->flag) && !row->text)
        reject(im, row, "required", "value", NULL,
               "a row that counts, or is void as manipulated, has a value");
    else if (row->flag == OBSERVATION_MANIPULATED && !im->in->reason)
        reject(im, row, "required", "reason", NULL, "manipulated data are told with a reason");
    else if (row->flag == OBSERVATION_MISSING && row->text)
        reject(im, row, "not-allowed", "value", NULL, "a missing row has no value");
}

static void take_time(struct observation_import *im, struct observed *row, const char *text)
{
    if (!observation_time_parse(text, &row->at))
        reject(im, row, "format", "observed_at", text,
               "a time like 2024-01-31T08:00, since 2000, of Asia/Shanghai, Z or +08:00");
    else if (row->at > im->c->now_us / SECOND)
        reject(im, row, "future", "observed_at", NULL, "not yet observed");
}

static bool check_required(struct observation_import *im, struct observed *row,
                           const struct observation_row *in)
{
    const struct {
        const char *name, *text;
    } needed[] = {
        {"averaging",   in->averaging  },
        {"item",        in->item       },
        {"object",      in->object     },
        {"observed_at", in->observed_at},
    };

    for (size_t i = 0; i < ARRAY_LEN(needed); i++)
        if (str_empty(needed[i].text))
            reject(im, row, "required", needed[i].name, NULL, "");
    return !row->left_out;
}

static void take_row(struct observation_import *im, size_t line, const struct observation_row *in)
{
    struct observed *row = &im->rows.items[im->rows.n++];

    row->line = line;
    if (!check_required(im, row, in))
        return;
    row->item = in->item;
    row->averaging = in->averaging;
    row->text = in->value && !observation_is_missing(in->value) ? in->value : NULL;
    row->object = word_number(&im->refs, &im->c->arena, in->object);
    take_time(im, row, in->observed_at);
    take_flag(im, row, in->flag);
}

/* Room for `n` rows more. */
static void make_room(struct observation_import *im, size_t n)
{
    im->rows.items = arena_array(&im->chunk, n + 1, sizeof *im->rows.items);
    im->rows.n = 0;
}

/* ---- CSV */

static void add_fault(struct problem *err, const char *column, const char *code)
{
    char pointer[PROBLEM_POINTER];

    (void)str_format(pointer, sizeof pointer, "/header/%.64s", column);
    problem_field(err, pointer, code, "%s", "");
}

static int map_header(struct observation_import *im, const struct csv_row *h, struct problem *err)
{
    bool seen[OBSERVED_COLUMNS] = {false};

    for (size_t i = 0; i < h->n; i++) {
        const struct field *f = field_find(&observation_row_table, h->cells[i]);
        if (!f || seen[f - observation_row_table.fields])
            add_fault(err, h->cells[i], f ? "duplicate" : "unknown");
        else
            seen[f - observation_row_table.fields] = true;
        if (i < OBSERVED_COLUMNS)
            im->columns[i] = f;
    }
    for (const struct field *f = observation_row_table.fields; f->name; f++)
        if (f->flags & FIELD_REQUIRED && !seen[f - observation_row_table.fields])
            add_fault(err, f->name, "required");
    if (err->n_fields)
        return problem_fail(err, PROBLEM_IMPORT_REJECTED, "the header does not fit: %zu fault(s)",
                            err->n_fields);
    im->n_columns = h->n;
    return 0;
}

static void take_cells(struct observation_import *im, const struct csv_row *csv)
{
    struct observation_row in = {0};
    struct observed *row;

    if (csv->n != im->n_columns) {
        row = &im->rows.items[im->rows.n++];
        row->line = csv->line;
        reject(im, row, "length", NULL, NULL, "it has another number of cells than the header");
        return;
    }
    for (size_t i = 0; i < csv->n; i++)
        memcpy((char *)&in + im->columns[i]->offset, &csv->cells[i], sizeof csv->cells[i]);
    take_row(im, csv->line, &in);
}

static int next_of_csv(struct observation_import *im, struct problem *err)
{
    struct csv_rows csv;
    size_t first = 0;

    if (csv_reader_next(im->csv, &im->chunk, CHUNK_ROWS, &csv, err) < 0)
        return -1;
    if (im->n_columns == 0 && map_header(im, &csv.rows[first++], err) < 0)
        return -1;
    make_room(im, csv.n);
    for (size_t i = first; i < csv.n; i++)
        take_cells(im, &csv.rows[i]);
    return 0;
}

/* ---- NDJSON */

static void reject_json(struct observation_import *im, size_t line, const struct problem *why)
{
    struct observed *row = &im->rows.items[im->rows.n++];

    row->line = line;
    for (size_t i = 0; i < why->n_fields && i < PROBLEM_FIELDS_MAX; i++)
        reject(im, row, why->fields[i].code, why->fields[i].pointer + 1, NULL, why->fields[i].message);
    if (why->n_fields == 0)
        reject(im, row, problem_kind(why->code)->slug, NULL, NULL, why->detail);
}

static void take_json(struct observation_import *im, size_t line, const char *json, size_t n)
{
    struct observation_row in = {0};
    struct problem why = {0};

    if (field_decode_body(&observation_row_table, json, n, &im->chunk, &in, &why) < 0)
        reject_json(im, line, &why);
    else
        take_row(im, line, &in);
}

static bool is_blank(const char *line, size_t n)
{
    return n == 0 || (n == 1 && line[0] == '\r');
}

static size_t count_lines(const struct text *text)
{
    size_t n = 1;

    for (const char *at = text->data, *end = at + text->n; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        n++;
    return n;
}

static void take_lines(struct observation_import *im, const struct text *text)
{
    make_room(im, count_lines(text));
    for (const char *at = text->data, *end = at + text->n; at < end; im->line++) {
        const char *nl = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((nl ? nl : end) - at);
        if (!is_blank(at, length))
            take_json(im, im->line, at, length);
        at += length + (nl != NULL);
    }
}

/* A piece of text is a chunk; one of blank lines alone is not the end. */
static int next_of_lines(struct observation_import *im, struct problem *err)
{
    struct text text;

    do {
        if (encoded_next(&im->lines, &im->chunk, &text, err) < 0)
            return -1;
        take_lines(im, &text);
    } while (text.n > 0 && im->rows.n == 0);
    return 0;
}

/* ---- either */

static void end_chunk(void *arena)
{
    arena_done(arena);
}

int observation_rows_open(struct observation_import *im, struct problem *err)
{
    const struct http_request *req = &im->c->req;
    const char *type = req->header(req, "Content-Type");

    im->line = 1;
    words_init(&im->refs, &im->c->arena, OBSERVED_OBJECTS_MAX);
    arena_defer(&im->c->arena, end_chunk, &im->chunk);
    if (media_type_is(type, "text/csv")) {
        if (csv_reader_open(&im->c->arena, req->body, req->body_len, &im->csv, err) < 0)
            return -1;
        im->encoding = csv_reader_encoding(im->csv);
        return 0;
    }
    if (media_type_is(type, "application/x-ndjson")) {
        if (encoded_open(req->body, req->body_len, &im->lines, err) < 0)
            return -1;
        im->encoding = im->lines.encoding;
        return 0;
    }
    return problem_fail(err, PROBLEM_UNSUPPORTED_MEDIA, "text/csv or application/x-ndjson is wanted");
}

int observation_rows_next(struct observation_import *im, struct problem *err)
{
    arena_done(&im->chunk);
    if ((im->csv ? next_of_csv(im, err) : next_of_lines(im, err)) < 0)
        return -1;
    if (im->refs.full)
        return problem_fail(err, PROBLEM_IMPORT_REJECTED, "the file names more than %d objects",
                            OBSERVED_OBJECTS_MAX);
    im->report.total += (int64_t)im->rows.n;
    return 0;
}
