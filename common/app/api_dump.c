/* SPDX-License-Identifier: MIT */
/* Printing the tables of a binary as JSON. */
#include "app/api_dump.h"
#include "app/health.h"
#include "base/str.h"
#include "common_sql.h"
#include "http/authority.h"
#include "metrics/metrics.h"
#include <stdio.h>
#include <string.h>

enum { TABLES_MAX = 512 };

/* The dump under construction, and the tables that were named so far. */
struct dump {
    struct buf b;
    const char *before; /* of the next member: "" or "," */
    size_t n_tables;
    const struct field_table *tables[TABLES_MAX];
};

static void key(struct dump *d, const char *name)
{
    buf_add(&d->b, d->before);
    buf_add_json(&d->b, name);
    buf_add_char(&d->b, ':');
    d->before = ",";
}

static void text(struct dump *d, const char *name, const char *value)
{
    key(d, name);
    buf_add_json(&d->b, value);
}

static void number(struct dump *d, const char *name, int64_t value)
{
    key(d, name);
    buf_addf(&d->b, "%lld", (long long)value);
}

static void flag(struct dump *d, const char *name, bool value)
{
    key(d, name);
    buf_add(&d->b, value ? "true" : "false");
}

static void open_with(struct dump *d, char bracket)
{
    buf_add(&d->b, d->before);
    buf_add_char(&d->b, bracket);
    d->before = "";
}

static void open_member(struct dump *d, const char *name, char bracket)
{
    key(d, name);
    buf_add_char(&d->b, bracket);
    d->before = "";
}

static void close_with(struct dump *d, char bracket)
{
    buf_add_char(&d->b, bracket);
    d->before = ",\n";
}

/* Names a table, and remembers it and what it nests. */
static void table_name(struct dump *d, const char *name, const struct field_table *t)
{
    text(d, name, t ? t->name : NULL);
    for (size_t i = 0; t && i < d->n_tables; i++)
        if (d->tables[i] == t)
            return;
    if (t && d->n_tables < TABLES_MAX)
        d->tables[d->n_tables++] = t;
}

static const struct {
    unsigned flag;
    const char *name;
} flag_names[] = {
    {ROUTE_PUBLIC,      "public"     },
    {ROUTE_IDEMPOTENT,  "idempotent" },
    {ROUTE_IF_MATCH,    "if_match"   },
    {ROUTE_OR_NEW,      "or_new"     },
    {ROUTE_RAW_BODY,    "raw_body"   },
    {ROUTE_FORM_BODY,   "form_body"  },
    {ROUTE_ANY_TENANT,  "any_tenant" },
    {ROUTE_MATRIX_SKIP, "matrix_skip"},
    {ROUTE_ROOT,        "root"       },
};

static void route_flags(struct dump *d, unsigned flags)
{
    open_member(d, "flags", '[');
    for (size_t i = 0; i < ARRAY_LEN(flag_names); i++) {
        if (!(flags & flag_names[i].flag))
            continue;
        buf_add(&d->b, d->before);
        buf_add_json(&d->b, flag_names[i].name);
        d->before = ",";
    }
    close_with(d, ']');
}

static void relation_codes(struct dump *d, const char *name, const struct authority_row *row, unsigned bits)
{
    open_member(d, name, '[');
    for (const struct workflow_relation *r = row->kind ? row->kind->relations : NULL; r && r->code; r++) {
        if (!(bits & r->bit))
            continue;
        buf_add(&d->b, d->before);
        buf_add_json(&d->b, r->code);
        d->before = ",";
    }
    close_with(d, ']');
}

static void authority_of(struct dump *d, const struct authority_row *row)
{
    const struct duty_pair *duty;

    if (!row) {
        text(d, "authority", NULL);
        return;
    }
    duty = row->duty == DUTY_NONE ? NULL : &duty_table[row->duty];
    open_member(d, "authority", '{');
    text(d, "object", row->kind ? row->kind->name : NULL);
    relation_codes(d, "who", row, row->who);
    relation_codes(d, "never", row, row->never);
    text(d, "states", row->states);
    text(d, "first", duty ? duty->first : NULL);
    text(d, "second", duty ? duty->second : NULL);
    text(d, "rule", row->rule);
    close_with(d, '}');
}

static void routes_of(struct dump *d, const struct route *rows, const struct authority_row *authority)
{
    static const char *const modes[] = {
        [DB_NONE] = "none", [DB_READ] = "read", [DB_SNAPSHOT] = "snapshot", [DB_WRITE] = "write"};

    for (const struct route *r = rows; r && r->method; r++) {
        open_with(d, '{');
        text(d, "method", r->method);
        text(d, "path", r->path);
        text(d, "operation", r->operation);
        text(d, "permission", r->permission);
        text(d, "tx", modes[r->tx]);
        table_name(d, "body", r->body);
        table_name(d, "query", r->query);
        route_flags(d, r->flags);
        number(d, "body_max", r->body_max ? (int64_t)r->body_max : ROUTE_BODY_DEFAULT);
        authority_of(d, authority_find(authority, r->operation));
        close_with(d, '}');
    }
}

