/* SPDX-License-Identifier: MIT */
/* Which tenant a new row is for, and what the caller is to an issue. */
#ifndef BIHUAN_ISSUES_STORE_TARGET_H
#define BIHUAN_ISSUES_STORE_TARGET_H

#include "issues/events/issue_events.h"
#include "unit/owner.h"

/** target_id, target_code, target_name, target_scope and region (its six digits), for statements that insert. */
const struct bind *target_binds(struct ctx *c, const struct owner *t);

/* What the caller's tenant is to an issue or a part of it; several at once. */
enum issue_is {
    ISSUE_IS_HOLDER = 1u << 0,     /* holds it */
    ISSUE_IS_REGISTRAR = 1u << 1,  /* registered it, and it lies in its area */
    ISSUE_IS_ABOVE = 1u << 2,      /* holds it or lies above: its office, not a party */
    ISSUE_IS_LEAD = 1u << 3,       /* 牵头单位 */
    ISSUE_IS_RESP = 1u << 4,       /* 责任单位 */
    ISSUE_IS_SUPERVISE = 1u << 5,  /* 督导/验收单位 */
    ISSUE_IS_COOP = 1u << 6,       /* 配合单位 */
    ISSUE_IS_PARTY = 1u << 7,      /* any role in it, of persons too */
    ISSUE_IS_AUTHOR = 1u << 8,     /* handed this part in */
    ISSUE_IS_JUDGED = 1u << 9,     /* leads or answers, and the issue was assigned */
    ISSUE_IS_RELIEF = 1u << 10,    /* above a holder that leads or answers itself */
    ISSUE_IS_ADDRESSEE = 1u << 11, /* a step of the ladder is addressed to it */
};

/* The caller's view of one issue. */
struct issue_head {
    struct issue_ref ref;
    const char *state, *closing_level, *source_level, *tenant_code, *title, *category, *secrecy, *light,
        *severity, *registered_by;
    int32_t due_date;
    int64_t return_count, row_version, episode, extension_count;
    unsigned caller;  /* enum issue_is */
    bool is_own;      /* the caller's tenant holds it */
    bool is_assigned; /* once, and be it returned since (T02, T04) */
    bool is_decided;  /* assigned once, or opened again (T23): no draft of who registered it */
    bool is_closed;
    bool is_due_by_term; /* nobody named its due date */
};

/** The issue of the path parameter issue_id; NOT_FOUND when it is not there or not to be seen. */
int issue_head(struct ctx *c, struct issue_head *ret, struct problem *err) MUST_CHECK;
/** The same of an issue that is known already. */
int issue_head_of(struct ctx *c, const char *issue_id, struct issue_head *ret,
                  struct problem *err) MUST_CHECK;
/** What the table of authority loaded (authority.c): the issue of the path. NULL for operations whose row names none.
 * */
const struct issue_head *issue_of(const struct ctx *c);
/** Locks the issue, and asks the table of authority again: what it loaded and let pass before may have moved on while
 *  this waited. Issue and part are those of now. */
int issue_hold(struct ctx *c, struct problem *err) MUST_CHECK;

/** 404 or 412 for an update that touched no row: `version` is the row's version, or 0 when there is none. */
int update_missed(const struct ctx *c, int64_t version, struct problem *err) MUST_CHECK;

#endif
