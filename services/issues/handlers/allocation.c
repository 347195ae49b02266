/* SPDX-License-Identifier: MIT */
/* Work of bodies that have ended with several successors or none: the list of it, and the office's word on each issue
 * (F.6). */
#include "http/page.h"
#include "issues/handlers/handlers.h"
#include "issues/store/succession.h"
#include "issues_sql.h"
#include "unit/owner.h"

int unallocated_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_unallocated_list, &sql_unallocated_count, err);
}

/* The closed body, which must still have a part; where it has successors, one of them takes it. */
static int find_gone(struct ctx *c, const struct owner *to, const char **ret_id, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_allocation_from, BIND({"to_id", to->id}), &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        problem_field(err, "/from", "no-part", "no closed body of that name has a part in the issue");
    else if (!db_bool(r, 0, "is_heir"))
        problem_field(err, "/to", "not-a-successor", "%s has successors, and %s is none of them",
                      db_text(r, 0, "code"), to->code);
    else
        *ret_id = db_text(r, 0, "id");
    return problem_fields_check(err);
}

/* Who accepts the work does not answer for it (B.1). */
static int check_separation(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_allocation_conflict, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_bool(r, 0, "supervises_itself"))
        problem_field(err, "/to", "supervise-is-resp", "督导/验收单位不得为责任单位");
    return problem_fields_check(err);
}

int issue_allocate(struct ctx *c, struct problem *err)
{
    const struct allocation_input *in = c->in;
    const char *gone_id = NULL;
    const struct issue_head *h = issue_of(c);
    struct db_result *r;
    struct owner to;

    if (owner_find(c, in->to, "/to", &to, err) < 0 || find_gone(c, &to, &gone_id, err) < 0 ||
        db_run(c->db, &sql_party_touch, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return update_missed(c, h->row_version, err);
    const struct heir heir = {to.id, to.code, to.name, to.scope};
    if (succession_run(c, gone_id, h->ref.id, &heir, err) < 0 || check_separation(c, err) < 0)
        return -1;
    if (db_one(c->db, &sql_issue_get, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}
