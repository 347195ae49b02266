/* SPDX-License-Identifier: MIT */
/* The row writer: a result's cells to JSON or CSV bytes by type, without a tree in between. */
#include "db/row.h"
#include "db/result.h"
#include "db/timetext.h"
#include "db/unit.h"
#include <assert.h>
#include <stdint.h>
#include <string.h>

/* How the text of a cell becomes JSON. */
enum cell {
    CELL_TEXT,  /* quoted and escaped */
    CELL_PLAIN, /* quoted; the type's text needs no escape */
    CELL_RAW,   /* is JSON already */
    CELL_BIG,   /* int8: a string where a double would lose digits */
    CELL_FLOAT, /* null where JSON has no such number */
    CELL_BOOL,
    CELL_TIME,
};

/* OIDs of pg_type.dat; they are part of PostgreSQL's interface and do not change. */
static enum cell cell_of(unsigned oid)
{
    switch (oid) {
    case 16: /* bool */
        return CELL_BOOL;
    case 20: /* int8 */
        return CELL_BIG;
    case 21:   /* int2 */
    case 23:   /* int4 */
    case 26:   /* oid */
    case 114:  /* json */
    case 3802: /* jsonb */
        return CELL_RAW;
    case 700: /* float4 */
    case 701: /* float8 */
        return CELL_FLOAT;
    case 1114: /* timestamp */
    case 1184: /* timestamptz */
        return CELL_TIME;
    case 1082: /* date */
    case 1083: /* time */
    case 1186: /* interval */
    case 1700: /* numeric: exact, hence a string */
    case 2950: /* uuid */
        return CELL_PLAIN;
    default:
        return CELL_TEXT;
    }
}

struct row_column {
    int index;
    enum cell cell;
    const char *key; /* {"name": or ,"name": */
    size_t key_len;
};

struct row_plan {
    const struct pg_result *pg;
    int n;
    struct row_column *columns;
};

static bool is_hidden(const char *name)
{
    return name[0] == '_';
}

static struct row_plan plan_of(struct arena *a, const struct db_result *r)
{
    struct row_plan plan = {.pg = r->pg,
                            .columns = arena_array(a, (size_t)r->columns + 1, sizeof *plan.columns)};

    for (int i = 0; i < r->columns; i++) {
        const char *name = pg_column_name(r->pg, i);
        struct row_column *c = &plan.columns[plan.n];
        struct buf key;

        if (is_hidden(name))
            continue;
        buf_init(&key, a);
        buf_add_char(&key, plan.n ? ',' : '{');
        buf_add_json(&key, name);
        buf_add_char(&key, ':');
        *c = (struct row_column){i, cell_of(pg_column_oid(r->pg, i)), key.data, key.len};
        plan.n++;
    }
    return plan;
}

static void add_quoted(struct buf *b, const char *text, size_t n)
{
    buf_add_char(b, '"');
    buf_add_n(b, text, n);
    buf_add_char(b, '"');
}

/* Integers beyond +-(2^53 - 1) are not exact in a double, which is what most readers of JSON have. */
static void add_big(struct buf *b, const char *text, size_t n)
{
    enum { SAFE_DIGITS = 15 };
    const int64_t exact = (INT64_C(1) << 53) - 1;
    int64_t v = 0;

    if (n > SAFE_DIGITS && (!str_to_int64(text, &v) || v > exact || v < -exact))
        add_quoted(b, text, n);
    else
        buf_add_n(b, text, n);
}

static bool is_finite_text(const char *text)
{
    return strcmp(text, "NaN") != 0 && strcmp(text, "Infinity") != 0 && strcmp(text, "-Infinity") != 0;
}

static void add_time(struct buf *b, const char *text, size_t n)
{
    char out[TIMETEXT];

    n = timetext_rfc3339(text, n, out);
    add_quoted(b, out, n);
}

