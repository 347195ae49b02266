/* SPDX-License-Identifier: MIT */
/* Where a Redis is and what it asks for at the door. */
#ifndef BIHUAN_REDIS_ACCESS_H
#define BIHUAN_REDIS_ACCESS_H

#include "problem/problem.h"

struct redis_access {
    char *place;    /* address without user and password, for messages */
    char *host;     /* path of the socket, or host name */
    int port;       /* 0: a socket */
    char *user;     /* NULL: the default user */
    char *password; /* NULL: none */
};

/** Takes [user[:password]@](unix:/path|host:port) apart; the last @ counts, so that a password may have some. The
 *  password stands there, or is given by itself (NULL or "": it is not). */
int redis_access_parse(const char *address, const char *password, struct redis_access *ret,
                       struct problem *err) MUST_CHECK;
void redis_access_done(struct redis_access *access);
/** What to do about an error that Redis answered, or NULL. */
const char *redis_access_advice(const char *reply);

#endif
