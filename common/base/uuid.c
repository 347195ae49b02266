/* SPDX-License-Identifier: MIT */
/* UUIDv7. The 60 bits of milliseconds and rand_a are one process-wide counter that never moves back: a burst inside one
 * millisecond counts rand_a up, and borrows from the next millisecond when it is exhausted (RFC 9562, 6.2, method 1).
 * */
#include "base/uuid.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { POOL = 512 };

static _Atomic uint64_t last_stamp;
static _Thread_local unsigned char pool[POOL];
static _Thread_local size_t pool_left;

/* 8 random bytes; the kernel is asked for 64 identifiers' worth at a time. */
static uint64_t random64(void)
{
    uint64_t v;

    if (pool_left < sizeof v) {
        if (getrandom(pool, sizeof pool, 0) != (ssize_t)sizeof pool)
            abort(); /* without randomness every key would be a guess */
        pool_left = sizeof pool;
    }
    pool_left -= sizeof v;
    memcpy(&v, pool + pool_left, sizeof v);
    return v;
}

/* Milliseconds << 12 | rand_a, above every stamp given before. */
static uint64_t next_stamp(int64_t now_us, uint64_t random)
{
    uint64_t ms = now_us > 0 ? (uint64_t)now_us / 1000 : 0;
    /* A quarter of rand_a's room at random, the rest is left for counting. */
    uint64_t wanted = (ms & 0xFFFFFFFFFFFF) << 12 | (random & 0x3FF);
    uint64_t last = atomic_load(&last_stamp);
    uint64_t stamp;

    do
        stamp = wanted > last ? wanted : last + 1;
    while (!atomic_compare_exchange_weak(&last_stamp, &last, stamp));
    return stamp;
}

static char *put_hex(char *out, uint64_t v, int digits)
{
    static const char hex[] = "0123456789abcdef";

    for (int i = digits - 1; i >= 0; i--)
        *out++ = hex[v >> (4 * i) & 15];
    return out;
}

void uuid7_format(int64_t now_us, char out[UUID_TEXT])
{
    uint64_t random = random64();
    uint64_t stamp = next_stamp(now_us, random >> 52);

    out = put_hex(out, stamp >> 28, 8);
    *out++ = '-';
    out = put_hex(out, stamp >> 12, 4);
    *out++ = '-';
    out = put_hex(out, 0x7000 | (stamp & 0xFFF), 4);
    *out++ = '-';
    out = put_hex(out, 0x8000 | (random & 0x3FFF), 4);
    *out++ = '-';
    out = put_hex(out, random64(), 12);
    *out = '\0';
}

char *uuid7_new(struct arena *a, int64_t now_us)
{
    char *s = arena_alloc(a, UUID_TEXT);

    uuid7_format(now_us, s);
    return s;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool uuid_is_valid(const char *s)
{
    for (int i = 0; i < UUID_TEXT - 1; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? s[i] != '-' : !is_hex(s[i]))
            return false;
    }
    return s[UUID_TEXT - 1] == '\0';
}
