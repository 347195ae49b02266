/* SPDX-License-Identifier: MIT */
/* Request arena: bump allocation inside 16 KiB chunks, or one malloc each when built with ARENA_EXACT. Chunks are not
 * cleared; what is asked for is. */
#include "base/arena.h"
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 16 * 1024, ALIGNMENT = alignof(max_align_t) };

struct arena_block {
    struct arena_block *next;
    size_t size; /* bytes in data */
    alignas(max_align_t) unsigned char data[];
};

struct arena_defer {
    struct arena_defer *next;
    void (*fn)(void *);
    void *arg;
};

static struct arena_block *block_new(size_t size)
{
    struct arena_block *b = NULL;

    if (size <= SIZE_MAX / 2)
        b = malloc(sizeof *b + size);
    if (!b)
        abort();
    b->next = NULL;
    b->size = size;
    return b;
}

static void block_push(struct arena *a, struct arena_block *b)
{
    b->next = a->blocks;
    a->blocks = b;
}

void arena_init(struct arena *a)
{
    *a = (struct arena){0};
}

void arena_done(struct arena *a)
{
    for (struct arena_defer *d = a->defers; d; d = d->next)
        d->fn(d->arg);
    while (a->blocks) {
        struct arena_block *next = a->blocks->next;
        free(a->blocks);
        a->blocks = next;
    }
    arena_init(a);
}

#ifdef ARENA_EXACT

void *arena_raw(struct arena *a, size_t size)
{
    block_push(a, block_new(size));
    return a->blocks->data;
}

#else

/* A large allocation gets a block of its own behind the newest one, so that the newest keeps filling up. */
static void *alloc_alone(struct arena *a, size_t size)
{
    struct arena_block *b = block_new(size);
    struct arena_block **link = &a->blocks;

    if (a->blocks)
        link = &a->blocks->next;
    else
        a->used = size;
    b->next = *link;
    *link = b;
    return b->data;
}

void *arena_raw(struct arena *a, size_t size)
{
    void *p;

    if (size > CHUNK / 4)
        return alloc_alone(a, size);
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size == 0)
        size = ALIGNMENT; /* two allocations never share an address */
    if (!a->blocks || a->used > a->blocks->size || a->blocks->size - a->used < size) {
        block_push(a, block_new(CHUNK));
        a->used = 0;
    }
    p = a->blocks->data + a->used;
    a->used += size;
    return p;
}

#endif

void *arena_alloc(struct arena *a, size_t size)
{
    return memset(arena_raw(a, size), 0, size);
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        abort();
    return arena_alloc(a, n * size);
}

char *arena_strdup(struct arena *a, const char *s)
{
    return arena_memdup(a, s, strlen(s) + 1);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    const char *end = memchr(s, '\0', n);
    size_t len = end ? (size_t)(end - s) : n;
    char *p = arena_raw(a, len + 1);

    if (len)
        memcpy(p, s, len);
    p[len] = '\0';
    return p;
}

void *arena_memdup(struct arena *a, const void *data, size_t n)
{
    void *p = arena_raw(a, n);

    if (n)
        memcpy(p, data, n);
    return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    char *s;

    va_start(ap, fmt);
    s = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return s;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    va_list again;
    int n;
    char *s;

    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (n < 0)
        abort();
    s = arena_raw(a, (size_t)n + 1);
    (void)vsnprintf(s, (size_t)n + 1, fmt, ap);
    return s;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
    struct arena_defer *d = arena_alloc(a, sizeof *d);

    *d = (struct arena_defer){a->defers, fn, arg};
    a->defers = d;
}
