/* SPDX-License-Identifier: MIT */
/* POST /water/class: the class of samples of surface water, for anyone with a token; nothing is stored. */
#include "indicators/domain/water_class.h"

#include "base/decimal.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators/store/standards.h"
#include "unit/ctx.h"
#include <stdio.h>

enum { EDITIONS_MAX = 8 };

static const char family[] = "GB3838";

/* An edition to judge by, with all text of an answer that does not depend on the sample. */
struct edition {
    struct water_rules rules;
    int item[WATER_VALUES]; /* of each value of the body; -1: the edition has no such item */
    const char *verdict[WATER_CLASS_WORST + 1], *factor[WATER_ITEMS_MAX];
};

/* The editions that a call names; the first is the one in force. */
struct editions {
    size_t n;
    const char *codes[EDITIONS_MAX];
    const struct edition *items[EDITIONS_MAX]; /* NULL: there is none of that code */
};

/* ---- the editions of a call */

static const char *json_or_null(struct arena *a, const char *text)
{
    struct buf b;

    buf_init(&b, a);
    buf_add_json(&b, str_empty(text) ? NULL : text);
    return b.data;
}

static const char *verdict_text(struct arena *a, const struct water_rules *r, int class)
{
    int grade = r->grade_of_class[class];
    const char *number = class == WATER_CLASS_NONE ? "null" : arena_printf(a, "%d", class);

    return arena_printf(a, "{\"class\":%s,\"label\":%s,\"grade\":%s,\"colour\":%s,\"standard\":%s,\"main\":[",
                        number, json_or_null(a, r->class_label[class]),
                        json_or_null(a, r->grade_label[grade]), json_or_null(a, r->grade_colour[grade]),
                        json_or_null(a, r->limits->code));
}

static void write_fixed_texts(struct arena *a, struct edition *e)
{
    for (int k = WATER_CLASS_NONE; k <= WATER_CLASS_WORST; k++)
        e->verdict[k] = verdict_text(a, &e->rules, k);
    for (size_t i = 0; i < e->rules.n; i++)
        e->factor[i] = arena_printf(a, "{\"item\":%s,\"single_factor\":%s,\"value\":\"",
                                    json_or_null(a, e->rules.items[i].code),
                                    e->rules.items[i].is_single_factor ? "true" : "false");
}

static int make_edition(struct ctx *c, const struct standard *limits, const struct standard *statistics,
                        const struct standard *method, const struct edition **ret, struct problem *err)
{
    struct edition *e = arena_alloc(&c->arena, sizeof *e);

    if (water_rules_init(&e->rules, limits, statistics, method, err) < 0)
        return -1;
    for (int i = 0; i < WATER_VALUES; i++)
        e->item[i] = water_item_find(&e->rules, water_values_table.fields[i].name);
    write_fixed_texts(&c->arena, e);
    *ret = e;
    return 0;
}

/* Index of a code among the editions of the call, or -1. */
static int edition_find(const struct editions *e, const char *code)
{
    if (!code)
        return 0;
    for (size_t i = 0; i < e->n; i++)
        if (str_eq(e->codes[i], code))
            return (int)i;
    return -1;
}

/* Takes down which editions the items name. More than a few distinct ones are no use of a calculator. */
static int name_editions(const struct water_class_input *in, struct editions *e, struct problem *err)
{
    const struct water_sample_input *items = in->items.items;
    char pointer[PROBLEM_POINTER];

    for (size_t i = 0; i < in->items.n; i++) {
        if (edition_find(e, items[i].standard) >= 0)
            continue;
        if (e->n < EDITIONS_MAX) {
            e->codes[e->n++] = items[i].standard;
            continue;
        }
        (void)snprintf(pointer, sizeof pointer, "/items/%zu/standard", i);
        problem_field(err, pointer, "too-many", "at most %d editions in a call", EDITIONS_MAX);
        break;
    }
    return problem_fields_check(err);
}

static int load_editions(struct ctx *c, struct editions *e, struct problem *err)
{
    const struct standard *current, *statistics, *method, *found[EDITIONS_MAX] = {NULL};
    int32_t today = ctx_today(c);

    if (standards_in_force(c, family, today, &current, err) < 0 ||
        standards_in_force(c, "STAT", today, &statistics, err) < 0 ||
        standards_in_force(c, "EVAL", today, &method, err) < 0)
        return -1;
    e->n = 1;
    e->codes[0] = current->code;
    if (name_editions(c->in, e, err) < 0 ||
        (e->n > 1 && standards_load_several(c, e->codes, e->n, found, err) < 0))
        return -1;
    found[0] = current;
    for (size_t i = 0; i < e->n; i++) {
        e->items[i] = NULL;
        if (found[i] && str_eq(found[i]->family, family) &&
            make_edition(c, found[i], statistics, method, &e->items[i], err) < 0)
            return -1;
    }
    return 0;
}

