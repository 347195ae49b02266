/* SPDX-License-Identifier: MIT */
/* CloudEvents 1.0 in JSON, written from rows of outbox and event_log; and what is taken from such a row, and from such
 * an envelope. */
#include "events/envelope.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/uuid.h"
#include "events/subscription.h"
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

int envelope_read_data(struct arena *a, const struct consumer *subscription, const char *json,
                       struct event *ret, struct problem *err)
{
    const struct field_table *table = subscription->payload;
    json_t *data = NULL;
    void *out;

    ret->data_json = json;
    if (field_parse(a, json, strlen(json), &data, err) < 0)
        return -1;
    if (!json_is_object(data))
        return problem_fail(err, PROBLEM_VALIDATION, "data is not an object");
    if (!table)
        return 0;
    drop_unknown(table, data);
    out = arena_alloc(a, table->size);
    ret->data = out;
    return field_decode(table, data, a, out, err);
}

int envelope_read(struct arena *a, const struct consumer *subscription, const struct db_result *r, int row,
                  struct event *ret, struct problem *err)
{
    *ret = (struct event){
        .id = db_text(r, row, "id"),
        .source = arena_printf(a, ENVELOPE_SOURCE "%s", db_text(r, row, "producer")),
        .type = arena_printf(a, ENVELOPE_TYPE "%s.v%s", db_text(r, row, "type"), db_text(r, row, "version")),
        .subject = db_text(r, row, "aggregate_id"),
        .tenant_id = db_text(r, row, "tenant_id"),
        .scope = db_text(r, row, "scope"),
        .sequence = db_int(r, row, "sequence"),
        .time_us = db_time_us(r, row, "at"),
    };
    return envelope_read_data(a, subscription, db_text(r, row, "data"), ret, err);
}

enum hint_kind envelope_hint(struct arena *a, const struct consumer *table, const char *producer,
                             const char *json, const char **ret_id)
{
    struct problem ignored = {0};
    json_t *tree = NULL;

    if (field_parse(a, json, strlen(json), &tree, &ignored) < 0 || !json_is_object(tree))
        return HINT_MALFORMED;
    const char *id = text_of(tree, "id"), *source = text_of(tree, "source"), *type = text_of(tree, "type");
    if (!id || !uuid_is_valid(id) || !source || !type)
        return HINT_MALFORMED;
    if (!str_starts(source, ENVELOPE_SOURCE) || !str_eq(source + strlen(ENVELOPE_SOURCE), producer))
        return HINT_REFUSED;
    if (!subscription_of_type(table, producer, type))
        return subscription_of_type(table, NULL, type) ? HINT_REFUSED : HINT_FOREIGN;
    *ret_id = id;
    return HINT_GOOD;
}
