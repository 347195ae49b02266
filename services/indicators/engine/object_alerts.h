/* SPDX-License-Identifier: MIT */
/* Alerts of single objects (超标预警, domain C.4 to C.6): one open alert an object, kind of result and period, raised and
 * ended with the result itself. Results of places raise none here: their values are of indicators and have targets. */
#ifndef BIHUAN_INDICATORS_ENGINE_OBJECT_ALERTS_H
#define BIHUAN_INDICATORS_ENGINE_OBJECT_ALERTS_H

#include "indicators/domain/exceedance.h"
#include "indicators/engine/batch.h"

/* A result held against its limits. */
struct judged {
    const struct subject *subject;
    const char *kind;              /* of the result */
    const struct standard *limits; /* the edition; NULL: nothing to be held against */
    int32_t first_day, last_day;   /* of the period */
    int32_t level, level_limit;    /* class of a section and its target, grade of a body; 0 = none */
    bool exceeds;
    const struct exceedances *items; /* NULL unless it exceeds */
};

void object_alerts_init(struct object_alerts *a, struct arena *arena);
/** What is kept ends an alert, whenever it was. What exceeds raises one when none is open, by the edition in force
 *  only, and not for a period that ended longer ago than the rule alert_days of the evaluation method says: an old year
 *  that is loaded is no news. */
void object_alerts_add(struct batch *b, const struct judged *j);
/** Writes what was added, with an event for each alert that was raised. */
int object_alerts_flush(struct batch *b, struct problem *err) MUST_CHECK;

#endif
