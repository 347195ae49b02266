/* SPDX-License-Identifier: MIT */
/* What a connection has prepared, and what it has sent and not yet read. */
#include "db/prepared.h"

#include "base/str.h"
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The server cuts longer names, and two of them may then be one. */
enum { NAME_MAX_BYTES = 63, FIRST_SLOTS = 64, FIRST_OPS = 16 };

static size_t hash_of(const char *name, char level)
{
    return (size_t)(str_hash(name) + (unsigned char)level);
}

static bool is_entry(const struct prepared *p, const char *name, char level)
{
    size_t n = strlen(name);

    return strncmp(p->name, name, n) == 0 && p->name[n] == '.' && p->name[n + 1] == level;
}

static size_t slot_of(const struct prepared_set *set, const char *name, char level)
{
    size_t mask = set->size - 1, i = hash_of(name, level) & mask;

    while (set->slots[i] && !is_entry(set->slots[i], name, level))
        i = (i + 1) & mask;
    return i;
}

static void set_grow(struct prepared_set *set)
{
    struct prepared_set bigger = *set; /* the old slots stay with the arena: half of the new ones at most */

    bigger.size = set->size ? set->size * 2 : FIRST_SLOTS;
    bigger.slots = arena_array(&bigger.arena, bigger.size, sizeof(struct prepared *));
    for (size_t i = 0; i < set->size; i++) {
        struct prepared *p = set->slots[i];
        if (p) {
            char *dot = strrchr(p->name, '.');
            *dot = '\0';
            bigger.slots[slot_of(&bigger, p->name, dot[1])] = p;
            *dot = '.';
        }
    }
    *set = bigger;
}

static size_t entry_size(const char *name)
{
    return sizeof(struct prepared) + strlen(name) + 3;
}

/* `p` is zeroed. */
static struct prepared *entry_named(struct prepared *p, const char *name, char level)
{
    size_t n = strlen(name);

    assert(n + 2 <= NAME_MAX_BYTES);
    memcpy(p->name, name, n);
    p->name[n] = '.';
    p->name[n + 1] = level;
    return p;
}

static struct prepared *variant_made(struct prepared_set *set, const char *name, char level)
{
    struct prepared *p = calloc(1, entry_size(name));

    if (set->n_variants == set->variants_room) {
        set->variants_room += FIRST_SLOTS;
        set->variants = realloc(set->variants, set->variants_room * sizeof(struct prepared *));
    }
    if (!p || !set->variants)
        abort();
    set->variants[set->n_variants++] = p;
    return entry_named(p, name, level);
}

static struct prepared *variant_get(struct prepared_set *set, const char *name, char level)
{
    struct prepared *p = NULL;

    for (size_t i = 0; i < set->n_variants && !p; i++)
        if (is_entry(set->variants[i], name, level))
            p = set->variants[i];
    if (!p)
        p = variant_made(set, name, level);
    p->asked = ++set->calls;
    return p;
}

struct prepared *prepared_oldest_variant(const struct prepared_set *set)
{
    struct prepared *oldest = set->variants[0];

    for (size_t i = 1; i < set->n_variants; i++)
        if (set->variants[i]->asked < oldest->asked)
            oldest = set->variants[i];
    return oldest;
}

void prepared_forget_variant(struct prepared_set *set, struct prepared *p)
{
    size_t i = 0;

    while (set->variants[i] != p)
        i++;
    set->variants[i] = set->variants[--set->n_variants];
    free(p);
}

struct prepared *prepared_get(struct prepared_set *set, const char *name, char level)
{
    size_t slot;

    if (strchr(name, '/'))
        return variant_get(set, name, level);
    if (set->used * 2 >= set->size)
        set_grow(set);
    slot = slot_of(set, name, level);
    if (!set->slots[slot]) {
        set->slots[slot] = entry_named(arena_alloc(&set->arena, entry_size(name)), name, level);
        set->used++;
    }
    return set->slots[slot];
}

void prepared_done(struct prepared_set *set)
{
    for (size_t i = 0; i < set->n_variants; i++)
        free(set->variants[i]);
    free(set->variants);
    arena_done(&set->arena);
    *set = (struct prepared_set){0};
}

static void queue_grow(struct op_queue *q)
{
    size_t size = q->size ? q->size * 2 : FIRST_OPS;
    struct pg_op *ops = calloc(size, sizeof *ops);

    if (!ops)
        abort();
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

struct pg_op *op_pop(struct op_queue *q)
{
    assert(q->n > 0);
    struct pg_op *op = &q->ops[q->head];

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
