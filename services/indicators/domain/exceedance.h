/* SPDX-License-Identifier: MIT */
/* What of a single object exceeds its limits (超标, domain C.4 to C.6): items with value, limit and multiple, and which
 * periods are recent enough for an alert. Pure. Values are millionths in the unit of the item. */
#ifndef BIHUAN_INDICATORS_DOMAIN_EXCEEDANCE_H
#define BIHUAN_INDICATORS_DOMAIN_EXCEEDANCE_H

#include "indicators/domain/air_day.h"
#include "indicators/domain/black_odour.h"
#include "indicators/domain/water_class.h"

enum { EXCEEDANCE_NO_MULTIPLE = -1 };

struct exceedance {
    const char *item;
    int64_t value; /* as compared: rounded */
    int64_t limit; /* of the side that is not kept */
    int64_t
        multiple; /* 超标倍数 (C - S) / S; EXCEEDANCE_NO_MULTIPLE below a lower limit, and where the standard has none */
};

struct exceedances {
    size_t n;
    struct exceedance items
        [WATER_ITEMS_MAX]; /* by multiple, the greatest first; what has none comes last, in the standard's order */
};

/** The day of a station against the limits of 24 hours, of 8 hours for ozone, of its grade (GB 3095). */
void exceedances_of_air(const struct standard *gb3095, int32_t grade, const struct air_day *day,
                        int32_t multiple_decimals, struct exceedances *ret);
/** The items that keep a section from its target class, against the limits of that class; none of a section without a
 * target (0). */
void exceedances_of_section(const struct water_rules *r, const struct water_verdict *v, enum water_body body,
                            int target, struct exceedances *ret);
/** The means of a body that are in the range of black and odorous water, against where that begins; and what residents
 *  call it, as "survey_black_odour". */
void exceedances_of_body(const struct standard *s, const struct black_odour_means *m,
                         struct exceedances *ret);
/** The day of an outfall against a discharge standard (water_rules_init_discharge). */
void exceedances_of_discharge(const struct water_rules *r, const struct water_sample *day,
                              struct exceedances *ret);

/** A period that ended on `last_day` raises alerts: at most `days` ago, or not ended. */
bool exceedance_is_recent(int32_t last_day, int32_t today, int32_t days);

#endif
