/* SPDX-License-Identifier: MIT */
/* SQLSTATE to problem. The constraint's name tells the field: <table>_<field>_check, _key or _fkey. */
#include "db/sqlstate.h"
#include "base/str.h"
#include <stdio.h>
#include <string.h>

enum pointer_from {
    FROM_NOTHING,
    FROM_CONSTRAINT, /* issue_title_check -> /title */
    FROM_COLUMN,     /* what the server says */
};

enum row_flags {
    RETRY = 1 << 0,
    SPOILS = 1 << 1,
    SAYS = 1 << 2,  /* the message is ours and meant for the caller */
    STALE = 1 << 3, /* spoils this connection and all others to its server */
    LONG = 1 << 4,  /* takes WAIT_S or more to pass */
};

enum { WAIT_S = 10 };

struct state_row {
    const char *state; /* five characters, or a class of two */
    const char *when;  /* detail or message must contain this, NULL: any */
    enum problem_code code;
    enum pointer_from pointer;
    const char *field_code; /* of the field error; NULL: none */
    unsigned flags;
    const char *detail;
};

/* First match wins: exact states in front of their class. 42501 is the caller's when a policy refused his row;
 * otherwise our own role lacks a privilege, which is `unknown` like any other fault of ours. */
static const struct state_row rows[] = {
    {"08",    NULL,                   PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                RETRY,          "the connection to the database was lost"},
    {"0A000", "cached plan",          PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                RETRY | SPOILS,
     "the schema has just changed"                                                                                                                           },
    {"22001", NULL,                   PROBLEM_VALIDATION,     FROM_COLUMN,     "length",            0,              "a value is too long"                    },
    {"22003", NULL,                   PROBLEM_VALIDATION,     FROM_COLUMN,     "range",             0,              "a number is out of range"               },
    {"22",    NULL,                   PROBLEM_VALIDATION,     FROM_COLUMN,     "format",            0,              "a value cannot be read"                 },
    {"23502", NULL,                   PROBLEM_VALIDATION,     FROM_COLUMN,     "required",          0,              "a required value is missing"            },
    {"23503", "still referenced",     PROBLEM_IN_USE,         FROM_NOTHING,    NULL,                0,              "other things still refer to this"       },
    {"23503", "not present",          PROBLEM_VALIDATION,     FROM_CONSTRAINT, "unknown-reference", 0,
     "a reference leads nowhere"                                                                                                                             },
    {"23503", NULL,                   PROBLEM_CONFLICT,       FROM_NOTHING,    NULL,                0,              "a reference would be broken"            },
    {"23505", NULL,                   PROBLEM_DUPLICATE,      FROM_CONSTRAINT, "duplicate",         0,              "such a thing exists already"            },
    {"23514", "partition constraint", PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                RETRY,
     "a month's partition was just made; try again"                                                                                                          },
    {"23514", NULL,                   PROBLEM_VALIDATION,     FROM_CONSTRAINT, "check",             0,              "a value is not allowed"                 },
    {"23P01", NULL,                   PROBLEM_CONFLICT,       FROM_NOTHING,    NULL,                0,              "it overlaps with what is stored"        },
    {"25006", NULL,                   PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                RETRY | STALE,  "another server has taken over"          },
    {"25P03", NULL,                   PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                RETRY,          "the work took too long"                 },
    {"26000", NULL,                   PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                RETRY | SPOILS, "the connection was reset"               },
    {"40001", NULL,                   PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                RETRY,
     "others changed the same data; try again"                                                                                                               },
    {"40P01", NULL,                   PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                RETRY,
     "others changed the same data; try again"                                                                                                               },
    {"42501", "row-level security",   PROBLEM_FORBIDDEN,      FROM_NOTHING,    NULL,                0,
     "the caller may not write there"                                                                                                                        },
    {"42P05", NULL,                   PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                RETRY | SPOILS, "the connection was reset"               },
    {"53",    NULL,                   PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                0,              "the database is short of resources"     },
    {"55P03", NULL,                   PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                0,              "others hold the same data; try again"   },
    {"57014", NULL,                   PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                0,              "the database took too long"             },
    {"57",    NULL,                   PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                RETRY,          "the database is going down or coming up"},
    {"BH403", NULL,                   PROBLEM_FORBIDDEN,      FROM_NOTHING,    NULL,                SAYS,           NULL                                     },
    {"BH404", NULL,                   PROBLEM_NOT_FOUND,      FROM_NOTHING,    NULL,                SAYS,           NULL                                     },
    {"BH409", NULL,                   PROBLEM_STATE_CONFLICT, FROM_NOTHING,    NULL,                SAYS,           NULL                                     },
    {"BH412", NULL,                   PROBLEM_STALE_VERSION,  FROM_NOTHING,    NULL,                SAYS,           NULL                                     },
    {"BHMOV", "is being moved",       PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                RETRY | LONG,
     "what this tenant has is still being moved; ask again later, or for a job"                                                                              },
    {"BHMOV", NULL,                   PROBLEM_UNAVAILABLE,    FROM_NOTHING,    NULL,                RETRY,
     "the tenant has just been moved; try again"                                                                                                             },
    {"BH422", NULL,                   PROBLEM_VALIDATION,     FROM_COLUMN,     "invalid",           SAYS,           NULL                                     },
};

