/* SPDX-License-Identifier: MIT */
/* At once or later, and what callers ask of a job. */
#include "audit/audit.h"
#include "base/uuid.h"
#include "common_sql.h"
#include "files/temp.h"
#include "http/request.h"
#include "unit/service.h"
#include "work/asked.h"
#include "work/place.h"
#include "work/work.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { RETRY_AFTER_S = 30 };

/* ---- what the trail says when a result is handed out */

struct handing {
    const struct work_reading *reading;
    const char *object_id;
};

static int note(struct ctx *c, void *arg, struct problem *err)
{
    const struct handing *h = arg;

    return audit_add(c, h->reading->action, h->reading->object_kind, h->object_id, NULL, err);
}

static const char *param_of(const struct route_match *m, const char *name)
{
    for (int i = 0; i < m->n_params; i++)
        if (str_eq(m->params[i].name, name))
            return m->params[i].value;
    return NULL;
}

/* One entry for each time that somebody gets it, whether he waited for it or came back. */
static int note_reading(struct ctx *c, const struct work_kind *kind, const struct route_match *m,
                        struct problem *err)
{
    struct handing h = {&kind->reading, param_of(m, kind->reading.object_param)};

    if (!h.reading->action)
        return 0;
    return c->db ? note(c, &h, err) : ctx_unit(c, DB_WRITE, note, &h, err);
}

/* ---- later */

static int keep_body(struct ctx *c, const char *id, struct problem *err)
{
    int fd, done;

    if (c->req.body_len == 0)
        return 0;
    if (work_check_room(c->app, c->req.body_len, err) < 0 ||
        work_file_new(c->app, id, WORK_BODY, &fd, err) < 0)
        return -1;
    done = temp_write(fd, c->req.body, c->req.body_len, err);
    if (done == 0 && fsync(fd) < 0)
        done = problem_cause(err, PROBLEM_UNAVAILABLE, "cannot keep the body of a job");
    (void)close(fd);
    return done;
}

static int add_job(struct ctx *c, void *id, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_work_open, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_int(r, 0, "n") >= c->app->config.work_open_jobs) {
        c->retry_after_s = RETRY_AFTER_S;
        return problem_fail(err, PROBLEM_TOO_MANY_REQUESTS, "%lld jobs of the tenant have not ended",
                            (long long)db_int(r, 0, "n"));
    }
    if (db_one(c->db, &sql_work_add,
               BIND({"id", id}, {"issuer", c->who->issuer}, {"subject", c->who->subject},
                    {"permissions", c->who->permissions}, {"english", db_arg_bool(c->english)},
                    {"params", asked_params_text(c)}, {"query", c->req.query}),
               &r, err) < 0)
        return -1;
    reply_header(c, "Location", arena_printf(&c->arena, "/v1/jobs/%s", (const char *)id));
    return reply_row(c, 202, r, NULL);
}

static int queue(struct ctx *c, struct problem *err)
{
    char *id = arena_strdup(&c->arena, uuid7_new(&c->arena, c->now_us));
    int done = keep_body(c, id, err);

    if (done == 0)
        done = c->db ? add_job(c, id, err) : ctx_unit(c, DB_WRITE, add_job, id, err);
    if (done < 0)
        work_file_remove(c->app, id, WORK_BODY);
    return done;
}

/* ---- at once */

struct limit {
    int64_t max;
    bool outgrown;
};

static int stay_small(struct ctx *c, int64_t done, int64_t total, struct problem *err)
{
    struct limit *l = c->step_arg;

    l->outgrown = done > l->max || total > l->max;
    return l->outgrown ? problem_fail(err, PROBLEM_UNAVAILABLE, "too much to be done at once") : 0;
}

static int run_here(struct ctx *c, const struct work_kind *kind, struct limit *limit, struct problem *err)
{
    struct work_result made = {0};
    int done;

    if (temp_open(c->app->config.spool_dir, &made.fd, err) < 0)
        return -1;
    c->step = stay_small;
    c->step_arg = limit;
    done = kind->run(c, &made, err);
    c->step = NULL;
    if (done == 0)
        done = note_reading(c, kind, &c->match, err);
    if (done == 0 && made.media_type)
        return reply_file(c, 200, made.media_type, made.filename, made.fd, lseek(made.fd, 0, SEEK_END));
    (void)close(made.fd);
    return done;
}

static bool prefers_later(const struct ctx *c)
{
    const char *prefer = request_header(c, "Prefer");

    return prefer && strncasecmp(prefer, "respond-async", strlen("respond-async")) == 0;
}

int work_answer(struct ctx *c, struct problem *err)
{
    const struct work_kind *kind = asked_kind(c->app->service, c->match.route->operation);
    struct limit limit = {0};
    int done;

    if (prefers_later(c))
        return queue(c, err);
    memcpy(&limit.max, (const char *)&c->app->config + kind->now_max, sizeof limit.max);
    done = run_here(c, kind, &limit, err);
    if (done == 0 || !limit.outgrown)
        return done;
    *err = (struct problem){0};
    return queue(c, err);
}

/* ---- /jobs/{job_id} */

int work_get(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_work_get, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

int work_cancel(struct ctx *c, struct problem *err)
{
    struct db_result *ended, *r;

    if (db_one(c->db, &sql_work_get, BIND_NONE, &r, err) < 0 ||
        db_run(c->db, &sql_work_cancel, BIND_NONE, &ended, err) < 0)
        return -1;
    if (db_rows(ended) == 0)
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "the job is %s", db_text(r, 0, "state"));
    work_file_remove(c->app, db_text(r, 0, "id"), WORK_BODY);
    work_file_remove(c->app, db_text(r, 0, "id"), db_int(ended, 0, "attempts"));
    return reply_empty(c, 204);
}

/* What he may not ask for any more he is not given either: it was made with the roles that he had when the work began.
 * */
static int still_his(struct ctx *c, const struct db_result *job, struct problem *err)
{
    const struct route *route = asked_route(c->app->service, db_text(job, 0, "operation"));

    if (!route || !principal_has_permission(c->who, route->permission))
        return problem_fail(err, PROBLEM_FORBIDDEN, "%s is not permitted any more",
                            db_text(job, 0, "operation"));
    if (!db_bool(job, 0, "is_held"))
        return problem_fail(err, PROBLEM_FORBIDDEN, "it was made with roles that are not held any more");
    return 0;
}

static int hand_out(struct ctx *c, const struct db_result *job, struct problem *err)
{
    struct route_match asked = {0};

    asked_params_read(&c->arena, db_text(job, 0, "params"), &asked);
    return note_reading(c, asked_kind(c->app->service, db_text(job, 0, "operation")), &asked, err);
}

int work_result(struct ctx *c, struct problem *err)
{
    struct db_result *r;
    int fd;

    if (db_one(c->db, &sql_work_result, BIND_NONE, &r, err) < 0 || still_his(c, r, err) < 0)
        return -1;
    if (!str_eq(db_text(r, 0, "state"), "DONE"))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "the job is %s", db_text(r, 0, "state"));
    if (hand_out(c, r, err) < 0 ||
        work_file_open(c->app, db_text(r, 0, "id"), db_int(r, 0, "attempts"), &fd, err) < 0)
        return -1;
    return reply_file(c, (int)db_int(r, 0, "status"), db_text(r, 0, "media_type"), db_text(r, 0, "filename"),
                      fd, lseek(fd, 0, SEEK_END));
}
