/* SPDX-License-Identifier: MIT */
/* POST /issues/import: a problem list (问题清单) of one feedback as CSV. A row is an issue with its units; its serial
 * number is its key. */
#include "import/import.h"

#include "audit/audit.h"
#include "base/date.h"
#include "base/uuid.h"
#include "issues/domain/issue_codes.h"
#include "issues/engine/facts.h"
#include "issues/engine/ladder.h"
#include "issues/engine/light.h"
#include "issues/handlers/handlers.h"
#include "issues/store/code_numbers.h"
#include "issues/store/import_parties.h"
#include "issues/store/issue_change.h"
#include "issues/store/parties.h"
#include "issues/store/references.h"
#include "issues/store/register.h"
#include "issues_sql.h"

static const char *row_key(struct arena *a, const void *row)
{
    (void)a;
    return ((const struct issue_import_row *)row)->serial_no;
}

struct import_state {
    struct registration reg;
    struct code_numbers *numbers; /* NULL: what is written now will be undone */
    int64_t used;                 /* of the numbers; a row that was refused leaves its number to the next */
};

static int check_units(struct ctx *c, const struct issue_ref *of, const struct import_parties *units,
                       struct problem *err)
{
    const struct field_list parties = {units->n, units->items, units->json};

    if (units->n == 0 || parties_check(c, &parties, of->tenant_id, of->scope, err) == 0)
        return 0;
    import_parties_blame(units, err);
    return -1;
}

static int store_units(struct ctx *c, const char *issue_id, const struct import_parties *units,
                       struct problem *err)
{
    return units->n == 0 ? 0 : parties_store(c, issue_id, units->json, err);
}

static int number_of_next(struct ctx *c, struct import_state *s, struct problem *err)
{
    s->reg.draft_mark = s->numbers ? NULL : uuid7_new(&c->arena, c->now_us);
    s->reg.number = 1; /* behind a mark it is not looked at */
    return s->numbers ? code_number_at(c, s->numbers, s->used, &s->reg.number, err) : 0;
}

static int put_new(struct ctx *c, struct import_state *s, const struct issue_import_row *in,
                   const struct import_parties *units, struct problem *err)
{
    const struct bind *row = import_binds(c, &issue_import_row_table, in);
    const struct bind *none =
        BIND({"programme_id", NULL}, {"location", NULL}, {"secrecy", NULL}, {"is_measurable", NULL},
             {"site_count", NULL}, {"source", NULL}, {"external_id", NULL});
    const struct issue_ref future = {.tenant_id = s->reg.target.id, .scope = s->reg.target.scope};
    struct db_result *r;

    if (registration_check_due(&s->reg, in->term_class, date_given(in->due_date), err) < 0 ||
        registration_decide(c, &s->reg, in->original_text, in->category, err) < 0 ||
        check_units(c, &future, units, err) < 0 || number_of_next(c, s, err) < 0 ||
        registration_insert(c, &s->reg, binds_join(c, row, none), &r, err) < 0 ||
        store_units(c, db_text(r, 0, "id"), units, err) < 0)
        return -1;
    s->used++;
    return 0;
}

/* The feedback's own words are never changed, and a list changes nothing that was handed out once. Who holds the issue
 * or registered it says what it is and whose; where the rules of a change say more, they are asked (issue_change.h). */
static int check_known(const struct issue_head *h, bool is_same_text, const char *serial_no,
                       struct problem *err)
{
    if (!is_same_text)
        problem_field(err, "/original_text", "immutable", "the text of %s stands already and differs",
                      serial_no);
    else if (!str_eq(h->state, "REGISTERED") || h->is_assigned)
        problem_field(err, "/serial_no", "state", "%s is %s; it is changed one by one", serial_no,
                      h->is_assigned ? "handed out already" : h->state);
    else if (!(h->caller & (ISSUE_IS_HOLDER | ISSUE_IS_REGISTRAR)))
        problem_field(err, "/serial_no", "holder", "%s is changed by who holds or registered it", serial_no);
    if (problem_fields_check(err) < 0)
        return problem_fail(err, PROBLEM_CONFLICT, "%s differs from what is stored", serial_no);
    return 0;
}

/* What the row says otherwise than the issue, as a change would say it. */
static struct issue_update change_of(const struct issue_import_row *in, const char *fields)
{
    struct issue_update change = {
        .title = in->title,
        .category = in->category,
        .sub_category = in->sub_category,
        .element = in->element,
        .severity = in->severity,
        .term_class = in->term_class,
        .due_date = in->due_date,
        .clause = in->clause,
        .root_cause = in->root_cause,
        .region_code = in->region_code,
    };

