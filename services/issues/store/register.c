/* SPDX-License-Identifier: MIT */
/* Registering issues (T01). */
#include "issues/store/register.h"

#include "audit/audit.h"
#include "issues/domain/issue_limits.h"
#include "issues/domain/issue_workflow.h"
#include "issues/engine/facts.h"
#include "issues_sql.h"

static size_t binds_count(const struct bind *b)
{
    size_t n = 0;

    while (b[n].name)
        n++;
    return n;
}

const struct bind *binds_join(struct ctx *c, const struct bind *a, const struct bind *b)
{
    size_t n = binds_count(a), m = binds_count(b);
    struct bind *all = arena_array(&c->arena, n + m + 1, sizeof(*all));

    for (size_t i = 0; i < n; i++)
        all[i] = a[i];
    for (size_t i = 0; i < m; i++)
        all[n + i] = b[i];
    return all;
}

int registration_open(struct ctx *c, const char *feedback_id, const char *tenant, struct registration *ret,
                      struct problem *err)
{
    struct db_result *f;

    if (db_one(c->db, &sql_feedback_source, BIND({"feedback_id", feedback_id}), &f, err) < 0)
        return -1;
    *ret = (struct registration){
        .feedback_id = feedback_id,
        .source_level =
            (enum issue_source_level)code_find(issue_source_level_codes, db_text(f, 0, "source_level")),
        .source_kind =
            (enum issue_source_kind)code_find(issue_source_kind_codes, db_text(f, 0, "source_kind")),
    };
    return owner_find(c, tenant, "/tenant", &ret->target, err);
}

static int32_t later(int32_t a, int32_t b)
{
    return a != DATE_NONE && a > b ? a : b;
}

int registration_limits(struct ctx *c, const char *programme_id, struct registration *reg,
                        struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_registration_limits,
               BIND({"feedback_id", reg->feedback_id}, {"programme_id", programme_id}), &r, err) < 0)
        return -1;
    reg->begun = later(db_date(r, 0, "feedback_date"), ctx_today(c));
    reg->programme_due = db_date(r, 0, "programme_due");
    return issue_parameters_load(c, reg->target.scope, &reg->parameters, err);
}

static int check_due(const struct registration *reg, const char *term_class, int32_t due, const char *pointer,
                     struct problem *err)
{
    enum issue_term_class term = (enum issue_term_class)code_find(issue_term_class_codes, term_class);
    int32_t limit = issue_due_limit(term, reg->begun, reg->programme_due, &reg->parameters);
    char day[DATE_TEXT];

    if (due == DATE_NONE || limit == DATE_NONE || due <= limit)
        return 0;
    date_format(limit, day);
    problem_field(err, pointer, "too-late", "期限类别和总体方案所允许的最晚日期为 %s", day);
    return problem_fields_check(err);
}

int registration_check_due(const struct registration *reg, const char *term_class, int32_t due,
                           struct problem *err)
{
    return check_due(reg, term_class, due, "/due_date", err);
}

int registration_check_change(struct ctx *c, const char *scope, const char *pointer, struct problem *err)
{
    struct registration reg = {0};
    struct db_result *r;

    if (db_one(c->db, &sql_issue_due_change, BIND_NONE, &r, err) < 0 ||
        issue_parameters_load(c, scope, &reg.parameters, err) < 0)
        return -1;
    reg.begun = db_date(r, 0, "begun");
    reg.programme_due = db_date(r, 0, "programme_due");
    return check_due(&reg, db_text(r, 0, "term_class"), db_date(r, 0, "due_date"), pointer, err);
}

int registration_decide(struct ctx *c, const struct registration *reg, const char *original_text,
                        const char *category, struct problem *err)
{
    struct issue_facts f = issue_facts_init();
    const struct workflow_row *row;
    struct workflow_ask ask;

    f.state = WORKFLOW_START;
    f.today = ctx_today(c);
    f.actor = issue_actor_of(c);
    f.tenant_id = reg->target.id;
    f.scope = reg->target.scope;
    f.source_level = reg->source_level;
    f.source_kind = reg->source_kind;
    f.request.present = true;
    f.request.original_text = original_text;
    f.request.source_level = (int)reg->source_level;
    f.request.category = code_find(issue_category_codes, category);
    ask = issue_ask(&f, c->english);
    return workflow_decide(issue_workflow(0), &ask, "REGISTER", &row, err);
}

static int log_registration(struct ctx *c, const char *id, struct problem *err)
{
    return db_send(c->db, &sql_state_log_insert,
                   BIND({"issue_id", id}, {"rule", "T01"}, {"action", "REGISTER"}, {"from_state", NULL},
                        {"to_state", "REGISTERED"}, {"reason", NULL}, {"doc_no", NULL}, {"detail", NULL},
                        {"workflow_version", db_arg_int(&c->arena, issue_workflow(0)->version)}),
                   err);
}

int registration_insert(struct ctx *c, const struct registration *reg, const struct bind *extra,
                        struct db_result **ret, struct problem *err)
{
    enum issue_closing_level closing = issue_closing_level_of(reg->source_level, reg->source_kind);
    const struct bind *binds = BIND(
        {"source_level", issue_source_level_values[reg->source_level]},
        {"source_kind", issue_source_kind_values[reg->source_kind]},
        {"closing_level", issue_closing_level_values[closing]}, {"state", "REGISTERED"},
        {"feedback_id", reg->feedback_id}, {"derived_from", reg->derived_from},
        {"number", reg->number ? db_arg_int(&c->arena, reg->number) : NULL}, {"draft_mark", reg->draft_mark},
        {"workflow_version", db_arg_int(&c->arena, issue_workflow(0)->version)});
    const struct bind *all = binds_join(c, extra, binds_join(c, binds, target_binds(c, &reg->target)));
    struct db_result *r;

    if (db_one(c->db, &sql_issue_insert, all, &r, err) < 0)
        return -1;
    if (log_registration(c, db_text(r, 0, "id"), err) < 0 ||
        audit_add(c, "issue.register", "issue", db_text(r, 0, "id"), NULL, err) < 0 ||
        issue_event_created(c, r, reg->derived_from, NULL, err) < 0)
        return -1;
    *ret = r;
    return 0;
}
