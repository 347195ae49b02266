/* SPDX-License-Identifier: MIT */
/* What a connection has prepared, and what it has sent and not yet read. Lives as long as the connection, hence malloc. */
#include "db/prepared.h"
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 64, FIRST_OPS = 16 };

static void *must(void *p)
{
    if (!p)
        abort();
    return p;
}

/* FNV-1a over name and level. */
static size_t hash_of(const char *name, char level)
{
    uint64_t h = 14695981039346656037u;

    for (; *name; name++)
        h = (h ^ (unsigned char)*name) * 1099511628211u;
    return (size_t)((h ^ (unsigned char)level) * 1099511628211u);
}

static bool is_entry(const struct prepared *p, const char *name, char level)
{
    size_t n = strlen(name);

    return strncmp(p->name, name, n) == 0 && p->name[n] == '.' && p->name[n + 1] == level;
}

static struct prepared **slot_of(const struct prepared_set *set, const char *name, char level)
{
    size_t mask = set->size - 1, i = hash_of(name, level) & mask;

    while (set->slots[i] && !is_entry(set->slots[i], name, level))
        i = (i + 1) & mask;
    return &set->slots[i];
}

static void set_grow(struct prepared_set *set)
{
    struct prepared_set bigger = {.size = set->size ? set->size * 2 : FIRST_SLOTS, .used = set->used};

    bigger.slots = must(calloc(bigger.size, sizeof *bigger.slots));
    for (size_t i = 0; i < set->size; i++) {
        struct prepared *p = set->slots[i];
        if (p) {
            char *dot = strrchr(p->name, '.');
            *dot = '\0';
            struct prepared **slot = slot_of(&bigger, p->name, dot[1]);
            *dot = '.';
            *slot = p;
        }
    }
    free(set->slots);
    *set = bigger;
}

struct prepared *prepared_get(struct prepared_set *set, const char *name, char level)
{
    struct prepared **slot;
    size_t n = strlen(name);

    if (set->used * 2 >= set->size)
        set_grow(set);
    slot = slot_of(set, name, level);
    if (!*slot) {
        *slot = must(calloc(1, sizeof **slot + n + 3));
        memcpy((*slot)->name, name, n);
        (*slot)->name[n] = '.';
        (*slot)->name[n + 1] = level;
        set->used++;
    }
    return *slot;
}

void prepared_done(struct prepared_set *set)
{
    for (size_t i = 0; i < set->size; i++)
        free(set->slots[i]);
    free(set->slots);
    *set = (struct prepared_set){0};
}

static void queue_grow(struct op_queue *q)
{
    size_t size = q->size ? q->size * 2 : FIRST_OPS;
    struct pg_op *ops = must(calloc(size, sizeof *ops));

    for (size_t i = 0; i < q->n; i++)
        ops[i] = q->ops[(q->head + i) % q->size];
    free(q->ops);
    *q = (struct op_queue){.ops = ops, .size = size, .n = q->n};
}

void op_push(struct op_queue *q, struct pg_op op)
{
    if (q->n == q->size)
        queue_grow(q);
    q->ops[(q->head + q->n) % q->size] = op;
    q->n++;
}

struct pg_op op_pop(struct op_queue *q)
{
    assert(q->n > 0);
    struct pg_op op = q->ops[q->head];

    q->head = (q->head + 1) % q->size;
    q->n--;
    return op;
}

size_t op_until_sync(const struct op_queue *q)
{
    size_t n = 0;

    while (n < q->n && !q->ops[(q->head + n) % q->size].sync)
        n++;
    return n;
}

void op_done(struct op_queue *q)
{
    free(q->ops);
    *q = (struct op_queue){0};
}
