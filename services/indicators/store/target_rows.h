/* SPDX-License-Identifier: MIT */
/* Rows of statements as the rules of targets take them (domain/target.h). Text is borrowed from the result. */
#ifndef BIHUAN_INDICATORS_STORE_TARGET_ROWS_H
#define BIHUAN_INDICATORS_STORE_TARGET_ROWS_H

#include "db/db.h"
#include "indicators/domain/red_line.h"
#include "indicators/domain/value_entry.h"

enum { TARGET_PREVIOUS = 2 };

struct target_row {
    struct target target;
    struct value_measure measure;
    bool is_aspirational; /* 力争, whatever else it is */
    struct ratio previous[TARGET_PREVIOUS];
    size_t n_previous;
};

/** Columns _unit, _formula_kind, _periods, _standard_family, _decimals. */
struct value_measure measure_read(const struct db_result *r, int row);
/** A figure from its three columns; one without any value has neither. */
struct value_figure figure_read(const struct db_result *r, int row, const char *plain, const char *numerator,
                                const char *denominator);
/** What is to be reduced against a base year (削减率): a total that shall be low, whose base value is known (domain C.7).
 * */
bool target_has_reduction(const struct target_row *t);
/** Columns of {target_facts} (sql/attainment.sql). */
struct target_row target_read(const struct db_result *r, int row);

#endif
