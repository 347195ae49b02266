/* SPDX-License-Identifier: MIT */
/* Evaluates lights (domain B.7) and writes what changed: the projection on the issue, the log, the event. */
#ifndef BIHUAN_ISSUES_ENGINE_LIGHT_H
#define BIHUAN_ISSUES_ENGINE_LIGHT_H

#include "events/event.h"
#include "issues/domain/issue_codes.h"
#include "issues/domain/issue_parameters.h"

/* What verdicts change, of one issue or a batch, until it is written. Lives in the unit's arena. */
struct light_marks {
    struct buf rows; /* of a JSON array */
};
void light_marks_init(struct light_marks *m, struct arena *a);
/** Judges row `row` of light_of or daily_batch and adds to `m` what changes. The light that holds from now on. */
enum issue_light light_judge(struct ctx *c, const struct db_result *r, int row,
                             const struct issue_parameters *p, struct light_marks *m);
/** Writes what changes, all in one statement, and adds the events of what was written to `out`. */
int light_write(struct ctx *c, const struct light_marks *m, struct outbox_batch *out,
                struct problem *err) MUST_CHECK;

/** The light of one issue as of today, after anything that may change it. */
int light_refresh(struct ctx *c, const char *issue_id, struct problem *err) MUST_CHECK;
/** The same for several: an array of PostgreSQL's, "{id,id}". */
int light_refresh_all(struct ctx *c, const char *issue_ids, struct problem *err) MUST_CHECK;

#endif
