/* SPDX-License-Identifier: MIT */
/* Migrations: forward only, in the order of their numbers, under one advisory lock. */
#include "db/migrate.h"
#include "base/str.h"
#include "db/session.h"

enum { CHECKSUM = 80, ANSWER = 256 };

/* The table that says what was applied exists before the first migration. */
static const char ground[] =
    "select pg_advisory_lock(hashtextextended('bihuan:migrate', 0));"
    "create schema if not exists bihuan;"
    "create table if not exists bihuan.schema_migration ("
    "  name text primary key constraint schema_migration_name_check check (name ~ '^[0-9]{4}_[a-z0-9_]+$'),"
    "  checksum text not null, applied_at timestamptz not null, breaking boolean not null default true);"
    "alter table bihuan.schema_migration add column if not exists breaking boolean not null default true;"
    "grant select on bihuan.schema_migration to public";

/* Owned like everything else, once the first migration has made the owner. */
static const char hand_over[] =
    "do $$ begin if exists (select from pg_roles where rolname = 'bihuan_owner') then"
    " alter table bihuan.schema_migration owner to bihuan_owner; end if; end $$";

/* What was applied and is unknown here leaves this build, the older one, in working order. */
static int check_known(struct db_session *s, const struct migration *list, struct problem *err)
{
    static const char stranger[] = "select name from bihuan.schema_migration"
                                   " where breaking and name <> all ($1::text[]) order by name limit 1";
    struct arena a = {0};
    struct buf names;
    char name[ANSWER];
    int result;

    buf_init(&names, &a);
    buf_add_char(&names, '{');
    for (const struct migration *m = list; m->name; m++)
        buf_addf(&names, "%s%s", m == list ? "" : ",", m->name);
    buf_add_char(&names, '}');
    const char *const params[] = {names.data, NULL};
    result = db_session_value(s, stranger, params, name, sizeof name, err);
    arena_done(&a);
    if (result == 0 && name[0] != '\0')
        return problem_fail(err, PROBLEM_CONFLICT,
                            "the database has %s, which this build does not know and cannot work with", name);
    return result;
}

/* After a failure the session is closed, which rolls back. */
static int apply(struct db_session *s, const struct migration *m, struct problem *err)
{
    static const char row[] = "insert into bihuan.schema_migration (name, checksum, applied_at, breaking)"
                              " values ($1, $2, now(), $3)";
    const char *const params[] = {m->name, m->checksum, m->breaking ? "t" : "f", NULL};
    char none[ANSWER];

    if (db_session_exec(s, "begin", err) == 0 &&
        db_session_value(s, row, params, none, sizeof none, err) == 0 &&
        db_session_exec(s, m->sql, err) == 0 && db_session_exec(s, "commit", err) == 0)
        return 0;
    return problem_fail(err, PROBLEM_INTERNAL, "migration %s failed", m->name);
}

/* 1 when it was applied now. */
static int bring(struct db_session *s, const struct migration *m, struct problem *err)
{
    static const char find[] = "select checksum from bihuan.schema_migration where name = $1";
    const char *const params[] = {m->name, NULL};
    char checksum[CHECKSUM];

    if (db_session_value(s, find, params, checksum, sizeof checksum, err) < 0)
        return -1;
    if (checksum[0] == '\0')
        return apply(s, m, err) < 0 ? -1 : 1;
    if (!str_eq(checksum, m->checksum))
        return problem_fail(err, PROBLEM_CONFLICT, "migration %s has changed since it was applied", m->name);
    return 0;
}

static int bring_all(struct db_session *s, const struct migration *list,
                     void (*applied)(void *, const char *), void *arg, struct problem *err)
{
    if (db_session_exec(s, ground, err) < 0 || check_known(s, list, err) < 0)
        return -1;
    for (const struct migration *m = list; m->name; m++) {
        int done = bring(s, m, err);
        if (done < 0)
            return -1;
        if (done && applied)
            applied(arg, m->name);
    }
    return db_session_exec(s, hand_over, err);
}

/* Settings that migrations read; "" when nothing was said. */
static int tell(struct db_session *s, const char *own_issuer, struct problem *err)
{
    const char *const params[] = {own_issuer ? own_issuer : "", NULL};
    char none[ANSWER];

    return db_session_value(s, "select set_config('bihuan.own_issuer', $1, false)", params, none, sizeof none,
                            err);
}

int migrate_run(const char *conninfo, const char *own_issuer, const struct migration *list,
                void (*applied)(void *arg, const char *name), void *arg, struct problem *err)
{
    struct db_session *s;
    int result;

    if (db_session_open(conninfo, 0, &s, err) < 0)
        return -1;
    result = tell(s, own_issuer, err);
    if (result == 0)
        result = bring_all(s, list, applied, arg, err);
    db_session_close(s); /* gives the lock back */
    return result;
}
