/* SPDX-License-Identifier: MIT */
/* One job. A lease keeps a job in one process and ends with it; the keeper,
 * a second thread, holds it and tells in the row that somebody is at it. Whatever a process says of its try counts only
 * while the row is of that try. */
#include "auth/roles.h"
#include "base/str.h"
#include "common_sql.h"
#include "db/lease.h"
#include "files/temp.h"
#include "http/request.h"
#include "log/log.h"
#include "unit/service.h"
#include "work/asked.h"
#include "work/place.h"
#include "work/running.h"
#include "work/work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BEAT_MS = 700, ATTEMPTS_MAX = 5, TOLD_MAX = 8, MOVE_LOOKS = 4, MOVE_LOOK_MS = 300 };

struct running {
    struct ctx c; /* the caller's, as a request has it */
    struct principal who;
    const char *id;
    struct lease *lease;
    const struct work_kind *kind;
    const struct db_result *row;
    struct work_result made;
    int64_t attempt;
    bool is_named;    /* the row may name what was made: it was told so, and perhaps the answer was lost */
    struct stop over; /* the keeper may end */
    atomic_llong done, total;
    atomic_bool lost; /* cancelled, or begun anew by another process */
};

/* ---- whose it is */

/* A statement about this try; *ret is whether its row still is. */
static int tell(struct ctx *c, struct running *r, const struct stmt *s, const struct bind *more, bool *ret,
                struct problem *err)
{
    const struct bind *known = BIND({"id", r->id}, {"attempt", db_arg_int(&c->arena, r->attempt)},
                                    {"done", db_arg_int(&c->arena, atomic_load(&r->done))},
                                    {"total", db_arg_int(&c->arena, atomic_load(&r->total))});
    struct bind all[TOLD_MAX + 1] = {0};
    struct db_result *row;

    for (int i = 0; i < TOLD_MAX && (known->name || more->name); i++)
        all[i] = known->name ? *known++ : *more++;
    if (db_run(c->db, s, all, &row, err) < 0)
        return -1;
    *ret = db_affected(row) == 1;
    return 0;
}

static int beat(struct ctx *c, void *arg, struct problem *err)
{
    struct running *r = arg;
    bool is_ours;

    if (tell(c, r, &sql_work_beat, BIND_NONE, &is_ours, err) < 0)
        return -1;
    if (!is_ours)
        atomic_store(&r->lost, true);
    return 0;
}

/* A beat that fails is no end: the lease decides. */
static void *keep(void *arg)
{
    struct running *r = arg;

    while (!stop_wait(&r->over, BEAT_MS)) {
        struct problem why = {0};
        if (!lease_hold(r->lease))
            atomic_store(&r->lost, true);
        else if (app_unit(r->c.app, beat, r, &why) < 0)
            log_line(LOG_LEVEL_WARN, "work.no_beat",
                     LOG_PAIRS(LOG_TEXT("job", r->id), LOG_TEXT("cause", why.cause)));
    }
    return NULL;
}

static bool is_leaving(const struct running *r)
{
    return stop_wait(&r->c.app->stop, 0);
}

static bool writes(const struct running *r)
{
    return r->c.match.route->tx == DB_WRITE;
}

/* A result may not take the room that others need. What a job has written it does not lose for want of room: its report
 * is small, and the room is there for such. */
static int check_room(const struct running *r, struct problem *err)
{
    return writes(r) ? 0 : work_check_room(r->c.app, 0, err);
}

/* The last step of what writes is in the unit that is about to commit. */
static int on_step(struct ctx *c, int64_t done, int64_t total, struct problem *err)
{
    struct running *r = c->step_arg;
    bool is_ours = true;

    atomic_store(&r->done, done);
    if (total > 0)
        atomic_store(&r->total, total);
    if (c->db && writes(r) && done > 0 && done == total &&
        tell(c, r, &sql_work_sealed, BIND_NONE, &is_ours, err) < 0)
        return -1;
    if (!is_ours)
        atomic_store(&r->lost, true);
    return is_leaving(r) || atomic_load(&r->lost)
               ? problem_fail(err, PROBLEM_UNAVAILABLE, "the job ends here")
               : check_room(r, err);
}

/* ---- the request, as it was */

static int begin(struct ctx *c, void *arg, struct problem *err)
{
    struct running *r = arg;
    struct db_result *row;

    if (db_run(c->db, &sql_work_begin, BIND({"id", r->id}), &row, err) < 0)
        return -1;
    r->row = db_rows(row) == 1 ? row : NULL;
    r->attempt = r->row ? db_int(row, 0, "attempts") : 0;
    return 0;
}

static int find_operation(struct running *r, struct problem *err)
{
    const struct service *service = r->c.app->service;
    const char *operation = db_text(r->row, 0, "operation");

    r->kind = asked_kind(service, operation);
    r->c.match.route = asked_route(service, operation);
    return r->kind && r->c.match.route
               ? 0
               : problem_cause(err, PROBLEM_INTERNAL, "this build has no operation %s", operation);
}

