/* SPDX-License-Identifier: MIT */
/* What a result of PostgreSQL holds; one of the few files that include <libpq-fe.h>. */
#include "db/pg.h"
#include <libpq-fe.h>
#include <stdlib.h>

static const PGresult *of(const struct pg_result *r)
{
    return (const PGresult *)r;
}

void pg_result_free(void *result)
{
    PQclear(result);
}

int pg_rows(const struct pg_result *r)
{
    return PQntuples(of(r));
}

int pg_columns(const struct pg_result *r)
{
    return PQnfields(of(r));
}

const char *pg_column_name(const struct pg_result *r, int column)
{
    return PQfname(of(r), column);
}

unsigned pg_column_oid(const struct pg_result *r, int column)
{
    return PQftype(of(r), column);
}

const char *pg_value(const struct pg_result *r, int row, int column)
{
    return PQgetisnull(of(r), row, column) ? NULL : PQgetvalue(of(r), row, column);
}

/* Only an empty value may be NULL: the common case asks twice, not three times. */
const char *pg_cell(const struct pg_result *r, int row, int column, size_t *ret_length)
{
    int n = PQgetlength(of(r), row, column);

    *ret_length = (size_t)n;
    return n == 0 && PQgetisnull(of(r), row, column) ? NULL : PQgetvalue(of(r), row, column);
}

/* PQcmdTuples() and PQcmdStatus() only read, but take a mutable result. */
static PGresult *mutable_of(const struct pg_result *r)
{
    union {
        const struct pg_result *in;
        PGresult *out;
    } u = {.in = r};

    return u.out;
}

int64_t pg_affected(const struct pg_result *r)
{
    return strtoll(PQcmdTuples(mutable_of(r)), NULL, 10);
}

const char *pg_tag(const struct pg_result *r)
{
    return PQcmdStatus(mutable_of(r));
}

const char *pg_error(const struct pg_result *r, enum pg_field field)
{
    static const int codes[] = {
        [PG_SQLSTATE] = PG_DIAG_SQLSTATE,     [PG_MESSAGE] = PG_DIAG_MESSAGE_PRIMARY,
        [PG_DETAIL] = PG_DIAG_MESSAGE_DETAIL, [PG_CONSTRAINT] = PG_DIAG_CONSTRAINT_NAME,
        [PG_TABLE] = PG_DIAG_TABLE_NAME,      [PG_COLUMN] = PG_DIAG_COLUMN_NAME};
    const char *text = r ? PQresultErrorField(of(r), codes[field]) : NULL;

    return text ? text : "";
}
