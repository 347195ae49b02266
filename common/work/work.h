/* SPDX-License-Identifier: MIT */
/* Long work: an export, import or archive that is answered at once while it is small, and later when it is not.
 *
 * Such an operation is one function that both use. work_answer() is the handler of its route: it runs the function
 * there and then, unless the caller prefers not to wait (RFC 7240, Prefer: respond-async) or the work outgrows the
 * setting. Then the request becomes a row of work_job, the answer is 202, and a thread of some process of the service
 * does the work with time and connections of its own. A process that dies leaves its job to another, which begins it
 * anew; the function has to bear that. */
#ifndef BIHUAN_WORK_WORK_H
#define BIHUAN_WORK_WORK_H

#include "unit/ctx.h"
#include "unit/route.h"

/* What the function makes: a file at `fd`, with its type and name; or, without a type, the unit's own reply. */
struct work_result {
    int fd;
    const char *media_type, *filename;
};

/** Does the work of c's request; c->db is the route's unit, or NULL when it has none, as it always is in a job. It
 *  tells with ctx_step() how far it is, the first time before it has written or noted anything. */
typedef int work_fn(struct ctx *c, struct work_result *ret, struct problem *err);

/* What the audit trail says of each time that the result is handed out. */
struct work_reading {
    const char *action, *object_kind; /* NULL: nothing */
    const char *object_param;         /* the parameter of the path that names the object */
};

struct work_kind {
    const char *operation;
    work_fn *run;
    size_t now_max; /* offset in struct config: steps that are done at once */
    struct work_reading reading;
};

/** The handler of such an operation. */
handler_fn work_answer;
/** Of the routes /jobs/{job_id}: how far it is, to end it (409 when it has ended), and what it made, for 24 hours. They
 *  know the jobs of the caller alone: what was made for him may hold what his colleagues may not read. The result is a
 *  DB_WRITE route, since it is noted. */
handler_fn work_get, work_cancel, work_result;

/** Thread function: does what waits; `app` is a struct app. */
void *work_main(void *app);
/** Job: forgets what has expired. */
int work_collect(struct ctx *c, struct problem *err) MUST_CHECK;

#endif
