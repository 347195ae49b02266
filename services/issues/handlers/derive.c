/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/derive: screening for the same problem elsewhere (举一反三, B.4), one child issue a tenant,
 * registered (T01) and assigned (T02) like any other. A child that is refused leaves no trace and stops no other. */
#include "issues/engine/step.h"
#include "issues/handlers/handlers.h"
#include "issues/store/import_parties.h"
#include "issues/store/parties.h"
#include "issues/store/register.h"
#include "issues_sql.h"
#include <stdio.h>
#include <string.h>

struct derivation {
    const struct db_result *parent; /* of derive_source */
    const char *parent_id;
    int64_t number; /* of the child that comes next */
    struct buf made, refused;
    struct problem why; /* the code of the first refusal, the faults of all */
};

static const char *given_or(const char *given, const char *taken_over)
{
    return given ? given : taken_over;
}

static int find_target(struct ctx *c, const struct derivation *d, const struct derive_unit *unit,
                       struct registration *ret, struct problem *err)
{
    struct db_result *r;

    *ret = (struct registration){.feedback_id = db_text(d->parent, 0, "feedback_id"),
                                 .source_level = ISSUE_SOURCE_DISTRICT,
                                 .source_kind = ISSUE_KIND_SELF,
                                 .derived_from = d->parent_id};
    if (owner_find(c, unit->tenant, "/tenant", &ret->target, err) < 0 ||
        db_run(c->db, &sql_derive_sibling, BIND({"parent_id", d->parent_id}, {"target_id", ret->target.id}),
               &r, err) < 0)
        return -1;
    if (db_rows(r) > 0)
        problem_field(err, "/tenant", "duplicate", "%s has its issue of this screening: %s", ret->target.code,
                      db_text(r, 0, "code"));
    return problem_fields_check(err);
}

/* Every child has the parent's term and programme, so one word about the due date is said for all. */
static int check_due(struct ctx *c, const struct derivation *d, const struct issue_head *h,
                     struct problem *err)
{
    const struct derive_input *in = c->in;
    struct registration reg = {.feedback_id = db_text(d->parent, 0, "feedback_id"),
                               .target = {.scope = h->ref.scope}};

    if (registration_limits(c, db_text(d->parent, 0, "programme_id"), &reg, err) < 0)
        return -1;
    return registration_check_due(&reg, db_text(d->parent, 0, "term_class"), in->due_date, err);
}

static int register_child(struct ctx *c, const struct derivation *d, const struct registration *reg,
                          struct db_result **ret, struct problem *err)
{
    const struct derive_input *in = c->in;
    const struct db_result *p = d->parent;
    const char *text = given_or(in->original_text, db_text(p, 0, "original_text"));
    const char *serial_no =
        arena_printf(&c->arena, "%s-D%lld", db_text(p, 0, "serial_no"), (long long)d->number);

    if (registration_decide(c, reg, text, db_text(p, 0, "category"), err) < 0)
        return -1;
    return registration_insert(
        c, reg,
        BIND({"serial_no", serial_no}, {"title", given_or(in->title, db_text(p, 0, "title"))},
             {"original_text", text}, {"category", db_text(p, 0, "category")},
             {"sub_category", db_text(p, 0, "sub_category")}, {"element", db_text(p, 0, "element")},
             {"severity", db_text(p, 0, "severity")}, {"term_class", db_text(p, 0, "term_class")},
             {"clause", db_text(p, 0, "clause")}, {"programme_id", db_text(p, 0, "programme_id")},
             {"root_cause", db_text(p, 0, "root_cause")}, {"region_code", NULL}, {"location", NULL},
             {"secrecy", NULL}, {"is_measurable", NULL}, {"site_count", NULL}, {"source", NULL},
             {"external_id", NULL}),
        ret, err);
}

/* The unit answers and leads itself; who accepts the parent's work accepts the child's, unless another is named. */
static int name_parties(struct ctx *c, const struct derivation *d, const struct derive_unit *unit,
                        const struct registration *reg, const char *id, struct problem *err)
{
    const struct issue_import_row row = {
        .lead_unit = reg->target.code,
        .resp_units = reg->target.code,
        .supervise_unit = given_or(unit->supervise_unit, db_text(d->parent, 0, "supervisor")),
        .party_lead = unit->party_lead,
        .gov_lead = unit->gov_lead};
    struct import_parties units;

    if (import_parties_of(c, &row, &units, err) < 0)
        return -1;
    struct field_list parties = {units.n, units.items, units.json};
    if (parties_check(c, &parties, reg->target.id, reg->target.scope, err) < 0) {
        import_parties_blame(&units, err);
        return -1;
    }
    return parties_store(c, id, units.json, err);
}

/* T02, by the office that derives: it registered the child. */
static int assign_child(struct ctx *c, const char *id, struct problem *err)
{
    static const struct transition_input request = {0};
    struct issue_load load;
    struct step s = {.load = &load, .in = &request, .change = issue_change_none()};

    ctx_set_param(c, "issue_id", id);
    if (issue_load(c, &load, err) < 0)
        return -1;
    return step_decide(c, &s, "ASSIGN", err) < 0 ? -1 : step_take(c, &s, err);
}

