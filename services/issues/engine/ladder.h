/* SPDX-License-Identifier: MIT */
/* The ladder of supervision (domain B.8): reminders go out by themselves, everything above is proposed to who may issue
 * it, and lapses when its cause is gone. */
#ifndef BIHUAN_ISSUES_ENGINE_LADDER_H
#define BIHUAN_ISSUES_ENGINE_LADDER_H

#include "events/event.h"
#include "issues/domain/issue_codes.h"
#include "issues/domain/issue_parameters.h"
#include "issues/engine/duty_days.h"
#include "issues/store/succession.h"

struct parameter_book;

struct ladder_look {
    enum issue_light light; /* after the day's evaluation */
    const struct issue_parameters *parameters;
    int32_t report_due; /* of a schedule that is just gone on with; DATE_NONE: it is not */
};

/* Of a batch of issues: steps that are due, until they are taken, and proposals without a cause. Lives in the unit's
 * arena. */
struct ladder_steps {
    struct buf rows, gone; /* of JSON arrays */
};
void ladder_steps_init(struct ladder_steps *s, struct arena *a);
/** Adds the steps that are due for row `row` of daily_batch and have not been taken, and what is proposed without a
 *  cause. */
void ladder_climb(struct ctx *c, const struct db_result *r, int row, const struct ladder_look *look,
                  struct ladder_steps *s);
/** Takes them, all in one statement, each once for its cause; adds the events of reminders that went out to `out`. What
 *  has lost its cause lapses. */
int ladder_take(struct ctx *c, const struct ladder_steps *s, struct outbox_batch *out,
                struct problem *err) MUST_CHECK;
/** STATE_CONFLICT when the cause that `rung` of the issue was proposed for is gone. */
int ladder_check_cause(struct ctx *c, const char *issue_id, const char *rung,
                       const struct issue_parameters *p, struct problem *err) MUST_CHECK;
/** What is proposed for one issue lapses where its cause is gone, as far as the caller sees it. */
int ladder_let_lapse(struct ctx *c, const char *issue_id, const struct issue_parameters *p,
                     struct problem *err) MUST_CHECK;
/** Lays out the next monthly report of listed issues (L4) with ids in (after, last] for which the last one's day has
 * come. */
int ladder_prolong(struct ctx *c, const char *after, const char *last, const struct parameter_book *book,
                   struct problem *err) MUST_CHECK;
/** Of a step that was issued just now: who it is addressed to owes a receipt, and an answer by the day of `reply`
 *  (DATE_NONE: none). */
int ladder_lay_duties(struct ctx *c, const char *step_id, const struct duty_day *reply,
                      const struct issue_parameters *p, struct problem *err) MUST_CHECK;
/** The issue's parties were replaced: what steps in force ask of those that went passes to those that lead or answer
 * now. */
int ladder_pass_on(struct ctx *c, const char *issue_id, const struct issue_parameters *p,
                   struct problem *err) MUST_CHECK;
/** What steps ask of a body that has ended, in all issues or in one (issue_id, else NULL), passes to the heir that
 *  succession_run() has given its part: it has days of its own for it, and keeps those of what it owed itself. */
int ladder_succeed(struct ctx *c, const char *gone_id, const char *issue_id, const struct heir *heir,
                   struct problem *err) MUST_CHECK;
/** When an answer to a step of this level is due; DATE_NONE where none is asked for. */
int ladder_reply_due(struct ctx *c, int level, const struct issue_parameters *p, struct duty_day *ret,
                     struct problem *err) MUST_CHECK;

#endif
