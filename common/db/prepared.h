/* SPDX-License-Identifier: MIT */
/* The statements a connection has prepared, by name; those that are one of many variants apart, since their number is
 * the callers' to make; and the commands it has sent and not yet read, in order. */
#ifndef BIHUAN_DB_PREPARED_H
#define BIHUAN_DB_PREPARED_H

#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum prepared_state { PREPARED_NOT, PREPARED_SENT, PREPARED_READY };

struct prepared {
    enum prepared_state state;
    uint64_t asked; /* for a variant: when last, in calls */
    char name[];    /* <statement>.<level> */
};

struct prepared_set {
    struct arena arena;      /* of the connection */
    struct prepared **slots; /* of the program's own statements; a power of two, at most half full */
    size_t size, used;
    struct prepared **variants; /* in no order */
    size_t variants_room, n_variants;
    uint64_t calls;
};

/** The entry of a statement at a level, made when missing; one with a '/' in its name is a variant. */
struct prepared *prepared_get(struct prepared_set *set, const char *name, char level);
/** The variant that was asked for least recently; there must be one. */
struct prepared *prepared_oldest_variant(const struct prepared_set *set);
void prepared_forget_variant(struct prepared_set *set, struct prepared *p);
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
