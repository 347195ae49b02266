/* SPDX-License-Identifier: MIT */
/* Decoding JSON by field tables. */
#include "json/field.h"
#include "base/str.h"
#include "json/scalar.h"
#include "json/scan.h"
#include <assert.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { ROWS_MAX = 64, PATH = 256 };

/* Where the decoder stands: the pointer grows and shrinks with the nesting. */
struct decoder {
    struct arena *arena;
    struct problem *err;
    char pointer[PATH];
    size_t len;
};

static struct field_place here(const struct decoder *d)
{
    return (struct field_place){d->pointer, d->err};
}

/* Appends "/name" with '~' and '/' escaped (RFC 6901); returns the length to go back to. */
static size_t enter(struct decoder *d, const char *name)
{
    size_t before = d->len;

    if (d->len + 1 < PATH)
        d->pointer[d->len++] = '/';
    for (; *name && d->len + 2 < PATH; name++) {
        if (*name == '~' || *name == '/') {
            d->pointer[d->len++] = '~';
            d->pointer[d->len++] = *name == '~' ? '0' : '1';
        } else {
            d->pointer[d->len++] = *name;
        }
    }
    d->pointer[d->len] = '\0';
    return before;
}

static void leave(struct decoder *d, size_t before)
{
    d->len = before;
    d->pointer[before] = '\0';
}

static int add_to_buf(const char *data, size_t n, void *arg)
{
    buf_add_n(arg, data, n);
    return 0;
}

static const char *compact(struct arena *a, const json_t *json)
{
    struct buf b;

    buf_init(&b, a);
    (void)json_dump_callback(json, add_to_buf, &b, JSON_COMPACT);
    return b.data;
}

/* As SQL takes an object or array; nobody wants a bulky one so. */
static const char *text_of(struct arena *a, const struct field *f, const json_t *json)
{
    return f->flags & FIELD_BULK ? NULL : compact(a, json);
}

static void decode_object(struct decoder *d, const struct field_table *table, const json_t *json, void *out);
static bool decode_value(struct decoder *d, const struct field *f, const json_t *json, void *out);

static bool decode_nested(struct decoder *d, const struct field *f, const json_t *json, void *out)
{
    struct field_object object;
    void *value = arena_alloc(d->arena, f->nested->size);
    size_t errors = d->err->n_fields;

    if (!json_is_object(json))
        return field_error(here(d), "type", "an object");
    decode_object(d, f->nested, json, value);
    if (d->err->n_fields > errors)
        return false;
    object = (struct field_object){value, text_of(d->arena, f, json)};
    memcpy((unsigned char *)out + f->offset, &object, sizeof object);
    return true;
}

/* One item: a scalar when the table's one row has no name, else an object. */
static void decode_item(struct decoder *d, const struct field_table *table, const json_t *json, void *out)
{
    if (table->fields[0].name && table->fields[0].name[0] == '\0')
        (void)decode_value(d, &table->fields[0], json, out);
    else if (json_is_object(json))
        decode_object(d, table, json, out);
    else
        (void)field_error(here(d), "type", "an object");
}

static void decode_items(struct decoder *d, const struct field_table *table, const json_t *json,
                         unsigned char *items)
{
    char index[24];

    for (size_t i = 0; i < json_array_size(json); i++) {
        size_t before;
        (void)snprintf(index, sizeof index, "%zu", i);
        before = enter(d, index);
        decode_item(d, table, json_array_get(json, i), items + i * table->size);
        leave(d, before);
    }
}

/* An array of the wrong size is not looked into: its items would only bury the error. */
static bool decode_array(struct decoder *d, const struct field *f, const json_t *json, void *out)
{
    struct field_list list = {.n = json_array_size(json)};
    size_t errors = d->err->n_fields;
    void *items;

    if (!json_is_array(json))
        return field_error(here(d), "type", "an array");
    if ((int64_t)list.n > f->max)
        return field_error(here(d), "too-many", "at most %" PRId64 " items", f->max);
    if ((int64_t)list.n < f->min)
        return field_error(here(d), "too-few", "at least %" PRId64 " items", f->min);
    items = arena_array(d->arena, list.n, f->nested->size);
    decode_items(d, f->nested, json, items);
    if (d->err->n_fields > errors)
        return false;
    list.items = items;
    list.json = text_of(d->arena, f, json);
    memcpy((unsigned char *)out + f->offset, &list, sizeof list);
    return true;
}

