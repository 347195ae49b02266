/* SPDX-License-Identifier: MIT */
/* The statements a connection has prepared, by name; and the commands it has sent and not yet read, in order. */
#ifndef BIHUAN_DB_PREPARED_H
#define BIHUAN_DB_PREPARED_H

#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>

enum prepared_state { PREPARED_NOT, PREPARED_SENT, PREPARED_READY };

struct prepared {
    enum prepared_state state;
    char name[]; /* <statement>.<level> */
};

struct prepared_set {
    struct arena arena;      /* of the connection */
    struct prepared **slots; /* a power of two, at most half full */
    size_t size, used;
};

/** The entry of a statement at a level, made when missing. */
struct prepared *prepared_get(struct prepared_set *set, const char *name, char level);
void prepared_done(struct prepared_set *set);

/* A command on the wire: `parse` is the entry it prepares, NULL for any other; `sync` ends a segment. */
struct pg_op {
    struct prepared *parse;
    bool sync;
};

struct op_queue {
    struct pg_op *ops;
    size_t size, head, n;
};

void op_push(struct op_queue *q, struct pg_op op);
/** The oldest, there until the next push; the queue must not be empty. */
struct pg_op *op_pop(struct op_queue *q);
/** Commands before the next Sync. */
size_t op_until_sync(const struct op_queue *q);
void op_done(struct op_queue *q);

#endif