static const struct state_row unknown = {"", NULL, PROBLEM_INTERNAL, FROM_NOTHING, NULL, 0, NULL};

static const struct state_row *row_of(const struct sql_failure *f)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct state_row *row = &rows[i];
        if (!str_starts(f->sqlstate, row->state) || (row->flags & STALE && f->is_read))
            continue;
        if (!row->when || strstr(f->message, row->when) || strstr(f->detail, row->when))
            return row;
    }
    return &unknown;
}

bool sqlstate_is_retryable(const struct sql_failure *f)
{
    return row_of(f)->flags & RETRY;
}

int64_t sqlstate_wait_s(const struct sql_failure *f)
{
    return row_of(f)->flags & LONG ? WAIT_S : 0;
}

bool sqlstate_is_moved(const struct sql_failure *f)
{
    return str_eq(f->sqlstate, "BHMOV");
}

bool sqlstate_spoils_connection(const struct sql_failure *f)
{
    return row_of(f)->flags & (SPOILS | STALE);
}

bool sqlstate_is_demoted(const struct sql_failure *f)
{
    return row_of(f)->flags & STALE;
}

/* issue, issue_due_date_check -> /due_date. The server's detail names the columns too, but not under row-level
 * security. */
static void from_constraint(const char *table, const char *constraint, char *out, size_t size)
{
    static const char *const suffixes[] = {"_check", "_key", "_fkey", NULL};
    size_t skip = strlen(table) + 1, n = strlen(constraint);

    if (str_empty(table) || !str_starts(constraint, table) || constraint[skip - 1] != '_')
        return;
    for (const char *const *suffix = suffixes; *suffix; suffix++) {
        if (str_ends(constraint, *suffix) && n > skip + strlen(*suffix))
            (void)snprintf(out, size, "/%.*s", (int)(n - skip - strlen(*suffix)), constraint + skip);
    }
}

static void add_field(const struct state_row *row, const struct sql_failure *f, struct problem *err)
{
    char pointer[PROBLEM_POINTER] = "";

    if (row->pointer == FROM_CONSTRAINT)
        from_constraint(f->table, f->constraint, pointer, sizeof pointer);
    else if (row->pointer == FROM_COLUMN && !str_empty(f->column))
        (void)snprintf(pointer, sizeof pointer, "/%s", f->column);
    if (pointer[0])
        problem_field(err, pointer, row->field_code, "%s", row->flags & SAYS ? f->message : row->detail);
}

int sqlstate_problem(const struct sql_failure *f, struct problem *err)
{
    const struct state_row *row = row_of(f);

    if (row->flags & SAYS)
        (void)problem_fail(err, row->code, "%s", f->message);
    else if (row->detail)
        (void)problem_fail(err, row->code, "%s", row->detail);
    if (row->field_code)
        add_field(row, f, err);
    return problem_cause(err, row->code, "%s: %s %s%s%s", f->statement, f->sqlstate, f->constraint,
                         f->constraint[0] ? ": " : "", f->message);
}
