/* SPDX-License-Identifier: MIT */
/* Loading the editions of a batch. */
#include "indicators/engine/editions.h"

#include "base/date.h"
#include "indicators/store/standards.h"
#include "indicators_sql.h"

struct family {
    const char *name;
    size_t list; /* offset in struct editions */
};

static const struct family families[] = {
    {"HJ633",  offsetof(struct editions, hj633)},
    {"GB3095",  offsetof(struct editions, gb3095)},
    {"HJ663", offsetof(struct editions, hj663)},
    {"GB3838", offsetof(struct editions, gb3838)},
    {"STAT",  offsetof(struct editions, stat)},
    {"EVAL",  offsetof(struct editions, eval)},
    {"BLACK-ODOUR", offsetof(struct editions, black_odour)},
    {0},
};

static struct edition_list *list_of(struct editions *e, const char *family)
{
    for (const struct family *f = families; f->name; f++)
        if (str_eq(f->name, family))
            return (struct edition_list *)(void *)((char *)e + f->list);
    return NULL;
}

static void add(struct ctx *c, struct edition_list *list, const struct standard *s, size_t max)
{
    size_t at = list->n++;

    if (!list->items)
        list->items = arena_array(&c->arena, max, sizeof(const struct standard *));
    for (; at > 0 && list->items[at - 1]->valid_from > s->valid_from; at--)
        list->items[at] = list->items[at - 1];
    list->items[at] = s;
}

static int index_scales(struct ctx *c, struct editions *e, struct problem *err)
{
    e->scales = arena_array(&c->arena, e->hj633.n + 1, sizeof *e->scales);
    for (size_t i = 0; i < e->hj633.n; i++)
        if (!air_scale_init(&e->scales[i], e->hj633.items[i], AIR_DAY))
            return problem_cause(err, PROBLEM_INTERNAL, "%s makes no scale", e->hj633.items[i]->code);
    return 0;
}

int editions_load(struct ctx *c, struct editions *ret, struct problem *err)
{
    struct db_result *r;
    const char **codes;
    const struct standard **found;
    size_t n;

    *ret = (struct editions){0};
    if (db_run(c->db, &sql_evaluation_editions, BIND_NONE, &r, err) < 0)
        return -1;
    n = (size_t)db_rows(r);
    codes = arena_array(&c->arena, n + 1, sizeof *codes);
    found = arena_array(&c->arena, n + 1, sizeof *found);
    for (size_t i = 0; i < n; i++)
        codes[i] = db_text(r, (int)i, "code");
    if (standards_load_several(c, codes, n, found, err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (found[i] && list_of(ret, found[i]->family))
            add(c, list_of(ret, found[i]->family), found[i], n);
    return index_scales(c, ret, err);
}

const struct standard *edition_on(const struct edition_list *list, int32_t day)
{
    const struct standard *latest = list->n ? list->items[0] : NULL;

    for (size_t i = 0; i < list->n; i++)
        if (list->items[i]->valid_from <= day)
            latest = list->items[i];
    return latest;
}

int editions_basis(const struct editions *e, int32_t day, struct air_basis *ret, struct problem *err)
{
    const struct standard *hj663 = edition_on(&e->hj663, day);

    if (!hj663)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no edition of HJ 663 is loaded");
    *ret = air_basis_of(hj663, edition_on(&e->gb3095, day));
    return 0;
}

int editions_water(struct ctx *c, const struct editions *e, const struct standard *gb3838, int32_t day,
                   struct water_rules **ret, struct problem *err)
{
    const struct standard *stat = edition_on(&e->stat, day), *eval = edition_on(&e->eval, day);

    if (!stat || !eval)
        return problem_fail(err, PROBLEM_NOT_FOUND, "the rules of evaluating surface water are not loaded");
    *ret = arena_alloc(&c->arena, sizeof **ret);
    return water_rules_init(*ret, gb3838, stat, eval, err);
}
