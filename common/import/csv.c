/* SPDX-License-Identifier: MIT */
/* CSV to rows of cells, with libcsv doing the grammar. */
#include "import/csv.h"

#include "base/str.h"
#include "import/encoding.h"

#include <csv.h>
#include <stdbool.h>
#include <string.h>

enum { CELLS_MAX = 128, ROW_MOST = 1024 * 1024 };

struct csv_reader {
    struct csv_parser parser;
    struct encoded from;
    struct arena piece; /* of the text */
    struct text text;
    size_t at, line; /* in the text, in the file */

    struct arena *arena; /* of the rows, which grow by doubling; a row's cells are copied when it ends */
    struct csv_row *rows;
    size_t n, cap;
    const char *cells[CELLS_MAX];
    size_t n_cells;
    size_t row_line, row_bytes; /* where the current row began, and what was read of it */
    bool inside;                /* a quoted cell goes on in the next line */
    bool too_wide, has_header, ended;
};

/* ---- what libcsv calls */

static void on_cell(void *cell, size_t n, void *arg)
{
    struct csv_reader *r = arg;

    if (r->n_cells == CELLS_MAX) {
        r->too_wide = true;
        return;
    }
    r->cells[r->n_cells++] = arena_strndup(r->arena, cell ? cell : "", n);
}

static bool row_is_empty(const struct csv_reader *r)
{
    for (size_t i = 0; i < r->n_cells; i++)
        if (r->cells[i][0])
            return false;
    return true;
}

static void on_row(int terminator, void *arg)
{
    struct csv_reader *r = arg;
    (void)terminator;

    if (!row_is_empty(r)) {
        if (r->n == r->cap) {
            size_t cap = r->cap ? r->cap * 2 : 64;
            struct csv_row *rows = arena_array(r->arena, cap, sizeof *rows);
            if (r->n)
                memcpy(rows, r->rows, r->n * sizeof *rows);
            r->rows = rows;
            r->cap = cap;
        }
        r->rows[r->n++] = (struct csv_row){r->row_line, r->n_cells,
                                           arena_memdup(r->arena, r->cells, r->n_cells * sizeof *r->cells)};
    }
    r->n_cells = 0;
}

/* ---- reading */

static int refuse_empty(struct problem *err)
{
    return problem_fail(err, PROBLEM_IMPORT_REJECTED, "the file has no header");
}

static int refuse_broken(const struct csv_reader *r, struct problem *err)
{
    return problem_fail(err, PROBLEM_IMPORT_REJECTED, "the row at line %zu is not well-formed CSV",
                        r->row_line);
}

/* libcsv does not count lines, so it is fed one line at a time and asked whether a row ended with it. */
static int feed_line(struct csv_reader *r, struct problem *err)
{
    const char *at = r->text.data + r->at;
    const char *nl = memchr(at, '\n', r->text.n - r->at);
    size_t n = nl ? (size_t)(nl - at) + 1 : r->text.n - r->at;

    if (!r->inside) {
        r->row_line = r->line;
        r->row_bytes = 0;
    }
    if (csv_parse(&r->parser, at, n, on_cell, on_row, r) != n)
        return refuse_broken(r, err);
    r->inside = r->parser.pstate != 0;
    r->row_bytes += n;
    r->line += nl != NULL;
    r->at += n;
    if (r->too_wide)
        return problem_fail(err, PROBLEM_IMPORT_REJECTED, "a row has more than %d cells", CELLS_MAX);
    if (r->inside && r->row_bytes > ROW_MOST)
        return problem_fail(err, PROBLEM_IMPORT_REJECTED, "the row at line %zu has more than %d bytes",
                            r->row_line, ROW_MOST);
    return 0;
}

/* The next piece of text, or what the end of the file still completes. */
static int turn_page(struct csv_reader *r, struct problem *err)
{
    arena_done(&r->piece);
    r->at = 0;
    if (encoded_next(&r->from, &r->piece, &r->text, err) < 0)
        return -1;
    if (r->text.n > 0)
        return 0;
    r->ended = true;
    r->inside = false;
    return csv_fini(&r->parser, on_cell, on_row, r) == 0 ? 0 : refuse_broken(r, err);
}

static void close_reader(void *arg)
{
    struct csv_reader *r = arg;

    csv_free(&r->parser);
    arena_done(&r->piece);
}

int csv_reader_open(struct arena *a, const char *data, size_t n, struct csv_reader **ret, struct problem *err)
{
    struct csv_reader *r = arena_alloc(a, sizeof *r);

    if (encoded_open(data, n, &r->from, err) < 0)
        return -1;
    if (csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return problem_cause(err, PROBLEM_INTERNAL, "csv_init failed");
    arena_defer(a, close_reader, r);
    r->line = r->row_line = 1;
    *ret = r;
    return 0;
}

const char *csv_reader_encoding(const struct csv_reader *r)
{
    return r->from.encoding;
}

int csv_reader_next(struct csv_reader *r, struct arena *a, size_t enough, struct csv_rows *ret,
                    struct problem *err)
{
    r->arena = a;
    r->rows = NULL;
    r->n = r->cap = 0;
    /* A row that has begun is read to its end: its cells are on this arena. */
    while (!r->ended && (r->n < enough || r->inside))
        if ((r->at < r->text.n ? feed_line(r, err) : turn_page(r, err)) < 0)
            return -1;
    if (!r->has_header && r->n == 0)
        return refuse_empty(err);
    r->has_header = true;
    *ret = (struct csv_rows){r->rows, r->n};
    return 0;
}

int csv_table_parse(struct arena *a, const char *data, size_t n, size_t max_rows, struct csv_table *ret,
                    struct problem *err)
{
    struct csv_reader *r;
    struct csv_rows all;

    if (csv_reader_open(a, data, n, &r, err) < 0 || csv_reader_next(r, a, max_rows + 2, &all, err) < 0)
        return -1;
    if (all.n == 0)
        return refuse_empty(err);
    if (all.n > max_rows + 1)
        return problem_fail(err, PROBLEM_IMPORT_REJECTED, "the file has more than %zu rows; send it in parts",
                            max_rows);
    *ret = (struct csv_table){r->from.encoding, all.rows[0], all.n - 1, all.rows + 1};
    return 0;
}
