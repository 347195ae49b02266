/* SPDX-License-Identifier: MIT */
/* Registering issues (T01): by the API, by import, and derived ones. */
#ifndef BIHUAN_ISSUES_STORE_REGISTER_H
#define BIHUAN_ISSUES_STORE_REGISTER_H

#include "issues/domain/issue_facts.h"
#include "issues/store/target.h"

struct registration {
    struct owner target;
    const char *feedback_id;
    enum issue_source_level source_level;
    enum issue_source_kind source_kind;
    const char *derived_from; /* the parent (举一反三), or NULL */
    int64_t number;           /* of the code; 0 = the region's counter gives the next one */
    const char *draft_mark;   /* stands in the code of what will be undone; NULL: the number does */
    int32_t begun;            /* day that its term runs from: of the feedback, or today where that is later */
    int32_t programme_due;    /* DATE_NONE where there is none */
    struct issue_parameters parameters;
};

/** The tenant the issue will be of, VALIDATION where it is not in reach; the source of its feedback, NOT_FOUND where
 *  there is none; and its limits, as below. */
int registration_open(struct ctx *c, const char *feedback_id, const char *tenant, const char *programme_id,
                      struct registration *ret, struct problem *err) MUST_CHECK;
/** The source of the feedback, and what limits the due date: the programme (NULL for none) and the figures that hold
 *  for the target. */
int registration_limits(struct ctx *c, const char *programme_id, struct registration *reg,
                        struct problem *err) MUST_CHECK;
/** A due date (DATE_NONE for none) no later than the term and the programme allow (B.6); VALIDATION at /due_date. */
int registration_check_due(const struct registration *reg, const char *term_class, int32_t due,
                           struct problem *err) MUST_CHECK;
/** The same of an issue as the update in hand, the binds `change`, would leave it; VALIDATION at `pointer`. */
int registration_check_change(struct ctx *c, const char *scope, const struct bind *change,
                              const char *pointer, struct problem *err) MUST_CHECK;
/** May the caller register such an issue (T01)? */
int registration_decide(struct ctx *c, const struct registration *reg, const char *original_text,
                        const char *category, struct problem *err) MUST_CHECK;
/** Writes the issue, its log, audit entry and event. `extra` binds go before the body's fields. */
int registration_insert(struct ctx *c, const struct registration *reg, const struct bind *extra,
                        struct db_result **ret, struct problem *err) MUST_CHECK;
/** `a` before `b`, as one list. */
const struct bind *binds_join(struct ctx *c, const struct bind *a, const struct bind *b);

#endif
