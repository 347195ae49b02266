/* SPDX-License-Identifier: MIT */
/* Facts of an issue written as words, for the rule tables: "plan.goals=2 plan.due=2026-12-31 closing=CITY
 * evidence=ONSITE_SHEET". Masks are joined with '+', "-" is no date or no text. */
#ifndef BIHUAN_UNIT_ISSUES_FACTS_TEXT_H
#define BIHUAN_UNIT_ISSUES_FACTS_TEXT_H

#include "base/decimal.h"
#include "base/str.h"
#include "issues/domain/issue_workflow.h"
#include "support/tsv.h"
#include <stdlib.h>
#include <string.h>

enum fact_type { FACT_INT, FACT_BOOL, FACT_DATE, FACT_PERCENT, FACT_TEXT, FACT_ENUM, FACT_MASK, FACT_LEVEL };

struct fact_key {
    const char *name;
    enum fact_type type;
    size_t offset;
    const struct code *codes;
};

#define FACT(name, type, member)                                                                             \
    {                                                                                                        \
        name, type, offsetof(struct issue_facts, member), NULL                                               \
    }
#define FACT_OF(name, type, member, list)                                                                    \
    {                                                                                                        \
        name, type, offsetof(struct issue_facts, member), issue_##list##_codes                               \
    }

