/* SPDX-License-Identifier: MIT */
/* Import of observations: a chunk of rows after the other is looked at here and copied to the database, which then puts
 * all at once and tells what repeats, contradicts itself or differs; the report is that of every import. */
#include "audit/audit.h"
#include "base/clock.h"
#include "base/date.h"
#include "indicators/domain/observation.h"
#include "indicators/events/indicator_events.h"
#include "indicators/handlers/handlers.h"
#include "indicators/handlers/observation_rows.h"

#include <string.h>

#define SECOND 1000000

/* An item at a kind of object, with what its values are multiplied by. */
struct measure {
    const char *kind, *item;
    const char *family; /* of the object's own discharge standard, or NULL */
    int exponent;
    int64_t max;
    bool is_signed, unit_fits;
    struct measure *next;
};

struct measures {
    const struct observed_item *items;
    size_t n;
    const char *units; /* "co:ug/m3,pm25:ug/m3", or NULL */
    struct measure *known;
};

/* ---- items and their declared units */

static const struct observed_item *item_of(const struct measures *ms, const char *family, const char *item)
{
    for (size_t i = 0; i < ms->n; i++)
        if (str_eq(ms->items[i].item, item) && (!family || str_eq(ms->items[i].family, family)))
            return &ms->items[i];
    return NULL;
}

/* What stands behind "item:" in the declaration; NULL when it is not declared. */
static const char *declared_unit(struct ctx *c, const struct measures *ms, const char *item)
{
    size_t n = strlen(item);

    for (const char *p = ms->units; p && *p; p += *p == ',') {
        size_t length = strcspn(p, ",");
        if (length > n && strncmp(p, item, n) == 0 && p[n] == ':')
            return arena_strndup(&c->arena, p + n + 1, length - n - 1);
        p += length;
    }
    return NULL;
}

/* A unit for an item that nobody knows is a slip that would leave values unconverted. */
static int check_units(struct ctx *c, const struct measures *ms, struct problem *err)
{
    for (const char *p = ms->units; p && *p; p += *p == ',') {
        size_t length = strcspn(p, ","), name = strcspn(p, ":,");
        if (name == length || !item_of(ms, NULL, arena_strndup(&c->arena, p, name))) {
            problem_field(err, "/units", "format", "ITEM:UNIT, ... of items that a standard names");
            return problem_fail(err, PROBLEM_BAD_QUERY, "units: %.*s", (int)length, p);
        }
        p += length;
    }
    return 0;
}

static struct measure *make_measure(struct ctx *c, struct measures *ms, const struct observed_object *o,
                                    const struct observed_item *found)
{
    const char *unit = declared_unit(c, ms, found->item);
    struct measure *m = arena_alloc(&c->arena, sizeof *m);

    m->kind = o->kind;
    m->family = o->family;
    m->item = found->item;
    m->max = found->max < observation_most(o->kind) ? found->max : observation_most(o->kind);
    m->is_signed = found->unit && observation_unit_is_signed(found->unit);
    m->unit_fits = !unit || (found->unit && observation_unit_exponent(unit, found->unit, &m->exponent));
    m->next = ms->known;
    return ms->known = m;
}

/* NULL: no standard names the item for such an object. */
static const struct measure *measure_of(struct ctx *c, struct measures *ms, const struct observed_object *o,
                                        const char *item)
{
    const struct observed_item *found = NULL;

    for (const struct measure *m = ms->known; m; m = m->next)
        if (str_eq(m->item, item) && str_eq(m->kind, o->kind) && str_eq(m->family, o->family))
            return m;
    if (o->family)
        found = item_of(ms, o->family, item);
    for (const char *const *family = observation_families(o->kind); family && *family && !found; family++)
        found = item_of(ms, *family, item);
    return found ? make_measure(c, ms, o, found) : NULL;
}

/* ---- rows */

