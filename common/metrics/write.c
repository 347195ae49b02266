/* SPDX-License-Identifier: MIT */
/* Metrics in the Prometheus text format 0.0.4. */
#include "metrics/metrics.h"
#include "metrics/series.h"
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

static void add_escaped(struct buf *b, const char *s)
{
    for (; *s; s++) {
        if (*s == '\n')
            buf_add(b, "\\n");
        else if (*s == '"' || *s == '\\')
            buf_addf(b, "\\%c", *s);
        else
            buf_add_char(b, *s);
    }
}

static void add_label(struct buf *b, bool *any, const char *name, size_t len, const char *value)
{
    buf_add_char(b, *any ? ',' : '{');
    buf_add_n(b, name, len);
    buf_add(b, "=\"");
    add_escaped(b, value);
    buf_add_char(b, '"');
    *any = true;
}

/* {operation="x",status="200",le="0.5"}: the names are those of the row, separated by a comma. */
static void add_labels(struct buf *b, const struct series *s, const char *le)
{
    const char *names = metric_rows[s->key.id].labels;
    size_t first = strcspn(names, ",");
    bool any = false;

    if (first)
        add_label(b, &any, names, first, s->key.a);
    if (names[first] == ',')
        add_label(b, &any, names + first + 1, strlen(names + first + 1), s->key.b);
    if (le)
        add_label(b, &any, "le", 2, le);
    if (any)
        buf_add_char(b, '}');
}

/* Microseconds as seconds without trailing zeros. */
static const char *seconds(struct buf *b, int64_t us)
{
    char *s = arena_printf(b->arena, "%" PRId64 ".%06" PRId64, us / 1000000, us % 1000000);
    size_t n = strlen(s);

    while (s[n - 1] == '0')
        n--;
    s[s[n - 1] == '.' ? n - 1 : n] = '\0';
    return s;
}

static void add_histogram(struct buf *b, const struct series *s)
{
    const char *name = metric_rows[s->key.id].name;
    int64_t count = 0;

    for (int i = 0; i <= SERIES_BUCKETS; i++) {
        count += atomic_load_explicit(&s->bucket[i], memory_order_relaxed);
        buf_addf(b, "%s_bucket", name);
        add_labels(b, s, i < SERIES_BUCKETS ? seconds(b, series_bounds[i]) : "+Inf");
        buf_addf(b, " %" PRId64 "\n", count);
    }
    buf_addf(b, "%s_sum", name);
    add_labels(b, s, NULL);
    buf_addf(b, " %s\n%s_count", seconds(b, atomic_load_explicit(&s->value, memory_order_relaxed)), name);
    add_labels(b, s, NULL);
    buf_addf(b, " %" PRId64 "\n", count);
}

static void add_series(struct buf *b, const struct series *s)
{
    if (str_eq(metric_rows[s->key.id].kind, "HISTOGRAM")) {
        add_histogram(b, s);
        return;
    }
    buf_add(b, metric_rows[s->key.id].name);
    add_labels(b, s, NULL);
    buf_addf(b, " %" PRId64 "\n", atomic_load_explicit(&s->value, memory_order_relaxed));
}

static void add_head(struct buf *b, const struct metric_row *row)
{
    buf_addf(b, "# HELP %s %s\n# TYPE %s ", row->name, row->help, row->name);
    for (const char *p = row->kind; *p; p++)
        buf_add_char(b, (char)tolower((unsigned char)*p));
    buf_add_char(b, '\n');
}

void metrics_write(struct buf *b)
{
    for (int id = 0; id < METRIC_COUNT; id++) {
        bool any = false;
        add_head(b, &metric_rows[id]);
        for (size_t i = 0; i < SERIES_SLOTS; i++) {
            const struct series *s = series_at(i);
            if (s && (int)s->key.id == id) {
                add_series(b, s);
                any = true;
            }
        }
        if (!any && metric_rows[id].labels[0] == '\0') /* a metric without labels exists from the start */
            add_series(b, &(struct series){.key.id = (enum metric_id)id});
    }
}
