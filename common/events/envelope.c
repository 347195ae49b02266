/* SPDX-License-Identifier: MIT */
/* CloudEvents 1.0 in JSON: written from rows of outbox and event_log, read from the stream. */
#include "events/envelope.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/uuid.h"
#include <jansson.h>
#include <string.h>

static void attribute(struct buf *b, const char *name, const char *value)
{
    if (!value)
        return;
    buf_addf(b, ",\"%s\":", name);
    buf_add_json(b, value);
}

const char *envelope_format(struct arena *a, const struct db_result *r, int row)
{
    char at[CLOCK_TEXT];
    struct buf b;

    clock_format(db_time_us(r, row, "at"), at);
    buf_init(&b, a);
    buf_add(&b, "{\"specversion\":\"1.0\"");
    attribute(&b, "id", db_text(r, row, "id"));
    attribute(&b, "source", arena_printf(a, ENVELOPE_SOURCE "%s", db_text(r, row, "producer")));
    attribute(&b, "type",
              arena_printf(a, ENVELOPE_TYPE "%s.v%s", db_text(r, row, "type"), db_text(r, row, "version")));
    attribute(&b, "subject", db_text(r, row, "aggregate_id"));
    attribute(&b, "time", at);
    attribute(&b, "sequence", arena_printf(a, "%012lld", (long long)db_int(r, row, "sequence")));
    attribute(&b, "tenantid", db_text(r, row, "tenant_id"));
    attribute(&b, "scope", db_text(r, row, "scope"));
    attribute(&b, "traceparent", db_text(r, row, "traceparent"));
    attribute(&b, "datacontenttype", "application/json");
    buf_addf(&b, ",\"data\":%s}", db_text(r, row, "data"));
    return b.data;
}

/* A text attribute, or NULL when it is missing or of another type. */
static const char *text_of(const json_t *tree, const char *name)
{
    return json_string_value(json_object_get(tree, name));
}

static bool read_attributes(const json_t *tree, struct event *e)
{
    const char *time = text_of(tree, "time");
    const char *sequence = text_of(tree, "sequence");

    e->id = text_of(tree, "id");
    e->source = text_of(tree, "source");
    e->type = text_of(tree, "type");
    e->subject = text_of(tree, "subject");
    e->tenant_id = text_of(tree, "tenantid");
    e->scope = text_of(tree, "scope");
    return e->id && uuid_is_valid(e->id) && e->source && e->type && e->subject && uuid_is_valid(e->subject) &&
           e->tenant_id && uuid_is_valid(e->tenant_id) && e->scope && time &&
           clock_parse(time, &e->time_us) == 0 && sequence && str_to_int64(sequence, &e->sequence);
}

/* "cn.bihuan.org.changed.v1" is subscription {name "org.changed", version 1}. */
static bool is_type(const char *type, const struct consumer *row)
{
    size_t n = strlen(row->name);
    int64_t version = 0;

    return str_starts(type, ENVELOPE_TYPE) && strncmp(type + strlen(ENVELOPE_TYPE), row->name, n) == 0 &&
           str_starts(type + strlen(ENVELOPE_TYPE) + n, ".v") &&
           str_to_int64(type + strlen(ENVELOPE_TYPE) + n + 2, &version) && version == row->version;
}

static const struct consumer *subscription_of(const struct consumer *table, const struct event *e)
{
    const char *producer = str_starts(e->source, ENVELOPE_SOURCE) ? e->source + strlen(ENVELOPE_SOURCE) : "";

    for (const struct consumer *row = table; row && row->name; row++)
        if (str_eq(row->producer, producer) && is_type(e->type, row))
            return row;
    return NULL;
}

static void drop_unknown(const struct field_table *table, json_t *json);

static void drop_unknown_in_items(const struct field_table *table, json_t *json)
{
    size_t i;
    json_t *item;

    json_array_foreach (json, i, item)
        drop_unknown(table, item);
}

/* A newer producer may say more than this build knows; what it adds must not kill the event. */
static void drop_unknown(const struct field_table *table, json_t *json)
{
    const char *key;
    json_t *value;
    void *next;

    json_object_foreach_safe(json, next, key, value)
    {
        const struct field *f = field_find(table, key);
        if (!f)
            (void)json_object_del(json, key);
        else if (f->nested && f->type == FIELD_OBJECT)
            drop_unknown(f->nested, value);
        else if (f->nested && f->type == FIELD_ARRAY && json_is_array(value))
            drop_unknown_in_items(f->nested, value);
    }
}

static int decode_data(struct arena *a, json_t *tree, struct envelope *ret, struct problem *err)
{
    const struct field_table *table = ret->row->payload;
    json_t *data = json_object_get(tree, "data");
    void *out;

    if (!json_is_object(data))
        return problem_fail(err, PROBLEM_VALIDATION, "data is not an object");
    char *text = json_dumps(data, JSON_COMPACT);
    if (!text)
        return problem_fail(err, PROBLEM_INTERNAL, "data cannot be written as JSON");
    arena_defer(a, free, text);
    ret->event.data_json = text;
    if (!table)
        return 0;
    drop_unknown(table, data);
    out = arena_alloc(a, table->size);
    ret->event.data = out;
    return field_decode(table, data, a, out, err);
}

enum envelope_kind envelope_parse(struct arena *a, const struct consumer *table, const char *json,
                                  struct envelope *ret, struct problem *err)
{
    json_t *tree = NULL;

    *ret = (struct envelope){.json = json};
    if (field_parse(a, json, strlen(json), &tree, err) < 0)
        return ENVELOPE_UNREADABLE;
    if (!json_is_object(tree) || !read_attributes(tree, &ret->event)) {
        (void)problem_fail(err, PROBLEM_VALIDATION, "an attribute of the envelope is missing or malformed");
        return ENVELOPE_UNREADABLE;
    }
    ret->row = subscription_of(table, &ret->event);
    if (!ret->row)
        return ENVELOPE_FOREIGN;
    return decode_data(a, tree, ret, err) < 0 ? ENVELOPE_BAD_DATA : ENVELOPE_GOOD;
}
