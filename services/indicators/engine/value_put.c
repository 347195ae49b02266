/* SPDX-License-Identifier: MIT */
/* Bringing in a figure. */
#include "indicators/engine/value_put.h"

#include "audit/audit.h"
#include "indicators/engine/value_step.h"
#include "indicators/store/target_rows.h"
#include "indicators_sql.h"
#include <string.h>

/* Where a figure belongs, and what stands there. */
struct place {
    const struct db_result *row; /* of value_place */
    struct value_measure measure;
    const struct workflow *workflow;
    struct value_facts facts;
    bool is_taken; /* a value stands there */
    bool is_computed;
    const struct workflow_row *step; /* what bringing the figure in is */
};

int value_owner_find(struct ctx *c, const char *ref, const char *pointer, struct owner *ret,
                     struct problem *err)
{
    const struct tenancy *own = &c->who->tenant;
    struct db_result *r;

    if (ref && own->kind == TENANT_DEPARTMENT) {
        if (db_run(c->db, &sql_region_of_department, BIND({"ref", ref}), &r, err) < 0)
            return -1;
        if (db_rows(r) == 1) {
            *ret = (struct owner){db_text(r, 0, "id"), db_text(r, 0, "code"), db_text(r, 0, "name"),
                                  db_text(r, 0, "scope"), db_text(r, 0, "kind")};
            return 0;
        }
    }
    return owner_find(c, ref, pointer, ret, err);
}

static int find_place(struct ctx *c, const struct value_put *in, struct place *ret, struct problem *err)
{
    struct db_result *r;
    bool taken;

    if (db_run(c->db, &sql_value_place,
               BIND({"code", in->indicator}, {"owner_id", in->owner.id}, {"version", in->version},
                    {"kind", period_kind_values[in->period.kind]},
                    {"start", db_arg_date(&c->arena, in->period.start)}),
               &r, err) < 0)
        return -1;
    if (db_rows(r) != 1) {
        problem_field(err, "/indicator", "unknown-reference", "no such indicator: %s", in->indicator);
        return problem_fail(err, PROBLEM_VALIDATION, "no such indicator: %s", in->indicator);
    }
    taken = db_text(r, 0, "id") != NULL;
    *ret = (struct place){.row = r, .measure = measure_read(r, 0), .is_taken = taken};
    ret->workflow = value_workflow(taken ? (int)db_int(r, 0, "workflow_version") : 0);
    if (!ret->workflow)
        return problem_cause(err, PROBLEM_INTERNAL, "a value runs on an unknown workflow version");
    ret->facts = (struct value_facts){
        .state = taken ? workflow_state_of(ret->workflow, db_text(r, 0, "status")) : WORKFLOW_START,
        .actor = value_actor_of(c),
        .scope = in->owner.scope,
        .unit_scope = db_text(r, 0, "answering_scope"),
        .today = ctx_today(c),
        .period_last = period_last(&in->period),
        .reason = in->reason,
    };
    return 0;
}

static int check_entry(struct ctx *c, const struct value_put *in, const struct place *place,
                       struct problem *err)
{
    const struct value_entry e = {
        .measure = place->measure,
        .figure = in->figure,
        .period = in->period,
        .today = ctx_today(c),
        .unit = in->unit,
        .version = in->version,
        .version_family = db_text(place->row, 0, "version_family"),
    };

    return value_entry_check(&e, err);
}

static enum value_validity validity_of(const struct value_put *in, const struct place *place)
{
    int64_t value;

    if (in->is_insufficient)
        return VALUE_INSUFFICIENT;
    return value_raw(&place->measure, &in->figure, &value) ? VALUE_VALID : VALUE_NOT_APPLICABLE;
}

/* Who says nothing of files leaves them as they are. */
static bool has_same_files(const struct value_put *in, const struct place *place)
{
    return !in->files.hashes || str_eq(in->files.hashes, db_text(place->row, 0, "hashes"));
}

/* The stored figure is this one, and it holds. */
static bool is_same(const struct value_put *in, const struct place *place)
{
    const struct value_figure old = figure_read(place->row, 0, "value_raw", "numerator", "denominator");
    const struct value_figure *f = &in->figure;

    return place->is_taken && place->facts.state != VALUE_STATE_VOID && has_same_files(in, place) &&
           str_eq(db_text(place->row, 0, "validity"), value_validity_values[validity_of(in, place)]) &&
           (in->is_insufficient ||
            (old.has_value == f->has_value && old.has_parts == f->has_parts && old.value == f->value &&
             old.numerator == f->numerator && old.denominator == f->denominator));
}

static const char *decimal(struct ctx *c, bool is_there, int64_t value)
{
    return is_there ? db_arg_decimal(&c->arena, value, VALUE_SCALE) : NULL;
}