static bool decode_map(struct decoder *d, const struct field *f, const json_t *json, void *out)
{
    const char *text;

    if (!json_is_object(json))
        return field_error(here(d), "type", "an object");
    text = compact(d->arena, json);
    if ((int64_t)strlen(text) > f->max)
        return field_error(here(d), "length", "at most %" PRId64 " bytes", f->max);
    memcpy((unsigned char *)out + f->offset, &text, sizeof text);
    return true;
}

static bool decode_value(struct decoder *d, const struct field *f, const json_t *json, void *out)
{
    switch (f->type) {
    case FIELD_INT:
        if (!json_is_integer(json))
            return field_error(here(d), "type", "a whole number");
        return scalar_from_int(f, json_integer_value(json), out, here(d));
    case FIELD_BOOL:
        if (!json_is_boolean(json))
            return field_error(here(d), "type", "true or false");
        scalar_from_bool(f, json_is_true(json), out);
        return true;
    case FIELD_OBJECT:
        return decode_nested(d, f, json, out);
    case FIELD_ARRAY:
        return decode_array(d, f, json, out);
    case FIELD_MAP:
        return decode_map(d, f, json, out);
    default:
        if (!json_is_string(json))
            return field_error(here(d), "type", "a text");
        return scalar_from_text(f, json_string_value(json), d->arena, out, here(d));
    }
}

/* One row against its value, which is NULL when the key is not there. */
static void decode_row(struct decoder *d, const struct field *f, uint64_t bit, const json_t *json, void *out)
{
    struct field_mask *mask = out;
    size_t before = enter(d, f->name);

    if (!json) {
        if (f->flags & FIELD_REQUIRED)
            (void)field_error(here(d), "required", "%s", "");
    } else if (json_is_null(json) && (f->flags & FIELD_NULLABLE)) {
        mask->present |= bit;
        mask->null |= bit;
    } else if (decode_value(d, f, json, out)) {
        mask->present |= bit;
    }
    leave(d, before);
}

static void refuse_unknown(struct decoder *d, const struct field_table *table, const json_t *json)
{
    for (void *it = json_object_iter((json_t *)json); it; it = json_object_iter_next((json_t *)json, it)) {
        size_t before;
        if (field_find(table, json_object_iter_key(it)))
            continue;
        before = enter(d, json_object_iter_key(it));
        (void)field_error(here(d), "unknown", "%s", "");
        leave(d, before);
    }
}

static void decode_object(struct decoder *d, const struct field_table *table, const json_t *json, void *out)
{
    int i = 0;

    for (const struct field *f = table->fields; f->name; f++, i++) {
        assert(i < ROWS_MAX);
        decode_row(d, f, UINT64_C(1) << i, json_object_get(json, f->name), out);
    }
    refuse_unknown(d, table, json);
}

int field_decode(const struct field_table *table, const struct json_t *json, struct arena *a, void *out,
                 struct problem *err)
{
    struct decoder d = {.arena = a, .err = err};

    if (!json_is_object(json)) {
        problem_field(err, "", "type", "an object");
        return problem_fields_check(err);
    }
    decode_object(&d, table, json, out);
    return problem_fields_check(err);
}

static bool is_bulky(const struct field_table *table)
{
    for (const struct field *f = table->fields; f->name; f++)
        if (f->flags & FIELD_BULK)
            return true;
    return false;
}

int field_decode_body(const struct field_table *table, const char *body, size_t n, struct arena *a, void *out,
                      struct problem *err)
{
    struct json_t *json;

    if (is_bulky(table) && scan_body(table, body, n, a, out))
        return 0;
    memset(out, 0, table->size);
    if (field_parse(a, body, n, &json, err) < 0)
        return -1;
    return field_decode(table, json, a, out, err);
}