static bool is_within(const struct observed_object *o, int64_t at)
{
    /* The 24:00 of the last day is the 00:00 of the one after it. */
    return clock_day_of(at * SECOND) >= o->valid_from &&
           (o->valid_to == DATE_NONE || clock_day_of(at * SECOND - 1) <= o->valid_to);
}

static void take_value(struct observation_import *im, struct observed *row, const struct measure *m)
{
    if (!m->unit_fits) {
        observation_row_reject(im, row, "unit", "item", row->item, "its unit cannot be that");
        return;
    }
    if (!row->text)
        return;
    row->has_value = true;
    switch (observation_value_parse(row->text, m->exponent, m->is_signed, m->max, &row->value)) {
    case OBSERVATION_FITS:
        break;
    case OBSERVATION_NO_NUMBER:
        observation_row_reject(im, row, "format", "value", row->text, "plain decimal, 6 places at most");
        break;
    case OBSERVATION_RANGE:
        observation_row_reject(im, row, "range", "value", row->text,
                               "below zero, or too great for such an object");
        break;
    case OBSERVATION_INEXACT:
        observation_row_reject(im, row, "precision", "value", row->text,
                               "in the item's unit it has more than 6 places");
        break;
    }
}

static void check_row(struct observation_import *im, struct measures *ms, struct observed *row)
{
    const struct observed_object *o = &im->objects[row->object];
    const char *ref = im->refs.texts[row->object];
    const struct measure *m;

    if (!o->id) {
        observation_row_reject(im, row, "unknown-reference", "object", ref, "no such object in reach");
        return;
    }
    if (o->ambiguous) {
        observation_row_reject(im, row, "ambiguous", "object", ref,
                               "several objects of this name: use the id");
        return;
    }
    if (!is_within(o, row->at))
        observation_row_reject(im, row, "range", "observed_at", ref, "the object was not in use then");
    if (row->flag == OBSERVATION_BELOW && !observation_has_limits(o->kind))
        observation_row_reject(im, row, "not-allowed", "flag", ref, "nothing is below detection there");
    if (observation_averaging(o->kind, row->averaging) < 0)
        observation_row_reject(im, row, "enum", "averaging", row->averaging, "not of such an object");
    m = measure_of(im->c, ms, o, row->item);
    if (!m)
        observation_row_reject(im, row, "unknown-item", "item", row->item,
                               "no standard names it for such an object");
    else
        take_value(im, row, m);
}

/* The objects that this chunk is the first to name. */
static int find_objects(struct observation_import *im, struct problem *err)
{
    size_t known = im->n_objects;

    if (im->refs.n == known)
        return 0;
    im->n_objects = im->refs.n;
    return observed_objects_find(im->c, im->refs.texts + known, im->refs.n - known, im->objects + known, err);
}

static void check_rows(struct observation_import *im, struct measures *ms)
{
    for (size_t i = 0; i < im->rows.n; i++) {
        struct observed *row = &im->rows.items[i];
        if (!row->left_out)
            check_row(im, ms, row);
        im->missing += !row->left_out && row->flag == OBSERVATION_MISSING;
    }
}

/* From the body to the temporary table. */
static int stage_rows(struct observation_import *im, struct observation_stage *stage, struct problem *err)
{
    struct measures ms = {.units = im->in->units};

    if (observed_items_load(im->c, &ms.items, &ms.n, err) < 0 || check_units(im->c, &ms, err) < 0 ||
        observation_stage_open(im->c, stage, err) < 0)
        return -1;
    im->objects = arena_array(&im->c->arena, OBSERVED_OBJECTS_MAX, sizeof *im->objects);
    for (;;) {
        if (observation_rows_next(im, err) < 0)
            return -1;
        if (im->rows.n == 0)
            return 0;
        if (find_objects(im, err) < 0)
            return -1;
        check_rows(im, &ms);
        if (observation_stage_copy(im->c, stage, &im->rows, err) < 0)
            return -1;
    }
}

/* ---- writing */

