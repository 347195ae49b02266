/* SPDX-License-Identifier: MIT */
/* Rows of observations from bytes. A row is decoded at once into what is kept of it, so that a long file costs its own size. */
#include "indicators/handlers/observation_rows.h"

#include "http/accept.h"
#include "import/csv.h"
#include "import/encoding.h"
#include "indicators/domain/observation.h"

#include <string.h>

enum { ROWS_MAX = 400000, COLUMNS = 6 };

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

static uint64_t hash_of(const char *text)
{
    uint64_t h = 14695981039346656037U;

    while (*text)
        h = (h ^ (unsigned char)*text++) * 1099511628211U;
    return h ^ h >> 32;
}

static uint32_t word_number(struct words *w, struct arena *a, const char *text)
{
    size_t at = (size_t)hash_of(text) & (w->n_slots - 1);

    while (w->slots[at] && !str_eq(w->texts[w->slots[at] - 1], text))
        at = (at + 1) & (w->n_slots - 1);
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
    return flag == OBSERVATION_VALID || flag == OBSERVATION_BELOW;
}

static void take_flag(struct observation_import *im, struct observed *row, const char *flag)
{
    const char *limit;
    bool is_limit = row->text && observation_limit_text(row->text, &limit) > 0;

    row->flag = flag_of(flag, row->text != NULL, is_limit);
    if (is_limit)
        row->text = arena_strndup(&im->c->arena, limit, observation_limit_text(row->text, &limit));
    if (row->flag < 0)
        reject(im, row, "enum", "flag", flag, "VALID, MISSING, MAINTENANCE, INVALID or BELOW_DETECTION");
    else if (is_limit && row->flag == OBSERVATION_VALID)
        reject(im, row, "not-allowed", "flag", flag, "a detection limit was not measured");
    else if (is_value_needed(row->flag) && !row->text)
        reject(im, row, "required", "value", NULL, "a row that counts has a value");
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

static void rows_init(struct observation_import *im, size_t n)
{
    im->rows.items = arena_array(&im->c->arena, n + 1, sizeof *im->rows.items);
    words_init(&im->refs, &im->c->arena, n);
    im->report.total = (int64_t)n;
}

/* ---- CSV */

static void add_fault(struct problem *err, const char *column, const char *code)
{
    char pointer[PROBLEM_POINTER];

    (void)str_format(pointer, sizeof pointer, "/header/%.64s", column);
    problem_field(err, pointer, code, "%s", "");
}

static int map_header(const struct csv_row *h, const struct field **columns, struct problem *err)
{
    bool seen[COLUMNS] = {false};

    for (size_t i = 0; i < h->n; i++) {
        const struct field *f = field_find(&observation_row_table, h->cells[i]);
        if (!f || seen[f - observation_row_table.fields])
            add_fault(err, h->cells[i], f ? "duplicate" : "unknown");
        else
            seen[f - observation_row_table.fields] = true;
        if (i < COLUMNS)
            columns[i] = f;
    }
    for (const struct field *f = observation_row_table.fields; f->name; f++)
        if (f->flags & FIELD_REQUIRED && !seen[f - observation_row_table.fields])
            add_fault(err, f->name, "required");
    if (err->n_fields)
        return problem_fail(err, PROBLEM_IMPORT_REJECTED, "the header does not fit: %zu fault(s)",
                            err->n_fields);
    return 0;
}

static void take_cells(struct observation_import *im, const struct csv_row *csv,
                       const struct field *const *columns, size_t n)
{
    struct observation_row in = {0};
    struct observed *row;

    if (csv->n != n) {
        row = &im->rows.items[im->rows.n++];
        row->line = csv->line;
        reject(im, row, "length", NULL, NULL, "it has another number of cells than the header");
        return;
    }
    for (size_t i = 0; i < n; i++)
        memcpy((char *)&in + columns[i]->offset, &csv->cells[i], sizeof csv->cells[i]);
    take_row(im, csv->line, &in);
}

static int read_csv(struct observation_import *im, struct problem *err)
{
    const struct field *columns[COLUMNS] = {NULL};
    struct csv_table csv;

    if (csv_table_parse(&im->c->arena, im->c->req.body, im->c->req.body_len, ROWS_MAX, &csv, err) < 0 ||
        map_header(&csv.header, columns, err) < 0)
        return -1;
    im->encoding = csv.encoding;
    rows_init(im, csv.n_rows);
    for (size_t i = 0; i < csv.n_rows; i++)
        take_cells(im, &csv.rows[i], columns, csv.header.n);
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

/* What a decoder needs goes with the line; what is kept is copied. */
static void take_json(struct observation_import *im, size_t line, const char *json, size_t n)
{
    struct arena *keep = &im->c->arena, own = {0};
    struct observation_row in = {0};
    struct problem why = {0};

    if (field_decode_body(&observation_row_table, json, n, &own, &in, &why) < 0) {
        reject_json(im, line, &why);
    } else {
        in.item = arena_strdup(keep, in.item);
        in.averaging = arena_strdup(keep, in.averaging);
        in.value = in.value ? arena_strdup(keep, in.value) : NULL;
        take_row(im, line, &in);
    }
    arena_done(&own);
}

static bool is_blank(const char *line, size_t n)
{
    return n == 0 || (n == 1 && line[0] == '\r');
}

/* Calls take_json() for each line that is not empty; or only counts them. */
static size_t each_line(struct observation_import *im, const struct text *text, bool take)
{
    size_t n = 0, line = 1;

    for (const char *at = text->data, *end = at + text->n; at < end; line++) {
        const char *nl = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((nl ? nl : end) - at);
        if (!is_blank(at, length)) {
            n++;
            if (take)
                take_json(im, line, at, length);
        }
        at += length + (nl != NULL);
    }
    return n;
}

static int read_ndjson(struct observation_import *im, struct problem *err)
{
    struct text text;
    size_t n;

    if (encoding_to_utf8(&im->c->arena, im->c->req.body, im->c->req.body_len, &text, err) < 0)
        return -1;
    n = each_line(im, &text, false);
    if (n > ROWS_MAX)
        return problem_fail(err, PROBLEM_IMPORT_REJECTED, "the file has more than %d rows; send it in parts",
                            ROWS_MAX);
    im->encoding = text.encoding;
    rows_init(im, n);
    (void)each_line(im, &text, true);
    return 0;
}

int observation_rows_read(struct observation_import *im, struct problem *err)
{
    const char *type = im->c->req.header(&im->c->req, "Content-Type");

    if (media_type_is(type, "text/csv"))
        return read_csv(im, err);
    if (media_type_is(type, "application/x-ndjson"))
        return read_ndjson(im, err);
    return problem_fail(err, PROBLEM_UNSUPPORTED_MEDIA, "text/csv or application/x-ndjson is wanted");
}
