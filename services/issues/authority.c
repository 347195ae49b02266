/* SPDX-License-Identifier: MIT */
/* Who may do what to an issue and its parts, beyond the permission: one row an operation (domain B.3..B.9, F). */
#include "http/authority.h"
#include "issues/service.h"
#include "issues/store/target.h"
#include "issues_sql.h"

/* -- what an operation is done to -- */

/* clang-format off */

static const struct workflow_relation of_issue[] = {
    {ISSUE_IS_HOLDER, "holder", "holds it", "所属单位"},
    {ISSUE_IS_REGISTRAR, "registrar", "registered it, and it lies in its area", "登记单位"},
    {ISSUE_IS_ABOVE, "above", "holds it or is of a level above", "所属单位或其上级"},
    {ISSUE_IS_LEAD, "lead", "leads the work", "牵头单位"},
    {ISSUE_IS_RESP, "resp", "answers for it", "责任单位"},
    {ISSUE_IS_SUPERVISE, "supervise", "supervises and accepts the work", "督导/验收单位"},
    {ISSUE_IS_COOP, "coop", "takes part in the work", "配合单位"},
    {ISSUE_IS_PARTY, "party", "has any part in it, with a unit or with persons", "任一责任方"},
    {ISSUE_IS_JUDGED, "judged", "leads or answers, and it was assigned", "已交办的牵头或责任单位"},
    {ISSUE_IS_RELIEF, "relief", "is above a holder that does the work itself", "自办单位的上级"},
    {ISSUE_IS_AUTHOR, "author", "handed this piece in", "材料提交单位"},
    {0},
};

static const struct workflow_relation of_step[] = {
    {ISSUE_IS_HOLDER, "holder", "holds it", "所属单位"},
    {ISSUE_IS_ABOVE, "above", "holds it or is of a level above", "所属单位或其上级"},
    {ISSUE_IS_LEAD, "lead", "leads the work", "牵头单位"},
    {ISSUE_IS_RESP, "resp", "answers for it", "责任单位"},
    {ISSUE_IS_ADDRESSEE, "addressee", "the step is addressed to it", "受文单位"},
    {0},
};

static const struct workflow_relation of_tenant[] = {
    {ISSUE_IS_HOLDER, "holder", "holds it", "所属单位"},
    {0},
};

/* clang-format on */

static int load_issue(struct ctx *c, struct authority_facts *ret, struct problem *err)
{
    struct issue_head *h = arena_alloc(&c->arena, sizeof *h);

    if (issue_head(c, h, err) < 0)
        return -1;
    *ret = (struct authority_facts){h, h->caller, h->state};
    return 0;
}

/* A row that says itself whose it is, how it stands and who wrote it. */
static int load_row(struct ctx *c, const struct stmt *stmt, struct authority_facts *ret, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, stmt, BIND_NONE, &r, err) < 0)
        return -1;
    c->part = r;
    *ret = (struct authority_facts){
        .object = r,
        .caller = db_bool(r, 0, "is_own") ? ISSUE_IS_HOLDER : 0,
        .state = db_has_column(r, "state") ? db_text(r, 0, "state") : NULL,
    };
    return 0;
}

static int load_feedback(struct ctx *c, struct authority_facts *ret, struct problem *err)
{
    return load_row(c, &sql_feedback_state, ret, err);
}

static int load_programme(struct ctx *c, struct authority_facts *ret, struct problem *err)
{
    return load_row(c, &sql_programme_state, ret, err);
}

static const struct authority_kind issue = {"issue", of_issue, ISSUE_IS_AUTHOR, load_issue};
static const struct authority_kind step = {"step", of_step, ISSUE_IS_ADDRESSEE, load_issue};
static const struct authority_kind feedback = {"feedback", of_tenant, 0, load_feedback};
static const struct authority_kind programme = {"programme", of_tenant, 0, load_programme};

const struct issue_head *issue_of(const struct ctx *c)
{
    return c->object;
}

