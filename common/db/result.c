/* SPDX-License-Identifier: MIT */
/* Results by column name, owned by the arena of the unit; rows into structs by table. */
#include "db/result.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "db/timetext.h"
#include "db/unit.h"
#include <assert.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>

struct db_result *result_new(struct arena *a, struct pg_result *pg)
{
    struct db_result *r = arena_alloc(a, sizeof *r);

    *r = result_borrow(pg);
    r->guesses = arena_alloc(a, RESULT_GUESSES);
    arena_defer(a, pg_result_free, pg);
    return r;
}

struct db_result result_borrow(struct pg_result *pg)
{
    return (struct db_result){.pg = pg, .rows = pg ? pg_rows(pg) : 0, .columns = pg ? pg_columns(pg) : 0};
}

int db_rows(const struct db_result *r)
{
    return r->rows;
}

int db_columns(const struct db_result *r)
{
    return r->columns;
}

static bool is_named(const struct db_result *r, int column, const char *name)
{
    return column < r->columns && strcmp(pg_column_name(r->pg, column), name) == 0;
}

static int look_for(const struct db_result *r, const char *name)
{
    for (int i = 0; i < r->columns; i++)
        if (is_named(r, i, name))
            return i;
    return -1;
}

/* Readers ask row after row by the same constants, so where a name lies tells which column it was; only a guess, since
 * another text may lie there or share the place. */
static int column_of(const struct db_result *r, const char *name)
{
    uintptr_t at = (uintptr_t)name;
    unsigned char *guess;
    int column;

    if (!r->guesses)
        return look_for(r, name);
    guess = &r->guesses[(at ^ at >> 6) % RESULT_GUESSES];
    if (is_named(r, *guess, name))
        return *guess;
    column = look_for(r, name);
    if (column >= 0 && column <= UCHAR_MAX)
        *guess = (unsigned char)column;
    return column;
}

bool db_has_column(const struct db_result *r, const char *column)
{
    return column_of(r, column) >= 0;
}

const char *db_column_name(const struct db_result *r, int i)
{
    return pg_column_name(r->pg, i);
}

const char *db_text(const struct db_result *r, int row, const char *column)
{
    int i = column_of(r, column);

    assert(i >= 0 && "the statement has no such column");
    assert(row >= 0 && row < r->rows);
    return i < 0 ? NULL : pg_value(r->pg, row, i);
}

int64_t db_int(const struct db_result *r, int row, const char *column)
{
    const char *text = db_text(r, row, column);
    int64_t v = 0;

    if (text && !str_to_int64(text, &v))
        assert(0 && "the column is not an integer");
    return v;
}

bool db_bool(const struct db_result *r, int row, const char *column)
{
    const char *text = db_text(r, row, column);

    return text && text[0] == 't';
}

int32_t db_date(const struct db_result *r, int row, const char *column)
{
    const char *text = db_text(r, row, column);
    int32_t day;

    return text && date_parse(text, &day) ? day : DATE_NONE;
}

int64_t db_decimal(const struct db_result *r, int row, const char *column, int scale)
{
    const char *text = db_text(r, row, column);
    int64_t v = 0;

    if (text && !decimal_parse(text, scale, &v))
        assert(0 && "the column is not a decimal of that scale");
    return v;
}

int64_t db_time_us(const struct db_result *r, int row, const char *column)
{
    const char *text = db_text(r, row, column);
    char rfc[TIMETEXT];
    int64_t us = 0;

    if (!text)
        return 0;
    (void)timetext_rfc3339(text, strlen(text), rfc);
    if (clock_parse(rfc, &us) < 0)
        assert(0 && "the column is not a time");
    return us;
}

int64_t db_affected(const struct db_result *r)
{
    return r->pg ? pg_affected(r->pg) : 0;
}

void db_read(const struct db_result *r, int row, const struct column *table, void *out)
{
    for (const struct column *c = table; c->name; c++) {
        char *at = (char *)out + c->offset;

        switch (c->type) {
        case COLUMN_TEXT:
            memcpy(at, &(const char *){db_text(r, row, c->name)}, sizeof(const char *));
            break;
        case COLUMN_INT:
            memcpy(at, &(int64_t){db_int(r, row, c->name)}, sizeof(int64_t));
            break;
        case COLUMN_BOOL:
            memcpy(at, &(bool){db_bool(r, row, c->name)}, sizeof(bool));
            break;
        case COLUMN_DATE:
            memcpy(at, &(int32_t){db_date(r, row, c->name)}, sizeof(int32_t));
            break;
        case COLUMN_TIME:
            memcpy(at, &(int64_t){db_time_us(r, row, c->name)}, sizeof(int64_t));
            break;
        case COLUMN_DECIMAL:
            memcpy(at, &(int64_t){db_decimal(r, row, c->name, c->scale)}, sizeof(int64_t));
            break;
        }
    }
}
