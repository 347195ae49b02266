/* SPDX-License-Identifier: MIT */
/* Reads what the rules of an issue look at. */
#include "issues/engine/facts.h"

#include "issues/domain/issue_limits.h"
#include "issues/domain/issue_parties.h"
#include "issues/engine/verification_facts.h"
#include "issues/store/limits.h"
#include "issues_sql.h"
#include <string.h>

struct issue_actor issue_actor_of(const struct ctx *c)
{
    const struct principal *who = c->who;

    return (struct issue_actor){
        .id = who->actor,
        .tenant_id = who->tenant.tenant_id,
        .scope = who->tenant.scope,
        .level = level_of(tenant_kind_name(who->tenant.kind)),
        .roles = who->roles_text,
    };
}

unsigned code_mask(const struct code *list, const char *words)
{
    unsigned mask = 0;

    for (int i = 0; words && list[i].code; i++)
        if (str_has_word(words, list[i].code))
            mask |= 1u << i;
    return mask;
}

void issue_parameters_read(const struct db_result *r, struct issue_parameters *ret)
{
    *ret = issue_parameters_default();
    for (int i = 0; i < db_rows(r); i++)
        if (db_text(r, i, "name"))
            (void)issue_parameters_set(ret, db_text(r, i, "name"), db_int(r, i, "value"));
}

int issue_parameters_load(struct ctx *c, const char *scope, struct issue_parameters *ret, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_parameters_of, BIND({"at_scope", scope}), &r, err) < 0)
        return -1;
    issue_parameters_read(r, ret);
    return 0;
}

static struct parameter_page *page_of(const struct parameter_book *book, const char *scope)
{
    size_t i = 0;

    while (i < book->n && !str_eq(book->pages[i].scope, scope))
        i++;
    return &book->pages[i];
}

const struct issue_parameters *parameter_book_find(const struct parameter_book *book, const char *scope)
{
    return &page_of(book, scope)->parameters;
}

/* One page a scope, all with the defaults; the scopes as an array of PostgreSQL's. */
static const char *lay_out(struct ctx *c, const struct db_result *r, struct parameter_book *book)
{
    struct buf scopes;

    *book =
        (struct parameter_book){.pages = arena_array(&c->arena, (size_t)db_rows(r) + 1, sizeof *book->pages)};
    buf_init(&scopes, &c->arena);
    for (int i = 0; i < db_rows(r); i++) {
        const char *scope = db_text(r, i, "scope");
        if (page_of(book, scope) != &book->pages[book->n])
            continue;
        book->pages[book->n++] = (struct parameter_page){scope, issue_parameters_default()};
        buf_addf(&scopes, "%s%s", scopes.len > 0 ? "," : "", scope);
    }
    return arena_printf(&c->arena, "{%s}", scopes.len > 0 ? scopes.data : "");
}

int parameter_book_open(struct ctx *c, const struct db_result *r, struct parameter_book *ret,
                        struct problem *err)
{
    const char *scopes = lay_out(c, r, ret);
    struct db_result *set;

