/* SPDX-License-Identifier: MIT */
/* Connections to PostgreSQL, results and COPY; the one file that includes <libpq-fe.h>.
 *
 * A server that is cut off must not hold a thread for ever. The kernel gives up on a peer that acknowledges nothing,
 * and whatever lies between, a proxy say, may acknowledge and stay silent: so every wait here ends a little after the
 * server would have ended the statement itself. */
#include "base/str.h"
#include "db/conninfo.h"
#include "db/wire.h"
#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* How much later than its statement timeout a server may answer: the way there and back; how soon a new one has to. */
enum { SILENCE_SLACK_MS = 3000, SET_UP_MS = 5000 };

struct pg {
    PGconn *conn;
    int socket; /* the connection's, a second time: other threads may cut it while libpq closes its own */
    struct prepared_set known;
    struct op_queue ops;
    bool condemned, silent;
    int silence_ms; /* how long a wait may last; -1: for ever */
};

static void ignore_notice(void *arg, const char *message)
{
    (void)arg;
    (void)message;
}

/* Until the server has said something, or takes more of what is queued; false when it did not in time. */
static bool stirs(struct pg *pg, int unsent)
{
    struct pollfd p = {.fd = PQsocket(pg->conn), .events = (short)(unsent > 0 ? POLLIN | POLLOUT : POLLIN)};
    int n;

    while ((n = poll(&p, 1, pg->silence_ms)) < 0 && errno == EINTR)
        ;
    if (n == 0)
        pg->silent = pg->condemned = true;
    return n != 0;
}

/* What TLS has read ahead of us is seen by no poll: a second look takes it. */
static bool take_in(struct pg *pg)
{
    return PQconsumeInput(pg->conn) && (!PQsslInUse(pg->conn) || PQconsumeInput(pg->conn));
}

/* PQgetResult() that waits for a bounded time; NULL then, too. */
static PGresult *next_result(struct pg *pg)
{
    while (PQisBusy(pg->conn)) {
        if (!stirs(pg, PQflush(pg->conn)))
            return NULL;
        if (!take_in(pg))
            break; /* the result says why */
    }
    return PQgetResult(pg->conn);
}

/* Sends all that is queued. */
static int flush(struct pg *pg)
{
    int unsent;

    while ((unsent = PQflush(pg->conn)) > 0)
        if (!stirs(pg, unsent) || !take_in(pg))
            return -1;
    return unsent;
}

/* Generic plans: a statement is made for one level and one set of filters, so one plan fits all its calls, and planning
 * costs more than running it; with many callers at once an index in page order beats gathering and sorting, and one
 * core is all that a call gets. Fixed +08:00 instead of Asia/Shanghai, whose history has other offsets: the text of a
 * time then needs no arithmetic. A server whose client is gone gives up what it holds for him within seconds. */
static int set_up(struct pg *pg, struct pg_limits limits, struct problem *err)
{
    char sql[700];
    struct pg_result *r = NULL;
    bool ok;

    (void)snprintf(sql, sizeof sql,
                   "set datestyle = 'ISO, YMD'; set timezone = '<+08>-08'; set intervalstyle = 'iso_8601';"
                   "set client_connection_check_interval = '2s'; set plan_cache_mode = 'force_generic_plan';"
                   "set max_parallel_workers_per_gather = 0; set random_page_cost = 1.1; set jit = off;"
                   "set idle_in_transaction_session_timeout = '60s'; set lock_timeout = %d;"
                   "set extra_float_digits = 1; set bytea_output = 'hex'; set statement_timeout = %d",
                   limits.lock_ms, limits.statement_ms);
    ok = PQsetnonblocking(pg->conn, 1) == 0 && pg_exec(pg, sql, 0, NULL, &r) == PG_OK;
    pg_result_free(r); /* a connection that broke in the midst has one, too */
    if (ok && PQenterPipelineMode(pg->conn) == 1)
        return 0;
    (void)problem_fail(err, PROBLEM_UNAVAILABLE, "the database does not answer");
    return problem_cause(err, PROBLEM_UNAVAILABLE, "set-up failed: %s", pg_message(pg));
}

