/* SPDX-License-Identifier: MIT */
/* Import of editions (services/indicators/standards/): each comes whole or not at all, and one that is stored alike
 * stays untouched. */
#include "audit/audit.h"
#include "base/date.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators/store/standards.h"
#include "indicators_sql.h"

#include <stdio.h>

/* A row of an edition, in the order of the file. */
struct line {
    const struct standard_row *in;
    struct line *next;
};

/* An edition of the file, with what is stored of it. */
struct edition {
    const struct standard_row *head; /* its row EDITION */
    const struct standard *stored;   /* NULL: there is none yet */
    struct line *first, **end;
    size_t n_known; /* lines that are stored too, alike or not */
    bool changed;
    bool in_use; /* figures rest on it: its lines stay */
    struct edition *next;
};

/* ---- what a row must say */

/* Which cells a kind of row needs, and which it may have besides. */
struct shape {
    const char *kind, *needs, *may;
};

/* clang-format off: one row a line, in columns */
static const struct shape shapes[] = {
    {"EDITION", "name text valid_from", "valid_to"       },
    {"LIMIT",   "item level op value",  "averaging"      },
    {"RULE",    "name",                 "item value text"},
};
/* clang-format on */

static const struct shape *shape_of(const char *kind)
{
    size_t i = 0;

    while (!str_eq(shapes[i].kind, kind))
        i++;
    return &shapes[i];
}

static void check_cell(const struct shape *shape, const struct field *f, bool is_there, struct problem *err)
{
    char pointer[PROBLEM_POINTER];
    bool needed = str_has_word(shape->needs, f->name);

    (void)snprintf(pointer, sizeof pointer, "/%s", f->name);
    if (needed && !is_there)
        problem_field(err, pointer, "required", "a row %s needs it", shape->kind);
    if (is_there && !needed && !str_has_word(shape->may, f->name))
        problem_field(err, pointer, "not-allowed", "a row %s has no such cell", shape->kind);
}

static int check_cells(const struct standard_row *in, struct problem *err)
{
    const struct shape *shape = shape_of(in->kind);

    for (const struct field *f = standard_row_table.fields; f->name; f++)
        if (!(f->flags & FIELD_REQUIRED))
            check_cell(shape, f, field_is_present(&standard_row_table, f, in), err);
    return problem_fields_check(err);
}

static bool has(const struct standard_row *in, const char *cell)
{
    return field_is_present(&standard_row_table, field_find(&standard_row_table, cell), in);
}

static const char *cell_text(struct ctx *c, const struct standard_row *in, const char *cell)
{
    return field_text(&standard_row_table, field_find(&standard_row_table, cell), in, &c->arena);
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static const char *row_key(struct arena *a, const void *row)
{
    const struct standard_row *in = row;

    if (str_eq(in->kind, "EDITION"))
        return in->edition;
    if (str_eq(in->kind, "RULE"))
        return arena_printf(a, "%s %s %s", in->edition, or_empty(in->item), or_empty(in->name));
    return arena_printf(a, "%s %s %s %lld", in->edition, or_empty(in->item), or_empty(in->averaging),
                        (long long)in->level);
}

/* ---- rows of a file */

static struct edition *edition_of(struct edition *const *first, const char *code)
{
    struct edition *e = *first;

    while (e && !str_eq(e->head->edition, code))
        e = e->next;
    return e;
}

static int refuse_change(const struct edition *e, const char *pointer, struct problem *err)
{
    problem_field(err, pointer, "in-use", "figures rest on this edition");
    return problem_fail(err, PROBLEM_IN_USE, "figures rest on %s; it stays as it is", e->head->edition);
}

static int32_t last_day(const struct standard_row *head)
{
    return has(head, "valid_to") ? head->valid_to : DATE_NONE;
}

static enum import_outcome outcome_of(struct edition *e, bool is_known, bool same)
{
    e->n_known += is_known;
    e->changed = e->changed || !is_known || !same;
    return !is_known ? IMPORT_CREATED : same ? IMPORT_UNCHANGED : IMPORT_UPDATED;
}

/* Title and dates of an edition may change always: a new one ends it. What figures were computed by may not. */
static int look_for_use(struct ctx *c, struct edition *e, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_standard_in_use, BIND({"code", e->head->edition}), &r, err) < 0)
        return -1;
    e->in_use = db_bool(r, 0, "in_use");
    return e->in_use && !str_eq(e->stored->family, e->head->name) ? refuse_change(e, "/name", err) : 0;
}

