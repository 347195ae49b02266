/* SPDX-License-Identifier: MIT */
/* When progress reports are due (调度, domain B.6): weekly by Friday 17:00, monthly by the 25th, quarterly in the last
 * month. Pure. Days of base/date.h; minutes after midnight in Shanghai, 1440 = the end of the day. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_SCHEDULE_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_SCHEDULE_H

#include "issues/domain/issue_facts.h"

struct issue_period {
    enum issue_period_kind kind;
    int32_t start, end; /* both counted; cut to the time the issue is worked on */
    int32_t due_on;     /* day the report is due, never after the issue's own due date */
    int32_t due_minute;
};

/* When the work is done: from a minute of its first day to the end of its last. */
struct issue_work {
    int32_t start, start_minute, due;
};

/** How often: major issues weekly, long-term ones quarterly, all others monthly. */
enum issue_period_kind issue_report_kind(enum issue_severity severity, enum issue_term_class term);

/** Periods of the work in order, at most `max`; returns how many there are in all (may exceed `max`). A period whose
 *  report would have been due before the work began is joined to the next; ADHOC has no schedule (0). */
size_t issue_schedule(enum issue_period_kind kind, const struct issue_work *work,
                      const struct issue_parameters *p, struct issue_period *ret, size_t max);

#endif
