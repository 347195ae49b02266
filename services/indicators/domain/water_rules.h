/* SPDX-License-Identifier: MIT */
/* What surface water is judged by (地表水环境质量标准、评价办法): three editions read into one table of items, so that judging a
 * sample compares numbers and looks nothing up. Pure; points into the editions, which must live as long.
 *
 * Values are millionths in the unit of the item. Classes are 1 (Ⅰ) to 5 (Ⅴ) and 6 (劣Ⅴ); grades are 1 (优) to 5 (重度污染).
 * */
#ifndef BIHUAN_INDICATORS_DOMAIN_WATER_RULES_H
#define BIHUAN_INDICATORS_DOMAIN_WATER_RULES_H

#include "indicators/domain/standard.h"
#include "problem/problem.h"

enum water_body { WATER_RIVER, WATER_LAKE, WATER_BODIES }; /* 河流; 湖、库 */

enum {
    WATER_CLASS_NONE = 0, /* not judged */
    WATER_CLASSES = 5,
    WATER_CLASS_WORST = 6, /* 劣Ⅴ */
    WATER_GRADES = 5,
    WATER_ITEMS_MAX = 40
};

/* Bounds by class; a class without a bound is none that the item can have. */
struct water_limits {
    bool has[WATER_CLASSES];
    int64_t at_least[WATER_CLASSES], at_most[WATER_CLASSES];
};

struct water_item {
    const char *code, *label, *unit;
    struct water_limits limits[WATER_BODIES];
    bool has_single; /* of the supplement for drinking-water sources (补充项目): one limit, no classes */
    int64_t single;
    int32_t decimals;      /* of the statistics rule; VALUE_SCALE where it has none */
    bool is_single_factor; /* counts in the class of the section (单因子评价) */
    bool is_toxic;         /* comes first among the main pollutants */
    bool has_multiple;     /* 超标倍数 is computed */
    bool is_logarithmic;   /* its mean is that of 10^-x (pH) */
    int betters;           /* index of the item whose class this one may better (do_sat: do), or -1 */
};

/* Shares are in %, in millionths. */
struct water_river_rules {
    int32_t sections_min;
    int64_t good_min[2];    /* of Ⅰ-Ⅲ: from here 优, 良好 */
    int64_t worst_below[2]; /* of 劣Ⅴ: below 轻度污染, 中度污染 */
};

struct water_rules {
    const struct standard *limits; /* the edition that verdicts name */
    size_t n;
    struct water_item items[WATER_ITEMS_MAX]; /* in the order of the standard */
    const char *class_label[WATER_CLASS_WORST + 1], *grade_label[WATER_GRADES + 1],
        *grade_colour[WATER_GRADES + 1]; /* "" at 0 */
    int grade_of_class[WATER_CLASS_WORST + 1];
    int good_class; /* multiples and main pollutants are counted from its limit: Ⅲ */
    int32_t main_pollutants, multiple_decimals;
    int64_t below_detection; /* share of the detection limit that counts */
    int32_t year_months, year_months_min, improvement_classes;
    struct water_river_rules river;
};

/* An item is what has a rule "label". Its limits stand under its own name; those of lakes, where they differ, under the
 * name that the rule "lake_limits" gives; lower bounds of a range under that of "lower_limits". */

/** Reads the editions of GB 3838 (limits), of the statistics rule (decimals) and of the evaluation method (grades, what
 *  counts). PROBLEM_INTERNAL when they name more items than fit, or a class, grade or cut-off is missing. */
int water_rules_init(struct water_rules *r, const struct standard *limits, const struct standard *statistics,
                     const struct standard *method, struct problem *err) MUST_CHECK;
/** Reads a discharge standard (排放标准): its limits stand at level 1, it rounds by its own rule "decimals". Of the
 *  evaluation method come the share of values below detection and the places of multiples. Nothing in it has a class or
 *  a grade. */
int water_rules_init_discharge(struct water_rules *r, const struct standard *limits,
                               const struct standard *method, struct problem *err) MUST_CHECK;
/** Index of the item, or -1. */
int water_item_find(const struct water_rules *r, const char *code);

#endif
