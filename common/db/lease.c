/* SPDX-License-Identifier: MIT */
/* A session-level advisory lock that dies with its holder; see lease.h. */
#include "db/lease.h"
#include "base/clock.h"
#include "base/str.h"
#include "db/session.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How often the server is asked: well within LEASE_SECONDS while held, and soon enough when another lets go. */
enum { ASSURE_EVERY_US = 3000 * 1000, ASK_EVERY_US = 200 * 1000, ANSWER_MS = 5000 };

struct lease {
    char *conninfo, *name;
    struct db_session *session;
    bool held;
    int64_t asked_us;
};

struct lease *lease_new(const char *conninfo, const char *name)
{
    struct lease *l = calloc(1, sizeof *l);

    if (!l)
        abort();
    l->conninfo = strdup(conninfo);
    l->name = strdup(name);
    if (!l->conninfo || !l->name)
        abort();
    return l;
}

void lease_free(struct lease *l)
{
    if (!l)
        return;
    db_session_close(l->session);
    free(l->conninfo);
    free(l->name);
    free(l);
}

void lease_drop(struct lease *l)
{
    db_session_close(l->session);
    l->session = NULL;
    l->held = false;
}

static int open_session(struct lease *l, struct problem *err)
{
    char limit[64];

    if (l->session)
        return 0;
    (void)snprintf(limit, sizeof limit, "set idle_session_timeout = '%ds'", LEASE_SECONDS);
    if (db_session_open(l->conninfo, ANSWER_MS, &l->session, err) < 0)
        return -1;
    return db_session_exec(l->session, limit, err);
}

static int ask(struct lease *l, struct problem *err)
{
    static const char take[] = "select pg_try_advisory_lock(hashtextextended('bihuan:' || $1, 0))";
    const char *const params[] = {l->name, NULL};
    char answer[8];

    if (open_session(l, err) < 0)
        return -1;
    if (l->held)
        return db_session_exec(l->session, "select", err);
    if (db_session_value(l->session, take, params, answer, sizeof answer, err) < 0)
        return -1;
    l->held = str_eq(answer, "t");
    return 0;
}

bool lease_hold(struct lease *l)
{
    struct problem err = {0};
    int64_t now = clock_monotonic_us();

    if (l->asked_us != 0 && now - l->asked_us < (l->held ? ASSURE_EVERY_US : ASK_EVERY_US))
        return l->held;
    l->asked_us = now;
    if (ask(l, &err) < 0)
        lease_drop(l);
    return l->held;
}
