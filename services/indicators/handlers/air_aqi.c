/* SPDX-License-Identifier: MIT */
/* POST /v1/air/aqi: air quality indices of hours and days by the editions that are loaded, for anyone with a token.
 * Many thousand of them in one call, so the answer is written by hand. */
#include "indicators/domain/air_index.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators/store/standards.h"

#include <stdio.h>
#include <string.h>

enum { EDITIONS_MAX = 16, ITEM_ROOM = 1024 };

/* An edition that the call names, as scales of both periods. */
struct edition {
    const char *code;
    bool is_known;
    struct air_scale scales[AIR_DAY + 1];
};

struct editions {
    size_t n;
    struct edition list[EDITIONS_MAX];
};

static struct edition *find(struct editions *e, const char *code)
{
    for (size_t i = 0; i < e->n; i++)
        if (str_eq(e->list[i].code, code))
            return &e->list[i];
    return NULL;
}

static int collect(const struct field_list *items, struct editions *e, struct problem *err)
{
    const struct aqi_item_input *in = items->items;

    for (size_t i = 0; i < items->n; i++) {
        if (find(e, in[i].standard))
            continue;
        if (e->n == EDITIONS_MAX) {
            problem_field(err, "/items", "too-many", "at most %d editions in a call", EDITIONS_MAX);
            break;
        }
        e->list[e->n++].code = in[i].standard;
    }
    return problem_fields_check(err);
}

static int load(struct ctx *c, struct editions *e, struct problem *err)
{
    const struct standard *found[EDITIONS_MAX];
    const char *codes[EDITIONS_MAX];

    for (size_t i = 0; i < e->n; i++)
        codes[i] = e->list[i].code;
    if (standards_load_several(c, codes, e->n, found, err) < 0)
        return -1;
    for (size_t i = 0; i < e->n; i++) {
        struct edition *one = &e->list[i];
        one->is_known = found[i] && air_scale_init(&one->scales[AIR_HOUR], found[i], AIR_HOUR) &&
                        air_scale_init(&one->scales[AIR_DAY], found[i], AIR_DAY);
    }
    return 0;
}

static int check_editions(const struct field_list *items, struct editions *e, struct problem *err)
{
    const struct aqi_item_input *in = items->items;
    char pointer[PROBLEM_POINTER];

    for (size_t i = 0; i < items->n; i++) {
        if (find(e, in[i].standard)->is_known)
            continue;
        (void)snprintf(pointer, sizeof pointer, "/items/%zu/standard", i);
        problem_field(err, pointer, "unknown", "no edition %s of an air quality index", in[i].standard);
    }
    return problem_fields_check(err);
}

static void values_of(const struct aqi_item_input *in, int64_t values[AIR_ITEM_COUNT])
{
    const struct air_values *given = in->values.value;
    uint64_t there = given->mask.present & ~given->mask.null;

    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        values[i] = there >> i & 1 ? given->of[i] : AIR_NONE;
}

static unsigned unmonitored_of(const struct aqi_item_input *in)
{
    const struct unmonitored_input *list = in->unmonitored.items;
    unsigned items = 0;

    for (size_t n = 0; n < in->unmonitored.n; n++)
        for (int i = 0; i < AIR_ITEM_COUNT; i++)
            if (list[n].item == air_item_codes[i]) /* an enum is decoded to the table's own text */
                items |= 1u << i;
    return items;
}

/* ---- writing; each returns where the next byte goes */

static char *put(char *at, const char *text)
{
    size_t n = strlen(text);

    memcpy(at, text, n);
    return at + n;
}

/* Not negative; AIR_NO_INDEX is null. */
static char *put_index(char *at, int32_t index)
{
    char digits[12];
    int n = 0;

    if (index == AIR_NO_INDEX)
        return put(at, "null");
    do
        digits[n++] = (char)('0' + index % 10);
    while ((index /= 10) > 0);
    while (n > 0)
        *at++ = digits[--n];
    return at;
}

static char *put_items(char *at, unsigned items)
{
    const char *before = "[\"";

    if (!items)
        return put(at, "[]");
    for (int i = 0; i < AIR_ITEM_COUNT; i++) {
        if (!(items >> i & 1u))
            continue;
        at = put(put(at, before), air_item_codes[i]);
        before = "\",\"";
    }
    return put(at, "\"]");
}

/* Of each value that is an item of the edition; null where it computes none. */
static char *put_iaqi(char *at, const struct air_scale *scale, const struct air_index *x,
                      const int64_t values[AIR_ITEM_COUNT])
{
    const char *before = "{\"";

    for (int i = 0; i < AIR_ITEM_COUNT; i++) {
        if (values[i] == AIR_NONE || scale->items[i].part == AIR_PART_NONE)
            continue;
        at = put(put(put(at, before), air_item_codes[i]), "\":");
        at = put_index(at, x->iaqi[i]);
        before = ",\"";
    }
    return put(at, before[0] == '{' ? "{}" : "}");
}

static char *put_level(char *at, int32_t level)
{
    at = put_index(put(at, ",\"level\":"), level ? level : AIR_NO_INDEX);
    if (!level)
        return put(at, ",\"label\":null");
    return put(put(put(at, ",\"label\":\""), air_level_codes[level - 1].zh), "\"");
}

static void write_item(struct buf *b, struct editions *e, const struct aqi_item_input *in)
{
    const struct edition *edition = find(e, in->standard);
    const struct air_scale *scale = &edition->scales[str_eq(in->period, AIR_PERIOD_DAY) ? AIR_DAY : AIR_HOUR];
    char *at = buf_room(b, ITEM_ROOM);
    int64_t values[AIR_ITEM_COUNT];
    struct air_index x;

    values_of(in, values);
    x = air_index(scale, values, unmonitored_of(in));
    at = put(put(put(at, "{\"standard\":\""), edition->code), "\",\"aqi\":");
    at = put_level(put_index(at, x.aqi), x.level);
    at = put_items(put(at, ",\"primary\":"), x.primary);
    at = put(at, ",\"exceeding\":");
    at = scale->exceeding_over == AIR_NO_INDEX ? put(at, "null") : put_items(at, x.exceeding);
    at = put_iaqi(put(at, ",\"iaqi\":"), scale, &x, values);
    at = put_items(put(at, ",\"missing\":"), x.missing);
    at = put_items(put(at, ",\"ignored\":"), x.ignored);
    buf_wrote(b, put(at, "}"));
}

int aqi_compute(struct ctx *c, struct problem *err)
{
    const struct aqi_input *in = c->in;
    const struct aqi_item_input *items = in->items.items;
    struct editions *e = arena_alloc(&c->arena, sizeof *e);
    struct buf b;

    if (collect(&in->items, e, err) < 0 || load(c, e, err) < 0 || check_editions(&in->items, e, err) < 0)
        return -1;
    buf_init(&b, &c->arena);
    buf_add(&b, "{\"items\":[");
    for (size_t i = 0; i < in->items.n; i++) {
        if (i)
            buf_add_char(&b, ',');
        write_item(&b, e, &items[i]);
    }
    buf_add(&b, "]}");
    return reply_json(c, 200, b.data, b.len);
}
