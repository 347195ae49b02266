/* SPDX-License-Identifier: MIT */
/* bihuanctl events: events that could not be handled, and handling anew. All of it works in the database: Redis may be
 * away. */
#include "base/clock.h"
#include "base/str.h"
#include "base/uuid.h"
#include "ctl/ctl.h"
#include "ctl_sql.h"
#include <stdio.h>

static int list(struct ctx *x, void *arg, struct problem *err)
{
    static const char *const columns[] = {"service",      "state",    "type",   "event_id",
                                          "aggregate_id", "sequence", "tries",  "attempts",
                                          "since",        "at",       "reason", NULL};
    const struct ctl *c = arg;
    struct db_result *r;

    if (db_run(x->db, &sql_ctl_event_failures, BIND({"only_service", ctl_option(c, "service")}), &r, err) < 0)
        return -1;
    if (db_rows(r) > 0)
        ctl_print_table(r, columns);
    return 0;
}

int ctl_events_dead(struct ctl *c, struct problem *err)
{
    return ctl_open(c, &ctl_service, err) < 0 ? -1 : app_unit(&c->app, list, c, err);
}

/* The event ids among the words as an array, or NULL for all. */
static int named_events(struct ctl *c, const char **ret, struct problem *err)
{
    struct buf b;

    *ret = NULL;
    if (c->n_words == 0)
        return 0;
    buf_init(&b, &c->arena);
    for (int i = 0; i < c->n_words; i++) {
        if (!uuid_is_valid(c->words[i]))
            return problem_fail(err, PROBLEM_VALIDATION, "%s is not the id of an event", c->words[i]);
        buf_addf(&b, "%c%s", i == 0 ? '{' : ',', c->words[i]);
    }
    buf_add_char(&b, '}');
    *ret = b.data;
    return 0;
}

static int decide(struct ctx *x, struct ctl *c, const struct stmt *s, const char *told, struct problem *err)
{
    struct db_result *r;
    const char *ids;

    if (named_events(c, &ids, err) < 0)
        return -1;
    if (db_run(x->db, s, BIND({"only_service", ctl_option(c, "service")}, {"ids", ids}), &r, err) < 0)
        return -1;
    (void)printf("%lld events %s\n", (long long)db_affected(r), told);
    return 0;
}

static int retry(struct ctx *x, void *arg, struct problem *err)
{
    return decide(x, arg, &sql_ctl_event_retry, "will be tried again", err);
}

static int give_up(struct ctx *x, void *arg, struct problem *err)
{
    return decide(x, arg, &sql_ctl_event_give_up, "are given up", err);
}

int ctl_events_retry(struct ctl *c, struct problem *err)
{
    return ctl_open(c, &ctl_service, err) < 0 ? -1 : app_unit(&c->app, retry, c, err);
}

int ctl_events_give_up(struct ctl *c, struct problem *err)
{
    return ctl_open(c, &ctl_service, err) < 0 ? -1 : app_unit(&c->app, give_up, c, err);
}

static int replay(struct ctx *x, void *arg, struct problem *err)
{
    const struct ctl *c = arg;
    const struct bind *binds =
        BIND({"replay_service", ctl_option(c, "service")}, {"since", ctl_option(c, "since")},
             {"type", ctl_option(c, "type")}, {"aggregate", ctl_option(c, "aggregate")});
    struct db_result *r;

    if (ctl_option(c, "again") && db_run(x->db, &sql_ctl_replay_forget, binds, NULL, err) < 0)
        return -1;
    if (db_run(x->db, &sql_ctl_replay_from, binds, &r, err) < 0)
        return -1;
    if (db_affected(r) == 0)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no service %s has ever consumed events",
                            ctl_option(c, "service"));
    if (db_one(x->db, &sql_ctl_replay_count, binds, &r, err) < 0)
        return -1;
    (void)printf("%s events of the log since then are unhandled; those it subscribes to will be handled\n",
                 db_text(r, 0, "n"));
    return 0;
}

int ctl_events_replay(struct ctl *c, struct problem *err)
{
    const char *since = ctl_option(c, "since"), *aggregate = ctl_option(c, "aggregate");
    int64_t us;

    if (!ctl_option(c, "service") || !since)
        return problem_fail(err, PROBLEM_VALIDATION, "--service and --since are needed");
    if (clock_parse(since, &us) < 0)
        return problem_fail(err, PROBLEM_VALIDATION, "--since %s is not an RFC 3339 time", since);
    if (aggregate && !uuid_is_valid(aggregate))
        return problem_fail(err, PROBLEM_VALIDATION, "--aggregate %s is not an id", aggregate);
    return ctl_open(c, &ctl_service, err) < 0 ? -1 : app_unit(&c->app, replay, c, err);
}
