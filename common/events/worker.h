/* SPDX-License-Identifier: MIT */
/* The background threads of a service: each returns soon after app->stop, and does its work in one process
 * at a time where nothing else is said, of a build that fits the schema. */
#ifndef BIHUAN_EVENTS_WORKER_H
#define BIHUAN_EVENTS_WORKER_H

#include <stdbool.h>

struct app;
struct lease;

/** Publishes the service's outbox to its stream. Thread function; `app` is a struct app. */
void *relay_main(void *app);
/** Takes the events that the service subscribes to from the streams, from failed tries and from the log. Thread
 * function. */
void *consumer_main(void *app);

/** Tries again what the consumer had no time for: effects that need more than a request has, or wait for others. Thread
 * function; all processes of a service do so at once, each another event. */
void *slow_main(void *app);

/** Whether this process is the one that works: its build fits, and it holds the lease. */
bool worker_holds(struct app *app, struct lease *lease);

#define EVENT_STREAM "bihuan:events:"    /* + producer */
#define EVENT_DEAD_STREAM "bihuan:dead:" /* + service */
/* Entries kept in a stream, about: what a consumer misses beyond them comes from event_log. */
enum { EVENT_STREAM_KEPT = 100000 };

#endif
