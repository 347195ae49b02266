/* SPDX-License-Identifier: MIT */
/* What the indicators service tells others (domain H). The payload tables are the contract that api/events/ states;
 * each function adds one event in the unit's own transaction. */
#ifndef BIHUAN_INDICATORS_EVENTS_INDICATOR_EVENTS_H
#define BIHUAN_INDICATORS_EVENTS_INDICATOR_EVENTS_H

#include "events/event.h"
#include "indicators/domain/red_line.h"

extern const struct event_type indicator_event_types[]; /* ends with { 0 } */

/* An alert as it was raised: `value` and `target` are rows with the columns of {state} and {target_facts} (target NULL:
 * none). */
struct alert_facts {
    enum alert_kind kind;
    const char *id;
    const struct db_result *value, *target;
    int value_row, target_row;
    const char *limit;  /* NULL = none */
    const char *reason; /* of manipulated data */
};

/** The figure of that row is frozen; it may take the place of an earlier frozen one. */
int indicator_event_frozen(struct ctx *c, const struct db_result *value, struct problem *err) MUST_CHECK;
/** indicator.redline_breach, indicator.exceed or data.manipulated, as the kind says. */
int indicator_event_alert(struct ctx *c, const struct alert_facts *alert, struct problem *err) MUST_CHECK;
/** indicator.exceed, version 2, of each alert of an object: rows of the statement object_alerts_raise. */
int indicator_event_objects(struct ctx *c, const struct db_result *raised, struct problem *err) MUST_CHECK;
/** data.manipulated of observations from `source`: one event for each row of objects with first_at, last_at and rows.
 * */
int indicator_event_observations(struct ctx *c, const struct db_result *objects, const char *source,
                                 const char *reason, struct problem *err) MUST_CHECK;
/** monitoring.reported: a report that enforcement may take as evidence of a case; `task` is a row of monitoring_report.
 * */
int indicator_event_reported(struct ctx *c, const struct db_result *task, struct problem *err) MUST_CHECK;
/** site.transferred_unsurveyed of the alert that the statement transfer_alert_raise raised. */
int indicator_event_transfer(struct ctx *c, const struct db_result *raised, struct problem *err) MUST_CHECK;

#endif
