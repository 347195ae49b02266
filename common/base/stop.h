/* SPDX-License-Identifier: MIT */
/* The end of the process as something a thread can wait for: background threads sleep in stop_wait() and nowhere else.
 * */
#ifndef BIHUAN_BASE_STOP_H
#define BIHUAN_BASE_STOP_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct stop {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopping;
};

void stop_init(struct stop *s);
void stop_done(struct stop *s);
/** Wakes every waiter; from now on stop_wait() returns true at once. */
void stop_now(struct stop *s);
/** Sleeps `ms` milliseconds, or less when the process ends: true then. 0 only looks. */
bool stop_wait(struct stop *s, int64_t ms);

#endif
