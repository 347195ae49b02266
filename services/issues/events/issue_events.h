/* SPDX-License-Identifier: MIT */
/* What the issues service tells others (domain H). The payload tables are the contract that api/events/ states; each
 * function adds one event in the unit's own transaction. */
#ifndef BIHUAN_ISSUES_EVENTS_ISSUE_EVENTS_H
#define BIHUAN_ISSUES_EVENTS_ISSUE_EVENTS_H

#include "events/event.h"

extern const struct event_type issue_event_types[]; /* ends with { 0 } */

/* The issue an event is about; its rows lie at `scope`. */
struct issue_ref {
    const char *id, *code, *tenant_id, *scope;
};
/** From a row with the columns id, code, _tenant_id, _scope (or tenant_id, scope). */
struct issue_ref issue_ref_of(const struct db_result *r, int row);

struct issue_state_change {
    const char *transition, *action, *from, *to, *reason; /* from and reason may be NULL */
};

/** `row`: columns of an issue as issue_insert returns them. */
int issue_event_created(struct ctx *c, const struct db_result *row, const char *derived_from,
                        const char *reopened_from, struct problem *err) MUST_CHECK;
int issue_event_state_changed(struct ctx *c, const struct issue_ref *ref,
                              const struct issue_state_change *change, struct problem *err) MUST_CHECK;
/** `row`: as issue_step returns it. */
int issue_event_closed(struct ctx *c, const struct issue_ref *ref, const struct db_result *row,
                       struct problem *err) MUST_CHECK;
int issue_event_rebound(struct ctx *c, const struct issue_ref *old, const struct db_result *created,
                        struct problem *err) MUST_CHECK;

/* These may be many at once: they are added to `out`, which outbox_send() writes. */

/** `row` of light_mark: a light that turned. */
void issue_event_light(struct ctx *c, struct outbox_batch *out, const struct db_result *r, int row);
/** `row` of light_mark: the first day behind the due date. */
void issue_event_overdue(struct ctx *c, struct outbox_batch *out, const struct db_result *r, int row);
/** `row`: columns of an escalation. */
void issue_event_escalated(struct ctx *c, struct outbox_batch *out, const struct issue_ref *ref,
                           const struct db_result *r, int row);

#endif
