/* SPDX-License-Identifier: MIT */
/* A growing byte buffer on an arena (declared in str.h). */
#include "base/str.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 256 };

void buf_init(struct buf *b, struct arena *a)
{
    b->arena = a;
    b->len = 0;
    b->cap = FIRST;
    b->data = arena_raw(a, FIRST);
    b->data[0] = '\0';
}

/* The old bytes stay with the arena; doubling keeps the waste below the final size. */
static void grow(struct buf *b, size_t n)
{
    size_t cap = b->cap;
    char *data;

    while (cap - b->len <= n) {
        if (cap > SIZE_MAX / 2)
            abort();
        cap *= 2;
    }
    data = arena_raw(b->arena, cap);
    memcpy(data, b->data, b->len + 1);
    b->data = data;
    b->cap = cap;
}

/* Room for n more bytes and the NUL. */
static inline void reserve(struct buf *b, size_t n)
{
    if (n >= b->cap - b->len)
        grow(b, n);
}

char *buf_room(struct buf *b, size_t n)
{
    reserve(b, n);
    return b->data + b->len;
}

void buf_wrote(struct buf *b, char *end)
{
    b->len = (size_t)(end - b->data);
    *end = '\0';
}

void buf_add(struct buf *b, const char *s)
{
    buf_add_n(b, s, strlen(s));
}

void buf_add_n(struct buf *b, const void *data, size_t n)
{
    reserve(b, n);
    if (n)
        memcpy(b->data + b->len, data, n);
    b->len += n;
    b->data[b->len] = '\0';
}

void buf_add_char(struct buf *b, char c)
{
    reserve(b, 1);
    b->data[b->len++] = c;
    b->data[b->len] = '\0';
}

void buf_add_lower(struct buf *b, const char *s)
{
    for (; *s; s++)
        buf_add_char(b, *s >= 'A' && *s <= 'Z' ? (char)(*s + ('a' - 'A')) : *s);
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(b->data + b->len, b->cap - b->len, fmt, ap);
    va_end(ap);
    if (n < 0)
        abort();
    if ((size_t)n >= b->cap - b->len) {
        reserve(b, (size_t)n);
        va_start(ap, fmt);
        (void)vsnprintf(b->data + b->len, b->cap - b->len, fmt, ap);
        va_end(ap);
    }
    b->len += (size_t)n;
}

/* The two-character escape of a byte, 0 when it has none. */
static char short_escape(unsigned char c)
{
    switch (c) {
    case '"':
    case '\\':
        return (char)c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

static void add_escaped(struct buf *b, unsigned char c)
{
    char e = short_escape(c);

    if (e) {
        buf_add_char(b, '\\');
        buf_add_char(b, e);
    } else {
        buf_addf(b, "\\u%04x", (unsigned)c);
    }
}

void buf_add_json(struct buf *b, const char *s)
{
    if (s)
        buf_add_json_n(b, s, strlen(s));
    else
        buf_add_n(b, "null", 4);
}

/* Bytes that stand for themselves in a JSON string, eight at a time: none below 0x20, no quote, no backslash. */
static size_t plain_run(const char *s, size_t n)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = UINT64_C(0x8080808080808080);
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        uint64_t w, quote, backslash;
        memcpy(&w, s + i, 8);
        quote = w ^ ones * '"';
        backslash = w ^ ones * '\\';
        if (((w - ones * 0x20) | (quote - ones) | (backslash - ones)) & ~w & tops)
            break; /* perhaps: borrows may tell of a byte that is plain */
    }
    while (i < n && (unsigned char)s[i] >= 0x20 && s[i] != '"' && s[i] != '\\')
        i++;
    return i;
}

void buf_add_json_n(struct buf *b, const char *s, size_t n)
{
    size_t run = plain_run(s, n);
    char *at = buf_room(b, run + 2);

    *at++ = '"';
    memcpy(at, s, run);
    buf_wrote(b, at + run);
    while (run < n) {
        size_t more;
        add_escaped(b, (unsigned char)s[run++]);
        more = plain_run(s + run, n - run);
        buf_add_n(b, s + run, more);
        run += more;
    }
    buf_add_char(b, '"');
}
