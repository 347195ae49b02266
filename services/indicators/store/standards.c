/* SPDX-License-Identifier: MIT */
/* Loading editions. */
#include "indicators/store/standards.h"

#include "base/date.h"
#include "indicators_sql.h"

/* Editions as they come, ordered by code. */
struct editions {
    struct standard *items;
    size_t n;
};

static struct standard *find(const struct editions *e, const char *code)
{
    for (size_t i = 0; i < e->n; i++)
        if (str_eq(e->items[i].code, code))
            return &e->items[i];
    return NULL;
}

static const char *text_or_empty(const struct db_result *r, int row, const char *column)
{
    const char *text = db_text(r, row, column);

    return text ? text : "";
}

static void read_limit(const struct db_result *r, int row, struct standard_limit *out)
{
    *out = (struct standard_limit){
        .item = db_text(r, row, "item"),
        .averaging = db_text(r, row, "averaging"),
        .op = db_text(r, row, "op"),
        .level = (int32_t)db_int(r, row, "level"),
        .value = db_decimal(r, row, "value", VALUE_SCALE),
    };
}

/* One row a limit; the first of an edition opens it. */
static void read_editions(struct ctx *c, const struct db_result *r, struct editions *out)
{
    size_t rows = (size_t)db_rows(r);
    struct standard_limit *limits = arena_array(&c->arena, rows + 1, sizeof *limits);
    struct standard *s = NULL;

    out->items = arena_array(&c->arena, rows + 1, sizeof *out->items);
    for (int i = 0; i < db_rows(r); i++) {
        if (!s || !str_eq(s->code, db_text(r, i, "edition"))) {
            s = &out->items[out->n++];
            *s = (struct standard){.code = db_text(r, i, "edition"),
                                   .family = db_text(r, i, "family"),
                                   .title = db_text(r, i, "title"),
                                   .valid_from = db_date(r, i, "valid_from"),
                                   .valid_to = db_date(r, i, "valid_to"),
                                   .limits = &limits[i]};
        }
        if (db_text(r, i, "item")) {
            read_limit(r, i, &limits[i]);
            s->n_limits++;
        }
    }
}

static void read_rules(struct ctx *c, const struct db_result *r, const struct editions *e)
{
    struct standard_rule *rules = arena_array(&c->arena, (size_t)db_rows(r) + 1, sizeof *rules);
    struct standard *s = NULL;

    for (int i = 0; i < db_rows(r); i++) {
        if (!s || !str_eq(s->code, db_text(r, i, "edition"))) {
            s = find(e, db_text(r, i, "edition"));
            s->rules = &rules[i];
        }
        rules[i] = (struct standard_rule){.item = db_text(r, i, "item"),
                                          .name = db_text(r, i, "name"),
                                          .value = db_decimal(r, i, "value", VALUE_SCALE),
                                          .text = text_or_empty(r, i, "text")};
        s->n_rules++;
    }
}

static int load(struct ctx *c, const struct bind *which, struct editions *ret, struct problem *err)
{
    struct db_result *r;
    struct buf codes;

    *ret = (struct editions){0};
    if (db_run(c->db, &sql_standards_load, which, &r, err) < 0)
        return -1;
    read_editions(c, r, ret);
    buf_init(&codes, &c->arena);
    for (size_t i = 0; i < ret->n; i++)
        buf_addf(&codes, "%s%s", i ? " " : "", ret->items[i].code);
    if (db_run(c->db, &sql_standards_load_rules, BIND({"codes", codes.data}), &r, err) < 0)
        return -1;
    read_rules(c, r, ret);
    return 0;
}

int standards_load_several(struct ctx *c, const char *const *codes, size_t n, const struct standard **ret,
                           struct problem *err)
{
    struct editions found;
    struct buf words;

    buf_init(&words, &c->arena);
    for (size_t i = 0; i < n; i++)
        buf_addf(&words, "%s%s", i ? " " : "", codes[i]);
    if (load(c, BIND({"codes", words.data}, {"family", NULL}, {"valid_on", NULL}), &found, err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        ret[i] = find(&found, codes[i]);
    return 0;
}

int standards_load(struct ctx *c, const char *code, const struct standard **ret, struct problem *err)
{
    const struct standard *found;

    if (standards_load_several(c, &code, 1, &found, err) < 0)
        return -1;
    if (!found)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no edition %s of a standard", code);
    *ret = found;
    return 0;
}

int standards_in_force(struct ctx *c, const char *family, int32_t day, const struct standard **ret,
                       struct problem *err)
{
    struct editions found;

    if (load(c, BIND({"codes", NULL}, {"family", family}, {"valid_on", db_arg_date(&c->arena, day)}), &found,
             err) < 0)
        return -1;
    if (found.n == 0)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no edition of %s is in force on that day", family);
    *ret = found.items;
    return 0;
}
