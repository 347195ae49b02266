/* SPDX-License-Identifier: MIT */
/* Handling of received events: a batch in one transaction when all goes well, one by one when something fails. */
#include "events/inbound.h"
#include "base/str.h"
#include "common_sql.h"
#include "events/envelope.h"
#include "events/subscription.h"
#include "events/worker.h"
#include "log/log.h"
#include "metrics/metrics.h"

enum { RETRY_PASS_US = 1000 * 1000 };

/* What one unit of work is about. */
struct unit {
    const struct inbound_list *list;
    enum inbound_way way;
    bool is_retry; /* the one event has a row in event_failure */
    bool is_slow;  /* and needs more time than others have */
    bool is_left;  /* another process is at it, or it is not due any more */
    bool early;    /* what goes before one of them has to come first */
    bool taken;    /* they are this unit's to have the effect of */
};

static enum inbound_state state_of(const char *word)
{
    static const char *const words[] = {
        [INBOUND_FOREIGN] = "foreign", [INBOUND_SEEN] = "seen",   [INBOUND_WAITS] = "waits",
        [INBOUND_EARLY] = "early",     [INBOUND_FRESH] = "fresh",
    };
    size_t i = ARRAY_LEN(words) - 1;

    while (i > INBOUND_UNKNOWN && !str_eq(words[i], word))
        i--;
    return (enum inbound_state)i;
}

static const struct bind *pointers(struct ctx *c, const struct unit *unit)
{
    struct bind *binds = arena_array(&c->arena, SUBSCRIPTION_BINDS + 6, sizeof *binds);
    struct bind *next = subscription_bind(&c->arena, c->app->service->consumers, binds);
    struct buf ids, producers;

    buf_init(&ids, &c->arena);
    buf_init(&producers, &c->arena);
    for (size_t i = 0; i < unit->list->n; i++) {
        const char before = i == 0 ? '{' : ',';
        buf_addf(&ids, "%c%s", before, unit->list->items[i].id);
        buf_addf(&producers, "%c%s", before, unit->list->items[i].producer);
    }
    buf_add_char(&ids, '}');
    buf_add_char(&producers, '}');
    *next++ = (struct bind){"ids", ids.data};
    *next++ = (struct bind){"from_producers", producers.data};
    *next++ = (struct bind){"service", c->app->service->name};
    *next++ = (struct bind){"is_retry", db_arg_bool(unit->is_retry)};
    *next++ = (struct bind){"in_order", db_arg_bool(unit->way == INBOUND_BY_HINT)};
    return binds;
}

/* Reads the events, marks as handled those that are new, and learns what each of them is to this service. */
static int take(struct ctx *c, struct unit *unit, struct db_result **ret, struct problem *err)
{
    const struct inbound_list *list = unit->list;
    struct db_result *r;

    for (size_t i = 0; i < list->n; i++)
        list->items[i].state = INBOUND_UNKNOWN;
    unit->early = unit->taken = false;
    if (db_send(c->db, &sql_probe_by_index, BIND_NONE, err) < 0 ||
        db_run(c->db, &sql_inbox_take, pointers(c, unit), &r, err) < 0)
        return -1;
    for (int row = 0; row < db_rows(r); row++) {
        struct inbound *in = &list->items[db_int(r, row, "n") - 1];
        in->state = state_of(db_text(r, row, "state"));
        in->consumer = subscription_of(c->app->service->consumers, in->producer, db_text(r, row, "type"),
                                       db_int(r, row, "version"));
        unit->early = unit->early || in->state == INBOUND_EARLY;
    }
    unit->taken = true;
    *ret = r;
    return 0;
}

/* What event_failure says of an event: a row of the log. */
static struct bind *identity(struct ctx *c, const struct db_result *r, int row, struct bind *binds)
{
    static const char *const columns[] = {"producer", "type", "aggregate_id", "sequence"};

    *binds++ = (struct bind){"event_id", db_text(r, row, "id")};
    for (size_t i = 0; i < ARRAY_LEN(columns); i++)
        *binds++ = (struct bind){columns[i], db_text(r, row, columns[i])};
    *binds++ = (struct bind){"event", envelope_format(&c->arena, r, row)};
    *binds++ = (struct bind){"service", c->app->service->name};
    return binds;
}

