/* SPDX-License-Identifier: MIT */
#include "issues/engine/due_by_term.h"

#include "base/uuid.h"
#include "issues/domain/issue_due.h"
#include "issues/engine/batches.h"
#include "issues/engine/facts.h"
#include "issues/engine/light.h"
#include "issues/store/limits.h"
#include "issues_sql.h"

/* What a draft is given it is given when it is assigned. */
static bool keeps_to_term(const struct issue_facts *f)
{
    return issue_due_is_open(f) && (f->state != ISSUE_STATE_REGISTERED || f->is_due_by_term);
}

int due_by_term_follow(struct ctx *c, const char *issue_id, struct problem *err)
{
    struct issue_load load;
    int32_t due;

    ctx_set_param(c, "issue_id", issue_id);
    if (issue_load(c, &load, err) < 0)
        return -1;
    due = issue_due_of_term(&load.facts);
    if (!keeps_to_term(&load.facts) || due == load.facts.due)
        return 0;
    if (db_send(c->db, &sql_due_by_term, BIND({"due_on", date_or_null(c, due)}), err) < 0)
        return -1;
    return light_refresh(c, issue_id, err);
}

static int follow(struct ctx *c, const struct db_result *list, int row, struct problem *err)
{
    return due_by_term_follow(c, db_text(list, row, "id"), err);
}

int due_by_term_follow_programme(struct ctx *c, struct problem *err)
{
    return batches_run(c, &sql_due_of_programme, BIND_NONE, UUID_NIL, follow, err);
}

int due_by_term_follow_missing(struct ctx *c, struct problem *err)
{
    return batches_run(c, &sql_due_missing, BIND_NONE, UUID_NIL, follow, err);
}
