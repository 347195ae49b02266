/* SPDX-License-Identifier: MIT */
/* A measured value against its target (指标目标, domain C.1), and when a red line is broken. Pure.
 * Values are compared unrounded, as ratios; what a standard wants rounded is rounded before it comes here. */
#ifndef BIHUAN_INDICATORS_DOMAIN_TARGET_H
#define BIHUAN_INDICATORS_DOMAIN_TARGET_H

#include "indicators/domain/ratio.h"
#include "indicators/domain/target_codes.h"

struct target {
    enum target_type type;
    enum target_direction direction; /* of the indicator; for TREND_IMPROVE */
    const char *qualifiers;          /* words; STRIVE 力争, ABOUT 左右 and BASICALLY 基本 count here */
    bool has_value, has_base;        /* a figure that the plan masks is missing: the target is unset */
    int64_t value;                   /* of GE, LE, EQ; of COMPLETE_BY 100 where it is missing */
    int64_t base_value;              /* of BASELINE_GE, BASELINE_LE */
    int64_t tolerance;               /* with ABOUT and BASICALLY only */
    int32_t complete_by;             /* of COMPLETE_BY, a day; DATE_NONE = masked */
    const char *standard;            /* the edition its figure was set by; NULL or "" = none matters */
    bool is_red_line;                /* 红线 */
};

/* What is known about the period. */
struct target_facts {
    bool has_value, has_projection;
    struct ratio value;      /* measured so far; not applicable counts as none */
    struct ratio projection; /* expected at the end of an open period */
    const char *standard;    /* the edition that the value was computed by */
    bool is_open;            /* the period runs still */
    int32_t today;
    int32_t completed_on; /* day on which COMPLETE_BY became complete; DATE_NONE = not known */
    /* Frozen values of the periods before, latest first. */
    const struct ratio *previous;
    size_t n_previous;
};

struct target_verdict {
    enum target_status status;
    bool is_breach; /* a red line is broken: at once, in an open period too, without tolerance or grace */
    bool is_aspirational; /* a miss is reported, and weighs half in the assessment (力争) */
};

/** UNSET before NO_DATA before NOT_COMPARABLE before a verdict. Of an open period: kept so far but not by the
 *  projection is AT_RISK, and so is what is missed so far but kept by the projection, or what still has until its date.
 *  */
struct target_verdict target_status(const struct target *t, const struct target_facts *f);

/** The last day on which the verdict is the same, as long as nothing else changes: the period's, while it is open, or
 *  that of COMPLETE_BY, while there is time left; DATE_NONE when no day changes it any more. */
int32_t target_holds_until(const struct target *t, const struct target_facts *f, int32_t period_last);

/** The editions of target and value are the same; none at all is one of its own. */
bool target_is_comparable(const struct target *t, const char *standard);

#endif