static int let_wait(struct ctx *c, const struct db_result *r, int row, struct problem *err)
{
    struct bind binds[8] = {0};

    (void)identity(c, r, row, binds);
    return db_send(c->db, &sql_failure_wait, binds, err);
}

/* Of all processes one tries a slow event: the others would but wait for it. No row is locked, so that an operator may
 * give the event up meanwhile. */
static int claim_slow(struct ctx *c, struct unit *unit, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_failure_claim,
               BIND({"service", c->app->service->name}, {"event_id", unit->list->items[0].id}), &r, err) < 0)
        return -1;
    unit->is_left = db_rows(r) == 0;
    return 0;
}

/* The effect of one event. Its payload fields are parameters of the statements, as a body's are in a request. */
static int effect(struct ctx *c, const struct consumer *consumer, const struct db_result *r, int row,
                  struct problem *err)
{
    const struct route route = {
        .method = "EVENT", .operation = consumer->name, .tx = DB_WRITE, .body = consumer->payload};
    struct event event;

    if (envelope_read(&c->arena, consumer, r, row, &event, err) < 0)
        return -1;
    c->match.route = &route;
    c->in = event.data;
    int result = consumer->on_event(c, &event, err);
    c->match.route = NULL;
    c->in = NULL;
    return result;
}

/* Later events of the aggregate have gone on without one that was given up meanwhile: it has no effect any more. */
static int clear_failure(struct ctx *c, const struct inbound *in, struct problem *err)
{
    struct db_result *r;

    if (in->state != INBOUND_FRESH && in->state != INBOUND_SEEN)
        return 0;
    if (db_run(c->db, &sql_failure_clear, BIND({"event_id", in->id}), &r, err) < 0)
        return -1;
    if (in->state == INBOUND_FRESH && db_affected(r) == 0)
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "the event was given up meanwhile");
    return 0;
}

static int handle(struct ctx *c, void *arg, struct problem *err)
{
    struct unit *unit = arg;
    struct db_result *r;

    if (unit->is_slow && claim_slow(c, unit, err) < 0)
        return -1;
    if (unit->is_left)
        return 0;
    if (take(c, unit, &r, err) < 0)
        return -1;
    for (int row = 0; !unit->early && row < db_rows(r); row++) {
        const struct inbound *in = &unit->list->items[db_int(r, row, "n") - 1];
        if (in->state == INBOUND_WAITS && let_wait(c, r, row, err) < 0)
            return -1;
        if (in->state == INBOUND_FRESH && effect(c, in->consumer, r, row, err) < 0)
            return -1;
    }
    return unit->is_retry ? clear_failure(c, &unit->list->items[0], err) : 0;
}

static int nothing(struct ctx *c, void *arg, struct problem *err)
{
    (void)arg;
    return db_run(c->db, &sql_ping, BIND_NONE, NULL, err);
}

/* "Unavailable" is the event's fault only when its effect was begun and the database is there. A session that was cut
 * off in the midst of the same events holds their rows of the inbox until the server ends it: that is to be waited for,
 * and no try; but a slow event lets the next slow one have its turn. Nor is what a build does that the schema has left
 * behind, or that was cut off because the process ends. */
static bool is_outage(struct app *app, const struct unit *unit, const struct problem *err)
{
    struct problem ignored = {0};

    if (!app_fits(app) || stop_wait(&app->stop, 0))
        return true;
    return err->code == PROBLEM_UNAVAILABLE &&
           ((!unit->taken && !unit->is_slow) || app_unit(app, nothing, NULL, &ignored) < 0);
}

struct failure {
    const struct inbound *in;
    const struct problem *why;
    struct arena *arena;      /* outlives the unit */
    const char *type, *event; /* name, and the envelope as it is buried */
    bool dead, slow;
};

