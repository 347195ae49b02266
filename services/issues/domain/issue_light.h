/* SPDX-License-Identifier: MIT */
/* Green, yellow, red (domain B.7): derived from events, dates and milestones, never stored as a state. Pure.
 * Percentages are hundredths (60 % = 6000), days are calendar days. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_LIGHT_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_LIGHT_H

#include "issues/domain/issue_facts.h"

/* As sql/light.sql finds them on the day the issue's clocks stand at, which a suspension keeps where it is. */
struct issue_light_facts {
    enum issue_state state; /* a suspended one's: that it was suspended in */
    int32_t days_left;      /* to the due date, negative when it has passed; DATE_NONE = not set yet */
    int32_t days_late;      /* behind the due date; 0 = none */
    int32_t step_days;      /* behind the limit of the step it stands in; 0 = none */
    int64_t expected;       /* exp: weights of the milestones planned by now */
    int64_t actual;         /* act: confirmed progress */
    int32_t overdue_days;   /* m: most days by which a milestone that is not done is late */
    int32_t upper_returns;
    bool false_rectification;
    bool report_missed;
};

/* Why; several may hold. */
enum issue_light_reason {
    ISSUE_LIGHT_PAST_DUE = 1 << 0,
    ISSUE_LIGHT_MILESTONE_LATE = 1 << 1, /* red or yellow by its days */
    ISSUE_LIGHT_BEHIND = 1 << 2,         /* red or yellow by its lag */
    ISSUE_LIGHT_FALSE = 1 << 3,
    ISSUE_LIGHT_RETURNED = 1 << 4,
    ISSUE_LIGHT_DUE_SOON = 1 << 5,
    ISSUE_LIGHT_REPORT_MISSED = 1 << 6,
    ISSUE_LIGHT_STEP_LATE = 1 << 7,
};

struct issue_light_verdict {
    enum issue_light light;
    unsigned reasons; /* of that light: enum issue_light_reason bits */
};

/** Issues that are not open are green; a long-term one has no due date any more but stays answerable for reports and
 * conduct. */
struct issue_light_verdict issue_light(const struct issue_light_facts *f, const struct issue_parameters *p);

#endif
