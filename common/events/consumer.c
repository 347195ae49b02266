/* SPDX-License-Identifier: MIT */
/* The consumer: one thread of one process a service reads all streams that the service subscribes to.
 *
 * One reader at a time (a lease) is what keeps the order of an aggregate; the effects are exactly-once whoever reads,
 * because the inbox row is part of the effect's transaction. Entries are acknowledged after the commit. What a killed
 * reader left pending is claimed by the next one at once, because the lease says that nobody else is at it.
 *
 * An entry is a hint and no more: whoever can write to Redis could have written it. It points to a row of the log,
 * which says what happened; one that points to nothing waits a while, acknowledged, for the row to become visible. */
#include "base/str.h"
#include "common_sql.h"
#include "db/lease.h"
#include "events/envelope.h"
#include "events/hints.h"
#include "events/reconcile.h"
#include "events/worker.h"
#include "log/log.h"
#include "metrics/metrics.h"
#include <string.h>
#include <unistd.h>

enum {
    BLOCK_MS = 500,
    STANDBY_MS = 250,
    SOON_MS = 16, /* the last of the pauses before what is unknown is put aside */
    FLOOD = 16,
    RETRY_EVERY_US = 1000 * 1000,
    CLAIM_EVERY_US = 30 * 1000 * 1000,
    GAUGE_EVERY_US = 5 * 1000 * 1000,
    CLAIM_IDLE_MS =
        60 * 1000, /* a reader that lost the lease mostly is through by then; if not, the inbox decides */
    BACKOFF_MS = 250,
    BACKOFF_MAX_MS = 2000,
};

struct reader {
    struct app *app;
    struct lease *lease;
    struct redis_group group;
    struct reconciler reconciler;
    struct hints hints;
    int64_t retried_us, reconciled_us, claimed_us; /* when last done */
    int64_t gauged_us;
    int64_t pause_ms;    /* before the next turn */
    unsigned generation; /* of Redis, when the log was last read to its end */
    bool failing;        /* said so in the log */
    bool behind;         /* more failed tries are due */
};

/* The streams of all producers in the table, each once. */
static void subscribe(struct reader *reader, struct arena *a)
{
    const struct consumer *rows = reader->app->service->consumers;
    const char **streams;
    size_t n = 0;

    while (rows[n].name)
        n++;
    streams = arena_array(a, n + 1, sizeof *streams);
    for (n = 0; rows->name; rows++) {
        const char *stream = arena_printf(a, EVENT_STREAM "%s", rows->producer);
        if (!str_in(stream, streams))
            streams[n++] = stream;
    }
    reader->group.streams = streams;
    reader->group.n_streams = n;
}

/* Stable over restarts: the process at this address is the same consumer. */
static const char *consumer_name(const struct app *app, struct arena *a)
{
    char host[128] = "localhost";

    (void)gethostname(host, sizeof host - 1);
    return arena_printf(a, "%s:%lld", host,
                        (long long)(app->config.port ? app->config.port : app->service->port));
}

/* Entries may have been lost since the log was last read. What is in the hand was published after all that the log
 * holds by now, so the log goes first: the order of an aggregate survives the loss of Redis. */
static int catch_up(struct reader *reader, struct problem *err)
{
    unsigned generation = redis_generation(reader->group.redis);

    if (generation != reader->generation && reconcile(&reader->reconciler, true, err) < 0)
        return -1;
    reader->generation = generation;
    return 0;
}

/* Looks up what the hints point to and handles it; what should have come before it is in the log. */
static int follow(struct reader *reader, const struct inbound_list *list, struct problem *err)
{
    struct redis *redis = reader->group.redis;
    int result = inbound_handle(reader->app, list, INBOUND_BY_HINT, redis, err);

    if (result <= 0)
        return result;
    if (reconcile(&reader->reconciler, true, err) < 0)
        return -1;
    return inbound_handle(reader->app, list, INBOUND_BY_LOG, redis, err);
}

/* What the relay announced when its commit failed mostly is in the log a millisecond later. In a flood of
 * inventions, when many wait already, nobody is waited for here. */
static int follow_soon(struct reader *reader, struct inbound_list *list, struct hint_faults *faults,
                       struct problem *err)
{
    for (int64_t pause_ms = 1; list->n > 0; pause_ms *= 2) {
        if (follow(reader, list, err) < 0)
            return -1;
        hints_unknown(list, faults);
        if (list->n == 0 || pause_ms > SOON_MS || reader->hints.n >= FLOOD ||
            stop_wait(&reader->app->stop, pause_ms))
            break;
    }
    return 0;
}

