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

/** The same of an issue as it stands: one that is kept up (T21) reports quarterly, whatever it was. */
enum issue_period_kind issue_report_kind_in(enum issue_state state, enum issue_severity severity,
                                            enum issue_term_class term);
/** The day that work in this state goes on to; DATE_NONE where no end is in sight: it is late, or is kept up. */
int32_t issue_work_end(enum issue_state state, int32_t due, int32_t today);
/** The day to which reports are laid out: the work's end, or without one whole periods of a year to come. */
int32_t issue_schedule_until(enum issue_period_kind kind, int32_t end, int32_t today);
/** Whether what is laid out to the day `covered` (DATE_NONE: nothing is) has to go on: it stops short of the work's
 *  end, or without one less than a quarter is left. */
bool issue_schedule_runs_out(int32_t covered, int32_t end, int32_t today);
/** Periods of the work in order, at most `max`; returns how many there are in all (may exceed `max`). A period whose
 *  report would have been due before the work began is joined to the next; ADHOC has no schedule (0). */
size_t issue_schedule(enum issue_period_kind kind, const struct issue_work *work,
                      const struct issue_parameters *p, struct issue_period *ret, size_t max);

#endif
