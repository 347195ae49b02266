/* SPDX-License-Identifier: MIT */
/* Dates and degrees that follow from a decision (domain B.3 T11, T14, T23, T24; B.6). Pure. Working-day limits are
 * computed by the deadline engine from the amount and unit given here; the calendar-day ones need no calendar. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_LIMITS_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_LIMITS_H

#include "deadline/deadline.h"
#include "issues/domain/issue_facts.h"

/* One limit of B.6 or B.3, for the deadline engine and the reference page. */
struct issue_limit {
    const char *name;          /* "SIGN" */
    struct deadline_term term; /* for deadline_compute() */
    const char *source;        /* where it comes from */
    const char *en, *zh;
};

/** The named limit with the tenant's figure: SIGN BOUNCE PLAN PROGRAMME RESULT VERIFY RETURN PUBLICITY SUSPENSION
 *  EXTENSION_LEAD REOPEN IMMEDIATE SHORT REPORT_AGAIN RECEIPT LETTER LISTED INTERVIEW_PLAN INTERVIEW_REPORT. False
 *  when there is no such limit. */
bool issue_limit(const struct issue_parameters *p, const char *name, struct issue_limit *ret);

/** One degree graver, MAJOR stays MAJOR (T23). */
enum issue_severity issue_reopen_severity(enum issue_severity severity);
/** The asked date, or the limit itself where none is asked (T23). The guard has checked that it is within the limit. */
int32_t issue_reopen_due(int32_t today, int32_t asked, const struct issue_parameters *p);
/** Last day of a notice that starts on `start`. */
int32_t issue_publicity_end(int32_t start, const struct issue_parameters *p);
/** Last due date that the term allows for work beginning on `start`; DATE_NONE where it sets none (B.6 term classes).
 * */
int32_t issue_term_limit(enum issue_term_class term, int32_t start, const struct issue_parameters *p);

/** Last due date to register an issue with: what the term allows from `start` on, and not after the programme;
 *  DATE_NONE where neither sets one. */
int32_t issue_due_limit(enum issue_term_class term, int32_t start, int32_t programme_due,
                        const struct issue_parameters *p);
/** The day of a programme as it limits work that began on `begun`; DATE_NONE where it was over by then, for nobody keeps
 *  to a day that is past. */
int32_t issue_programme_limit(int32_t begun, int32_t programme_due);
/** The earlier of two limits, DATE_NONE being none. */
int32_t issue_limit_earlier(int32_t term, int32_t programme);
/** A limit for an issue that has stood still for `paused` days since it began, which are none of it: it moves by them,
 *  and where the issue's own due date, `nominal` before the roll over days off, keeps to that, to the day `due` it was
 *  rolled to. */
int32_t issue_limit_moved(int32_t limit, int32_t paused, int32_t nominal, int32_t due);

#endif
