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
    const char *body_kind; /* of the object that body_id names; NULL when the caller sees none */
    bool is_discharge;     /* discharge_standard names an edition for discharges (排放标准) */
};

/** VALIDATION with an entry for each attribute that is missing or belongs to another kind, for coordinates that are not whole, days in
 *  the wrong order or in the future, a body that is no water body, and a standard that is none for discharges. */
int object_entry_check(const struct object_entry *e, struct problem *err) MUST_CHECK;

#endif
