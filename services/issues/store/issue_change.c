/* SPDX-License-Identifier: MIT */
/* Changes of an issue's own fields. */
#include "issues/store/issue_change.h"

#include "base/str.h"
#include "issues/store/field_writers.h"
#include "issues/store/register.h"
#include "issues_sql.h"

static bool is_given(const struct issue_update *in, const char *name)
{
    return field_is_present(&issue_update_table, field_find(&issue_update_table, name), in);
}

/* A date is corrected while it is a draft. Once it was assigned, or what came back was given it, it only comes nearer,
 * not behind today, and a filed plan fixes it. */
static int check_due(const struct ctx *c, const struct issue_head *h, const struct issue_update *in,
                     struct problem *err)
{
    int32_t asked = date_given(in->due_date);

    if (!str_has_word("REGISTERED ASSIGNED SIGNED PLANNING", h->state))
        return problem_fail(err, PROBLEM_STATE_CONFLICT,
                            "the due date follows the filed plan; apply for an extension");
    if ((h->is_decided || !str_eq(h->state, "REGISTERED")) && h->due_date != DATE_NONE &&
        !h->is_due_by_term && (asked == DATE_NONE || asked > h->due_date))
        return problem_fail(err, PROBLEM_STATE_CONFLICT,
                            "the due date was given with a decision; it is not moved later or taken away");
    if (!str_eq(h->state, "REGISTERED") && asked != DATE_NONE && asked < ctx_today(c)) {
        problem_field(err, "/due_date", "past", "已交办的问题，期限不得早于今日");
        return problem_fields_check(err);
    }
    return 0;
}

int issue_change_check(const struct ctx *c, const struct issue_head *h, const struct issue_update *in,
                       struct problem *err)
{
    if (field_writers_check(c, h, in, err) < 0)
        return -1;
    return is_given(in, "due_date") ? check_due(c, h, in, err) : 0;
}

/* No day, where nobody has named one, says nothing. */
static bool is_said(const struct issue_head *h, const struct issue_update *in, const char *name)
{
    return is_given(in, name) &&
           !(h->is_due_by_term && str_eq(name, "due_date") && date_given(in->due_date) == DATE_NONE);
}

/* Every field and whether it is present, as the statements of a change take them from a request. */
static const struct bind *binds_of(struct ctx *c, const struct issue_head *h, const struct issue_update *in)
{
    const struct bind *values = import_binds(c, &issue_update_table, in);
    struct bind *all;
    size_t n = 0;

    while (values[n].name)
        n++;
    all = arena_array(&c->arena, n + 2, sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = (struct bind){arena_printf(&c->arena, "has_%s", values[i].name),
                               db_arg_bool(is_said(h, in, values[i].name))};
    all[n] = (struct bind){"issue_id", h->ref.id};
    return binds_join(c, values, all);
}

bool issue_change_is_of_term(const struct issue_update *in)
{
    return is_given(in, "term_class") || is_given(in, "programme_id") || is_given(in, "due_date");
}

int issue_change_check_limit(struct ctx *c, const struct issue_head *h, const struct issue_update *in,
                             struct problem *err)
{
    static const char *const fields[] = {"due_date", "term_class", "programme_id"};

    if (!str_has_word("REGISTERED ASSIGNED SIGNED PLANNING", h->state))
        return 0;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if (is_given(in, fields[i]))
            return registration_check_change(c, h->ref.scope, binds_of(c, h, in),
                                             arena_printf(&c->arena, "/%s", fields[i]), err);
    return 0;
}

int issue_change_store(struct ctx *c, const struct issue_head *h, const struct issue_update *in,
                       const char *version, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_issue_update, binds_join(c, BIND({"ctx_if_match", version}), binds_of(c, h, in)),
               &r, err) < 0)
        return -1;
    return db_rows(r) == 0 ? update_missed(c, h->row_version, err) : 0;
}