static int put_edition(struct ctx *c, struct edition **first, const struct standard_row *in,
                       enum import_outcome *ret, struct problem *err)
{
    struct edition *e = arena_alloc(&c->arena, sizeof *e);
    const struct standard *s;

    if (last_day(in) != DATE_NONE && in->valid_to < in->valid_from) {
        problem_field(err, "/valid_to", "range", "it ends before it begins");
        return problem_fail(err, PROBLEM_VALIDATION, "%s ends before it begins", in->edition);
    }
    if (standards_load_several(c, &in->edition, 1, &s, err) < 0)
        return -1;
    *e = (struct edition){.head = in, .stored = s, .end = &e->first, .next = *first};
    *first = e;
    if (s && look_for_use(c, e, err) < 0)
        return -1;
    *ret = outcome_of(e, s != NULL,
                      s && str_eq(s->family, in->name) && str_eq(s->title, in->text) &&
                          s->valid_from == in->valid_from && s->valid_to == last_day(in));
    e->n_known = 0; /* counts the rows below */
    return 0;
}

static const struct standard_limit *limit_like(const struct standard *s, const struct standard_row *in)
{
    for (size_t i = 0; s && i < s->n_limits; i++) {
        const struct standard_limit *l = &s->limits[i];
        if (l->level == in->level && str_eq(l->item, in->item) &&
            str_eq(l->averaging, or_empty(in->averaging)))
            return l;
    }
    return NULL;
}

static enum import_outcome compare_limit(struct edition *e, const struct standard_row *in)
{
    const struct standard_limit *l = limit_like(e->stored, in);

    return outcome_of(e, l != NULL, l && l->value == in->value && str_eq(l->op, in->op));
}

static enum import_outcome compare_rule(struct edition *e, const struct standard_row *in)
{
    const struct standard_rule *r = e->stored ? standard_rule(e->stored, or_empty(in->item), in->name) : NULL;

    return outcome_of(e, r != NULL, r && r->value == in->value && str_eq(r->text, or_empty(in->text)));
}

static int put_line(struct ctx *c, struct edition *e, const struct standard_row *in, enum import_outcome *ret,
                    struct problem *err)
{
    bool is_limit = str_eq(in->kind, "LIMIT");
    struct line *line;

    if (!e) {
        problem_field(err, "/edition", "no-edition", "a row EDITION of %s comes first", in->edition);
        return problem_fail(err, PROBLEM_VALIDATION, "rows of an edition follow its row EDITION");
    }
    if (!is_limit && !has(in, "value") && !in->text) {
        problem_field(err, "/value", "required", "a rule has a value or a text");
        return problem_fail(err, PROBLEM_VALIDATION, "a rule has a value or a text");
    }
    line = arena_alloc(&c->arena, sizeof *line);
    line->in = in;
    *e->end = line;
    e->end = &line->next;
    *ret = is_limit ? compare_limit(e, in) : compare_rule(e, in);
    return e->in_use && *ret != IMPORT_UNCHANGED ? refuse_change(e, "/edition", err) : 0;
}

static int put(struct ctx *c, void *state, const void *row, enum import_outcome *ret, struct problem *err)
{
    const struct standard_row *in = row;
    struct edition **first = state;

    if (check_cells(in, err) < 0)
        return -1;
    if (str_eq(in->kind, "EDITION"))
        return put_edition(c, first, in, ret, err);
    return put_line(c, edition_of(first, in->edition), in, ret, err);
}