/* clang-format off */
static const struct fact_key fact_keys[] = {
    FACT("today", FACT_DATE, today), FACT("due", FACT_DATE, due), FACT("due_nominal", FACT_DATE, due_nominal), FACT("due_by_term", FACT_BOOL, is_due_by_term), FACT("assigned", FACT_DATE, assigned_on), FACT("rebound", FACT_BOOL, is_rebound), FACT("bounce_by", FACT_DATE, bounce_by), FACT("bounces", FACT_INT, bounces),
    FACT("actor.id", FACT_TEXT, actor.id), FACT("actor.level", FACT_LEVEL, actor.level), FACT("actor.roles", FACT_TEXT, actor.roles),
    FACT("actor.scope", FACT_TEXT, actor.scope), FACT("actor.tenant", FACT_TEXT, actor.tenant_id),
    FACT("scope", FACT_TEXT, scope), FACT("registered_by", FACT_TEXT, registered_by),
    FACT_OF("state", FACT_ENUM, state, state), FACT_OF("source", FACT_ENUM, source_level, source_level), FACT_OF("kind", FACT_ENUM, source_kind, source_kind),
    FACT_OF("closing", FACT_ENUM, closing_level, closing_level), FACT_OF("category", FACT_ENUM, category, category),
    FACT_OF("severity", FACT_ENUM, severity, severity), FACT_OF("term", FACT_ENUM, term_class, term_class),
    FACT("lead_units", FACT_INT, parties.lead_units), FACT("supervise_units", FACT_INT, parties.supervise_units),
    FACT("resp_units", FACT_INT, parties.resp_units), FACT("resp_persons", FACT_INT, parties.resp_persons),
    FACT("supervise_is_resp", FACT_BOOL, parties.supervise_is_resp), FACT("leads_needed", FACT_BOOL, parties.leads_needed),
    FACT("party_leads", FACT_INT, parties.party_leads), FACT("gov_leads", FACT_INT, parties.gov_leads),
    FACT("out_of_reach", FACT_INT, parties.out_of_reach), FACT("cannot_sign", FACT_INT, parties.cannot_sign), FACT("relations", FACT_INT, parties.actor), FACT("lead_scope", FACT_TEXT, parties.lead_scope),
    FACT("plan.exists", FACT_BOOL, plan.exists), FACT("plan.goals", FACT_INT, plan.goals), FACT("plan.due", FACT_DATE, plan.due),
    FACT("plan.measures_elsewhere", FACT_INT, plan.measures_elsewhere),
    FACT("plan.measures", FACT_INT, plan.measures_with_milestone), FACT("plan.weights", FACT_PERCENT, plan.weight_sum),
    FACT("plan.programme_due", FACT_DATE, plan.programme_due), FACT("plan.submitter", FACT_TEXT, plan.submitter),
    FACT("plan.until", FACT_DATE, plan.until), FACT("plan.passed_supervisor", FACT_TEXT, plan.supervisor), FACT("plan.passed_office", FACT_TEXT, plan.office), FACT("plan.passed_group", FACT_TEXT, plan.group),
    FACT("plan.supervisor", FACT_BOOL, plan.reviewed_by_supervisor), FACT("plan.office", FACT_BOOL, plan.reviewed_by_office),
    FACT("plan.group", FACT_BOOL, plan.reviewed_by_group), FACT("plan.receipt", FACT_BOOL, plan.filing_receipt),
    FACT("plan.change_pending", FACT_BOOL, plan.change_pending), 
    FACT("sus.days", FACT_INT, suspension.days), FACT("sus.pauses", FACT_INT, suspension.pauses),
    FACT("sus.term", FACT_INT, suspension.of_term), FACT("sus.programme", FACT_INT, suspension.of_programme),
    FACT("ext.granted", FACT_INT, extensions.granted), FACT("ext.pending", FACT_BOOL, extensions.pending),
    FACT("ext.applicant", FACT_TEXT, extensions.applicant), FACT("ext.apply_by", FACT_DATE, extensions.apply_by),
    FACT("ext.new_due", FACT_DATE, extensions.new_due),
    FACT("milestones", FACT_INT, closure.mandatory_milestones), FACT("milestones_done", FACT_INT, closure.mandatory_done),
    FACT_OF("measures", FACT_MASK, closure.measure_types, measure_type), FACT_OF("evidence", FACT_MASK, closure.evidence, evidence_kind),
    FACT_OF("of_round", FACT_MASK, closure.evidence_of_round, evidence_kind), FACT_OF("of_notice", FACT_MASK, closure.evidence_of_notice, evidence_kind),
    FACT_OF("unverified", FACT_MASK, closure.evidence_unverified, evidence_kind), FACT("sites", FACT_INT, closure.sites),
    FACT("pairs", FACT_INT, closure.photo_pairs), FACT("measurable", FACT_BOOL, closure.effect_measurable),
    FACT("children", FACT_INT, closure.children), FACT("children_behind", FACT_INT, closure.children_behind),
    FACT("cases", FACT_INT, closure.cases), FACT("cases_open", FACT_INT, closure.cases_open),
    FACT("effect_evaluated", FACT_BOOL, closure.effect_evaluated), FACT_OF("criteria", FACT_MASK, closure.criteria, criterion),
    FACT("applicant", FACT_TEXT, closure.applicant), FACT("goals", FACT_INT, verifications.goals),
    FACT("goals_passed", FACT_INT, verifications.goals_passed), FACT("failed_in_notice", FACT_BOOL, verifications.failed_in_notice),
    FACT("false", FACT_TEXT, false_rectification),
    FACT_OF("add", FACT_MASK, closure.checklist_add, evidence_kind), FACT_OF("drop", FACT_MASK, closure.checklist_drop, evidence_kind),
    FACT("verifiers", FACT_INT, verifications.verifiers), FACT("onsite", FACT_INT, verifications.onsite),
    FACT_OF("district_result", FACT_ENUM, verifications.district, verification_result), FACT_OF("city_result", FACT_ENUM, verifications.city, verification_result),
    FACT("notice.start", FACT_DATE, publicity.start), FACT("notice.end", FACT_DATE, publicity.end), FACT("notice.paused", FACT_INT, publicity.paused),
    FACT_OF("notice.channels", FACT_MASK, publicity.channels, notice_channel),
    FACT_OF("secrecy", FACT_ENUM, secrecy, secrecy), FACT_OF("ask.channels", FACT_MASK, request.channels, notice_channel),
    FACT("objections.open", FACT_INT, publicity.open_objections), FACT("objections.valid", FACT_INT, publicity.valid_objections),
    FACT("ask.reason", FACT_TEXT, request.reason), FACT("ask.doc_no", FACT_TEXT, request.doc_no), FACT("ask.receipt", FACT_TEXT, request.filing_receipt_no),
    FACT("ask.merged_into", FACT_TEXT, request.merged_into), FACT_OF("ask.target", FACT_ENUM, request.merge_state, state),
    FACT("ask.due", FACT_DATE, request.due), FACT("ask.until", FACT_DATE, request.until),
    FACT_OF("ask.extension_reason", FACT_ENUM, request.extension_reason, extension_reason),
    FACT_OF("ask.goals", FACT_ENUM, request.goals_verdict, goals_verdict), FACT("ask.consent", FACT_TEXT, request.city_consent_no),
    FACT_OF("ask.suspension_reason", FACT_ENUM, request.suspension_reason, suspension_reason),
    FACT("ask.files", FACT_INT, request.evidence_files), FACT("ask.text", FACT_TEXT, request.original_text),
    FACT_OF("ask.source", FACT_ENUM, request.source_level, source_level), FACT_OF("ask.category", FACT_ENUM, request.category, category),
};
/* clang-format on */

static inline unsigned fact_mask(struct tsv *t, const struct code *codes, const char *value)
{
    char copy[512], *save = NULL;
    unsigned mask = 0;

    (void)snprintf(copy, sizeof copy, "%s", value);
    for (char *word = strtok_r(copy, "+", &save); word; word = strtok_r(NULL, "+", &save)) {
        int i = code_find(codes, word);
        if (i < 0 && !str_eq(word, "-"))
            tsv_wrong(t, "\"%s\" is not in the list", word);
        mask |= i < 0 ? 0 : 1u << (unsigned)i;
    }
    return mask;
}