struct mapped {
    void *data;
    size_t n;
};

static void unmap(void *arg)
{
    const struct mapped *m = arg;

    (void)munmap(m->data, m->n);
}

static int take_body(struct running *r, struct problem *err)
{
    struct mapped *m = arena_alloc(&r->c.arena, sizeof *m);
    struct stat st;
    int fd;

    if (!(r->c.match.route->flags & ROUTE_RAW_BODY))
        return 0;
    if (work_file_open(r->c.app, r->id, WORK_BODY, &fd, err) < 0)
        return -1;
    if (fstat(fd, &st) == 0 && st.st_size > 0)
        *m = (struct mapped){mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0),
                             (size_t)st.st_size};
    (void)close(fd);
    if (m->n == 0 || m->data == MAP_FAILED)
        return problem_cause(err, PROBLEM_INTERNAL, "the body of a job cannot be read");
    arena_defer(&r->c.arena, unmap, m);
    r->c.req.body = m->data;
    r->c.req.body_len = m->n;
    return 0;
}

/* What he has now (work_begin); a client has of what its token granted what it is granted still. */
static void take_roles(struct running *r)
{
    const char *granted = db_text(r->row, 0, "granted");
    char asked[sizeof r->who.permissions];

    principal_set_roles(&r->who, db_text(r->row, 0, "roles"), db_text(r->row, 0, "permissions"));
    if (!r->who.is_client)
        return;
    memcpy(asked, r->who.permissions, sizeof asked);
    (void)permissions_granted(asked, granted ? granted : "", r->who.permissions, sizeof asked);
}

static int take_caller(struct running *r, struct problem *err)
{
    const char *name = db_text(r->row, 0, "actor_name");
    struct principal *who = &r->who;

    *who = (struct principal){.is_client = db_bool(r->row, 0, "is_client")};
    (void)str_format(who->actor, sizeof who->actor, "%s", db_text(r->row, 0, "actor"));
    (void)str_format(who->name, sizeof who->name, "%s", name ? name : "");
    if (principal_set_tenant(&r->c, db_text(r->row, 0, "tenant_id"), who, err) < 0)
        return -1;
    if (!db_text(r->row, 0, "roles"))
        return problem_fail(err, PROBLEM_FORBIDDEN, "who asked for it does not act for the tenant any more");
    take_roles(r);
    r->c.who = who;
    return principal_has_permission(who, r->c.match.route->permission)
               ? 0
               : problem_fail(err, PROBLEM_FORBIDDEN, "permission %s is required",
                              r->c.match.route->permission);
}

static int take_request(struct running *r, struct problem *err)
{
    struct ctx *c = &r->c;

    if (r->attempt > ATTEMPTS_MAX)
        return problem_cause(err, PROBLEM_INTERNAL, "begun %d times and never ended", ATTEMPTS_MAX);
    c->english = db_bool(r->row, 0, "english");
    (void)str_format(c->request_id, sizeof c->request_id, "%s", db_text(r->row, 0, "request_id"));
    if (find_operation(r, err) < 0 || take_caller(r, err) < 0)
        return -1;
    asked_params_read(&c->arena, db_text(r->row, 0, "params"), &c->match);
    c->req.method = c->match.route->method;
    c->req.path = "";
    c->req.remote = db_text(r->row, 0, "remote");
    c->req.query = db_text(r->row, 0, "query");
    return take_body(r, err) < 0 ? -1 : request_decode_query(c, err);
}

/* ---- its end */

static int done(struct ctx *c, void *arg, struct problem *err)
{
    struct running *r = arg;
    bool is_file = r->made.media_type, is_ours;
    const struct bind *binds = BIND({"status", db_arg_int(&c->arena, is_file ? 200 : r->c.reply.status)},
                                    {"media_type", is_file ? r->made.media_type : r->c.reply.content_type},
                                    {"filename", r->made.filename}, {"roles", r->who.roles_text});

    if (tell(c, r, &sql_work_done, binds, &is_ours, err) < 0)
        return -1;
    r->is_named |= is_ours;
    return 0;
}

struct ending {
    struct running *r;
    const struct problem *why;
    bool is_ours;
};

static int failed(struct ctx *c, void *arg, struct problem *err)
{
    struct ending *e = arg;
    struct buf b;

    buf_init(&b, &c->arena);
    problem_write(&b, e->why, e->r->c.english, e->r->c.request_id, NULL);
    return tell(c, e->r, &sql_work_failed, BIND({"problem", b.data}), &e->is_ours, err);
}

static int released(struct ctx *c, void *arg, struct problem *err)
{
    struct ending *e = arg;

    return tell(c, e->r, &sql_work_released, BIND({"rests", db_arg_bool(!is_leaving(e->r))}), &e->is_ours,
                err);
}