    if (db_run(c->db, &sql_parameters_of_all, BIND({"scopes", scopes}), &set, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(set); i++)
        (void)issue_parameters_set(&page_of(ret, db_text(set, i, "scope"))->parameters,
                                   db_text(set, i, "name"), db_int(set, i, "value"));
    return 0;
}

static int load_parties(struct ctx *c, struct issue_facts *f, struct problem *err)
{
    struct issue_party *list;
    struct db_result *r;
    size_t n;

    if (db_run(c->db, &sql_party_facts, BIND({"issue_id", ctx_param(c, "issue_id")}), &r, err) < 0)
        return -1;
    n = (size_t)db_rows(r);
    list = arena_array(&c->arena, n + 1, sizeof(*list));
    for (int i = 0; i < (int)n; i++) {
        const char *person = db_text(r, i, "person_id");
        list[i] = (struct issue_party){
            .role = (enum issue_party_role)code_find(issue_party_role_codes, db_text(r, i, "role")),
            .tenant_id = db_text(r, i, "party_tenant_id"),
            .scope = db_text(r, i, "party_scope"),
            .level = level_of(db_text(r, i, "party_kind")),
            .in_district = db_bool(r, i, "party_in_district"),
            .person_id = person ? person : db_text(r, i, "person_name"),
        };
    }
    const struct issue_owner owner = {f->scope, n ? level_of(db_text(r, 0, "owner_kind")) : LEVEL_NONE};
    f->owner_level = owner.level;
    f->owner_in_district = n && db_bool(r, 0, "owner_in_district");
    f->parties = issue_parties_summarise(list, n, &owner, &f->actor);
    return 0;
}

/* A column of codes as its enum value; `fallback` for NULL. */
static int enum_of(const struct db_result *r, const char *column, const struct code *list, int fallback)
{
    int value = code_find(list, db_text(r, 0, column));

    return value < 0 ? fallback : value;
}

static void read_issue(const struct db_result *r, struct issue_facts *f)
{
    f->state = enum_of(r, "state", issue_state_codes, WORKFLOW_START);
    f->previous = enum_of(r, "suspended_state", issue_state_codes, WORKFLOW_SAME);
    f->tenant_id = db_text(r, 0, "tenant_id");
    f->scope = db_text(r, 0, "scope");
    f->registered_by = db_text(r, 0, "registered_by");
    f->source_level = (enum issue_source_level)enum_of(r, "source_level", issue_source_level_codes, 0);
    f->source_kind = (enum issue_source_kind)enum_of(r, "source_kind", issue_source_kind_codes, 0);
    f->closing_level = (enum issue_closing_level)enum_of(r, "closing_level", issue_closing_level_codes, 0);
    f->category = (enum issue_category)enum_of(r, "category", issue_category_codes, 0);
    f->severity = (enum issue_severity)enum_of(r, "severity", issue_severity_codes, 0);
    f->term_class = (enum issue_term_class)enum_of(r, "term_class", issue_term_class_codes, 0);
    f->secrecy = (enum issue_secrecy)enum_of(r, "secrecy", issue_secrecy_codes, ISSUE_SECRECY_INTERNAL);
    f->false_rectification = db_text(r, 0, "false_rectification");
    f->due = db_date(r, 0, "due_date");
    f->due_nominal = db_date(r, 0, "due_nominal");
    f->is_due_by_term = db_bool(r, 0, "due_by_term");
    f->is_rebound = db_bool(r, 0, "is_rebound");
    f->assigned_on = db_date(r, 0, "assigned_on");
    f->bounce_by = db_date(r, 0, "bounce_by");
    f->bounces = (int32_t)db_int(r, 0, "bounce_count");
    f->suspension = (struct issue_suspension){.days = (int32_t)db_int(r, 0, "suspended_days"),
                                              .of_term = (int32_t)db_int(r, 0, "of_term"),
                                              .of_programme = (int32_t)db_int(r, 0, "of_programme"),
                                              .pauses = (int32_t)db_int(r, 0, "pauses")};
}

static void read_plan(const struct db_result *r, struct issue_facts *f)
{
    f->plan = (struct issue_plan){
        .exists = db_text(r, 0, "plan_id") != NULL,
        .state = (enum issue_plan_state)enum_of(r, "plan_state", issue_plan_state_codes, 0),
        .goals = (int32_t)db_int(r, 0, "goals"),
        .measures = (int32_t)db_int(r, 0, "measures"),
        .measures_with_milestone = (int32_t)db_int(r, 0, "planned_measures"),
        .measures_elsewhere = (int32_t)db_int(r, 0, "measures_elsewhere"),
        .milestones = (int32_t)db_int(r, 0, "milestones"),
        .weight_sum = db_decimal(r, 0, "weights", 2),
        .due = db_date(r, 0, "plan_due"),
        .until = db_date(r, 0, "planned_until"),
        .programme_due = db_date(r, 0, "programme_due"),
        .submitter = db_text(r, 0, "plan_submitter"),
        .reviewed_by_supervisor = db_bool(r, 0, "passed_supervisor"),
        .reviewed_by_office = db_bool(r, 0, "passed_office"),
        .reviewed_by_group = db_bool(r, 0, "passed_group"),
        .supervisor = db_text(r, 0, "supervisor_passed_by"),
        .office = db_text(r, 0, "office_passed_by"),
        .group = db_text(r, 0, "group_passed_by"),
        .filing_receipt = db_bool(r, 0, "has_receipt"),
        .change_pending = db_bool(r, 0, "change_pending"),
    };
    f->extensions = (struct issue_extensions){
        .granted = (int32_t)db_int(r, 0, "extension_count"),
        .pending = db_text(r, 0, "extension_id") != NULL,
        .applicant = db_text(r, 0, "extension_applicant"),
        .new_due = db_date(r, 0, "extension_due"),
        .apply_by = DATE_NONE,
    };
}

static void read_closure(const struct db_result *r, struct issue_facts *f)
{
    struct issue_closure *k = &f->closure;

    k->mandatory_milestones = (int32_t)db_int(r, 0, "mandatory");
    k->mandatory_done = (int32_t)db_int(r, 0, "mandatory_done");
    k->measure_types = code_mask(issue_measure_type_codes, db_text(r, 0, "measure_types"));
    k->evidence = code_mask(issue_evidence_kind_codes, db_text(r, 0, "evidence_kinds"));
    k->evidence_of_round = code_mask(issue_evidence_kind_codes, db_text(r, 0, "round_kinds"));
    k->evidence_of_notice = code_mask(issue_evidence_kind_codes, db_text(r, 0, "notice_kinds"));
    k->sites = (int32_t)db_int(r, 0, "site_count");
    k->photo_pairs = (int32_t)db_int(r, 0, "photo_pairs");
    k->effect_measurable = db_bool(r, 0, "is_measurable");
    k->children = (int32_t)db_int(r, 0, "children");
    k->children_behind = (int32_t)db_int(r, 0, "children_behind");
    k->effect_evaluated = db_bool(r, 0, "is_evaluated");
    k->criteria = code_mask(issue_criterion_codes, db_text(r, 0, "criteria_words"));
    k->applicant = db_text(r, 0, "acceptance_applied_by");
    f->publicity = (struct issue_publicity){
        .start = db_date(r, 0, "publicity_start"),
        .end = db_date(r, 0, "publicity_end"),
        .paused = (int32_t)db_int(r, 0, "publicity_paused"),
        .open_objections = (int32_t)db_int(r, 0, "open_objections"),
        .valid_objections = (int32_t)db_int(r, 0, "valid_objections"),
        .channels = code_mask(issue_notice_channel_codes, db_text(r, 0, "publicity_channels")),
    };
}

/* Only T11 asks for it, and only a calendar can tell. */
static int read_apply_by(struct ctx *c, struct issue_facts *f, struct problem *err)
{
    int32_t days = f->parameters.extension_lead_days;
    struct work_calendar cal;

    if (f->state != ISSUE_STATE_RECTIFYING || f->due == DATE_NONE)
        return 0;
    if (calendar_load(c, f->due - 2 * days - 31, f->due, &cal, err) < 0)
        return -1;
    f->extensions.apply_by = limit_before(&cal, f->due, days);
    return 0;
}

int issue_load(struct ctx *c, struct issue_load *ret, struct problem *err)
{
    if (db_send(c->db, &sql_issue_lock, BIND_NONE, err) < 0)
        return -1;
    return issue_look(c, ret, err);
}

int issue_look(struct ctx *c, struct issue_load *ret, struct problem *err)
{
    struct issue_facts *f = &ret->facts;
    struct db_result *r;

    if (db_one(c->db, &sql_issue_facts, BIND_NONE, &r, err) < 0)
        return -1;
    *ret = (struct issue_load){
        .facts = issue_facts_init(),
        .row = r,
        .ref = issue_ref_of(r, 0),
        .version = db_int(r, 0, "row_version"),
        .workflow = issue_workflow((int)db_int(r, 0, "workflow_version")),
    };
    if (!ret->workflow)
        return problem_cause(err, PROBLEM_INTERNAL, "issue %s runs on an unknown workflow version",
                             ret->ref.id);
    f->today = ctx_today(c);
    f->actor = issue_actor_of(c);
    read_issue(r, f);
    read_plan(r, f);
    read_closure(r, f);
    if (load_parties(c, f, err) < 0 || issue_parameters_load(c, f->scope, &f->parameters, err) < 0 ||
        verification_facts_load(c, r, f, err) < 0)
        return -1;
    return read_apply_by(c, f, err);
}
