/* SPDX-License-Identifier: MIT */
/* Which targets are red lines (红线, CODE Art 67), and which alert a verdict raises (domain C.1). Pure. */
#ifndef BIHUAN_INDICATORS_DOMAIN_RED_LINE_H
#define BIHUAN_INDICATORS_DOMAIN_RED_LINE_H

#include "indicators/domain/target.h"

/** A red line: by the class of its indicator (环境质量底线、资源利用上线、生态保护红线), and whatever may only grow (只增不减). */
bool red_line_is(const char *red_line_class, enum target_type type);

enum alert_kind { ALERT_NONE, ALERT_RED_LINE, ALERT_EXCEED, ALERT_MANIPULATED, ALERT_KINDS };
/* "RED_LINE" 突破红线, "EXCEED" 超标, "MANIPULATED" 数据造假; the first is no kind. */
extern const char *const alert_kind_values[ALERT_KINDS];

/** What a verdict raises: the breach of a red line at once; an exceedance where an upper limit that is no red line is
 * not kept. */
enum alert_kind alert_of(const struct target *t, const struct target_verdict *v);

/** The environment's quality got worse (底线, S-123): a figure against that of the year before, exactly, by the direction
 *  of its indicator. No judgement where one is not applicable or the indicator has no direction. */
bool red_line_deteriorates(enum target_direction direction, const struct ratio *now,
                           const struct ratio *before);

#endif
