/* SPDX-License-Identifier: MIT */
/* Black and odorous water (城市黑臭水体, domain C.6): is it, how badly, where, and is it gone. Pure.
 * Values are millionths: transparency in cm, oxygen and ammonia in mg/L, redox potential in mV; shares in %. */
#ifndef BIHUAN_INDICATORS_DOMAIN_BLACK_ODOUR_H
#define BIHUAN_INDICATORS_DOMAIN_BLACK_ODOUR_H

#include "indicators/domain/standard.h"

enum black_odour_grade {
    BLACK_ODOUR_NONE,
    BLACK_ODOUR_LIGHT,
    BLACK_ODOUR_SEVERE
}; /* 轻度, 重度: levels 1, 2 */

enum black_odour_item {
    BLACK_ODOUR_TRANSPARENCY,
    BLACK_ODOUR_DO,
    BLACK_ODOUR_ORP,
    BLACK_ODOUR_NH3N,
    BLACK_ODOUR_ITEMS
};

#define BLACK_ODOUR_SURVEY_FOUL "survey_black_odour"     /* 居民认为黑或臭的比例 */
#define BLACK_ODOUR_SURVEY_CONTENT "survey_satisfaction" /* 居民满意的比例 */

/** "transparency" "do" "orp" "nh3n": the item of the edition. */
const char *black_odour_item_code(enum black_odour_item item);

/** Grade of one value. `depth` of the water in cm, millionths; 0 = deep enough. In shallow water the bounds of
 *  transparency fall to the edition's share of the depth. */
enum black_odour_grade black_odour_value_grade(const struct standard *s, enum black_odour_item item,
                                               int64_t value, int64_t depth);

/** Where the range of black and odorous water begins; false where the edition names no bound. */
bool black_odour_limit(const struct standard *s, enum black_odour_item item, int64_t depth, int64_t *ret);

/* What was measured at a point, round by round, already graded: how many data of each indicator, how many of them
 * severe. */
struct black_odour_point {
    int32_t data[BLACK_ODOUR_ITEMS], severe[BLACK_ODOUR_ITEMS];
};

void black_odour_point_add(struct black_odour_point *p, enum black_odour_item item,
                           enum black_odour_grade grade);
/** Grade of a point of a water body that is known to be black and odorous: severe when one indicator has enough severe
 *  data, or several have a good part each; else light. A point without data is none. */
enum black_odour_grade black_odour_point_grade(const struct standard *s, const struct black_odour_point *p);

/** Grade of a body from its points in the order of the stream: severe when enough points are, else light; none without
 *  a point. When it is not severe as a whole, severe[i] marks the points of stretches (段) that are, the edition's
 *  number of points or longer; otherwise all or none. */
enum black_odour_grade black_odour_body_grade(const struct standard *s, const enum black_odour_grade *points,
                                              size_t n, bool *severe);

/* How a body was sampled. Distances in m, intervals in days; of neighbouring points and rounds, where there are two. */
struct black_odour_sampling {
    int32_t points, rounds;
    int32_t spacing_min, spacing_max, interval_min, interval_max;
};

enum { BLACK_ODOUR_NO_CHAINAGE = -1 };

/** The sampling of a month: bit i of `days` when somebody sampled on its day i, and the chainage (里程) of the points in
 *  ascending order. Of a point without one nobody knows how far it is from the others: then the spacing is 0. */
struct black_odour_sampling black_odour_sampling_of(uint32_t days, const int32_t *chainage, size_t n);

enum black_odour_lack {
    BLACK_ODOUR_FEW_POINTS = 1 << 0,
    BLACK_ODOUR_FEW_ROUNDS = 1 << 1,
    BLACK_ODOUR_SPACING = 1 << 2,
    BLACK_ODOUR_INTERVAL = 1 << 3,
};

/** What a sampling lacks of what the guide asks for a grade (enum black_odour_lack bits); 0 = nothing. */
unsigned black_odour_sampling_lacks(const struct standard *s, const struct black_odour_sampling *p);

/* What a body was in a period: the means of those with has[item], and the share of residents who call it black or
 * odorous. */
struct black_odour_means {
    int64_t value[BLACK_ODOUR_ITEMS];
    bool has[BLACK_ODOUR_ITEMS];
    int64_t depth;  /* of the water in cm; 0 = deep enough */
    int64_t survey; /* %; negative = no survey */
};

/** The body is black and odorous: the mean of an indicator is in a range, or enough residents say so (default rule). */
bool black_odour_is_found(const struct standard *s, const struct black_odour_means *m);
/** Enough residents call it black or odorous; the share that is enough goes to *ret_limit. */
bool black_odour_is_called(const struct standard *s, const struct black_odour_means *m, int64_t *ret_limit);

/* A month of a body. */
struct black_odour_month {
    int32_t day; /* its first */
    bool is_known, is_found;
    int64_t satisfaction; /* of the residents asked in it, %; negative = none were */
};

/** How many months an elimination takes; ten years at most. */
int32_t black_odour_elimination_months(const struct standard *s);
/** How many months in a row up to the last are known and clean, of those that an elimination takes. `months` in
 *  ascending order; one that is not there is not known. */
int32_t black_odour_clean_months(const struct standard *s, const struct black_odour_month *months, size_t n);
/** The last answer of residents within the months that an elimination takes; negative = none. */
int64_t black_odour_satisfaction(const struct standard *s, const struct black_odour_month *months, size_t n);
/** It is gone (消除) in the last of `months`: clean in as many in a row as the edition asks for, and enough residents
 * content. */
bool black_odour_is_eliminated(const struct standard *s, const struct black_odour_month *months, size_t n);
/** It is back (返黑返臭): found in the last of `months`, after it was gone in the last known one before. */
bool black_odour_is_rebound(const struct standard *s, const struct black_odour_month *months, size_t n);

#endif
