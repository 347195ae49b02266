/* SPDX-License-Identifier: MIT */
/* The schedule of an issue's progress reports (domain/issue_schedule.h): laid out anew by steps and by what moves the
 * due date, gone on with by the daily walk as long as the issue stands where reports are owed. */
#ifndef BIHUAN_ISSUES_ENGINE_REPORTS_H
#define BIHUAN_ISSUES_ENGINE_REPORTS_H

#include "issues/domain/issue_schedule.h"
#include "unit/ctx.h"

/* Who is asked for reports: an issue in a state where they are owed. */
struct report_asked {
    const char *issue_id;
    enum issue_state state;
    enum issue_severity severity;
    enum issue_term_class term;
    int32_t due;
    bool goes_on; /* reports were owed until now, too */
};

/** From now on. What is only due goes, unless the new schedule has it too; the days of it that were worked at go into
 * the first report. */
int reports_lay_out(struct ctx *c, const struct report_asked *asked, const struct issue_parameters *p,
                    struct problem *err) MUST_CHECK;
/** :again_by, the last day to hand in again what is returned today, and the :again_days that it has. */
int report_again_by(struct ctx *c, const struct issue_parameters *p, const struct bind **ret,
                    struct problem *err) MUST_CHECK;
/** The issue has come back to where reports are owed: what was returned before has its days again, and so has what was
 * worked at before and came to be due meanwhile. */
int reports_again(struct ctx *c, const char *issue_id, const struct issue_parameters *p,
                  struct problem *err) MUST_CHECK;

/* Periods that a batch of the daily walk goes on with, until they are written. Lives in the unit's arena. */
struct report_lines {
    struct buf rows; /* of a JSON array */
};

void report_lines_init(struct report_lines *lines, struct arena *a);
/** Adds what row `row` of daily_batch needs; the first day that is due, DATE_NONE when nothing was added. */
int32_t reports_go_on(struct ctx *c, const struct db_result *r, int row, const struct issue_parameters *p,
                      struct report_lines *lines);
/** Writes them, but of issues that a step came to meanwhile. */
int report_lines_write(struct ctx *c, const struct report_lines *lines, struct problem *err) MUST_CHECK;

#endif