static const char *reason_of(struct arena *a, const struct problem *why)
{
    const char *field = why->n_fields > 0 ? why->fields[0].pointer : "";
    const char *code = why->n_fields > 0 ? why->fields[0].code : "";

    return arena_printf(a, "%s: %s %s %s %s", problem_kind(why->code)->slug, why->detail, why->cause, field,
                        code);
}

static int record_failure(struct ctx *c, void *arg, struct problem *err)
{
    struct failure *f = arg;
    struct bind binds[16] = {0};
    struct bind *next;
    struct db_result *r;

    if (db_one(c->db, &sql_event_read, BIND({"event_id", f->in->id}, {"producer", f->in->producer}), &r,
               err) < 0)
        return -1;
    f->type = arena_strdup(f->arena, db_text(r, 0, "type"));
    f->event = envelope_format(f->arena, r, 0);
    next = identity(c, r, 0, binds);
    *next++ = (struct bind){"reason", reason_of(&c->arena, f->why)};
    *next++ = (struct bind){"retries", db_arg_int(&c->arena, c->app->config.event_retries)};
    f->slow = f->why->code == PROBLEM_UNAVAILABLE;
    *next++ = (struct bind){"slow", db_arg_bool(f->slow)};
    *next++ = (struct bind){"pause_ms", db_arg_int(&c->arena, c->app->config.event_retry_ms)};
    if (db_run(c->db, &sql_failure_record, binds, &r, err) < 0)
        return -1;
    f->dead = db_rows(r) > 0 && str_eq(db_text(r, 0, "state"), "dead");
    return 0;
}

static void bury(struct app *app, struct redis *dead_letters, const struct failure *f)
{
    struct buf b;
    struct problem err = {0};
    const char *stream = arena_printf(f->arena, EVENT_DEAD_STREAM "%s", app->service->name);

    buf_init(&b, f->arena);
    buf_add(&b, "{\"reason\":");
    buf_add_json(&b, reason_of(f->arena, f->why));
    buf_addf(&b, ",\"event\":%s}", f->event);
    const char *letter = b.data;
    if (redis_cmd_publish(dead_letters, stream, &letter, 1, EVENT_STREAM_KEPT, &err) < 0)
        log_line(LOG_LEVEL_WARN, "event.dead_letter_lost", LOG_PAIRS(LOG_TEXT("cause", err.cause)));
}

static void tell(const struct failure *f)
{
    metric_add(METRIC_EVENTS_CONSUMED, f->type, f->dead ? "dead" : f->slow ? "slow" : "retried", 1);
    log_line(f->dead ? LOG_LEVEL_ERROR : LOG_LEVEL_WARN,
             f->dead   ? "event.dead"
             : f->slow ? "event.slow"
                       : "event.failed",
             LOG_PAIRS(LOG_TEXT("type", f->type), LOG_TEXT("id", f->in->id),
                       LOG_TEXT("detail", f->why->detail), LOG_TEXT("cause", f->why->cause)));
}

static int failed(struct app *app, const struct inbound *in, const struct problem *why,
                  struct redis *dead_letters, struct problem *err)
{
    struct arena a = {0};
    struct failure f = {.in = in, .why = why, .arena = &a};
    int result = app_unit(app, record_failure, &f, err);

    if (result >= 0) {
        tell(&f);
        if (f.dead)
            bury(app, dead_letters, &f);
    }
    arena_done(&a);
    return result;
}

static void count(const struct inbound_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct inbound *in = &list->items[i];
        if (in->consumer && (in->state == INBOUND_FRESH || in->state == INBOUND_SEEN))
            metric_add(METRIC_EVENTS_CONSUMED, in->consumer->name,
                       in->state == INBOUND_FRESH ? "done" : "again", 1);
    }
}

/* One unit for the whole list; *ret_failed when one event was at fault, so that they have to go one by one. */
static int handle_unit(struct app *app, struct unit *unit, bool *ret_failed, struct problem *why)
{
    *ret_failed = (unit->is_slow ? app_unit_patient : app_unit)(app, handle, unit, why) < 0;
    if (*ret_failed)
        return is_outage(app, unit, why) ? -1 : 0;
    if (unit->early)
        return 1;
    if (!unit->is_left)
        count(unit->list);
    return 0;
}

