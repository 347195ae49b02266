/* SPDX-License-Identifier: MIT */
/* CSV to a table of cells, with libcsv doing the grammar. */
#include "import/csv.h"

#include "base/str.h"
#include "import/encoding.h"

#include <csv.h>
#include <stdbool.h>
#include <string.h>

enum { CELLS_MAX = 128 };

/* Rows grow by doubling; a row's cells are copied to the arena when the row ends. */
struct reader {
    struct arena *arena;
    struct csv_row *rows;
    size_t n, cap, max;
    const char *cells[CELLS_MAX];
    size_t n_cells;
    size_t line; /* line the current row began on */
    bool too_wide, too_many;
};

static void on_cell(void *cell, size_t n, void *arg)
{
    struct reader *r = arg;

    if (r->n_cells == CELLS_MAX) {
        r->too_wide = true;
        return;
    }
    r->cells[r->n_cells++] = arena_strndup(r->arena, cell ? cell : "", n);
}

static bool row_is_empty(const struct reader *r)
{
    for (size_t i = 0; i < r->n_cells; i++)
        if (r->cells[i][0])
            return false;
    return true;
}

static void on_row(int terminator, void *arg)
{
    struct reader *r = arg;
    (void)terminator;

    if (!row_is_empty(r) && !(r->too_many = r->too_many || r->n == r->max)) {
        if (r->n == r->cap) {
            size_t cap = r->cap ? r->cap * 2 : 64;
            struct csv_row *rows = arena_array(r->arena, cap, sizeof *rows);
            if (r->n)
                memcpy(rows, r->rows, r->n * sizeof *rows);
            r->rows = rows;
            r->cap = cap;
        }
        r->rows[r->n++] = (struct csv_row){r->line, r->n_cells,
                                           arena_memdup(r->arena, r->cells, r->n_cells * sizeof *r->cells)};
    }
    r->n_cells = 0;
}

/* libcsv does not count lines, so it is fed one line at a time and asked whether a row ended with it. */
static int feed(struct csv_parser *p, struct reader *r, const char *text, size_t n)
{
    size_t line = 1;
    bool inside = false;

    r->line = 1;
    for (const char *at = text, *end = text + n; at < end; line++) {
        const char *nl = memchr(at, '\n', (size_t)(end - at));
        size_t len = nl ? (size_t)(nl - at) + 1 : (size_t)(end - at);
        if (!inside)
            r->line = line;
        if (csv_parse(p, at, len, on_cell, on_row, r) != len)
            return -1;
        inside = p->pstate != 0; /* a quoted cell goes on in the next line */
        at += len;
    }
    return csv_fini(p, on_cell, on_row, r) == 0 ? 0 : -1;
}

static int check(const struct reader *r, bool broken, struct problem *err)
{
    if (broken)
        return problem_fail(err, PROBLEM_IMPORT_REJECTED, "the row at line %zu is not well-formed CSV",
                            r->line);
    if (r->too_wide)
        return problem_fail(err, PROBLEM_IMPORT_REJECTED, "a row has more than %d cells", CELLS_MAX);
    if (r->too_many)
        return problem_fail(err, PROBLEM_IMPORT_REJECTED, "the file has more than %zu rows; send it in parts",
                            r->max);
    if (r->n == 0)
        return problem_fail(err, PROBLEM_IMPORT_REJECTED, "the file has no header");
    return 0;
}

int csv_table_parse(struct arena *a, const char *data, size_t n, size_t max_rows, struct csv_table *ret,
                    struct problem *err)
{
    struct reader r = {.arena = a, .max = max_rows + 1};
    struct csv_parser parser;
    struct text text;

    if (encoding_to_utf8(a, data, n, &text, err) < 0)
        return -1;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return problem_cause(err, PROBLEM_INTERNAL, "csv_init failed");
    bool broken = feed(&parser, &r, text.data, text.n) < 0;
    csv_free(&parser);
    if (check(&r, broken, err) < 0)
        return -1;
    *ret = (struct csv_table){text.encoding, r.rows[0], r.n - 1, r.rows + 1};
    return 0;
}
