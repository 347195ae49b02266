/* SPDX-License-Identifier: MIT */
/* The connection below the commands: what was sent is answered in order. Of common/redis alone. */
#ifndef BIHUAN_REDIS_LINK_H
#define BIHUAN_REDIS_LINK_H

#include "redis/access.h"
#include "redis/command.h"
#include "redis/redis.h"

struct redisContext;

struct redis {
    struct redis_access access;
    unsigned generation;
    size_t owed; /* replies to acknowledgements that went out with a later command */
    bool holds;  /* a MULTI is open */
    struct redisContext *context;
};

/** Opens the connection unless it is open. */
int link_open(struct redis *r, struct problem *err) MUST_CHECK;
/** Ends it: what was in flight is unknown, what was held is forgotten. */
void link_end(struct redis *r);
/** Sends a command with the next that is read from. -1: the connection is lost. */
int link_append(struct redis *r, struct command *cmd, struct problem *err) MUST_CHECK;
int link_append_word(struct redis *r, const char *word, struct problem *err) MUST_CHECK;
/** Reads n replies, all of them even when one is an error. */
int link_receive_all(struct redis *r, size_t n, struct problem *err) MUST_CHECK;
/** Reads the reply to EXEC of n commands. */
int link_receive_exec(struct redis *r, size_t n, struct problem *err) MUST_CHECK;

#endif
