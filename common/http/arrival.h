/* SPDX-License-Identifier: MIT */
/* A request on its way in, in front of ulfius: it is looked at as soon as its headers are there, and a body is only
 * taken of one that passed. A refused one is answered at once, and its connection closed.
 *
 * Only server.c and arrival.c speak to libmicrohttpd. A door and what comes through it belong to one worker's thread.
 * */
#ifndef BIHUAN_HTTP_ARRIVAL_H
#define BIHUAN_HTTP_ARRIVAL_H

#include "http/parting.h"
#include "http/watch.h"
#include "unit/ctx.h"
#include <microhttpd.h>

/* What stands behind the door. */
struct arrival_library {
    void *(*begin)(void *arg,
                   const char *uri); /* what it makes of the request line: its own context of the request */
    MHD_RequestCompletedCallback end;
    MHD_AccessHandlerCallback handle;
    void *handle_arg;
};

struct arrival_door {
    struct app *app;
    struct watch *watch;
    struct parting *parting;
    struct arrival_library library;
    struct arrival *now; /* the one that the library is handling */
};

/** Callbacks of libmicrohttpd; `arg` is the door. */
void *arrival_on_uri(void *arg, const char *uri, struct MHD_Connection *connection);
void arrival_on_completed(void *arg, struct MHD_Connection *connection, void **context,
                          enum MHD_RequestTerminationCode why);
int arrival_socket(struct MHD_Connection *connection);
/** Puts the door in front of the handler of the next daemon that this thread starts. */
void arrival_stand_in_front(struct arrival_door *door);

/** The unit of the request that the library is handling: its head has been looked at when it has a body. NULL when it
 *  took too long and was cut off. */
struct ctx *arrival_served(struct arrival_door *door);

#endif