/* ---- when all rows were seen */

static bool misses_lines(const struct edition *e)
{
    return e->stored && e->n_known < e->stored->n_limits + e->stored->n_rules;
}

/* Something in it is new, different or gone. */
static bool differs(const struct edition *e)
{
    return e->changed || misses_lines(e);
}

static void add_json(struct ctx *c, const struct edition *e, struct buf *b)
{
    static const char *const cells[] = {"edition", "name", "text", "valid_from", "valid_to"};

    buf_add_char(b, b->len ? ',' : '[');
    for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
        buf_addf(b, "%c\"%s\":", i ? ',' : '{', cells[i]);
        buf_add_json(b, cell_text(c, e->head, cells[i]));
    }
    buf_add_char(b, '}');
}

static int write_heads(struct ctx *c, const struct edition *first, struct problem *err)
{
    struct buf b;

    buf_init(&b, &c->arena);
    for (const struct edition *e = first; e; e = e->next)
        if (differs(e))
            add_json(c, e, &b);
    if (b.len == 0)
        return 0;
    buf_add_char(&b, ']');
    return db_run(c->db, &sql_standards_put, BIND({"editions", b.data}), NULL, err);
}

static int write_line(struct ctx *c, const struct standard_row *in, int64_t position, struct problem *err)
{
    bool is_limit = str_eq(in->kind, "LIMIT");

    return db_send(c->db, is_limit ? &sql_standard_add_limit : &sql_standard_add_rule,
                   BIND({"code", in->edition}, {"item", in->item}, {"averaging", in->averaging},
                        {"level", cell_text(c, in, "level")}, {"op", in->op}, {"name", in->name},
                        {"value", cell_text(c, in, "value")}, {"text", in->text},
                        {"position", db_arg_int(&c->arena, position)}),
                   err);
}

static int write_edition(struct ctx *c, const struct edition *e, struct problem *err)
{
    int64_t position = 0;

    if (db_send(c->db, &sql_standard_clear, BIND({"code", e->head->edition}), err) < 0)
        return -1;
    for (const struct line *line = e->first; line; line = line->next)
        if (write_line(c, line->in, position++, err) < 0)
            return -1;
    return audit_add(c, e->stored ? "standard.replace" : "standard.create", "standard", e->head->edition,
                     NULL, err);
}

/* What was evaluated by an edition that is new or different is evaluated anew. */
static int mark_evaluations(struct ctx *c, const struct edition *first, struct problem *err)
{
    struct buf b;

    buf_init(&b, &c->arena);
    for (const struct edition *e = first; e; e = e->next)
        if (differs(e))
            buf_addf(&b, "%c\"%s\"", b.len ? ',' : '{', e->head->edition);
    if (b.len == 0)
        return 0;
    buf_add_char(&b, '}');
    return db_send(c->db, &sql_evaluation_mark_editions, BIND({"codes", b.data}), err);
}

static int finish(struct ctx *c, void *state, struct problem *err)
{
    struct edition *const *first = state;

    for (const struct edition *e = *first; e; e = e->next)
        if (e->in_use && misses_lines(e))
            return refuse_change(e, "/edition", err);
    if (write_heads(c, *first, err) < 0)
        return -1;
    for (const struct edition *e = *first; e; e = e->next)
        if (differs(e) && write_edition(c, e, err) < 0)
            return -1;
    return mark_evaluations(c, *first, err);
}

static const struct import_spec spec = {
    .row = &standard_row_table, .key = row_key, .put = put, .close = finish, .putting = IMPORT_READS};

int standards_import(struct ctx *c, struct problem *err)
{
    const struct whole_import_query *in = c->query;
    const struct import_query q = {.mode = in->mode, .atomic = "all"};
    struct edition *first = NULL;

    return import_run(c, &spec, &first, &q, err);
}
