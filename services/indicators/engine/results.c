/* SPDX-License-Identifier: MIT */
/* Writing results. */
#include "indicators/engine/results.h"

#include "base/date.h"
#include "base/decimal.h"
#include "base/uuid.h"
#include "indicators/engine/object_alerts.h"
#include "indicators_sql.h"

enum { ROWS_MAX = 2000 };

void results_name(struct buf *b, const char *name)
{
    char before = b->len ? b->data[b->len - 1] : '\0';

    if (before != '{' && before != '[')
        buf_add_char(b, ',');
    buf_add_json(b, name);
    buf_add_char(b, ':');
}

void results_value(struct buf *b, const char *name, int64_t value)
{
    char text[DECIMAL_TEXT];

    decimal_format(value, VALUE_SCALE, text);
    results_name(b, name);
    buf_add_char(b, '"');
    buf_add(b, text);
    buf_add_char(b, '"');
}

void results_int(struct buf *b, const char *name, int64_t value)
{
    results_name(b, name);
    buf_addf(b, "%lld", (long long)value);
}

void results_items(struct buf *b, const char *name, unsigned items)
{
    const char *comma = "";

    results_name(b, name);
    buf_add_char(b, '[');
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        if (items & 1u << i) {
            buf_addf(b, "%s\"%s\"", comma, air_item_codes[i]);
            comma = ",";
        }
    buf_add_char(b, ']');
}

void results_text(struct buf *b, const char *name, const char *text)
{
    results_name(b, name);
    buf_add_json(b, text);
}

struct buf *results_begin(struct batch *b, const struct result_head *h)
{
    struct buf *out = &b->rows;
    char id[UUID_TEXT], day[DATE_TEXT];

    uuid7_format(b->c->now_us, id);
    date_format(h->period_start, day);
    if (b->n_rows++)
        buf_add_char(out, ',');
    buf_add_char(out, '{');
    results_text(out, "id", id);
    results_text(out, "object_id", h->subject->object_id);
    results_text(out, "tenant_id", h->subject->tenant_id);
    results_text(out, "scope", h->subject->scope);
    results_text(out, "kind", h->kind);
    results_text(out, "period_start", day);
    results_text(out, "standard_version", h->standard);
    results_name(out, "valid");
    buf_add(out, h->valid ? "true" : "false");
    if (h->aqi != AIR_NO_INDEX)
        results_int(out, "aqi", h->aqi);
    if (h->level)
        results_int(out, "level", h->level);
    if (h->class)
        results_int(out, "class", h->class);
    if (h->attained != ATTAINED_UNKNOWN) {
        results_name(out, "attained");
        buf_add(out, h->attained == ATTAINED_YES ? "true" : "false");
    }
    results_name(out, "figures");
    return out;
}

int results_end(struct batch *b, struct problem *err)
{
    buf_add_char(&b->rows, '}');
    return b->n_rows < ROWS_MAX ? 0 : results_flush(b, err);
}

int results_flush(struct batch *b, struct problem *err)
{
    if (object_alerts_flush(b, err) < 0)
        return -1;
    if (b->n_rows == 0)
        return 0;
    buf_add_char(&b->rows, ']');
    if (db_run(b->c->db, &sql_evaluation_put, BIND({"rows", b->rows.data}), NULL, err) < 0)
        return -1;
    b->rows.len = 0;
    buf_add_char(&b->rows, '[');
    b->n_rows = 0;
    return 0;
}
