/* SPDX-License-Identifier: MIT */
/* A condition that the whole process waits on: see stop.h. */
#include "base/stop.h"
#include <time.h>

void stop_init(struct stop *s)
{
    pthread_condattr_t attr;

    s->stopping = false;
    (void)pthread_mutex_init(&s->lock, NULL);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&s->changed, &attr);
    (void)pthread_condattr_destroy(&attr);
}

void stop_done(struct stop *s)
{
    (void)pthread_cond_destroy(&s->changed);
    (void)pthread_mutex_destroy(&s->lock);
}

void stop_now(struct stop *s)
{
    (void)pthread_mutex_lock(&s->lock);
    s->stopping = true;
    (void)pthread_cond_broadcast(&s->changed);
    (void)pthread_mutex_unlock(&s->lock);
}

bool stop_wait(struct stop *s, int64_t ms)
{
    struct timespec until;
    bool stopping;

    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    (void)pthread_mutex_lock(&s->lock);
    while (!s->stopping && ms > 0 && pthread_cond_timedwait(&s->changed, &s->lock, &until) == 0)
        ;
    stopping = s->stopping;
    (void)pthread_mutex_unlock(&s->lock);
    return stopping;
}
