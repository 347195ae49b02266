/* SPDX-License-Identifier: MIT */
/* What a monitored object (监测对象) may say by its kind: which attributes it needs and which it may have. Pure. */
#ifndef BIHUAN_INDICATORS_DOMAIN_OBJECT_ENTRY_H
#define BIHUAN_INDICATORS_DOMAIN_OBJECT_ENTRY_H

#include "base/attr.h"
#include "problem/problem.h"
#include <stdbool.h>
#include <stdint.h>

/* Attributes of the kinds as pointers: "/" and the name of the column; ends with NULL. */
extern const char *const object_attributes[];

struct object_entry {
    const char *kind;
    const char *given; /* words: the attributes that have a value, and which of lng lat datum have one */
    int32_t valid_from, valid_to; /* DATE_NONE = open */
    int32_t stage_since;          /* of a contaminated site */
    int32_t measure_since;        /* of a parcel */
    int32_t today;
    int32_t closed_on;  /* of an enterprise: closed and cleared (关闭清拆); DATE_NONE = not */
    int32_t rebuilt_on; /* of a point where rain and waste water mix (雨污混接点); DATE_NONE = not */
    int32_t
        survey_approved_on; /* of a site: its soil and groundwater survey (场地环境调查审核); DATE_NONE = not */
    int32_t transferred_on;     /* of a site: sold by the state (出让); DATE_NONE = not */
    const char *protected_kind; /* of the object that area_id names; NULL when the caller sees none */
    const char *body_kind;      /* of the object that body_id names; NULL when the caller sees none */
    bool is_discharge;          /* discharge_standard names an edition for discharges (排放标准) */
};

/** VALIDATION with an entry for each attribute that is missing or belongs to another kind, for coordinates that are not
 *  whole, days in the wrong order or in the future, a body that is no water body, an area that is no protected one, and
 *  a standard that is none for discharges. Enterprises in areas and the day they were closed: domain S-051; mixing
 *  points: S-054.
 *
 *   */
int object_entry_check(const struct object_entry *e, struct problem *err) MUST_CHECK;
/** The land was transferred (出让) and its survey not approved on or before that day: a clue (Environmental Code Art
 *  1165, domain S-074). */
bool object_is_transferred_unsurveyed(const struct object_entry *e);

#endif
