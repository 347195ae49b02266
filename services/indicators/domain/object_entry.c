/* SPDX-License-Identifier: MIT */
/* Which attributes belong to which kind of object. */
#include "indicators/domain/object_entry.h"

#include "base/date.h"
#include "base/str.h"
#include <stddef.h>

/* clang-format off: in the order of the kinds */
const char *const object_attributes[] = {
    "/station_type",
    "/air_class",
    "/assess_level",
    "/body_type",
    "/target_class",
    "/baseline_class",
    "/body_id",
    "/chainage_m",
    "/is_small",
    "/chief_post",
    "/length_km",
    "/farmland_grade",
    "/farmland_measure",
    "/measure_since",
    "/produce_complies",
    "/site_stage",
    "/stage_since",
    "/planned_use",
    "/is_redeveloped",
    "/area_m2",
    "/has_water_line",
    "/has_sludge_line",
    "/has_odour_line",
    "/capacity",
    "/sludge_capacity",
    "/area_id",
    "/closed_on",
    "/survey_approved_on",
    "/transferred_on",
    "/premises",
    "/rebuilt_on",
    "/area_kind",
    "/area_level",
    "/polygon_ref",
    "/is_heavy_metal",
    "/discharge_standard",
    NULL,
};
/* clang-format on */

/* clang-format off: one row a line, in columns */
static const struct kind {
    const char *name, *needs, *may;
} kinds[] = {
    {"AIR_STATION",       "station_type air_class",                                ""                                           },
    {"WATER_SECTION",     "assess_level body_type target_class",                   "baseline_class body_id chainage_m"          },
    {"WATER_BODY",        "body_type",                                             "is_small chief_post length_km"              },
    {"PARCEL",            "farmland_grade farmland_measure measure_since area_m2", "produce_complies"                           },
    {"CONTAMINATED_SITE", "site_stage stage_since area_m2",
     "planned_use is_redeveloped survey_approved_on transferred_on"                                                             },
    {"PLANT",             "has_water_line has_sludge_line has_odour_line",         "capacity sludge_capacity discharge_standard"},
    {"PROTECTED_AREA",    "area_kind area_level",                                  "area_m2 polygon_ref"                        },
    {"ENTERPRISE",        "is_heavy_metal discharge_standard",                     "area_id closed_on"                          },
    {"MIX_POINT",         "premises",                                              "rebuilt_on"                                 },
};
/* clang-format on */

static const struct kind *kind_of(const char *name)
{
    size_t i = 0;

    while (i + 1 < ARRAY_LEN(kinds) && !str_eq(kinds[i].name, name))
        i++;
    return &kinds[i];
}

static void check_attributes(const struct object_entry *e, struct problem *err)
{
    const struct kind *kind = kind_of(e->kind);

    for (const char *const *a = object_attributes; *a; a++) {
        const char *name = *a + 1;
        bool given = str_has_word(e->given, name), needed = str_has_word(kind->needs, name);
        if (needed && !given)
            problem_field(err, *a, "required", "an object %s needs it", e->kind);
        if (given && !needed && !str_has_word(kind->may, name))
            problem_field(err, *a, "not-allowed", "an object %s has no such attribute", e->kind);
    }
}

static void check_place(const struct object_entry *e, struct problem *err)
{
    static const char *const parts[] = {"/lng", "/lat", "/datum"};
    bool any = false;

    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        any = any || str_has_word(e->given, parts[i] + 1);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (any && !str_has_word(e->given, parts[i] + 1))
            problem_field(err, parts[i], "required", "coordinates are lng, lat and datum");
}

static void check_past(const struct object_entry *e, const char *pointer, int32_t day, struct problem *err)
{
    if (day != DATE_NONE && day > e->today)
        problem_field(err, pointer, "range", "it was done today at the latest");
}

/* Of what is in the register on that day: a site is surveyed, and sold, before anyone enters it. */
static void check_done(const struct object_entry *e, const char *pointer, int32_t day, struct problem *err)
{
    check_past(e, pointer, day, err);
    if (day != DATE_NONE && day < e->valid_from)
        problem_field(err, pointer, "range", "it was done before the object is valid");
}

static void check_days(const struct object_entry *e, struct problem *err)
{
    if (e->valid_to != DATE_NONE && e->valid_to < e->valid_from)
        problem_field(err, "/valid_to", "range", "it ends before it begins");
    if (e->stage_since != DATE_NONE && e->stage_since > e->today)
        problem_field(err, "/stage_since", "range", "a stage begins today at the latest");
    if (e->measure_since != DATE_NONE && e->measure_since > e->today)
        problem_field(err, "/measure_since", "range", "a measure begins today at the latest");
    check_done(e, "/closed_on", e->closed_on, err);
    check_done(e, "/rebuilt_on", e->rebuilt_on, err);
    check_past(e, "/survey_approved_on", e->survey_approved_on, err);
    check_past(e, "/transferred_on", e->transferred_on, err);
}

int object_entry_check(const struct object_entry *e, struct problem *err)
{
    check_attributes(e, err);
    check_place(e, err);
    check_days(e, err);
    if (str_has_word(e->given, "body_id") && !str_eq(e->body_kind, "WATER_BODY"))
        problem_field(err, "/body_id", "unknown-reference", "no such water body");
    if (str_has_word(e->given, "area_id") && !str_eq(e->protected_kind, "PROTECTED_AREA"))
        problem_field(err, "/area_id", "unknown-reference", "no such protected area");
    if (str_has_word(e->given, "discharge_standard") && !e->is_discharge)
        problem_field(err, "/discharge_standard", "unknown-reference", "no such discharge standard");
    return problem_fields_check(err);
}

bool object_is_transferred_unsurveyed(const struct object_entry *e)
{
    return e->transferred_on != DATE_NONE &&
           (e->survey_approved_on == DATE_NONE || e->survey_approved_on > e->transferred_on);
}