/* Asks again for what was not in the log, as far as it is due. */
static int ask_again(struct reader *reader, struct problem *err)
{
    const struct config *config = &reader->app->config;
    struct arena a = {0};
    struct inbound_list list;
    struct hint_faults faults = {0};
    int result = 0;

    hints_due(&reader->hints, clock_monotonic_us(), (size_t)config->consumer_batch, &a, &list);
    if (list.n > 0)
        result = follow(reader, &list, err);
    if (result == 0) {
        hints_settle(&reader->hints, &list, clock_monotonic_us(), config->event_wait_seconds * 1000 * 1000,
                     &faults);
        hint_faults_tell(&faults);
    }
    arena_done(&a);
    return result;
}

/* The events that entries point to, without those that cannot be any of ours. */
static void read_hints(struct reader *reader, struct arena *a, const struct redis_entries *entries,
                       struct inbound_list *ret, struct hint_faults *faults)
{
    const struct consumer *table = reader->app->service->consumers;

    *ret = (struct inbound_list){arena_array(a, entries->n + 1, sizeof *ret->items), 0};
    for (size_t i = 0; i < entries->n; i++) {
        const struct redis_entry *entry = &entries->items[i];
        const char *producer = reader->group.streams[entry->stream] + strlen(EVENT_STREAM);
        struct inbound in = {.producer = producer};
        if (entry->is_trimmed) /* the reconciler brings its event */
            continue;
        enum hint_kind kind =
            entry->event ? envelope_hint(a, table, producer, entry->event, &in.id) : HINT_MALFORMED;
        if (kind == HINT_GOOD)
            ret->items[ret->n++] = in;
        else if (kind != HINT_FOREIGN)
            hint_fault(faults, kind == HINT_REFUSED ? HINT_FAULT_REFUSED : HINT_FAULT_MALFORMED, entry->id);
    }
}

/* What is acknowledged and still unknown waits in memory: should the process end, the next one reads the log first. */
static int handle_entries(struct reader *reader, struct arena *a, const struct redis_entries *entries,
                          struct problem *err)
{
    struct inbound_list list;
    struct hint_faults faults = {0};

    if (catch_up(reader, err) < 0)
        return -1;
    if (entries->n == 0)
        return 0;
    read_hints(reader, a, entries, &list, &faults);
    if (follow_soon(reader, &list, &faults, err) < 0)
        return -1;
    hints_wait(&reader->hints, &list, clock_monotonic_us(), &faults);
    hint_faults_tell(&faults);
    return redis_cmd_ack(&reader->group, entries, err);
}

static int read_new(struct reader *reader, struct problem *err)
{
    struct arena a = {0};
    struct redis_entries entries;
    int64_t most_us = reader->behind ? 1000 : BLOCK_MS * 1000;
    int64_t wait_us = hints_pause(&reader->hints, clock_monotonic_us(), most_us);
    int r = redis_cmd_read(&reader->group, &a, reader->app->config.consumer_batch, (wait_us + 999) / 1000,
                           &entries, err);

    if (r == 0)
        r = handle_entries(reader, &a, &entries, err);
    arena_done(&a);
    return r;
}

/* What was delivered but never acknowledged. */
static int claim(struct reader *reader, int64_t min_idle_ms, struct problem *err)
{
    int r = 0;

    for (size_t stream = 0; r == 0 && stream < reader->group.n_streams; stream++) {
        size_t n = 0;
        do {
            struct arena a = {0};
            struct redis_entries entries;
            r = redis_cmd_claim(&reader->group, &a, stream, min_idle_ms, &entries, err);
            if (r == 0)
                r = handle_entries(reader, &a, &entries, err);
            n = r == 0 ? entries.n : 0;
            arena_done(&a);
        } while (n > 0 && !stop_wait(&reader->app->stop, 0));
        if (r == 0)
            r = redis_cmd_tidy(&reader->group, stream, err);
    }
    return r;
}

static bool is_due(int64_t *last_us, int64_t every_us)
{
    int64_t now = clock_monotonic_us();

    if (*last_us != 0 && now - *last_us < every_us)
        return false;
    *last_us = now;
    return true;
}

/* Failed tries and events that never came. Both need the database only, so they go on while Redis is away. However many
 * tries are due, new entries are read between them. */