int pg_open(const char *conninfo, struct pg_limits limits, struct pg **ret, struct problem *err)
{
    /* Seconds, but for tcp_user_timeout. What the conninfo says comes later and wins. */
    static const char *const keys[] = {"connect_timeout",  "keepalives_idle",  "keepalives_interval",
                                       "keepalives_count", "tcp_user_timeout", "fallback_application_name",
                                       "client_encoding",  "dbname",           NULL};
    const char *const values[] = {"5", "10", "5", "2", "15000", "bihuan", "UTF8", conninfo, NULL};
    struct pg *pg = calloc(1, sizeof *pg);

    if (!pg)
        abort();
    pg->silence_ms = SET_UP_MS;
    pg->conn = PQconnectdbParams(keys, values, 1);
    pg->socket = PQsocket(pg->conn) < 0 ? -1 : fcntl(PQsocket(pg->conn), F_DUPFD_CLOEXEC, 0);
    if (PQstatus(pg->conn) != CONNECTION_OK) {
        (void)problem_fail(err, PROBLEM_UNAVAILABLE, "the database cannot be reached");
        (void)problem_cause(err, PROBLEM_UNAVAILABLE, "connect: %s", PQerrorMessage(pg->conn));
        goto fail;
    }
    (void)PQsetNoticeProcessor(pg->conn, ignore_notice, NULL);
    if (set_up(pg, limits, err) < 0)
        goto fail;
    pg->silence_ms = limits.statement_ms > 0 ? limits.statement_ms + SILENCE_SLACK_MS : -1;
    *ret = pg;
    return 0;
fail:
    pg_close(pg);
    return -1;
}

void pg_close(struct pg *pg)
{
    if (!pg)
        return;
    PQfinish(pg->conn);
    if (pg->socket >= 0)
        (void)close(pg->socket);
    prepared_done(&pg->known);
    op_done(&pg->ops);
    free(pg);
}

void pg_cut(struct pg *pg)
{
    (void)shutdown(pg->socket, SHUT_RDWR);
}

bool pg_is_broken(const struct pg *pg)
{
    return pg->condemned || PQstatus(pg->conn) != CONNECTION_OK;
}

struct prepared_set *pg_known(struct pg *pg)
{
    return &pg->known;
}

struct op_queue *pg_ops(struct pg *pg)
{
    return &pg->ops;
}

bool pg_is_cut_off(const struct pg *pg)
{
    return PQstatus(pg->conn) != CONNECTION_OK;
}

bool pg_is_clean(const struct pg *pg)
{
    return !pg_is_broken(pg) && pg->ops.n == 0 && PQtransactionStatus(pg->conn) == PQTRANS_IDLE;
}

bool pg_is_reusable(const struct pg *pg)
{
    struct pollfd p = {.fd = PQsocket(pg->conn), .events = POLLIN};

    return pg_is_clean(pg) && poll(&p, 1, 0) == 0; /* an idle server says nothing but goodbye */
}

bool pg_was_silent(const struct pg *pg)
{
    return pg->silent;
}

const char *pg_message(const struct pg *pg)
{
    return pg->silent ? "the server said nothing for longer than a statement may take"
                      : PQerrorMessage(pg->conn);
}

void pg_condemn(struct pg *pg)
{
    pg->condemned = true;
}

static int broke(struct pg *pg)
{
    pg_condemn(pg);
    return -1;
}

int pg_send_prepare(struct pg *pg, const char *name, const char *sql)
{
    return !pg_is_broken(pg) && PQsendPrepare(pg->conn, name, sql, 0, NULL) ? 0 : broke(pg);
}

