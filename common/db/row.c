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

/* What a cell's JSON may be longer than its text; what a row may be longer than the first. */
enum { CELL_ROOM = TIMETEXT + 8, SLACK = 32 };

static char *put(char *at, const char *text, size_t n)
{
    memcpy(at, text, n);
    return at + n;
}

static char *put_quoted(char *at, const char *text, size_t n)
{
    *at++ = '"';
    at = put(at, text, n);
    *at++ = '"';
    return at;
}

/* Integers beyond +-(2^53 - 1) are not exact in a double, which is what most readers of JSON have. */
static bool is_exact(const char *text, size_t n)
{
    enum { SAFE_DIGITS = 15 };
    const int64_t exact = (INT64_C(1) << 53) - 1;
    int64_t v = 0;

    return n <= SAFE_DIGITS || (str_to_int64(text, &v) && v <= exact && v >= -exact);
}

static bool is_finite_text(const char *text)
{
    return strcmp(text, "NaN") != 0 && strcmp(text, "Infinity") != 0 && strcmp(text, "-Infinity") != 0;
}

static char *put_time(char *at, const char *text, size_t n)
{
    char out[TIMETEXT];

    n = timetext_rfc3339(text, n, out);
    return put_quoted(at, out, n);
}

/* The value of a cell that needs no escape; there is room. */
static char *put_cell(char *at, enum cell cell, const char *text, size_t n)
{
    switch (cell) {
    case CELL_PLAIN:
        return put_quoted(at, text, n);
    case CELL_BIG:
        return is_exact(text, n) ? put(at, text, n) : put_quoted(at, text, n);
    case CELL_FLOAT:
        return is_finite_text(text) ? put(at, text, n) : put(at, "null", 4);
    case CELL_BOOL:
        return text[0] == 't' ? put(at, "true", 4) : put(at, "false", 5);
    case CELL_TIME:
        return put_time(at, text, n);
    default:
        return put(at, text, n);
    }
}

static void write_planned(struct buf *b, const struct row_plan *plan, int row)
{
    for (int i = 0; i < plan->n; i++) {
        const struct row_column *c = &plan->columns[i];
        size_t n;
        const char *text = pg_cell(plan->pg, row, c->index, &n);
        char *at = put(buf_room(b, c->key_len + n + CELL_ROOM), c->key, c->key_len);

        if (!text)
            at = put(at, "null", 4);
        else if (c->cell != CELL_TEXT)
            at = put_cell(at, c->cell, text, n);
        buf_wrote(b, at);
        if (text && c->cell == CELL_TEXT)
            buf_add_json_n(b, text, n);
    }
    buf_add(b, plan->n ? "}" : "{}");
}

/* A row of `r` with what `more` (may be NULL) adds before the brace. */
static void write_with_more(struct buf *b, const struct row_plan *plan, const struct db_result *r, int row,
                            row_more_fn *more, void *arg)
{
    write_planned(b, plan, row);
    if (!more)
        return;
    b->len--; /* the brace */
    more(arg, b, r, row);
    buf_add_char(b, '}');
}

void row_write(struct buf *b, const struct db_result *r, int row)
{
    row_write_more(b, r, row, NULL, NULL);
}

void row_write_more(struct buf *b, const struct db_result *r, int row, row_more_fn *more, void *arg)
{
    struct arena scratch = {0};
    struct row_plan plan = plan_of(&scratch, r);

    assert(row >= 0 && row < r->rows);
    write_with_more(b, &plan, r, row, more, arg);
    arena_done(&scratch);
}

void row_write_array(struct buf *b, const struct db_result *r, int n)
{
    row_write_array_more(b, r, n, NULL, NULL);
}

void row_write_array_more(struct buf *b, const struct db_result *r, int n, row_more_fn *more, void *arg)
{
    struct arena scratch = {0};
    struct row_plan plan = plan_of(&scratch, r);

    assert(n >= 0 && n <= r->rows);
    buf_add_char(b, '[');
    for (int row = 0; row < n; row++) {
        size_t before = b->len;

        if (row)
            buf_add_char(b, ',');
        write_with_more(b, &plan, r, row, more, arg);
        if (row == 0) /* the others are about as long: growing once is cheaper than doubling along */
            (void)buf_room(b, (size_t)n * (b->len - before + SLACK));
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
        size_t n;
        const char *text = pg_cell(r->pg, row, i, &n);

        if (is_hidden(pg_column_name(r->pg, i)))
            continue;
        if (!first)
            buf_add_char(b, ',');
        first = false;
        if (text)
            add_csv_cell(b, cell_of(pg_column_oid(r->pg, i)), text, n);
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
