/* SPDX-License-Identifier: MIT */
/* The life of an issue (domain B.2, B.3): states REGISTERED .. MERGED and the rows T01..T25 as workflow data.
 * Use: fill struct issue_facts, `ask = issue_ask(&facts)`, then
 * workflow_explain()/workflow_decide(issue_workflow(version), ...). */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_WORKFLOW_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_WORKFLOW_H

#include "issues/domain/issue_facts.h"

/* What the actor's tenant is to an issue. */
enum issue_relation {
    ISSUE_RELATION_OWNER = 1 << 0,     /* it holds the issue's row */
    ISSUE_RELATION_REGISTRAR = 1 << 1, /* its office registered the issue */
    ISSUE_RELATION_DISTRICT = 1 << 2,  /* the district that handles the issue */
    ISSUE_RELATION_CLOSING = 1 << 3,   /* of the closing level, above the issue, and not itself responsible */
    ISSUE_RELATION_CLOSING_UP = 1 << 4, /* of the closing level or higher, above the issue */
    ISSUE_RELATION_LEAD = 1 << 5,
    ISSUE_RELATION_RESP = 1 << 6,
    ISSUE_RELATION_SUPERVISE = 1 << 7,
    ISSUE_RELATION_COOP = 1 << 8,
};

/* Published versions, ends with NULL. */
extern const struct workflow *const issue_workflows[];

/** A published version; 0 is the newest (which new issues start on); NULL when there is no such version. */
const struct workflow *issue_workflow(int version);
/** All ISSUE_RELATION_ bits of facts->actor, from scopes, parties and levels. */
unsigned issue_relations(const struct issue_facts *facts);
/** The question for the engine; `facts` must outlive it. */
struct workflow_ask issue_ask(const struct issue_facts *facts, bool english);

/* Whose review of a plan a PASS_REVIEW of this actor is (T07): first the supervising unit's, then the office's, and for
 * major issues the leading group's (F.1). */
enum issue_review { ISSUE_REVIEW_SUPERVISOR, ISSUE_REVIEW_OFFICE, ISSUE_REVIEW_GROUP };
enum issue_review issue_review_stage(const struct issue_facts *facts);

/** May a tenant of `level` conclude what one of kind `by` issued or found (NULL: the system did)? FORBIDDEN below the
 *  city where that was the city. */
int issue_check_rank(const char *by, enum level level, struct problem *err) MUST_CHECK;

/** Not struck off, reopened, cancelled or merged. LONG_TERM and SUSPENDED are open. */
bool issue_is_open(enum issue_state state);
/** Open and neither SUSPENDED nor LONG_TERM: due dates and lights run. */
bool issue_clock_runs(enum issue_state state);
/** Progress reports are owed: work goes on, or a long-term issue is kept up. */
bool issue_reports_run(enum issue_state state);
/** What is merged into it (T25) is worked with it: its clocks run and its acceptance is not applied for. */
bool issue_takes_in(enum issue_state state);
/** Who may strike off (B.3): central and municipal sources: the city; street sources and self-inspection: the street;
 *  all others, and whatever the district's own inspection finds: the district. The stricter rule wins. */
enum issue_closing_level issue_closing_level_of(enum issue_source_level level, enum issue_source_kind kind);
/** A body registers what its own level found or a lower one (B.1, T01): the city everything, a district nothing above
 *  DISTRICT, who lies below it what a street found. A department, a section of a street too, is of the level that it
 *  belongs to. */
bool issue_source_is_within(enum level level, const char *scope, enum issue_source_level source);

#endif
