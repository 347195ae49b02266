/* SPDX-License-Identifier: MIT */
/* What the routes of the indicators service take: one struct and one field table each. */
#ifndef BIHUAN_INDICATORS_INPUTS_H
#define BIHUAN_INDICATORS_INPUTS_H

#include "http/page.h"
#include "import/import.h"
#include "json/field.h"

/* ---- standards: inputs.c */

struct standard_query {
    struct field_mask mask;
    const char *family;
    int32_t valid_on;
};
extern const struct field_table standard_query_table;

/* A row of services/indicators/standards: one of the three kinds, which says what its cells mean. */
struct standard_row {
    struct field_mask mask;
    const char *edition, *kind, *item, *averaging, *op, *name, *text;
    int64_t level;
    int64_t value; /* millionths */
    int32_t valid_from, valid_to;
};
extern const struct field_table standard_row_table;

/* A whole edition or nothing: there is no atomic=row. */
struct whole_import_query {
    struct field_mask mask;
    const char *mode;
};
extern const struct field_table whole_import_query_table;

#endif
