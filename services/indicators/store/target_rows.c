/* SPDX-License-Identifier: MIT */
/* Rows of statements as the rules of targets take them. */
#include "indicators/store/target_rows.h"

#include "base/str.h"

struct value_measure measure_read(const struct db_result *r, int row)
{
    return (struct value_measure){
        .unit = db_text(r, row, "_unit"),
        .formula_kind = db_text(r, row, "_formula_kind"),
        .periods = db_text(r, row, "_periods"),
        .family = db_text(r, row, "_standard_family"),
        .decimals = (int32_t)db_int(r, row, "_decimals"),
    };
}

struct value_figure figure_read(const struct db_result *r, int row, const char *plain, const char *numerator,
                                const char *denominator)
{
    if (db_text(r, row, numerator))
        return (struct value_figure){.has_parts = true,
                                     .numerator = db_decimal(r, row, numerator, VALUE_SCALE),
                                     .denominator = db_decimal(r, row, denominator, VALUE_SCALE)};
    return (struct value_figure){.has_value = db_text(r, row, plain) != NULL,
                                 .value = db_decimal(r, row, plain, VALUE_SCALE)};
}

static void read_previous(const struct db_result *r, int row, struct target_row *t)
{
    static const char *const columns[TARGET_PREVIOUS][3] = {
        {"_previous_raw", "_previous_top", "_previous_bottom"},
        {"_second_raw",   "_second_top",   "_second_bottom"  },
    };
    size_t n = (size_t)db_int(r, row, "_n_previous");

    t->n_previous = n < TARGET_PREVIOUS ? n : TARGET_PREVIOUS;
    for (size_t i = 0; i < TARGET_PREVIOUS && i < t->n_previous; i++) {
        const struct value_figure f = figure_read(r, row, columns[i][0], columns[i][1], columns[i][2]);
        t->previous[i] = value_ratio(&t->measure, &f);
    }
}

bool target_has_reduction(const struct target_row *t)
{
    return t->target.has_base && t->target.direction == TARGET_DIRECTION_LOWER &&
           str_eq(t->measure.formula_kind, "SUM");
}

struct target_row target_read(const struct db_result *r, int row)
{
    enum target_type type = (enum target_type)code_find(target_type_codes, db_text(r, row, "target_type"));
    const char *words = db_text(r, row, "_qualifiers");
    struct target_row t = {
        .target = {.type = type,
                   .direction = (enum target_direction)code_find(target_direction_codes,
                   db_text(r, row, "_direction")),
                   .qualifiers = words,
                   .has_value = db_text(r, row, "target_value") != NULL,
                   .value = db_decimal(r, row, "target_value", VALUE_SCALE),
                   .tolerance = db_decimal(r, row, "tolerance", VALUE_SCALE),
                   .has_base = db_text(r, row, "base_value") != NULL,
                   .base_value = db_decimal(r, row, "base_value", VALUE_SCALE),
                   .complete_by = db_date(r, row, "complete_by"),
                   .standard = db_text(r, row, "target_standard"),
                   .is_red_line = red_line_is(db_text(r, row, "_red_line_class"), type)},
        .measure = measure_read(r, row),
        .is_aspirational = str_has_word(words, "STRIVE"),
    };

    read_previous(r, row, &t);
    return t;
}
