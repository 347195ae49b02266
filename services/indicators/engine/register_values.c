/* SPDX-License-Identifier: MIT */
/* Figures of places from the objects that lie there. */
#include "indicators/engine/register_values.h"

#include "base/str.h"
#include "indicators/engine/batch.h"
#include "indicators/engine/value_put.h"
#include "indicators_sql.h"

/* The objects of one place and period: rows [from, to) of register_objects. */
struct lot {
    const struct db_result *objects;
    int from, to;
    bool by_area; /* of sites */
};

static struct value_figure parts(const struct ratio *r, int64_t scale)
{
    return (struct value_figure){
        .has_parts = true, .numerator = r->numerator * scale, .denominator = r->denominator * scale};
}

static size_t size_of(const struct lot *lot)
{
    return (size_t)(lot->to - lot->from);
}

/* Parcels that are alike come as one. */
static struct value_figure farmland(struct ctx *c, const struct lot *lot)
{
    struct farmland_row *rows = arena_array(&c->arena, size_of(lot) + 1, sizeof *rows);
    struct ratio r;

    for (int i = lot->from; i < lot->to; i++)
        rows[i - lot->from] = (struct farmland_row){
            .parcel = i,
            .area = db_decimal(lot->objects, i, "area", VALUE_SCALE),
            .grade = farmland_grade_of(db_text(lot->objects, i, "farmland_grade")),
            .measure = farmland_measure_of(db_text(lot->objects, i, "measure")),
            .produce_complies = db_bool(lot->objects, i, "produce_complies"),
        };
    r = ratio_farmland(rows, size_of(lot));
    return parts(&r, 1);
}

static struct value_figure sites(struct ctx *c, const struct lot *lot)
{
    struct site_row *rows = arena_array(&c->arena, size_of(lot) + 1, sizeof *rows);
    struct ratio r;

    for (int i = lot->from; i < lot->to; i++)
        rows[i - lot->from] = (struct site_row){
            .area = db_decimal(lot->objects, i, "area", VALUE_SCALE),
            .is_redeveloped = db_bool(lot->objects, i, "is_redeveloped"),
            .meets_use = db_bool(lot->objects, i, "meets_use"),
        };
    r = ratio_sites(rows, size_of(lot), lot->by_area);
    return parts(&r, lot->by_area ? 1 : VALUE_ONE);
}

/* Water bodies with a river chief (河长) in post. */
static struct value_figure chiefs(struct ctx *c, const struct lot *lot)
{
    struct ratio r = ratio_of_parts(0, 0);

    (void)c;
    for (int i = lot->from; i < lot->to; i++) {
        int64_t n = db_int(lot->objects, i, "objects");
        r.denominator += n;
        r.numerator += db_bool(lot->objects, i, "has_chief") ? n : 0;
    }
    return parts(&r, VALUE_ONE);
}

static struct value_figure capacity(struct ctx *c, const struct lot *lot)
{
    struct value_figure f = {.has_value = size_of(lot) > 0};

    (void)c;
    for (int i = lot->from; i < lot->to; i++)
        f.value += db_decimal(lot->objects, i, "capacity", VALUE_SCALE);
    return f;
}

static const struct counted {
    const char *code;
    struct value_figure (*figure)(struct ctx *c, const struct lot *lot);
} counted[] = {
    {"SOIL-FARM-R", farmland},
    {"SOIL-SITE-R",             sites},
    {"WAT-CHIEF-R",chiefs},
    {"INF-STP-CAP", capacity},
    {0            },
};

static int put(struct ctx *c, const struct db_result *places, int row, const struct lot *lot,
               struct problem *err)
{
    struct value_put in = {
        .owner = {.id = db_text(places,          row, "id"),      .scope = db_text(places, row, "scope")},
        .indicator = db_text(places, row, "code"),
        .period = {period_kind_of(db_text(places, row, "period")), db_date(places,          row, "start")},
        .reason = "computed from the register",
    };
    struct value_written written;
    const struct counted *of = counted;

    while (of->code && !str_eq(of->code, in.indicator))
        of++;
    if (!of->code)
        return problem_cause(err, PROBLEM_INTERNAL, "%s does not follow from the register", in.indicator);
    in.figure = of->figure(c, lot);
    return value_put_computed(c, &in, &written, err);
}

/* Sites are counted as an edition says; without one they wait for the next day. */
static bool is_due(const struct db_result *places, int row, const struct lot *lot)
{
    return (size_of(lot) > 0 || db_bool(places, row, "stands")) &&
           (db_text(places, row, "by_area") || !str_eq(db_text(places, row, "kind"), "CONTAMINATED_SITE"));
}

static int load_objects(struct ctx *c, const struct db_result *places, struct db_result **ret,
                        struct problem *err)
{
    struct text_array scopes, kinds, days;

    text_array_init(&scopes, &c->arena);
    text_array_init(&kinds, &c->arena);
    text_array_init(&days, &c->arena);
    for (int i = 0; i < db_rows(places); i++) {
        text_array_add(&scopes, db_text(places, i, "scope"));
        text_array_add(&kinds, db_text(places, i, "kind"));
        text_array_add(&days, db_text(places, i, "day"));
    }
    return db_run(c->db, &sql_register_objects,
                  BIND({"places", text_array_done(&scopes)}, {"kinds", text_array_done(&kinds)},
                       {"days", text_array_done(&days)}),
                  ret, err);
}

int register_values_put(struct ctx *c, const struct db_result *places, struct problem *err)
{
    struct db_result *objects;
    int at = 0;

    if (db_rows(places) == 0)
        return 0;
    if (load_objects(c, places, &objects, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(places); i++) {
        struct lot lot = {objects, at, at, db_bool(places, i, "by_area")};
        while (lot.to < db_rows(objects) && db_int(objects, lot.to, "n") == i + 1)
            lot.to++;
        at = lot.to;
        if (is_due(places, i, &lot) && put(c, places, i, &lot, err) < 0)
            return -1;
    }
    return 0;
}
