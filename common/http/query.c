/* SPDX-License-Identifier: MIT */
/* Query strings and form bodies by field table. */
#include "http/query.h"
#include "base/str.h"
#include "unit/router.h"
#include <assert.h>
#include <string.h>

struct query {
    const struct field_table *table;
    struct arena *arena;
    void *out;
    struct problem *err;
    uint64_t seen; /* bit i: row i was given, well or badly */
};

/* Decoded text of a name or a value, where '+' is a blank; NULL when it cannot be. */
static char *decode(struct arena *a, const char *s, size_t n)
{
    char *copy = arena_strndup(a, s, n);

    for (char *p = copy; *p; p++) {
        if (*p == '+')
            *p = ' ';
    }
    return url_decode(a, copy, strlen(copy));
}

static void add(const struct query *q, const char *name, const char *code, const char *message)
{
    problem_field(q->err, arena_printf(q->arena, "?%s", name), code, "%s", message);
}

static void take(struct query *q, const char *name, const char *value)
{
    const struct field *f = q->table ? field_find(q->table, name) : NULL;
    struct field_mask *mask = q->out;
    uint64_t bit;

    if (!f) {
        add(q, name, "unknown", "");
        return;
    }
    assert(f - q->table->fields < 64);
    bit = UINT64_C(1) << (f - q->table->fields);
    if (q->seen & bit)
        add(q, name, "duplicate", "given twice");
    else if (!value)
        add(q, name, "format", "not valid percent-encoded UTF-8");
    else if (field_decode_text(f, value, arena_printf(q->arena, "?%s", name), q->arena, q->out, q->err))
        mask->present |= bit;
    q->seen |= bit;
}

/* One "name=value"; without '=' the value is empty. */
static void take_pair(struct query *q, const char *s, size_t n)
{
    const char *eq = memchr(s, '=', n);
    size_t name_len = eq ? (size_t)(eq - s) : n;
    const char *name = decode(q->arena, s, name_len);

    if (!name)
        add(q, "", "format", "a name is not valid percent-encoded UTF-8");
    else
        take(q, name, eq ? decode(q->arena, eq + 1, n - name_len - 1) : "");
}

static void require(const struct query *q)
{
    int i = 0;

    if (!q->table)
        return;
    for (const struct field *f = q->table->fields; f->name; f++, i++) {
        if ((f->flags & FIELD_REQUIRED) && !(q->seen >> i & 1))
            add(q, f->name, "required", "");
    }
}

int query_decode(const struct field_table *table, const char *query, struct arena *a, void *out,
                 struct problem *err)
{
    struct query q = {.table = table, .arena = a, .out = out, .err = err};

    for (const char *s = query ? query : ""; *s;) {
        size_t n = strcspn(s, "&");
        if (n)
            take_pair(&q, s, n);
        s += n + (s[n] == '&');
    }
    require(&q);
    if (err->n_fields == 0)
        return 0;
    return problem_fail(err, PROBLEM_BAD_QUERY, "%zu invalid parameter%s", err->n_fields,
                        err->n_fields == 1 ? "" : "s");
}