/* Nothing is begun while what the caller has is on its way to where his tenant lies now: it would be missed. */
static int nothing(struct ctx *c, void *arg, struct problem *err)
{
    (void)arg;
    return db_run(c->db, &sql_ping, BIND_NONE, NULL, err);
}

/* Until what was moved has arrived, or for a moment: others wait for their turn. */
static int run_where_it_lies(struct running *r, struct problem *err)
{
    for (int i = 1;; i++) {
        if (ctx_unit(&r->c, DB_SNAPSHOT, nothing, NULL, err) == 0 && r->kind->run(&r->c, &r->made, err) == 0)
            return 0;
        if (!r->c.has_moved || i == MOVE_LOOKS || atomic_load(&r->lost) ||
            stop_wait(&r->c.app->stop, MOVE_LOOK_MS))
            return -1;
        *err = (struct problem){0};
        if (principal_look_again(&r->c, err) < 0)
            return -1;
    }
}

/* A reply becomes the file too. The result is on the disk before anybody is told of it. A workbook is written in one go
 * behind its last step. */
static int make(struct running *r, struct problem *err)
{
    const struct reply *said = &r->c.reply;

    r->c.step = on_step;
    r->c.step_arg = r;
    if (run_where_it_lies(r, err) < 0 ||
        (!r->made.media_type && temp_write(r->made.fd, said->body, said->body_len, err) < 0))
        return -1;
    return fsync(r->made.fd) == 0
               ? check_room(r, err)
               : problem_cause(err, PROBLEM_UNAVAILABLE, "cannot keep the result of a job");
}

static int work(struct running *r, struct problem *err)
{
    int made;

    if (take_request(r, err) < 0 || work_check_room(r->c.app, 0, err) < 0 ||
        work_file_new(r->c.app, r->id, r->attempt, &r->made.fd, err) < 0)
        return -1;
    made = make(r, err);
    (void)close(r->made.fd);
    return made < 0 ? -1 : app_unit(r->c.app, done, r, err);
}

/* It is no fault of the try that its process ends or that the tenant is being moved: it is begun again, and not
 * counted. A move that takes longer than an hour from its first begin is the job's end. */
static bool goes_back(const struct running *r)
{
    return is_leaving(r) || (r->c.has_moved && db_bool(r->row, 0, "is_young"));
}

/* The body is needed until the job has ended for good; the result of a try that is not it goes. A result that the row
 * may name goes only when it was heard that it does not; else what sweeps finds both in time. */
static void end(struct running *r, int made, const struct problem *why)
{
    struct ending e = {r, why, false};
    struct problem err = {0};
    bool is_done = made == 0 && r->is_named, back = goes_back(r);

    if (!r->is_named)
        work_file_remove(r->c.app, r->id, r->attempt);
    if (made < 0 && app_unit(r->c.app, back ? released : failed, &e, &err) < 0)
        log_line(LOG_LEVEL_ERROR, "work.unrecorded",
                 LOG_PAIRS(LOG_TEXT("job", r->id), LOG_TEXT("cause", err.cause)));
    if (r->is_named && e.is_ours && !back)
        work_file_remove(r->c.app, r->id, r->attempt);
    if (is_done || (e.is_ours && !back))
        work_file_remove(r->c.app, r->id, WORK_BODY);
    log_line(LOG_LEVEL_INFO, "work.ended",
             LOG_PAIRS(LOG_TEXT("job", r->id), LOG_TEXT("operation", r->kind ? r->kind->operation : NULL),
                       LOG_TEXT("detail", made < 0 ? why->detail : NULL),
                       LOG_TEXT("cause", made < 0 ? why->cause : NULL)));
}

/* ---- whole */

static int run_kept(struct running *r, struct problem *err)
{
    pthread_t keeper;
    int made;

    stop_init(&r->over);
    if (pthread_create(&keeper, NULL, keep, r) != 0) {
        stop_done(&r->over);
        return problem_cause(err, PROBLEM_UNAVAILABLE, "cannot start a thread");
    }
    made = work(r, err);
    stop_now(&r->over);
    (void)pthread_join(keeper, NULL);
    stop_done(&r->over);
    return made;
}

bool work_run(struct app *app, struct lease *lease, const char *id)
{
    struct running r = {.id = id, .lease = lease};
    struct principal system;
    struct problem err = {0};
    bool is_begun;

    principal_system(app->service->name, &system);
    r.c.app = app;
    r.c.now_us = clock_now_us(&app->clock);
    r.c.who = &system;
    uuid7_format(r.c.now_us, r.c.request_id);
    r.c.pool = app->patient;
    is_begun = ctx_unit(&r.c, DB_WRITE, begin, &r, &err) == 0 && r.row;
    if (is_begun) {
        int made = run_kept(&r, &err);
        end(&r, made, &err);
    }
    arena_done(&r.c.arena);
    return is_begun;
}