int issue_hold(struct ctx *c, struct problem *err)
{
    return db_run(c->db, &sql_issue_lock, BIND_NONE, NULL, err) < 0 ? -1 : authority_admit(c, err);
}

/* -- the table -- */

/* clang-format off */

#define HOLDER ISSUE_IS_HOLDER
#define OFFICE (ISSUE_IS_HOLDER | ISSUE_IS_REGISTRAR)
#define ABOVE ISSUE_IS_ABOVE
#define WORKERS (ISSUE_IS_LEAD | ISSUE_IS_RESP) /* who does the work, and is judged by it */
#define REPORTERS (WORKERS | ISSUE_IS_COOP)
#define SUPERVISOR ISSUE_IS_SUPERVISE
#define ANYBODY_IN (ISSUE_IS_HOLDER | ISSUE_IS_ABOVE | ISSUE_IS_PARTY)

#define ASSIGNED "ASSIGNED SIGNED PLANNING PLAN_REVIEW PLAN_FILED"
#define BEFORE_WORK "REGISTERED " ASSIGNED
#define SINCE_WORK "RECTIFYING ACCEPT_APPLIED DIST_VERIFY CITY_REVIEW PUBLICITY LONG_TERM SUSPENDED"
#define BEGUN " " SINCE_WORK
#define OPEN BEFORE_WORK BEGUN
#define AFTER_ALL OPEN " CLOSED REOPENED" /* what comes out later too */
#define RUNNING BEFORE_WORK " RECTIFYING ACCEPT_APPLIED DIST_VERIFY CITY_REVIEW PUBLICITY LONG_TERM"

#define AT_WORK BEFORE_WORK " RECTIFYING LONG_TERM"
#define REPORTED "RECTIFYING ACCEPT_APPLIED DIST_VERIFY LONG_TERM"
#define NOTICED "PUBLICITY SUSPENDED" /* a pause stops the notice, not who objects to it */

#define NO_DUTY DUTY_NONE, NULL
#define SEEN "whoever sees it (F.4)"
/* Nothing is loaded: another table decides, which the rule names, or the caller is shown the rows that he sees. */
#define RULED(operation, rule) {operation, NULL, NULL, 0, 0, NULL, NO_DUTY, rule}
/* The issue must be there; whoever sees it reads it. */
#define PART_OF_ISSUE(operation) {operation, &issue, NULL, 0, 0, NULL, NO_DUTY, SEEN}

