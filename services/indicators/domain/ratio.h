/* SPDX-License-Identifier: MIT */
/* Figures that are fractions (比率指标, domain C.7): kept as numerator and denominator, compared unrounded, shown rounded.
 * Pure. */
#ifndef BIHUAN_INDICATORS_DOMAIN_RATIO_H
#define BIHUAN_INDICATORS_DOMAIN_RATIO_H

#include "indicators/domain/standard.h"

enum { RATIO_PERCENT = 100 };

/* times * numerator / denominator. Denominator 0: not applicable (N/A), which is neither 0 nor 100. */
struct ratio {
    int64_t numerator, denominator; /* >= 0 */
    int32_t times;                  /* RATIO_PERCENT, or 1 */
};

/** A plain value (millionths) as a ratio. */
struct ratio ratio_of_value(int64_t value);
/** `part` of `whole` in %: treated of discharged sewage, attained of evaluated sections, done of listed tasks. */
struct ratio ratio_of_parts(int64_t part, int64_t whole);
bool ratio_is_applicable(const struct ratio *r);
/** Below, at or above zero as the exact ratio is less than, equal to or greater than `value` (millionths). Only when
 * applicable. */
int ratio_compare(const struct ratio *r, int64_t value);
/** The same for two ratios, both percentages or neither. Only when both are applicable. */
int ratio_compare_ratios(const struct ratio *a, const struct ratio *b);
/** Rounded half-even to `places`, in millionths; for display only. False when not applicable or beyond the range of
 * values. */
bool ratio_round(const struct ratio *r, int places, int64_t *ret);

/** Reduction against the base year (削减率): (base - actual) / base in %; negative when it grew. */
struct ratio ratio_reduction(int64_t base, int64_t actual);
/** Intensity (强度): total / GDP at constant prices, both in millionths of their units; so in units of total a unit of
 *  GDP. So are all quotients that are no percentage, as park area a head. */
struct ratio ratio_intensity(int64_t total, int64_t gdp);
/** Change against the year before (同比): (now / before - 1) in %. */
struct ratio ratio_change(int64_t before, int64_t now);

/* A piece of polluted farmland (受污染耕地) with one of the measures on it. */
enum farmland_grade { FARMLAND_CLEAN, FARMLAND_SLIGHT, FARMLAND_LIGHT, FARMLAND_MEDIUM, FARMLAND_HEAVY };
enum farmland_measure { FARMLAND_UNTREATED, FARMLAND_PROTECTED, FARMLAND_SAFE_USE, FARMLAND_CONTROLLED };
/* "CLEAN" 未污染, "SLIGHT" 轻微, "LIGHT" 轻度, "MEDIUM" 中度, "HEAVY" 重度; end with NULL. */
extern const char *const farmland_grade_values[];
/* "NONE" 无措施, "PROTECTED" 优先保护, "SAFE_USE" 安全利用或治理修复, "CONTROLLED" 严格管控. */
extern const char *const farmland_measure_values[];
/** By these words; without one FARMLAND_CLEAN and FARMLAND_UNTREATED. */
enum farmland_grade farmland_grade_of(const char *word);
enum farmland_measure farmland_measure_of(const char *word);

struct farmland_row {
    int64_t parcel; /* rows of one parcel stand together */
    int64_t area;   /* of the whole parcel */
    enum farmland_grade grade;
    enum farmland_measure measure;
    bool produce_complies;
};

/** Safe use of polluted farmland (受污染耕地安全利用率): A = (B + C + D) / E. B: slightly polluted under priority protection; C:
 *  light or medium under safe use or remediation with compliant produce; D: heavy under strict control; E: all
 *  polluted. A parcel counts once, whatever the number of its rows. */
struct ratio ratio_farmland(const struct farmland_row *rows, size_t n);

/* A contaminated site (污染地块) of the year. */
struct site_row {
    int64_t area;
    bool is_redeveloped, meets_use;
};

/** Safe use of contaminated sites (污染地块安全利用率): of the redeveloped ones those that meet the soil requirement of the
 *  planned use, by area or by number. No redeveloped site: not applicable. */
struct ratio ratio_sites(const struct site_row *rows, size_t n, bool by_area);

#endif