    for (size_t i = 0; issue_update_table.fields[i].name; i++) {
        const char *name = issue_update_table.fields[i].name;
        const struct field *cell = field_find(&issue_import_row_table, name);
        if (!str_has_word(fields, name))
            continue;
        change.mask.present |= UINT64_C(1) << i;
        if (!field_is_present(&issue_import_row_table, cell, in))
            change.mask.null |= UINT64_C(1) << i;
    }
    return change;
}

static int replace_units(struct ctx *c, const struct issue_head *h, const struct import_parties *units,
                         struct problem *err)
{
    struct issue_parameters p;

    if (store_units(c, h->ref.id, units, err) < 0 || issue_parameters_load(c, h->ref.scope, &p, err) < 0)
        return -1;
    return ladder_pass_on(c, h->ref.id, &p, err);
}

static int put_known(struct ctx *c, const struct registration *reg, const struct issue_import_row *in,
                     struct import_parties *units, const struct db_result *known, struct problem *err)
{
    const char *id = db_text(known, 0, "id");
    struct issue_update change = change_of(in, db_text(known, 0, "changed"));
    bool regroups = units->n > 0 && !db_bool(known, 0, "same_units");
    struct issue_head h;

    if (registration_decide(c, reg, in->original_text, in->category, err) < 0 ||
        issue_head_of(c, id, &h, err) < 0 ||
        check_known(&h, db_bool(known, 0, "same_text"), in->serial_no, err) < 0 ||
        issue_change_check(c, &h, &change, err) < 0 || issue_change_check_limit(c, &h, &change, err) < 0)
        return -1;
    if (regroups &&
        (import_parties_complete(c, id, units, err) < 0 || check_units(c, &h.ref, units, err) < 0))
        return -1;
    if (issue_change_store(c, &h, &change, db_arg_int(&c->arena, h.row_version), err) < 0 ||
        (regroups && replace_units(c, &h, units, err) < 0) ||
        audit_add(c, "issue.import", "issue", id, NULL, err) < 0)
        return -1;
    return light_refresh(c, id, err);
}

static int put(struct ctx *c, void *state, const void *row, enum import_outcome *ret, struct problem *err)
{
    struct import_state *s = state;
    const struct issue_import_row *in = row;
    struct import_parties units;
    struct db_result *known;

    if (import_parties_of(c, in, &units, err) < 0)
        return -1;
    if (db_run(c->db, &sql_import_issue_known,
               binds_join(c,
                          BIND({"feedback_id", s->reg.feedback_id}, {"units", units.n ? units.json : NULL}),
                          import_binds(c, &issue_import_row_table, in)),
               &known, err) < 0)
        return -1;
    if (db_rows(known) == 0) {
        *ret = IMPORT_CREATED;
        return put_new(c, s, in, &units, err);
    }
    bool same = db_bool(known, 0, "same_text") && db_bool(known, 0, "same_units") &&
                str_empty(db_text(known, 0, "changed"));
    *ret = same ? IMPORT_UNCHANGED : IMPORT_UPDATED;
    return same ? 0 : put_known(c, &s->reg, in, &units, known, err);
}

static int hold(struct ctx *c, void *state, bool may_stay, struct problem *err)
{
    struct import_state *s = state;

    if (!may_stay)
        s->numbers = NULL;
    return db_run(c->db, &sql_import_hold, BIND({"feedback_id", s->reg.feedback_id}), NULL, err);
}

static int return_numbers(struct ctx *c, void *state, bool kept, struct problem *err)
{
    const struct import_state *s = state;

    return s->numbers ? code_numbers_return(c, s->numbers, kept ? s->used : 0, err) : 0;
}

static const struct import_spec spec = {
    .row = &issue_import_row_table,
    .key = row_key,
    .put = put,
    .open = hold,
    .settle = return_numbers,
    .putting = IMPORT_CHECKS_FIRST,
    .state_size = sizeof(struct import_state),
};

static int import_list(struct ctx *c, void *arg, struct problem *err)
{
    const struct issue_import_query *q = c->query;
    struct import_state s = {.numbers = &(struct code_numbers){0}};

    if (references_check(c, issue_references, err) < 0 ||
        registration_open(c, q->feedback_id, q->tenant, NULL, &s.reg, err) < 0)
        return -1;
    (void)arg;
    s.numbers->target = &s.reg.target;
    return import_run(c, &spec, &s, &q->import, err);
}

/* The report is the answer. A request has its unit already; a job makes one. */
int issue_import(struct ctx *c, struct work_result *ret, struct problem *err)
{
    return c->db ? import_list(c, ret, err) : ctx_unit(c, DB_WRITE, import_list, ret, err);
}