/* ---- an item */

/* The values of an item that are there, as bits. */
static uint64_t values_given(const struct water_values *values)
{
    return values->mask.present & ~values->mask.null;
}

/* The edition exists and knows every value. */
static bool check_item(const struct water_sample_input *in, size_t index, const struct edition *e,
                       struct problem *err)
{
    uint64_t given = values_given(in->values.value);
    char pointer[PROBLEM_POINTER];
    bool good = true;

    if (!e) {
        (void)snprintf(pointer, sizeof pointer, "/items/%zu/standard", index);
        problem_field(err, pointer, "unknown", "no edition of %s of that code", family);
        return false;
    }
    for (int i = 0; i < WATER_VALUES; i++) {
        if (!(given >> i & 1) || e->item[i] >= 0)
            continue;
        (void)snprintf(pointer, sizeof pointer, "/items/%zu/values/%s", index,
                       water_values_table.fields[i].name);
        problem_field(err, pointer, "unknown", "%s has no such item", e->rules.limits->code);
        good = false;
    }
    return good;
}

static void read_sample(const struct water_sample_input *in, const struct edition *e, struct water_sample *s)
{
    const struct water_values *values = in->values.value;
    uint64_t given = values_given(values);

    s->body = water_body_of(in->body);
    s->rounding = str_eq(in->rounding, "NONE") ? WATER_ROUND_NONE : WATER_ROUND_STAT20;
    s->present = 0;
    for (int i = 0; given; i++, given >>= 1)
        if (given & 1)
            water_sample_set(s, e->item[i], values->value[i]);
}

static void add_decimal(struct buf *b, int64_t value)
{
    char text[DECIMAL_TEXT];

    decimal_format(value, VALUE_SCALE, text);
    buf_add(b, text);
}

static void write_factor(struct buf *b, const struct edition *e, const struct water_factor *f)
{
    int64_t multiple;

    buf_add(b, e->factor[f->item]);
    add_decimal(b, f->value);
    buf_add(b, "\",\"class\":");
    if (f->class == WATER_CLASS_NONE)
        buf_add(b, "null");
    else
        buf_add_char(b, (char)('0' + f->class));
    buf_add(b, f->exceeds ? ",\"exceeds\":true,\"multiple\":" : ",\"exceeds\":false,\"multiple\":");
    if (ratio_round(&f->multiple, e->rules.multiple_decimals, &multiple)) {
        buf_add_char(b, '"');
        add_decimal(b, multiple);
        buf_add(b, "\"}");
    } else {
        buf_add(b, "null}");
    }
}

static void write_verdict(struct buf *b, const struct edition *e, const struct water_verdict *v)
{
    buf_add(b, e->verdict[v->class]);
    for (size_t i = 0; i < v->n_main; i++) {
        if (i > 0)
            buf_add_char(b, ',');
        buf_add_json(b, e->rules.items[v->factors[v->main[i]].item].code);
    }
    buf_add(b, "],\"factors\":[");
    for (size_t i = 0; i < v->n; i++) {
        if (i > 0)
            buf_add_char(b, ',');
        write_factor(b, e, &v->factors[i]);
    }
    buf_add(b, "]}");
}

/* Finds the edition of every item. */
static int check_items(const struct water_class_input *in, const struct editions *e,
                       const struct edition **ret, struct problem *err)
{
    const struct water_sample_input *items = in->items.items;
    bool good = true;

    for (size_t i = 0; i < in->items.n; i++) {
        int index = edition_find(e, items[i].standard);
        ret[i] = index < 0 ? NULL : e->items[index];
        good = check_item(&items[i], i, ret[i], err) && good;
    }
    return problem_fields_check(err) < 0 || !good ? -1 : 0;
}

static void write_items(struct buf *b, const struct water_class_input *in,
                        const struct edition *const *editions)
{
    const struct water_sample_input *items = in->items.items;

    buf_add(b, "{\"items\":[");
    for (size_t i = 0; i < in->items.n; i++) {
        struct water_sample sample;
        struct water_verdict verdict;
        read_sample(&items[i], editions[i], &sample);
        water_class(&editions[i]->rules, &sample, &verdict);
        if (i > 0)
            buf_add_char(b, ',');
        write_verdict(b, editions[i], &verdict);
    }
    buf_add(b, "]}");
}

int water_classify(struct ctx *c, struct problem *err)
{
    const struct water_class_input *in = c->in;
    const struct edition **editions = arena_array(&c->arena, in->items.n, sizeof *editions);
    struct editions known = {.n = 0};
    struct buf b;

    if (load_editions(c, &known, err) < 0 || check_items(in, &known, editions, err) < 0)
        return -1;
    buf_init(&b, &c->arena);
    write_items(&b, in, editions);
    return reply_json(c, 200, b.data, b.len);
}
