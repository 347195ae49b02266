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

/** "transparency" "do" "orp" "nh3n": the item of the edition. */
const char *black_odour_item_code(enum black_odour_item item);

/** Grade of one value. `depth` of the water in cm, millionths; 0 = deep enough. In shallow water the bounds of transparency fall to
 *  the edition's share of the depth. */
enum black_odour_grade black_odour_value_grade(const struct standard *s, enum black_odour_item item,
                                               int64_t value, int64_t depth);

/* What was measured at a point, round by round, already graded: how many data of each indicator, how many of them severe. */
struct black_odour_point {
    int32_t data[BLACK_ODOUR_ITEMS], severe[BLACK_ODOUR_ITEMS];
};

void black_odour_point_add(struct black_odour_point *p, enum black_odour_item item,
                           enum black_odour_grade grade);
/** Grade of a point of a water body that is known to be black and odorous: severe when one indicator has enough severe data, or
 *  several have a good part each; else light. A point without data is none. */
enum black_odour_grade black_odour_point_grade(const struct standard *s, const struct black_odour_point *p);

/** Grade of a body from its points in the order of the stream: severe when enough points are, else light; none without a point. When
 *  it is not severe as a whole, severe[i] marks the points of stretches (段) that are, the edition's number of points or longer;
 *  otherwise all or none. */
enum black_odour_grade black_odour_body_grade(const struct standard *s, const enum black_odour_grade *points,
                                              size_t n, bool *severe);

/* How a body was sampled. Distances in m, intervals in days; of neighbouring points and rounds. */
struct black_odour_sampling {
    int32_t points, rounds;
    int32_t spacing_min, spacing_max, interval_min, interval_max;
};

enum black_odour_lack {
    BLACK_ODOUR_FEW_POINTS = 1 << 0,
    BLACK_ODOUR_FEW_ROUNDS = 1 << 1,
    BLACK_ODOUR_SPACING = 1 << 2,
    BLACK_ODOUR_INTERVAL = 1 << 3,
};

/** What keeps a sampling from being graded (enum black_odour_lack bits); 0 = nothing. */
unsigned black_odour_sampling_lacks(const struct standard *s, const struct black_odour_sampling *p);

/** The body is black and odorous: the mean of an indicator is in a range, or enough residents say so (default rule). `means` by item,
 *  those with has[item]; `survey` in %, negative = no survey. */
bool black_odour_is_found(const struct standard *s, const int64_t means[BLACK_ODOUR_ITEMS],
                          const bool has[BLACK_ODOUR_ITEMS], int64_t depth, int64_t survey);
/** It is gone (消除): clean in each of the last months the edition asks for, newest last, and enough residents content (%). */
bool black_odour_is_eliminated(const struct standard *s, const bool *month_is_clean, size_t n,
                               int64_t satisfaction);

#endif
