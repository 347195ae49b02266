/* SPDX-License-Identifier: MIT */
/* Handling of received events: a batch in one transaction when all goes well, one by one when something fails. */
#include "events/inbound.h"
#include "base/str.h"
#include "common_sql.h"
#include "events/worker.h"
#include "log/log.h"
#include "metrics/metrics.h"

/* What one unit of work is about. */
struct unit {
    const struct inbound_list *list;
    bool retried; /* the one event has a row in event_failure */
};

enum envelope_kind inbound_add(struct app *app, struct arena *a, const char *json, struct inbound_list *list,
                               struct problem *err)
{
    struct inbound *in = &list->items[list->n];

    *in = (struct inbound){0};
    in->kind = envelope_parse(a, app->service->consumers, json, &in->envelope, &in->bad);
    if (in->kind == ENVELOPE_UNREADABLE)
        *err = in->bad;
    if (in->kind == ENVELOPE_GOOD || in->kind == ENVELOPE_BAD_DATA)
        list->n++;
    return in->kind;
}

static struct inbound *fresh_item(const struct inbound_list *list, const char *id)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->items[i].state == INBOUND_SEEN && str_eq(list->items[i].envelope.event.id, id))
            return &list->items[i];
    return NULL;
}

/* Marks all events as handled and learns which of them are new to this service. */
static int take(struct ctx *c, const struct inbound_list *list, struct problem *err)
{
    struct buf ids, aggregates, sequences;
    struct db_result *r;

    buf_init(&ids, &c->arena);
    buf_init(&aggregates, &c->arena);
    buf_init(&sequences, &c->arena);
    for (size_t i = 0; i < list->n; i++) {
        const struct event *e = &list->items[i].envelope.event;
        const char *before = i == 0 ? "{" : ",";
        list->items[i].state = INBOUND_SEEN;
        buf_addf(&ids, "%s%s", before, e->id);
        buf_addf(&aggregates, "%s%s", before, e->subject);
        buf_addf(&sequences, "%s%lld", before, (long long)e->sequence);
    }
    buf_add_char(&ids, '}');
    buf_add_char(&aggregates, '}');
    buf_add_char(&sequences, '}');
    if (db_run(c->db, &sql_inbox_take,
               BIND({"ids", ids.data}, {"aggregates", aggregates.data}, {"sequences", sequences.data},
                    {"service", c->app->service->name}),
               &r, err) < 0)
        return -1;
    for (int row = 0; row < db_rows(r); row++) {
        struct inbound *in = fresh_item(list, db_text(r, row, "event_id"));
        if (in)
            in->state = db_bool(r, row, "waits") ? INBOUND_WAITS : INBOUND_FRESH;
    }
    return 0;
}

static const struct bind *identity(struct ctx *c, const struct inbound *in)
{
    const struct event *e = &in->envelope.event;
    const struct bind binds[] = {
        {"event_id",                  e->id},
        {"producer",                           in->envelope.row->producer},
        {"type",in->envelope.row->name},
        {"aggregate_id",                      e->subject},
        {"sequence",                           db_arg_int(&c->arena, e->sequence)},
        {"event",in->envelope.json},
        {"service",                  c->app->service->name},
        {0              }
    };

    return arena_memdup(&c->arena, binds, sizeof binds);
}

/* The effect of one event. Its payload fields are parameters of the statements, as a body's are in a request. */
static int effect(struct ctx *c, struct inbound *in, struct problem *err)
{
    const struct consumer *row = in->envelope.row;
    const struct route route = {
        .method = "EVENT", .operation = row->name, .tx = DB_WRITE, .body = row->payload};

    if (in->kind == ENVELOPE_BAD_DATA) {
        *err = in->bad;
        return -1;
    }
    c->match.route = &route;
    c->in = in->envelope.event.data;
    int result = row->on_event(c, &in->envelope.event, err);
    c->match.route = NULL;
    c->in = NULL;
    return result;
}

static int handle(struct ctx *c, void *arg, struct problem *err)
{
    const struct unit *unit = arg;

    if (take(c, unit->list, err) < 0)
        return -1;
    for (size_t i = 0; i < unit->list->n; i++) {
        struct inbound *in = &unit->list->items[i];
        if (in->state == INBOUND_WAITS && !unit->retried &&
            db_send(c->db, &sql_failure_wait, identity(c, in), err) < 0)
            return -1;
        if (in->state == INBOUND_FRESH && effect(c, in, err) < 0)
            return -1;
    }
    if (!unit->retried)
        return 0;
    return db_send(c->db, &sql_failure_clear, BIND({"event_id", unit->list->items[0].envelope.event.id}),
                   err);
}

static int nothing(struct ctx *c, void *arg, struct problem *err)
{
    (void)arg;
    return db_run(c->db, &sql_ping, BIND_NONE, NULL, err);
}

/* "Unavailable" is the database's fault only when the database really is away; else it is the event's. */
static bool is_outage(struct app *app, const struct problem *err)
{
    struct problem ignored = {0};

    return err->code == PROBLEM_UNAVAILABLE && app_unit(app, nothing, NULL, &ignored) < 0;
}

