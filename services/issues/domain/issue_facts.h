/* SPDX-License-Identifier: MIT */
/* Everything the rules of an issue look at, as one plain value: the service fills it (one or two statements), the rules
 * only read.
 *
 * Dates are day counts of base/date.h, DATE_NONE where there is none; percentages and weights are hundredths (scale 2);
 * ids are text, NULL where unknown. Start from issue_facts_init(), which sets "nothing known": absent facts never
 * satisfy a guard. `request` is what the caller sends with a transition; it stays empty when the possible actions are
 * only being explained. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_FACTS_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_FACTS_H

#include "base/date.h"
#include "base/level.h"
#include "issues/domain/issue_codes.h"
#include "issues/domain/issue_parameters.h"
#include "workflow/workflow.h"
#include <stdbool.h>
#include <stdint.h>

/* Who asks. */
struct issue_actor {
    const char *id;        /* person or client; compared for separation of duties */
    const char *tenant_id; /* of the token */
    const char *scope;     /* of that tenant */
    enum level level;
    const char *roles; /* words */
};

/* One issue_party row that is valid now; a person's row names the tenant he or she belongs to. */
struct issue_party {
    enum issue_party_role role;
    const char *tenant_id, *scope;
    enum level level;      /* of that tenant */
    bool in_district;      /* it is a district or lies in one */
    const char *person_id; /* id, or the name of a person without one; NULL for units */
};

/* What the list of parties amounts to; made by issue_parties_summarise(). */
struct issue_parties {
    int32_t lead_units, supervise_units, resp_units, coop_units;
    int32_t party_leads, gov_leads, resp_persons;
    bool supervise_is_resp; /* the supervising unit is also a responsible one */
    bool leads_needed;      /* a street or zone is responsible: both leaders must be named (S-033) */
    int32_t out_of_reach;   /* neither in the owner's subtree nor its own-level departments */
    int32_t cannot_sign;    /* lead or responsible units that are no street, zone or department */
    unsigned actor;         /* ISSUE_RELATION_ LEAD, RESP, SUPERVISE, COOP bits of the actor's tenant */
    const char *lead_scope; /* of the lead unit */
    enum level lead_level;
    bool lead_in_district;
};

/* The plan in question: the newest version that is not superseded, or the proposed change (T10). */
struct issue_plan {
    bool exists;
    enum issue_plan_state state;
    int32_t goals, measures, measures_with_milestone; /* measures that have at least one milestone */
    int32_t milestones;
    int64_t weight_sum;    /* of the milestones, hundredths */
    int32_t due;           /* DATE_NONE = missing */
    int32_t until;         /* the last day a milestone is planned for; DATE_NONE = no milestone */
    int32_t programme_due; /* DATE_NONE = the programme sets none */
    const char *submitter;
    bool reviewed_by_supervisor, reviewed_by_office, reviewed_by_group; /* passed, for this version */
    const char *supervisor, *office,
        *group;                 /* who passed it for the supervising unit, the office, the group */
    bool filing_receipt;        /* the city's receipt number is known */
    bool change_pending;        /* a later version is SUBMITTED while one is FILED (T10) */
    int32_t measures_elsewhere; /* measures whose unit has no part in the issue (any more) */
};

struct issue_extensions {
    int32_t granted; /* so far */
    bool pending;
    const char *applicant; /* of the pending one */
    int32_t new_due;       /* of the pending one */
    int32_t apply_by;      /* last day to apply: extension_lead_days before due, by the deadline engine */
};

/* Closure work (T12..T19). Masks have bit `1u << enum value`. */
struct issue_closure {
    int32_t mandatory_milestones, mandatory_done;
    unsigned measure_types;       /* enum issue_measure_type, of the plan */
    unsigned evidence;            /* enum issue_evidence_kind with at least one file whose hash is verified */
    unsigned evidence_of_round;   /* of these, handed in since the round was opened (T12, T20, T21) */
    unsigned evidence_of_notice;  /* of these, handed in since the notice that runs was given (T16, T17) */
    unsigned evidence_unverified; /* kinds that have a file whose hash is not */
    int32_t sites, photo_pairs;   /* sites of the issue (at least 1) and complete before/after pairs */
    bool effect_measurable;       /* the issue is marked as measurable */
    int32_t children, children_behind; /* derived issues; those not yet RECTIFYING or beyond */
    int32_t cases, cases_open;         /* linked enforcement cases; those not LEGAL_CLOSED */
    bool effect_evaluated;             /* effect_evaluation was filled in (S-024) in this round */
    unsigned criteria;                 /* enum issue_criterion found met in this round */
    const char *applicant;             /* who applied for acceptance */
    unsigned checklist_add,
        checklist_drop; /* kinds the tenant adds to or drops from its category's checklist */
};

