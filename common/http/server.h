/* SPDX-License-Identifier: MIT */
/* The HTTP server: one `*` endpoint in front of dispatch(). server.c is the only file that knows ulfius. */
#ifndef BIHUAN_HTTP_SERVER_H
#define BIHUAN_HTTP_SERVER_H

#include "unit/service.h"

struct server;

/** Listens on app->config.bind and .port (0: the service's own) and serves app->router with app->config.workers
 * threads. */
int server_start(struct app *app, struct server **ret, struct problem *err) MUST_CHECK;
/** The port it listens on. */
int server_port(const struct server *s);
/** Requests between their first line and the last byte of their answer. */
int server_in_flight(const struct server *s);
/** Takes no new connections, waits at most `drain_seconds` for the requests in flight, stops and frees. NULL is fine.
 * */
void server_stop(struct server *s, int64_t drain_seconds);

#endif