static int make_child(struct ctx *c, const struct derivation *d, const struct derive_unit *unit,
                      struct registration *reg, struct db_result **ret, struct problem *err)
{
    const char *id;

    if (find_target(c, d, unit, reg, err) < 0 || register_child(c, d, reg, ret, err) < 0)
        return -1;
    id = db_text(*ret, 0, "id");
    return name_parties(c, d, unit, reg, id, err) < 0 ? -1 : assign_child(c, id, err);
}

/* Where the caller wrote what is at fault: units are the item's tenant, the set of parties is the item itself. */
static const char *place_of(const char *pointer)
{
    if (str_eq(pointer, "/lead_unit") || str_eq(pointer, "/resp_units"))
        return "/tenant";
    return str_starts(pointer, "/parties") ? "" : pointer;
}

/* Moves the faults of one child to its item; a refusal without fields is the item's. */
static void blame_item(struct problem *why, size_t index)
{
    char at[PROBLEM_POINTER], place[PROBLEM_POINTER];

    snprintf(at, sizeof(at), "/tenants/%zu", index);
    if (why->n_fields == 0)
        problem_field(why, "", problem_kind(why->code)->slug, "%s", why->detail);
    for (size_t i = 0; i < why->n_fields && i < PROBLEM_FIELDS_MAX; i++) {
        snprintf(place, sizeof(place), "%s", place_of(why->fields[i].pointer));
        snprintf(why->fields[i].pointer, PROBLEM_POINTER, "%.16s%.79s", at, place);
    }
}

static void note_refusal(struct ctx *c, struct derivation *d, const struct derive_unit *unit, size_t index,
                         struct problem *why)
{
    blame_item(why, index);
    buf_add(&d->refused, d->refused.len ? ",{\"tenant\":" : "{\"tenant\":");
    buf_add_json(&d->refused, unit->tenant);
    buf_add(&d->refused, ",\"problem\":");
    problem_write(&d->refused, why, c->english, c->request_id, NULL);
    buf_add_char(&d->refused, '}');
    if (d->why.code == PROBLEM_NONE)
        d->why.code = why->code;
    for (size_t i = 0; i < why->n_fields && i < PROBLEM_FIELDS_MAX; i++)
        problem_field(&d->why, why->fields[i].pointer, why->fields[i].code, "%s", why->fields[i].message);
}

static int derive_one(struct ctx *c, struct derivation *d, const struct derive_unit *unit, size_t index,
                      struct problem *err)
{
    struct problem why = {0};
    struct registration reg;
    struct db_result *r;

    if (db_savepoint(c->db, err) < 0)
        return -1;
    if (make_child(c, d, unit, &reg, &r, &why) == 0 && db_release(c->db, &why) == 0) {
        buf_addf(&d->made, "%s{\"id\":\"%s\",\"code\":\"%s\",\"tenant_code\":\"%s\",\"state\":\"ASSIGNED\"}",
                 d->made.len ? "," : "", db_text(r, 0, "id"), db_text(r, 0, "code"), reg.target.code);
        d->number++;
        return 0;
    }
    if (problem_kind(why.code)->status >= 500) {
        *err = why;
        return -1;
    }
    note_refusal(c, d, unit, index, &why);
    return db_rollback_to(c->db, err);
}

static int open_derivation(struct ctx *c, struct derivation *d, struct problem *err)
{
    const struct issue_head *h;
    struct db_result *r;

    if (issue_hold(c, err) < 0 || db_one(c->db, &sql_derive_source, BIND_NONE, &r, err) < 0)
        return -1;
    h = issue_of(c);
    *d = (struct derivation){.parent = r, .parent_id = h->ref.id, .number = db_int(r, 0, "number")};
    buf_init(&d->made, &c->arena);
    buf_init(&d->refused, &c->arena);
    return check_due(c, d, h, err);
}

int issue_derive(struct ctx *c, struct problem *err)
{
    const struct derive_input *in = c->in;
    const struct derive_unit *units = in->tenants.items;
    struct derivation d;
    const char *body;

    if (open_derivation(c, &d, err) < 0)
        return -1;
    for (size_t i = 0; i < in->tenants.n; i++)
        if (derive_one(c, &d, &units[i], i, err) < 0)
            return -1;
    ctx_set_param(c, "issue_id", d.parent_id);
    if (d.made.len == 0) {
        *err = d.why;
        return problem_fail(err, d.why.code, "no issue was derived");
    }
    if (note_activity(c, "issue.derive", "issue", d.parent_id, err) < 0)
        return -1;
    reply_header(c, "Location", arena_printf(&c->arena, "/v1/issues?derived_from=%s", d.parent_id));
    body = arena_printf(&c->arena, "{\"items\":[%s],\"refused\":[%s]}", d.made.data,
                        d.refused.len ? d.refused.data : "");
    return reply_json(c, 201, body, strlen(body));
}