static int look_back(struct reader *reader, struct problem *err)
{
    const int64_t reconcile_us = reader->app->config.reconcile_seconds * (1000 * 1000 / 4);

    if (is_due(&reader->retried_us, reader->behind ? 0 : RETRY_EVERY_US) &&
        inbound_retry(reader->app, reader->group.redis, &reader->behind, err) < 0)
        return -1;
    if (is_due(&reader->reconciled_us, reconcile_us))
        return reconcile(&reader->reconciler, false, err);
    return 0;
}

static int look_ahead(struct reader *reader, struct problem *err)
{
    bool first = reader->claimed_us == 0;

    if (is_due(&reader->claimed_us, CLAIM_EVERY_US) && claim(reader, first ? 0 : CLAIM_IDLE_MS, err) < 0) {
        reader->claimed_us = 0;
        return -1;
    }
    if (reader->hints.n > 0 && ask_again(reader, err) < 0)
        return -1;
    return read_new(reader, err);
}

static int count_failing(struct ctx *c, void *arg, struct problem *err)
{
    static const char *const states[] = {"retry", "waiting", "dead", NULL};
    struct db_result *r;

    (void)arg;
    if (db_one(c->db, &sql_failure_gauge, BIND({"service", c->app->service->name}), &r, err) < 0)
        return -1;
    for (const char *const *state = states; *state; state++)
        metric_set(METRIC_EVENTS_FAILING, *state, db_int(r, 0, *state));
    metric_set(METRIC_EVENTS_OLDEST, NULL, db_int(r, 0, "oldest"));
    return 0;
}

/* Whoever reads: each process tells what is, so that none tells what was when it still held the lease. */
static void gauge(struct reader *reader)
{
    struct problem ignored = {0};

    if (is_due(&reader->gauged_us, GAUGE_EVERY_US) &&
        app_unit(reader->app, count_failing, NULL, &ignored) < 0)
        metric_set(METRIC_EVENTS_OLDEST, NULL, -1); /* unknown */
}

static void turn(struct reader *reader)
{
    struct problem err = {0};

    if (!worker_holds(reader->app, reader->lease)) {
        /* Whoever holds it handles what waits here; all of it is in the log when it comes back. */
        reader->claimed_us = 0;
        reader->generation = 0;
        reader->hints.n = 0;
        reader->pause_ms = STANDBY_MS;
        return;
    }
    if (look_back(reader, &err) < 0 || look_ahead(reader, &err) < 0) {
        if (!reader->failing && !stop_wait(&reader->app->stop, 0))
            log_line(LOG_LEVEL_WARN, "consumer.failing", LOG_PAIRS(LOG_TEXT("cause", err.cause)));
        reader->failing = true;
        /* What was read and not acknowledged must be claimed again, and is ours to claim. */
        reader->claimed_us = 0;
        reader->pause_ms = reader->pause_ms < BACKOFF_MS ? BACKOFF_MS : reader->pause_ms * 2;
        if (reader->pause_ms > BACKOFF_MAX_MS)
            reader->pause_ms = BACKOFF_MAX_MS;
        return;
    }
    if (reader->failing)
        log_line(LOG_LEVEL_INFO, "consumer.recovered", LOG_PAIRS(LOG_TEXT("group", reader->group.group)));
    reader->failing = false;
    reader->pause_ms = 0;
}

static void start(struct reader *reader, struct arena *a)
{
    struct app *app = reader->app;

    reader->reconciler = (struct reconciler){.app = app, .dead_letters = reader->group.redis};
    reader->lease = lease_new(app->conninfo, arena_printf(a, "consumer:%s", app->service->name));
    do {
        gauge(reader);
        turn(reader);
    } while (!stop_wait(&app->stop, reader->pause_ms));
}

void *consumer_main(void *arg)
{
    struct app *app = arg;
    struct arena a = {0};
    struct problem err = {0};
    struct reader *reader = arena_alloc(&a, sizeof *reader);

    *reader = (struct reader){
        .app = app, .group = {.group = app->service->name, .consumer = consumer_name(app, &a)}
    };
    subscribe(reader, &a);
    if (redis_new(app->config.redis, app->config.redis_password, &reader->group.redis, &err) < 0)
        log_line(LOG_LEVEL_ERROR, "consumer.off", LOG_PAIRS(LOG_TEXT("detail", err.detail)));
    else
        start(reader, &a);
    lease_free(reader->lease);
    redis_free(reader->group.redis);
    arena_done(&a);
    return NULL;
}
