/* SPDX-License-Identifier: MIT */
/* A plain session of its own; see session.h for what it is good for. */
#include "db/session.h"
#include "db/pg.h"
#include <stdio.h>
#include <stdlib.h>

struct db_session {
    struct pg *pg;
};

int db_session_open(const char *conninfo, int statement_timeout_ms, struct db_session **ret,
                    struct problem *err)
{
    struct db_session *s = calloc(1, sizeof *s);

    if (!s)
        abort();
    if (pg_open(conninfo, (struct pg_limits){statement_timeout_ms, 0}, &s->pg, err) == 0) {
        if (pg_leave_pipeline(s->pg) == 0) {
            *ret = s;
            return 0;
        }
        (void)problem_cause(err, PROBLEM_UNAVAILABLE, "%s", pg_message(s->pg));
    }
    db_session_close(s);
    return -1;
}

void db_session_close(struct db_session *s)
{
    if (!s)
        return;
    pg_close(s->pg);
    free(s);
}

static int run(struct db_session *s, const char *sql, int n, const char *const *params,
               struct pg_result **ret, struct problem *err)
{
    enum pg_status status = pg_exec(s->pg, sql, n, params, ret);

    if (status == PG_OK)
        return 0;
    return problem_cause(err, status == PG_BROKEN ? PROBLEM_UNAVAILABLE : PROBLEM_INTERNAL, "%s %s",
                         pg_error(*ret, PG_SQLSTATE), pg_message(s->pg));
}

int db_session_exec(struct db_session *s, const char *script, struct problem *err)
{
    struct pg_result *r;
    int result = run(s, script, 0, NULL, &r, err);

    pg_result_free(r);
    return result;
}

int db_session_value(struct db_session *s, const char *sql, const char *const *params, char *out, size_t size,
                     struct problem *err)
{
    static const char *const none[] = {NULL};
    struct pg_result *r;
    int n = 0, result;

    while (params && params[n])
        n++;
    result = run(s, sql, n, params ? params : none, &r, err);
    if (result == 0) {
        const char *text = pg_rows(r) > 0 && pg_columns(r) > 0 ? pg_value(r, 0, 0) : NULL;
        (void)snprintf(out, size, "%s", text ? text : "");
    }
    pg_result_free(r);
    return result;
}
