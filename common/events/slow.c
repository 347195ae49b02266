/* SPDX-License-Identifier: MIT */
/* The patient thread: effects that take longer than a statement of a request may (a move of a very large tenant), or
 * wait for rows that others hold. One at a time, those first that were tried the least, so that what waits for ever
 * keeps nobody from his turn. It needs no lease: which process is at an event, a lock in the event's own transaction
 * says. */
#include "events/inbound.h"
#include "events/worker.h"
#include "log/log.h"

enum { LOOK_EVERY_MS = 1000 };

static bool turn(struct app *app, struct redis *dead_letters, bool *failing)
{
    struct problem err = {0};
    bool more = false;

    if (!app_fits(app))
        return false;
    if (inbound_retry_slow(app, dead_letters, &more, &err) < 0) {
        if (!*failing && !stop_wait(&app->stop, 0))
            log_line(LOG_LEVEL_WARN, "slow.failing", LOG_PAIRS(LOG_TEXT("cause", err.cause)));
        *failing = true;
        return false;
    }
    *failing = false;
    return more;
}

void *slow_main(void *arg)
{
    struct app *app = arg;
    struct redis *dead_letters = NULL;
    struct problem err = {0};
    bool more, failing = false;

    if (redis_new(app->config.redis, app->config.redis_password, &dead_letters, &err) < 0) {
        log_line(LOG_LEVEL_ERROR, "slow.off", LOG_PAIRS(LOG_TEXT("detail", err.detail)));
        return NULL;
    }
    do
        more = turn(app, dead_letters, &failing);
    while (!stop_wait(&app->stop, more ? 0 : LOOK_EVERY_MS));
    redis_free(dead_letters);
    return NULL;
}
