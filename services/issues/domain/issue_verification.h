/* SPDX-License-Identifier: MIT */
/* What verifications (核查) prove, from their rows alone (domain B.1, B.3 T15..T22). Pure.
 *
 * Only rows of the round count: recorded after the step that opened it, and dated not before that step's day. The
 * latest row speaks, by the day it was verified and then by its place in the record: an older visit that is entered
 * later changes nothing. One that is not PASS withdraws every pass before it, so verifiers and visits are counted over
 * the passes behind it. A verifier counts once, as a member (issuer, subject), and only from outside every unit that
 * answered for the issue. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_VERIFICATION_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_VERIFICATION_H

#include "issues/domain/issue_facts.h"

/* A step in the issue's log (its place in the order of all steps, its day); {0, DATE_NONE} where it was never taken. */
struct issue_mark {
    int64_t step;
    int32_t day;
};
/** The later of two. */
struct issue_mark issue_mark_later(struct issue_mark a, struct issue_mark b);

/* An expert without a tenant has a name only: no subject, and counts for nothing. */
struct issue_verifier {
    const char *issuer, *subject;
    const char *scopes; /* words: of all units the person was a member of from the assignment to the record */
};

struct issue_verification {
    const char *id;
    enum issue_verification_level level;
    enum issue_verification_method method;
    enum issue_verification_result result;
    int32_t verified_on;
    int64_t after;    /* the last step in the issue's log when it was recorded */
    const char *goal; /* text of the stage goal it names; NULL for none */
    const struct issue_verifier *verifiers;
    size_t n_verifiers;
};

struct issue_verification_book {
    const struct issue_verification *rows; /* in the order they were recorded */
    size_t n;
    const char
        *responsible; /* words: scopes of all units responsible in this round, also of those removed since */
    const char *applicant; /* actor key of who applied for acceptance: submits, and does not verify */
};

/* What holds of one level since a mark. */
struct issue_verified {
    enum issue_verification_result result; /* the latest; ISSUE_RESULT_NONE without rows */
    int32_t verifiers;                     /* distinct members, over the passes that stand */
    int32_t onsite;                        /* passes that stand, on site and by a verifier who counts */
};

/** Whether this verifier's word counts at all. */
bool issue_verifier_counts(const struct issue_verification_book *book, const struct issue_verifier *v);
struct issue_verified issue_verified_since(const struct issue_verification_book *book,
                                           enum issue_verification_level level, struct issue_mark since);
/** Whether the district or the city recorded one since a step that is not passed, whatever followed it. */
bool issue_failed_since(const struct issue_verification_book *book, int64_t step);
/** How many of `goals` (阶段目标, their texts) stand verified since a mark: the latest row of that level that names the
 *  goal is PASS, by a verifier who counts. A goal that is worded anew by a change of plan is verified anew. */
int32_t issue_goals_verified(const struct issue_verification_book *book, enum issue_verification_level level,
                             struct issue_mark since, const char *const *goals, size_t n);
/** Whether this verification lifts a step of the ladder that was issued on that day (解除, B.8): a pass that stands, of
 *  the district or the city, by a verifier who counts, and no word of the city against it. */
bool issue_verification_lifts(const struct issue_verification_book *book, const char *id, int32_t issued_on);
/** Whether the actor may record what that level found: the city for the city; the district that handles the issue or
 *  the supervising unit for the district; any of them a third party's report. Nobody who is responsible or leads. */
bool issue_speaks_for(const struct issue_facts *f, enum issue_verification_level level);

#endif