static void add_cell(struct buf *b, enum cell cell, const char *text, size_t n)
{
    switch (cell) {
    case CELL_TEXT:
        buf_add_json_n(b, text, n);
        break;
    case CELL_PLAIN:
        add_quoted(b, text, n);
        break;
    case CELL_RAW:
        buf_add_n(b, text, n);
        break;
    case CELL_BIG:
        add_big(b, text, n);
        break;
    case CELL_FLOAT:
        buf_add(b, is_finite_text(text) ? text : "null");
        break;
    case CELL_BOOL:
        buf_add(b, text[0] == 't' ? "true" : "false");
        break;
    case CELL_TIME:
        add_time(b, text, n);
        break;
    }
}

static void write_planned(struct buf *b, const struct row_plan *plan, int row)
{
    for (int i = 0; i < plan->n; i++) {
        const struct row_column *c = &plan->columns[i];
        const char *text = pg_value(plan->pg, row, c->index);

        buf_add_n(b, c->key, c->key_len);
        if (text)
            add_cell(b, c->cell, text, pg_length(plan->pg, row, c->index));
        else
            buf_add_n(b, "null", 4);
    }
    buf_add(b, plan->n ? "}" : "{}");
}

void row_write(struct buf *b, const struct db_result *r, int row)
{
    struct arena scratch = {0};
    struct row_plan plan = plan_of(&scratch, r);

    assert(row >= 0 && row < r->rows);
    write_planned(b, &plan, row);
    arena_done(&scratch);
}

void row_write_array(struct buf *b, const struct db_result *r, int n)
{
    struct arena scratch = {0};
    struct row_plan plan = plan_of(&scratch, r);

    assert(n >= 0 && n <= r->rows);
    buf_add_char(b, '[');
    for (int row = 0; row < n; row++) {
        if (row)
            buf_add_char(b, ',');
        write_planned(b, &plan, row);
    }
    buf_add_char(b, ']');
    arena_done(&scratch);
}

/* -- CSV (RFC 4180) -- */

static void add_csv(struct buf *b, const char *text, size_t n, bool may_be_formula)
{
    /* Spreadsheets run cells that begin so; a leading apostrophe makes them text. */
    bool defuse = may_be_formula && n > 0 && strchr("=+-@\t\r", text[0]) != NULL;
    size_t start = 0;

    if (!defuse && strcspn(text, ",\"\r\n") == n) {
        buf_add_n(b, text, n);
        return;
    }
    buf_add(b, defuse ? "\"'" : "\"");
    for (size_t i = 0; i < n; i++) {
        if (text[i] != '"')
            continue;
        buf_add_n(b, text + start, i + 1 - start);
        start = i; /* the quote comes twice */
    }
    buf_add_n(b, text + start, n - start);
    buf_add_char(b, '"');
}

static void add_csv_cell(struct buf *b, enum cell cell, const char *text, size_t n)
{
    char time[TIMETEXT];

    switch (cell) {
    case CELL_TIME:
        n = timetext_rfc3339(text, n, time);
        buf_add_n(b, time, n);
        break;
    case CELL_BOOL:
        buf_add(b, text[0] == 't' ? "true" : "false");
        break;
    case CELL_TEXT:
    case CELL_RAW:
        add_csv(b, text, n, cell == CELL_TEXT);
        break;
    default: /* a number: a minus is no formula */
        buf_add_n(b, text, n);
        break;
    }
}

void row_write_csv(struct buf *b, const struct db_result *r, int row)
{
    bool first = true;

    for (int i = 0; i < r->columns; i++) {
        const char *text = pg_value(r->pg, row, i);

        if (is_hidden(pg_column_name(r->pg, i)))
            continue;
        if (!first)
            buf_add_char(b, ',');
        first = false;
        if (text)
            add_csv_cell(b, cell_of(pg_column_oid(r->pg, i)), text, pg_length(r->pg, row, i));
    }
    buf_add(b, "\r\n");
}

void row_write_csv_header(struct buf *b, const struct db_result *r)
{
    bool first = true;

    for (int i = 0; i < r->columns; i++) {
        const char *name = pg_column_name(r->pg, i);

        if (is_hidden(name))
            continue;
        if (!first)
            buf_add_char(b, ',');
        first = false;
        add_csv(b, name, strlen(name), false);
    }
    buf_add(b, "\r\n");
}