/* Verifications since the acceptance was last applied for. */
struct issue_verifications {
    int32_t verifiers;                             /* distinct persons who are not of a responsible unit */
    int32_t onsite;                                /* verifications on site */
    enum issue_verification_result district, city; /* the latest of each level */
    int32_t goals, goals_passed; /* stage goals of the plan in force; those that stand verified (T21, T22) */
    bool failed_in_notice;       /* one was not passed since the notice began, whatever followed (T19, T20) */
};

/* Pauses before now (T24). */
struct issue_suspension {
    int32_t days;         /* that it has stood still, of the pauses that are over */
    int32_t of_term;      /* of those, since it was assigned */
    int32_t of_programme; /* of those, since its programme was issued */
    int32_t pauses;       /* so many */
};

struct issue_publicity {
    int32_t start;  /* DATE_NONE = none */
    int32_t end;    /* last day, counted; DATE_NONE = open-ended */
    int32_t paused; /* days since the start that the issue stood still */
    int32_t open_objections, valid_objections;
    unsigned channels; /* enum issue_notice_channel */
};

/* What comes with the transition. Absent: NULL, -1, DATE_NONE. */
struct issue_request {
    bool present;       /* false while only explaining */
    const char *reason; /* also the reviewer's opinion */
    const char *doc_no;
    const char *filing_receipt_no;
    const char *merged_into;     /* id of the issue that takes it over */
    int merge_state;             /* of that issue: enum issue_state or -1 */
    int32_t due;                 /* new due date (T11, T14, T23) */
    int32_t until;               /* T24 */
    int extension_reason;        /* enum issue_extension_reason or -1 */
    int suspension_reason;       /* enum issue_suspension_reason or -1 */
    int32_t evidence_files;      /* number of files named as evidence (T23) */
    int goals_verdict;           /* T10: enum issue_goals_verdict or -1, the deciding office's word */
    const char *city_consent_no; /* T10 */
    unsigned channels;           /* T16, T17: enum issue_notice_channel */
    const char *original_text;   /* T01 */
    int source_level, category;  /* T01: enum values or -1 */
};

struct issue_facts {
    int state;     /* enum issue_state, or WORKFLOW_START */
    int previous;  /* state before suspension, else WORKFLOW_SAME */
    int32_t today; /* civil date in Shanghai */
    struct issue_actor actor;
    const char *tenant_id, *scope; /* of the issue's owner */
    enum level owner_level;
    bool owner_in_district;
    const char *registered_by; /* tenant whose office registered it */
    enum issue_source_level source_level;
    enum issue_source_kind source_kind;
    enum issue_closing_level closing_level;
    enum issue_category category;
    enum issue_severity severity;
    enum issue_term_class term_class;
    enum issue_secrecy secrecy;
    const char *false_rectification; /* kind of the latest finding of it that stands, NULL for none (B.4) */
    int32_t due, due_nominal;        /* nominal: before the roll over days off */
    bool is_due_by_term;             /* nobody named it (domain/issue_due.h) */
    bool is_rebound;                 /* opened again (T23), within days of its own */
    int32_t assigned_on;
    int32_t bounce_by; /* last day to return it, by the deadline engine */
    int32_t bounces;
    struct issue_parties parties;
    struct issue_plan plan;
    struct issue_extensions extensions;
    struct issue_closure closure;
    struct issue_verifications verifications;
    struct issue_publicity publicity;
    struct issue_suspension suspension;
    struct issue_request request;
    struct issue_parameters parameters;
};

/** Nothing known yet, default parameters. */
struct issue_facts issue_facts_init(void);

#endif