static int handle_one(struct app *app, struct unit *unit, struct redis *dead_letters, struct problem *err)
{
    struct problem why = {0};
    bool is_failed;
    int result = handle_unit(app, unit, &is_failed, &why);

    if (result < 0)
        *err = why;
    return is_failed && result == 0 ? failed(app, unit->list->items, &why, dead_letters, err) : result;
}

int inbound_handle(struct app *app, const struct inbound_list *list, enum inbound_way way,
                   struct redis *dead_letters, struct problem *err)
{
    struct unit unit = {.list = list, .way = way};
    bool one_by_one = true;
    int result = 0;

    if (list->n > 1)
        result = handle_unit(app, &unit, &one_by_one, err);
    if (!one_by_one || result < 0)
        return result;
    *err = (struct problem){0};
    for (size_t i = 0; i < list->n && result == 0; i++) {
        const struct inbound_list one = {&list->items[i], 1};
        if (stop_wait(&app->stop, 0))
            return problem_cause(err, PROBLEM_UNAVAILABLE, "the process ends");
        struct unit alone = {.list = &one, .way = way};
        result = handle_one(app, &alone, dead_letters, err);
    }
    return result;
}

struct due {
    struct arena *arena; /* outlives the unit */
    bool slow;
    struct inbound_list list;
};

static int list_due(struct ctx *c, void *arg, struct problem *err)
{
    struct due *due = arg;
    struct bind binds[SUBSCRIPTION_BINDS + 3] = {0};
    struct bind *next = subscription_bind(&c->arena, c->app->service->consumers, binds);
    struct db_result *r;

    *next++ = (struct bind){"service", c->app->service->name};
    *next++ = (struct bind){"slow", db_arg_bool(due->slow)};
    if (db_send(c->db, &sql_probe_by_index, BIND_NONE, err) < 0 ||
        db_run(c->db, &sql_failure_due, binds, &r, err) < 0)
        return -1;
    due->list.n = (size_t)db_rows(r);
    due->list.items = arena_array(due->arena, due->list.n + 1, sizeof *due->list.items);
    for (int i = 0; i < db_rows(r); i++)
        due->list.items[i] =
            (struct inbound){.id = arena_strdup(due->arena, db_text(r, i, "event_id")),
                             .producer = arena_strdup(due->arena, db_text(r, i, "producer"))};
    return 0;
}

static int retry_one(struct app *app, struct due *due, size_t i, struct redis *dead_letters, bool *ret_left,
                     struct problem *err)
{
    const struct inbound_list one = {&due->list.items[i], 1};
    struct unit unit = {.list = &one, .way = INBOUND_BY_LOG, .is_retry = true, .is_slow = due->slow};
    int result = handle_one(app, &unit, dead_letters, err);

    *ret_left = unit.is_left;
    return result;
}

int inbound_retry(struct app *app, struct redis *dead_letters, bool *ret_more, struct problem *err)
{
    struct arena a = {0};
    struct due due = {.arena = &a};
    const int64_t until = clock_monotonic_us() + RETRY_PASS_US;
    int result = app_unit(app, list_due, &due, err);
    bool is_left;

    for (size_t i = 0; result >= 0 && i < due.list.n; i++) {
        if (stop_wait(&app->stop, 0) || clock_monotonic_us() > until)
            break;
        result = retry_one(app, &due, i, dead_letters, &is_left, err);
    }
    *ret_more = result >= 0 && due.list.n > 0;
    arena_done(&a);
    return result;
}

int inbound_retry_slow(struct app *app, struct redis *dead_letters, bool *ret_more, struct problem *err)
{
    struct arena a = {0};
    struct due due = {.arena = &a, .slow = true};
    int result = app_unit(app, list_due, &due, err);
    bool is_left = true;

    for (size_t i = 0; result >= 0 && is_left && i < due.list.n && !stop_wait(&app->stop, 0); i++)
        result = retry_one(app, &due, i, dead_letters, &is_left, err);
    *ret_more = result >= 0 && !is_left;
    arena_done(&a);
    return result;
}
