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

static int32_t later(int32_t a, int32_t b)
{
    return a != DATE_NONE && a > b ? a : b;
}

int registration_limits(struct ctx *c, const char *programme_id, struct registration *reg,
                        struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_registration_limits,
               BIND({"feedback_id", reg->feedback_id}, {"programme_id", programme_id},
                    {"at_scope", reg->target.scope}),
               &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return problem_fail(err, PROBLEM_NOT_FOUND, "no such feedback");
    reg->source_level =
        (enum issue_source_level)code_find(issue_source_level_codes, db_text(r, 0, "source_level"));
    reg->source_kind =
        (enum issue_source_kind)code_find(issue_source_kind_codes, db_text(r, 0, "source_kind"));
    reg->begun = later(db_date(r, 0, "feedback_date"), ctx_today(c));
    reg->programme_due = db_date(r, 0, "programme_due");
    issue_parameters_read(r, &reg->parameters);
    return 0;
}

int registration_open(struct ctx *c, const char *feedback_id, const char *tenant, const char *programme_id,
                      struct registration *ret, struct problem *err)
{
    *ret = (struct registration){.feedback_id = feedback_id};
    if (owner_find(c, tenant, "/tenant", &ret->target, err) < 0)
        return -1;
    return registration_limits(c, programme_id, ret, err);
}

static int32_t due_limit(const struct registration *reg, const char *term_class)
{
    enum issue_term_class term = (enum issue_term_class)code_find(issue_term_class_codes, term_class);

    return issue_due_limit(term, reg->begun, reg->programme_due, &reg->parameters);
}

static int check_due(int32_t limit, int32_t due, const char *pointer, struct problem *err)
{
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
    return check_due(due_limit(reg, term_class), due, "/due_date", err);
}

/* A limit past the days that the issue stood still since it began. */
static int32_t limit_moved(const struct db_result *r, int32_t limit, const char *paused)
{
    return issue_limit_moved(limit, (int32_t)db_int(r, 0, paused), db_date(r, 0, "due_nominal"),
                             db_date(r, 0, "due_now"));
}

int registration_check_change(struct ctx *c, const char *scope, const struct bind *change,
                              const char *pointer, struct problem *err)
{
    struct issue_parameters p;
    enum issue_term_class class;
    struct db_result *r;
    int32_t term, programme;

    if (db_one(c->db, &sql_issue_due_change, change, &r, err) < 0 ||
        issue_parameters_load(c, scope, &p, err) < 0)
        return -1;
    class = (enum issue_term_class)code_find(issue_term_class_codes, db_text(r, 0, "term_class"));
    term = limit_moved(r, issue_term_limit(class, db_date(r, 0, "begun"), &p), "of_term");
    programme = limit_moved(r, issue_programme_limit(db_date(r, 0, "begun"), db_date(r, 0, "programme_due")),
                            "of_programme");
    return check_due(issue_limit_earlier(term, programme), db_date(r, 0, "due_date"), pointer, err);
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
