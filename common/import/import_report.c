/* SPDX-License-Identifier: MIT */
/* Grouping of import conflicts and the report as JSON. */
#include "import/import_report.h"

void import_report_init(struct import_report *r, struct arena *a)
{
    *r = (struct import_report){.arena = a};
    buf_init(&r->rejected_rows, a);
}

static struct import_conflict *group_of(struct import_report *r, const char *code, const char *property,
                                        const char *object, const char *message)
{
    for (size_t i = 0; i < r->n_groups; i++) {
        struct import_conflict *g = r->groups[i];
        if (str_eq(g->code, code) && str_eq(g->property, property) && str_eq(g->object, object))
            return g;
    }
    if (r->n_groups == IMPORT_GROUPS_MAX)
        return NULL;
    struct import_conflict *g = arena_alloc(r->arena, sizeof *g);
    g->code = arena_strdup(r->arena, code);
    g->property = property ? arena_strdup(r->arena, property) : NULL;
    g->object = object ? arena_strdup(r->arena, object) : NULL;
    g->message = arena_strdup(r->arena, message);
    return r->groups[r->n_groups++] = g;
}

void import_report_add(struct import_report *r, size_t line, const char *code, const char *property,
                       const char *object, const char *message)
{
    struct import_conflict *g = group_of(r, code, property, object, message);

    r->conflicts++;
    if (!g)
        return;
    g->count++;
    if (g->n_rows < IMPORT_ROWS_SHOWN)
        g->rows[g->n_rows++] = line;
}

void import_report_reject(struct import_report *r, size_t line)
{
    if (r->rejected++ >= IMPORT_REJECTED_SHOWN)
        return;
    buf_addf(&r->rejected_rows, "%s%zu", r->rejected > 1 ? "," : "", line);
}

static void write_group(struct buf *b, const struct import_conflict *g)
{
    buf_add(b, "{\"code\":");
    buf_add_json(b, g->code);
    buf_add(b, ",\"property\":");
    buf_add_json(b, g->property);
    buf_add(b, ",\"object\":");
    buf_add_json(b, g->object);
    buf_add(b, ",\"message\":");
    buf_add_json(b, g->message);
    buf_add(b, ",\"rows\":[");
    for (size_t i = 0; i < g->n_rows; i++)
        buf_addf(b, "%s%zu", i ? "," : "", g->rows[i]);
    buf_addf(b, "],\"count\":%lld}", (long long)g->count);
}

void import_report_write(const struct import_report *r, struct buf *b, const char *status,
                         const struct import_query *q, const char *encoding)
{
    buf_addf(b, "{\"mode\":\"%s\",\"atomic\":\"%s\",\"status\":\"%s\",\"encoding\":\"%s\"", q->mode,
             q->atomic, status, encoding);
    buf_addf(
        b,
        ",\"stats\":{\"total\":%lld,\"created\":%lld,\"updated\":%lld,\"unchanged\":%lld,\"rejected\":%lld}",
        (long long)r->total, (long long)r->done[IMPORT_CREATED], (long long)r->done[IMPORT_UPDATED],
        (long long)r->done[IMPORT_UNCHANGED], (long long)r->rejected);
    buf_add(b, ",\"conflicts\":[");
    for (size_t i = 0; i < r->n_groups; i++) {
        if (i)
            buf_add_char(b, ',');
        write_group(b, r->groups[i]);
    }
    buf_addf(b, "],\"total_conflicts\":%lld,\"rejected_rows\":[%s]%s}", (long long)r->conflicts,
             r->rejected_rows.data, r->more ? r->more : "");
}