static void on_told(void *arg, const struct observation_told *told)
{
    struct observation_import *im = arg;
    struct observed row = {.line = told->line};
    const char *ref = im->refs.texts[told->object];

    im->missing -= told->missing;
    switch (told->verdict) {
    case OBSERVATION_REPEATED:
        im->repeated++;
        break;
    case OBSERVATION_CONTRADICTS:
        observation_row_reject(im, &row, "duplicate", NULL, ref,
                               "stands in the file with different contents");
        break;
    case OBSERVATION_DIFFERS:
        observation_row_reject(im, &row, "differs", "value", ref,
                               "another value is stored; revise it with a reason");
        break;
    }
}

static int write_rows(struct observation_import *im, const struct observation_stage *stage,
                      struct problem *err)
{
    const struct observation_load load = {im->in->source,
                                          im->in->reason,
                                          im->objects,
                                          im->n_objects,
                                          str_eq(im->in->on_conflict, "revise"),
                                          on_told,
                                          im};
    struct observation_counts counts;

    if (observations_write(im->c, stage, &load, &counts, err) < 0)
        return -1;
    im->report.done[IMPORT_CREATED] = counts.created;
    im->report.done[IMPORT_UPDATED] = counts.revised;
    im->report.done[IMPORT_UNCHANGED] =
        im->repeated + counts.staged - counts.created - counts.revised - counts.differing;
    im->report.more = arena_printf(&im->c->arena, ",\"missing\":%lld,\"repeated\":%lld",
                                   (long long)im->missing, (long long)im->repeated);
    return 0;
}

/* A clue to enforcement and a veto to the assessment, once for what this import is the first to say. */
static int tell_manipulated(struct observation_import *im, struct problem *err)
{
    struct db_result *objects;

    if (observations_manipulated(im->c, &objects, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(objects); i++) {
        const char *detail = arena_printf(&im->c->arena, "{\"source\":\"%s\",\"rows\":%lld}", im->in->source,
                                          (long long)db_int(objects, i, "rows"));
        if (audit_add(im->c, "observation.manipulated", "object", db_text(objects, i, "id"), detail, err) < 0)
            return -1;
    }
    return indicator_event_observations(im->c, objects, im->in->source, im->in->reason, err);
}

static int record(struct observation_import *im, struct problem *err)
{
    const int64_t *done = im->report.done;
    const char *detail = arena_printf(&im->c->arena, "{\"created\":%lld,\"updated\":%lld}",
                                      (long long)done[IMPORT_CREATED], (long long)done[IMPORT_UPDATED]);

    if (done[IMPORT_CREATED] + done[IMPORT_UPDATED] == 0)
        return 0;
    if (im->in->reason && tell_manipulated(im, err) < 0)
        return -1;
    return audit_add(im->c, "observation.import", "observation", im->in->source, detail, err);
}

static int check_reason(const struct observation_import_query *in, struct problem *err)
{
    if (str_eq(in->on_conflict, "revise") && !in->reason) {
        problem_field(err, "/reason", "required", "what is revised is revised for a reason");
        return problem_fail(err, PROBLEM_BAD_QUERY, "on_conflict=revise needs a reason");
    }
    return 0;
}

int observations_import(struct ctx *c, struct problem *err)
{
    struct observation_import *im = arena_alloc(&c->arena, sizeof *im);
    struct observation_stage stage;

    im->c = c;
    im->in = c->query;
    im->q = import_query_whole(&im->in->import);
    import_report_init(&im->report, &c->arena);
    if (check_reason(im->in, err) < 0 || observation_rows_open(im, err) < 0 || db_savepoint(c->db, err) < 0 ||
        stage_rows(im, &stage, err) < 0 || write_rows(im, &stage, err) < 0)
        return -1;
    bool keep = import_is_kept(&im->q, &im->report);
    if (keep && record(im, err) < 0)
        return -1;
    if ((keep ? db_release(c->db, err) : db_rollback_to(c->db, err)) < 0)
        return -1;
    return import_answer(c, &im->report, &im->q, im->encoding, keep);
}