struct failure {
    const struct inbound *in;
    const struct problem *why;
    bool dead;
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
    const struct bind *same = identity(c, f->in);
    struct db_result *r;
    struct bind binds[16];
    size_t n = 0;

    for (; same[n].name; n++)
        binds[n] = same[n];
    binds[n++] = (struct bind){"reason", reason_of(&c->arena, f->why)};
    binds[n++] = (struct bind){"retries", db_arg_int(&c->arena, c->app->config.event_retries)};
    binds[n++] = (struct bind){"pause_ms", db_arg_int(&c->arena, c->app->config.event_retry_ms)};
    binds[n] = (struct bind){0};
    if (db_one(c->db, &sql_failure_record, binds, &r, err) < 0)
        return -1;
    f->dead = str_eq(db_text(r, 0, "state"), "dead");
    return 0;
}

static void bury(struct app *app, struct redis *dead_letters, const struct failure *f)
{
    struct arena a = {0};
    struct buf b;
    struct problem err = {0};
    const char *stream = arena_printf(&a, EVENT_DEAD_STREAM "%s", app->service->name);

    buf_init(&b, &a);
    buf_add(&b, "{\"reason\":");
    buf_add_json(&b, reason_of(&a, f->why));
    buf_addf(&b, ",\"event\":%s}", f->in->envelope.json);
    const char *letter = b.data;
    if (redis_cmd_publish(dead_letters, stream, &letter, 1, EVENT_STREAM_KEPT, &err) < 0)
        log_line(LOG_LEVEL_WARN, "event.dead_letter_lost", LOG_PAIRS(LOG_TEXT("cause", err.cause)));
    arena_done(&a);
}

static int failed(struct app *app, const struct inbound *in, const struct problem *why,
                  struct redis *dead_letters, struct problem *err)
{
    struct failure f = {.in = in, .why = why};

    if (app_unit(app, record_failure, &f, err) < 0)
        return -1;
    metric_add(METRIC_EVENTS_CONSUMED, in->envelope.row->name, f.dead ? "dead" : "retried", 1);
    log_line(f.dead ? LOG_LEVEL_ERROR : LOG_LEVEL_WARN, f.dead ? "event.dead" : "event.failed",
             LOG_PAIRS(LOG_TEXT("type", in->envelope.row->name), LOG_TEXT("id", in->envelope.event.id),
                       LOG_TEXT("detail", why->detail), LOG_TEXT("cause", why->cause)));
    if (f.dead)
        bury(app, dead_letters, &f);
    return 0;
}

static void count(const struct inbound_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct inbound *in = &list->items[i];
        if (in->state != INBOUND_WAITS)
            metric_add(METRIC_EVENTS_CONSUMED, in->envelope.row->name,
                       in->state == INBOUND_FRESH ? "done" : "again", 1);
    }
}

static int handle_one(struct app *app, struct inbound *in, bool retried, struct redis *dead_letters,
                      struct problem *err)
{
    const struct inbound_list one = {in, 1};
    struct unit unit = {&one, retried};
    struct problem why = {0};

    if (app_unit(app, handle, &unit, &why) >= 0) {
        count(&one);
        return 0;
    }
    if (is_outage(app, &why)) {
        *err = why;
        return -1;
    }
    return failed(app, in, &why, dead_letters, err);
}

int inbound_handle(struct app *app, const struct inbound_list *list, struct redis *dead_letters,
                   struct problem *err)
{
    struct unit unit = {list, false};
    struct problem why = {0};

    if (list->n == 0)
        return 0;
    if (list->n > 1 && app_unit(app, handle, &unit, &why) >= 0) {
        count(list);
        return 0;
    }
    if (list->n > 1 && is_outage(app, &why)) {
        *err = why;
        return -1;
    }
    for (size_t i = 0; i < list->n; i++)
        if (handle_one(app, &list->items[i], false, dead_letters, err) < 0)
            return -1;
    return 0;
}

struct due {
    struct arena *arena; /* outlives the unit */
    const char **events;
    int n;
};

static int list_due(struct ctx *c, void *arg, struct problem *err)
{
    struct due *due = arg;
    struct db_result *r;

    if (db_run(c->db, &sql_failure_due, BIND({"service", c->app->service->name}), &r, err) < 0)
        return -1;
    due->n = db_rows(r);
    due->events = arena_array(due->arena, (size_t)due->n + 1, sizeof *due->events);
    for (int i = 0; i < due->n; i++)
        due->events[i] = arena_strdup(due->arena, db_text(r, i, "event"));
    return 0;
}

int inbound_retry(struct app *app, struct redis *dead_letters, bool *ret_more, struct problem *err)
{
    struct arena a = {0};
    struct due due = {.arena = &a};
    int tried = 0;
    int result = app_unit(app, list_due, &due, err);

    for (int i = 0; result >= 0 && i < due.n; i++) {
        struct inbound in;
        struct inbound_list one = {&in, 0};
        /* A type that this build no longer subscribes to stays where it is, for an operator to see. */
        (void)inbound_add(app, &a, due.events[i], &one, err);
        if (one.n == 0)
            continue;
        result = handle_one(app, &in, true, dead_letters, err);
        tried++;
    }
    *ret_more = result >= 0 && tried > 0;
    arena_done(&a);
    return result;
}