static inline int32_t fact_number(struct tsv *t, const struct fact_key *key, const char *value)
{
    int64_t scaled;

    switch (key->type) {
    case FACT_DATE:
        return tsv_date(t, value);
    case FACT_ENUM:
        if (code_find(key->codes, value) < 0 && !str_eq(value, "-"))
            tsv_wrong(t, "\"%s\" is no %s", value, key->name);
        return code_find(key->codes, value);
    case FACT_MASK:
        return (int32_t)fact_mask(t, key->codes, value);
    case FACT_LEVEL:
        return (int32_t)level_of(value);
    case FACT_PERCENT:
        return decimal_parse(value, 2, &scaled) ? (int32_t)scaled : -1;
    default:
        return (int32_t)tsv_int(t, value);
    }
}

/* `value` must live as long as the facts: texts are pointed to. */
static inline void fact_set(struct tsv *t, struct issue_facts *f, const char *name, const char *value)
{
    for (size_t i = 0; i < ARRAY_LEN(fact_keys); i++) {
        const struct fact_key *key = &fact_keys[i];
        unsigned char *at = (unsigned char *)f + key->offset;
        if (strcmp(key->name, name) != 0)
            continue;
        if (key->type == FACT_TEXT) {
            const char *text = tsv_text(value);
            memcpy(at, &text, sizeof text);
        } else if (key->type == FACT_BOOL) {
            bool b = tsv_bool(t, value);
            memcpy(at, &b, sizeof b);
        } else if (key->type == FACT_PERCENT) {
            int64_t v = fact_number(t, key, value);
            memcpy(at, &v, sizeof v);
        } else {
            int32_t v = fact_number(t, key, value);
            memcpy(at, &v, sizeof v);
        }
        return;
    }
    tsv_wrong(t, "there is no fact \"%s\"", name);
}

/* All words of a cell; the cell is cut up and must outlive the facts. */
static inline void facts_from_text(struct tsv *t, struct issue_facts *f, char *cell)
{
    char *save = NULL;

    if (!tsv_text(cell))
        return;
    for (char *word = strtok_r(cell, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
        char *value = strchr(word, '=');
        if (!value) {
            tsv_wrong(t, "\"%s\" has no value", word);
            continue;
        }
        *value = '\0';
        fact_set(t, f, word, value + 1);
    }
}

/* An issue of which every condition holds: each table row spoils one thing. */
static inline struct issue_facts facts_good(void)
{
    struct issue_facts f = issue_facts_init();
    int32_t today = date_from_ymd(2026, 11, 23);

    f.today = today;
    f.due = date_from_ymd(2027, 3, 31);
    f.bounce_by = f.extensions.apply_by = today;
    f.actor = (struct issue_actor){"officer", "t-district", "SH01SJ01", LEVEL_DISTRICT, "DIST_OFFICE"};
    f.scope = "SH01SJ01";
    f.tenant_id = f.registered_by = "t-district";
    f.source_level = ISSUE_SOURCE_DISTRICT;
    f.closing_level = ISSUE_CLOSING_DISTRICT;
    f.category = ISSUE_CATEGORY_OTHER;
    f.term_class = ISSUE_TERM_LONG_TERM;
    f.parties =
        (struct issue_parties){.lead_units = 1, .supervise_units = 1, .resp_units = 1, .resp_persons = 1};
    f.plan = (struct issue_plan){true, ISSUE_PLAN_SUBMITTED, 1, 1, 1, 3, 10000, .due = f.due};
    f.plan.until = f.plan.programme_due = f.due;
    f.plan.submitter = "planner";
    f.plan.supervisor = "reviewer", f.plan.office = "other reviewer";
    f.plan.reviewed_by_supervisor = f.plan.reviewed_by_office = f.plan.reviewed_by_group = true;
    f.plan.filing_receipt = true;
    f.extensions.applicant = f.closure.applicant = "applicant";
    f.extensions.new_due = f.due + 30;
    f.closure.evidence = (1u << ISSUE_EVIDENCE_COUNT) - 1;
    f.closure.evidence_of_round = f.closure.evidence_of_notice = f.closure.evidence;
    f.closure.photo_pairs = 1;
    f.closure.effect_evaluated = true;
    f.closure.criteria = (1u << ISSUE_CRITERION_COUNT) - 1;
    f.verifications = (struct issue_verifications){2, 1, ISSUE_RESULT_PASS, ISSUE_RESULT_PASS, 2, 2, false};
    f.publicity = (struct issue_publicity){today - 7, today - 1, 0, 0, 0, 1u << ISSUE_CHANNEL_GOV_SITE};
    f.secrecy = ISSUE_SECRECY_PUBLIC;
    f.request.channels = 1u << ISSUE_CHANNEL_GOV_SITE;
    f.request.present = true;
    f.request.reason = f.request.doc_no = f.request.filing_receipt_no = "x";
    f.request.merged_into = f.request.original_text = "x";
    f.request.due = f.request.until = today + 30;
    f.request.extension_reason = f.request.suspension_reason = f.request.goals_verdict = 0;
    f.request.source_level = f.request.category = 0;
    f.request.evidence_files = 1;
    return f;
}

#endif