const struct authority_row issue_authority[] = {
    RULED("listFeedbacks", SEEN),
    RULED("createFeedback", "the office registers what its own level found or a lower one (T01)"),
    RULED("getFeedback", SEEN),
    {"updateFeedback", &feedback, NULL, HOLDER, 0, NULL, NO_DUTY,
     "a feedback is changed by the tenant that holds it"},

    RULED("listProgrammes", SEEN),
    RULED("createProgramme", "the office drafts for itself or below (S-001)"),
    RULED("getProgramme", SEEN),
    {"updateProgramme", &programme, NULL, HOLDER, 0, "DRAFT", NO_DUTY,
     "a programme is changed by the tenant that holds it"},
    {"issueProgramme", &programme, NULL, HOLDER, 0, "DRAFT", DUTY_PROGRAMME, "drafted_by",
     "a programme is issued by the head of the tenant that holds it (F.1)"},
    RULED("getProgrammeCoverage", SEEN),

    RULED("listIssues", SEEN),
    RULED("createIssue", "the office of the issuing level: T01 of the workflow"),
    RULED("exportIssues", SEEN),
    RULED("importIssues", "the office of the issuing level: T01 of the workflow"),
    RULED("getIssue", SEEN),
    {"updateIssue", &issue, NULL, 0, 0, OPEN, NO_DUTY,
     "each field has its writers (field_writers.c)"},
    PART_OF_ISSUE("listIssueParties"),
    {"replaceIssueParties", &issue, NULL, OFFICE | ISSUE_IS_RELIEF, ISSUE_IS_JUDGED, OPEN, NO_DUTY,
     "the office that holds the issue names its parties; where it does the work itself, a level above"},
    RULED("listUnallocatedIssues", SEEN),
    {"allocateIssue", &issue, NULL, ABOVE, 0, OPEN, NO_DUTY,
     "the office above the issue allocates it (F.6)"},
    PART_OF_ISSUE("listIssueIndicators"),
    {"replaceIssueIndicators", &issue, NULL, OFFICE | ISSUE_IS_RELIEF, ISSUE_IS_JUDGED, OPEN, NO_DUTY,
     "the office that holds the issue says what it is measured by; where it does the work itself, a level above"},
    RULED("listIssueTransitions", SEEN),
    RULED("transitionIssue", "T02..T25 of the workflow"),

    PART_OF_ISSUE("listIssuePlans"),
    {"createIssuePlan", &issue, NULL, WORKERS, 0, "PLANNING RECTIFYING", NO_DUTY,
     "a plan is written by the lead or a responsible unit"},
    RULED("getIssuePlan", SEEN),
    {"updateIssuePlan", &issue, NULL, WORKERS, 0, "PLANNING RECTIFYING", NO_DUTY,
     "a plan is written by the lead or a responsible unit"},
    RULED("submitPlanChange", "the lead unit's leader: T10 of the workflow"),
    PART_OF_ISSUE("listIssueMilestones"),
    {"updateIssueMilestone", &issue, &sql_milestone_state, WORKERS, 0, "RECTIFYING LONG_TERM", NO_DUTY,
     "milestones are reported by the units that do the work"},

    PART_OF_ISSUE("listProgressReports"),
    {"createProgressReport", &issue, NULL, REPORTERS, 0, REPORTED, NO_DUTY,
     "progress is reported by the units that do the work"},
    {"submitProgressReport", &issue, &sql_report_state, REPORTERS, 0, SINCE_WORK, NO_DUTY,
     "progress is reported by the units that do the work; what was asked for is handed in as long as the issue is open"},
    {"returnProgressReport", &issue, &sql_report_state, ABOVE | SUPERVISOR, WORKERS, REPORTED, DUTY_REPORT, "submitted_by",
     "a report is judged by the office above or the supervising unit, not by who does the work"},
    {"confirmProgressReport", &issue, &sql_report_state, ABOVE | SUPERVISOR, WORKERS, OPEN, DUTY_REPORT, "submitted_by",
     "a report is judged by the office above or the supervising unit, not by who does the work"},
    RULED("listIssueEvidence", SEEN),
    {"addIssueEvidence", &issue, NULL, ANYBODY_IN, 0, AFTER_ALL, NO_DUTY,
     "evidence is added by the parties and offices"},
    {"removeIssueEvidence", &issue, &sql_evidence_state, ISSUE_IS_AUTHOR, 0, AT_WORK, NO_DUTY,
     "evidence is withdrawn by who handed it in"},

    PART_OF_ISSUE("listExtensions"),
    RULED("applyForExtension", "the responsible unit's leader: T11 of the workflow"),
    PART_OF_ISSUE("listVerifications"),
    RULED("createVerification",
          "the body that speaks for the level, never one that leads or answers (domain/issue_verification.c)"),
    PART_OF_ISSUE("listPublicity"),
    {"updatePublicity", &issue, &sql_publicity_state, ABOVE, WORKERS, "PUBLICITY", NO_DUTY,
     "notices are the office's above who does the work"},
    {"createObjection", &issue, NULL, ABOVE, WORKERS, NOTICED, NO_DUTY,
     "objections are taken by the office above who does the work"},
    {"decideObjection", &issue, &sql_objection_state, ABOVE, WORKERS, OPEN, DUTY_OBJECTION, "created_by",
     "objections are decided by the office above who does the work"},

    RULED("getIssueArchive", SEEN),
    RULED("getIssueHistory", SEEN),
    {"deriveIssues", &issue, NULL, ABOVE, 0, ASSIGNED BEGUN " CLOSED REOPENED", NO_DUTY,
     "the office above the issue derives from it (B.4)"},
    RULED("getPetitioner", "the tenant that holds the issue alone; each read is in the audit trail (F.4-5)"),
    {"putPetitioner", &issue, NULL, HOLDER, 0, NULL, NO_DUTY,
     "only the tenant that holds the issue keeps the petitioner's particulars"},

    PART_OF_ISSUE("listEscalations"),
    {"createEscalation", &issue, NULL, ABOVE, WORKERS, RUNNING, NO_DUTY,
     "the ladder is climbed by the levels above the issue"},
    {"issueEscalation", &step, &sql_escalation_state, ABOVE, WORKERS, RUNNING, NO_DUTY,
     "the ladder is climbed by the levels above the issue"},
    {"refuseEscalation", &step, &sql_escalation_state, ABOVE, WORKERS, NULL, NO_DUTY,
     "the ladder is climbed by the levels above the issue"},
    {"signForEscalation", &step, &sql_escalation_state, ISSUE_IS_ADDRESSEE, 0, NULL, NO_DUTY,
     "the units that a step is addressed to answer it"},
    {"replyToEscalation", &step, &sql_escalation_state, ISSUE_IS_ADDRESSEE, 0, NULL, NO_DUTY,
     "the units that a step is addressed to answer it"},
    {"recordInterview", &step, &sql_escalation_state, ABOVE, WORKERS, NULL, NO_DUTY,
     "an interview is held by the levels above the issue"},
    {"followUpInterview", &step, &sql_escalation_state, ABOVE, WORKERS, NULL, NO_DUTY,
     "an interview is held by the levels above the issue"},
    {"liftEscalation", &step, &sql_escalation_state, ABOVE, WORKERS, NULL, NO_DUTY,
     "a step is lifted by the levels above the issue"},

    PART_OF_ISSUE("listFindings"),
    {"createFinding", &issue, NULL, ABOVE, WORKERS, AFTER_ALL, NO_DUTY,
     "conduct is judged by the level above, which does not answer for the issue (B.4)"},
    {"clearFinding", &issue, &sql_finding_state, ABOVE, WORKERS, NULL, NO_DUTY,
     "conduct is judged by the level above, which does not answer for the issue (B.4)"},

    {"listReferrals", &issue, NULL, ABOVE, WORKERS, NULL, NO_DUTY,
     "referrals are the leading group's above the issue (F.4-5)"},
    {"createReferral", &issue, NULL, ABOVE, WORKERS, NULL, NO_DUTY,
     "referrals are the leading group's above the issue (F.4-5)"},
    {"recordReferralResult", &issue, &sql_referral_state, ABOVE, WORKERS, NULL, NO_DUTY,
     "referrals are the leading group's above the issue (F.4-5)"},

    PART_OF_ISSUE("listDisclosures"),
    {"proposeDisclosure", &issue, NULL, ABOVE, WORKERS, NULL, NO_DUTY,
     "disclosure is the office's above who does the work (B.9)"},
    {"publishDisclosure", &issue, &sql_disclosure_state, ABOVE, WORKERS, NULL, DUTY_DISCLOSURE, "proposed_by",
     "disclosure is the office's above who does the work (B.9)"},
    {"refuseDisclosure", &issue, &sql_disclosure_state, ABOVE, WORKERS, NULL, DUTY_DISCLOSURE, "proposed_by",
     "disclosure is the office's above who does the work (B.9)"},
    {"withdrawDisclosure", &issue, &sql_disclosure_state, ABOVE, WORKERS, NULL, NO_DUTY,
     "disclosure is the office's above who does the work (B.9)"},

    RULED("getJob", "who asked for it"),
    RULED("cancelJob", "who asked for it"),
    RULED("getJobResult", "who asked for it, while he may still ask for it"),

    RULED("listIssueParameters", SEEN),
    RULED("putIssueParameters", "the office sets its own tenant's figures (F.3)"),
    RULED("getRectificationBoard", SEEN),
    RULED("getWorkflow", SEEN),
    {0},
};
/* clang-format on */
