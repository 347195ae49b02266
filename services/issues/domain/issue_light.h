/* SPDX-License-Identifier: MIT */
/* Green, yellow, red (domain B.7): derived from events, dates and milestones, never stored as a state. Pure.
 * Percentages are hundredths (60 % = 6000), days are calendar days. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_LIGHT_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_LIGHT_H

#include "issues/domain/issue_facts.h"

struct issue_milestone {
    int32_t planned, actual; /* actual = DATE_NONE: not done */
    int64_t weight;
};

struct issue_light_facts {
    enum issue_state state;
    int32_t today;
    int32_t suspended_on; /* DATE_NONE unless SUSPENDED: the clocks stand still at this date */
    int32_t due;          /* DATE_NONE = not set yet */
    int64_t expected;     /* exp: issue_expected_progress() */
    int64_t actual;       /* act: confirmed progress */
    int32_t overdue_days; /* m: issue_overdue_days() */
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
};

struct issue_light_verdict {
    enum issue_light light;
    unsigned reasons; /* of that light: enum issue_light_reason bits */
};

/** exp: sum of the weights of milestones planned for `today` or before. */
int64_t issue_expected_progress(const struct issue_milestone *list, size_t n, int32_t today);
/** m: most days by which a milestone that is not done is late; 0 when none is. */
int32_t issue_overdue_days(const struct issue_milestone *list, size_t n, int32_t today);
/** Issues that are not open are green; a long-term one has no due date any more but stays answerable for reports and conduct. */
struct issue_light_verdict issue_light(const struct issue_light_facts *f, const struct issue_parameters *p);
/** due - today, both civil dates; negative when past. */
int32_t issue_days_left(int32_t due, int32_t today);

#endif