static void field(struct dump *d, const struct field *f)
{
    open_with(d, '{');
    text(d, "name", f->name);
    text(d, "type", field_type_name(f->type));
    flag(d, "required", f->flags & FIELD_REQUIRED);
    flag(d, "nullable", f->flags & FIELD_NULLABLE);
    flag(d, "pattern", f->flags & FIELD_PATTERN);
    number(d, "min", f->min);
    number(d, "max", f->max);
    if (f->values) {
        open_member(d, "values", '[');
        for (const char *const *v = f->values; *v; v++) {
            buf_add(&d->b, v == f->values ? "" : ",");
            buf_add_json(&d->b, *v);
        }
        close_with(d, ']');
    } else {
        text(d, "values", NULL);
    }
    table_name(d, "nested", f->nested);
    number(d, "scale", f->scale);
    close_with(d, '}');
}

/* The list grows while it is walked: nested tables join it. A table of that name may be written once only. */
static void tables(struct dump *d)
{
    open_member(d, "tables", '{');
    for (size_t i = 0; i < d->n_tables; i++) {
        bool again = false;
        for (size_t j = 0; j < i; j++)
            again = again || str_eq(d->tables[j]->name, d->tables[i]->name);
        if (again)
            continue;
        open_member(d, d->tables[i]->name, '[');
        for (const struct field *f = d->tables[i]->fields; f->name; f++)
            field(d, f);
        close_with(d, ']');
    }
    close_with(d, '}');
}

static void problems(struct dump *d)
{
    open_member(d, "problems", '[');
    for (int code = PROBLEM_NONE + 1; code < PROBLEM_COUNT; code++) {
        const struct problem_kind *k = problem_kind((enum problem_code)code);
        open_with(d, '{');
        text(d, "code", k->name);
        number(d, "status", k->status);
        text(d, "slug", k->slug);
        text(d, "title_en", k->title_en);
        text(d, "title_zh", k->title_zh);
        close_with(d, '}');
    }
    close_with(d, ']');
}

static void events(struct dump *d, const struct service *service)
{
    open_member(d, "emits", '[');
    for (const struct event_type *e = service->emits; e && e->name; e++) {
        open_with(d, '{');
        text(d, "name", e->name);
        number(d, "version", e->version);
        table_name(d, "payload", e->payload);
        close_with(d, '}');
    }
    close_with(d, ']');
    open_member(d, "consumes", '[');
    for (const struct consumer *c = service->consumers; c && c->name; c++) {
        open_with(d, '{');
        text(d, "producer", c->producer);
        text(d, "name", c->name);
        number(d, "version", c->version);
        table_name(d, "payload", c->payload);
        close_with(d, '}');
    }
    close_with(d, ']');
}

static void settings(struct dump *d)
{
    open_member(d, "settings", '[');
    for (const struct config_row *row = config_rows; row->name; row++) {
        open_with(d, '{');
        text(d, "name", row->name);
        text(d, "type", row->type == CONFIG_INT ? "int" : "text");
        flag(d, "required", row->flags & CONFIG_REQUIRED);
        flag(d, "secret", row->flags & CONFIG_SECRET);
        text(d, "default", row->fallback);
        number(d, "min", row->min);
        number(d, "max", row->max);
        text(d, "help", row->help);
        close_with(d, '}');
    }
    close_with(d, ']');
}

/* "operation,status" -> "operation","status" */
static void label_names(struct dump *d, const char *labels)
{
    open_member(d, "labels", '[');
    while (*labels) {
        size_t n = strcspn(labels, ",");
        buf_add(&d->b, d->before);
        buf_add_json_n(&d->b, labels, n);
        d->before = ",";
        labels += n + (labels[n] == ',');
    }
    close_with(d, ']');
}

static void metrics(struct dump *d)
{
    open_member(d, "metrics", '[');
    for (int i = 0; i < METRIC_COUNT; i++) {
        const struct metric_row *m = &metric_rows[i];
        open_with(d, '{');
        text(d, "name", m->name);
        key(d, "kind");
        buf_add_char(&d->b, '"');
        buf_add_lower(&d->b, m->kind); /* COUNTER in metrics.def */
        buf_add_char(&d->b, '"');
        label_names(d, m->labels);
        text(d, "help", m->help);
        close_with(d, '}');
    }
    close_with(d, ']');
}

void api_dump(const struct service *service)
{
    struct arena a = {0};
    struct dump d = {.before = ""};

    buf_init(&d.b, &a);
    open_with(&d, '{');
    text(&d, "service", service->name);
    open_member(&d, "routes", '[');
    routes_of(&d, service->routes, service->authority);
    routes_of(&d, health_routes, NULL);
    close_with(&d, ']');
    problems(&d);
    events(&d, service);
    settings(&d);
    metrics(&d);
    tables(&d);
    close_with(&d, '}');
    (void)puts(d.b.data);
    arena_done(&a);
}

static void statements_of(struct dump *d, const struct stmt *const *list)
{
    for (; list && *list; list++) {
        open_with(d, '{');
        text(d, "name", (*list)->name);
        text(d, "sql", (*list)->sql);
        open_member(d, "params", '[');
        for (int i = 0; i < (*list)->n_params; i++) {
            buf_add(&d->b, i == 0 ? "" : ",");
            buf_add_json(&d->b, (*list)->params[i]);
        }
        close_with(d, ']');
        close_with(d, '}');
    }
}

void api_dump_statements(const struct service *service)
{
    struct arena a = {0};
    struct dump d = {.before = ""};

    buf_init(&d.b, &a);
    open_with(&d, '[');
    statements_of(&d, service->statements);
    statements_of(&d, common_statements);
    close_with(&d, ']');
    (void)puts(d.b.data);
    arena_done(&a);
}