int pg_send_prepared(struct pg *pg, const char *name, int n, const char *const *values)
{
    return !pg_is_broken(pg) && PQsendQueryPrepared(pg->conn, name, n, values, NULL, NULL, 0) ? 0 : broke(pg);
}

int pg_send_sync(struct pg *pg)
{
    return !pg_is_broken(pg) && PQpipelineSync(pg->conn) ? 0 : broke(pg);
}

int pg_row_by_row(struct pg *pg)
{
    return PQsetSingleRowMode(pg->conn) ? 0 : broke(pg);
}

static bool is_good(const PGresult *r)
{
    static const bool good[] = {
        [PGRES_EMPTY_QUERY] = true, [PGRES_COMMAND_OK] = true,   [PGRES_TUPLES_OK] = true,
        [PGRES_COPY_IN] = true,     [PGRES_SINGLE_TUPLE] = true, [PGRES_PIPELINE_SYNC] = true};
    size_t status = (size_t)PQresultStatus(r);

    return status < ARRAY_LEN(good) && good[status];
}

void pg_skip_rest(struct pg *pg)
{
    PGresult *r;

    while (!pg_is_broken(pg) && (r = next_result(pg)))
        PQclear(r);
}

struct pg_result *pg_next(struct pg *pg)
{
    return (struct pg_result *)next_result(pg);
}

enum pg_kind pg_kind_of(const struct pg_result *r)
{
    const PGresult *result = (const PGresult *)r;
    ExecStatusType status = PQresultStatus(result);

    if (status == PGRES_PIPELINE_SYNC || status == PGRES_SINGLE_TUPLE)
        return status == PGRES_PIPELINE_SYNC ? PG_IS_SYNC : PG_IS_ROW;
    return is_good(result) ? PG_IS_GOOD : PG_IS_BAD;
}

static enum pg_status status_of(struct pg *pg, PGresult *r, struct pg_result **ret)
{
    *ret = (struct pg_result *)r;
    if (pg_is_broken(pg))
        return PG_BROKEN;
    return r && is_good(r) ? PG_OK : PG_FAILED;
}

enum pg_status pg_exec(struct pg *pg, const char *sql, int n, const char *const *values,
                       struct pg_result **ret)
{
    PGresult *last = NULL, *r;
    int sent = values ? PQsendQueryParams(pg->conn, sql, n, NULL, values, NULL, NULL, 0)
                      : PQsendQuery(pg->conn, sql);

    while (sent && PQresultStatus(last) != PGRES_COPY_IN && (r = next_result(pg))) {
        PQclear(last);
        last = r;
    }
    return status_of(pg, last, ret);
}

int pg_leave_pipeline(struct pg *pg)
{
    return !pg_is_broken(pg) && PQexitPipelineMode(pg->conn) ? 0 : broke(pg);
}

int pg_enter_pipeline(struct pg *pg)
{
    return !pg_is_broken(pg) && PQenterPipelineMode(pg->conn) ? 0 : broke(pg);
}

int pg_copy_put(struct pg *pg, const char *data, size_t n)
{
    return PQputCopyData(pg->conn, data, (int)n) == 1 && flush(pg) == 0 ? 0 : broke(pg);
}

enum pg_status pg_copy_end(struct pg *pg, const char *cancel, struct pg_result **ret)
{
    PGresult *r;

    *ret = NULL;
    if (PQputCopyEnd(pg->conn, cancel) != 1) {
        pg_condemn(pg);
        return PG_BROKEN;
    }
    r = next_result(pg);
    pg_skip_rest(pg);
    return status_of(pg, r, ret);
}

/* -- results -- */

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

/* -- connection strings -- */

const char *conninfo_value(struct arena *a, const char *conninfo, const char *key)
{
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    const char *found = "";

    for (PQconninfoOption *o = options; o && o->keyword; o++)
        if (str_eq(o->keyword, key) && o->val)
            found = arena_strdup(a, o->val);
    PQconninfoFree(options);
    return found;
}