/* Everything that a new row is made of. */
static const struct bind *row_binds(struct ctx *c, const struct value_put *in, const struct place *place)
{
    const struct value_figure none = {0}, *f = in->is_insufficient ? &none : &in->figure;
    int64_t raw = 0, shown = 0;
    bool has_raw = value_raw(&place->measure, f, &raw), has_shown = value_shown(&place->measure, f, &shown);
    int to = value_step_target(place->workflow, place->step, place->facts.state);
    /* clang-format off */
    const struct bind binds[] = {
        {"owner_id",    in->owner.id},
        {"owner_scope", in->owner.scope},
        {"unit_id",     db_text(place->row, 0, "answering_id")},
        {"unit_scope",  db_text(place->row, 0, "answering_scope")},
        {"code",        in->indicator},
        {"kind",        period_kind_values[in->period.kind]},
        {"start",       db_arg_date(&c->arena, in->period.start)},
        {"version",     in->version},
        {"raw",         decimal(c, has_raw, raw)},
        {"shown",       decimal(c, has_shown, shown)},
        {"top",         decimal(c, f->has_parts, f->numerator)},
        {"bottom",      decimal(c, f->has_parts, f->denominator)},
        {"valid",       value_validity_values[validity_of(in, place)]},
        {"computed",    place->is_computed ? "ENGINE" : "MANUAL"},
        {"to_status",   value_state_values[to]},
        {"did",         place->step->action},
        {"flow",        db_arg_int(&c->arena, place->workflow->version)},
        {"why",         in->reason},
        {"files",       in->files.rows},
        {"old_id",      place->is_taken ? db_text(place->row, 0, "id") : NULL},
        {"old_version", place->is_taken ? db_text(place->row, 0, "row_version") : NULL},
        {0},
    };
    /* clang-format on */
    struct bind *kept = arena_array(&c->arena, ARRAY_LEN(binds), sizeof *kept);

    memcpy(kept, binds, sizeof binds);
    return kept;
}

static int write(struct ctx *c, const struct value_put *in, const struct place *place,
                 struct value_written *ret, struct problem *err)
{
    const struct stmt *s = place->is_taken ? &sql_value_correct : &sql_value_enter;
    struct audit_object about = {.kind = "value", .tenant_id = in->owner.id, .scope = in->owner.scope};
    const char *action = arena_printf(&c->arena, "value.%s", place->step->action);
    struct db_result *r;

    if (db_run(c->db, s, row_binds(c, in, place), &r, err) < 0)
        return -1;
    if (db_rows(r) != 1)
        return problem_fail(err, PROBLEM_STALE_VERSION, "the value has moved on since it was read");
    about.id = db_text(r, 0, "id");
    *ret = (struct value_written){place->is_taken ? VALUE_REVISED : VALUE_CREATED, about.id};
    if (value_effects_run(c, place->step, r, in->reason, err) < 0)
        return -1;
    return place->is_computed ? audit_add_for(c, action, &about, NULL, err)
                              : audit_add(c, action, "value", about.id, NULL, err);
}

static int check_seen(const struct value_put *in, const struct place *place, struct problem *err)
{
    if (in->version_seen && place->is_taken && db_int(place->row, 0, "row_version") != in->version_seen)
        return problem_fail(err, PROBLEM_STALE_VERSION, "the version is %s now",
                            db_text(place->row, 0, "row_version"));
    return 0;
}

int value_put(struct ctx *c, const struct value_put *in, struct value_written *ret, struct problem *err)
{
    const char *action;
    struct workflow_ask ask;
    struct place place;

    if (find_place(c, in, &place, err) < 0 || check_entry(c, in, &place, err) < 0 ||
        check_seen(in, &place, err) < 0)
        return -1;
    action = in->is_erratum ? "ERRATUM" : place.is_taken ? "CORRECT" : "ENTER";
    ask = value_ask(&place.facts, c->english);
    if (!in->is_erratum && is_same(in, &place) &&
        workflow_fits(workflow_row_of(place.workflow, action), &ask.actor) == WORKFLOW_FITS) {
        *ret = (struct value_written){VALUE_UNCHANGED, db_text(place.row, 0, "id")};
        return 0;
    }
    if (workflow_decide(place.workflow, &ask, action, &place.step, err) < 0)
        return -1;
    return write(c, in, &place, ret, err);
}

/* What was decided by persons is not computed away. */
static bool is_kept(const struct place *place)
{
    return place->is_taken &&
           (place->facts.state == VALUE_STATE_FROZEN || place->facts.state == VALUE_STATE_VOID ||
            str_eq(db_text(place->row, 0, "computed_by"), "MANUAL"));
}

int value_put_computed(struct ctx *c, const struct value_put *in, struct value_written *ret,
                       struct problem *err)
{
    struct place place;

    if (find_place(c, in, &place, err) < 0)
        return -1;
    if (is_same(in, &place) || is_kept(&place)) {
        *ret = (struct value_written){is_same(in, &place) ? VALUE_UNCHANGED : VALUE_KEPT,
                                      db_text(place.row, 0, "id")};
        return 0;
    }
    place.is_computed = true;
    place.step = workflow_row_of(place.workflow, place.is_taken ? "CORRECT" : "ENTER");
    return write(c, in, &place, ret, err);
}
