/* SPDX-License-Identifier: MIT */
/* Work of bodies that have ended with several successors or none: the list of it, and the office's word on each issue
 * (F.6). */
#include "base/str.h"
#include "http/page.h"
#include "issues/domain/issue_parties.h"
#include "issues/engine/facts.h"
#include "issues/engine/ladder.h"
#include "issues/handlers/handlers.h"
#include "issues/store/succession.h"
#include "issues_sql.h"
#include "unit/owner.h"

int unallocated_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_unallocated_list, &sql_unallocated_count, err);
}

/* The closed body, which must still have a part. */
struct gone {
    const char *id, *code;
    int64_t parts;
};

static int find_gone(struct ctx *c, struct gone *ret, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_allocation_from, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        problem_field(err, "/from", "no-part", "no closed body of that name has a part in the issue");
    else
        *ret = (struct gone){db_text(r, 0, "id"), db_text(r, 0, "code"), db_int(r, 0, "parts")};
    return problem_fields_check(err);
}

static bool can_take(const struct db_result *r, int i)
{
    const struct issue_owner owner = {db_text(r, i, "holder_scope"), level_of(db_text(r, i, "holder_kind"))};
    const struct issue_party heir = {.tenant_id = db_text(r, i, "id"),
                                     .scope = db_text(r, i, "scope"),
                                     .level = level_of(db_text(r, i, "kind"))};
    unsigned left = issue_parts_left(issue_parts_of(db_text(r, i, "roles")), &heir, &owner);

    return db_bool(r, i, "is_held") || (issue_parts_of(db_text(r, i, "free_roles")) & ~left);
}

/* Where there are successors who can take something of it, one of them does. */
static int check_successor(struct ctx *c, const struct gone *gone, const struct owner *to,
                           struct problem *err)
{
    bool is_heir = false, is_anybody = false;
    struct db_result *r;

    if (db_run(c->db, &sql_allocation_heirs, BIND({"gone_id", gone->id}), &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++) {
        is_heir = is_heir || str_eq(db_text(r, i, "id"), to->id);
        is_anybody = is_anybody || can_take(r, i);
    }
    if (is_anybody && !is_heir)
        problem_field(err, "/to", "not-a-successor", "%s has successors, and %s is none of them", gone->code,
                      to->code);
    return problem_fields_check(err);
}

/* A part stays where the other body cannot take it, or would come to accept its own work: so another one has to. */
static int check_moved(struct ctx *c, const struct gone *gone, const struct owner *to, struct problem *err)
{
    struct issue_party heir = {.tenant_id = to->id, .scope = to->scope, .level = level_of(to->kind)};
    struct issue_owner holder;
    struct db_result *r;
    unsigned left;

    if (db_one(c->db, &sql_allocation_left, BIND({"gone_id", gone->id}), &r, err) < 0)
        return -1;
    if (db_int(r, 0, "parts") < gone->parts)
        return 0;
    holder = (struct issue_owner){db_text(r, 0, "holder_scope"), level_of(db_text(r, 0, "holder_kind"))};
    left = issue_parts_left(issue_parts_of(db_text(r, 0, "roles")), &heir, &holder);
    for (unsigned role = 0; err->n_fields == 0 && role < ISSUE_PARTY_COUNT; role++) {
        heir.role = (enum issue_party_role)role;
        if (left & 1u << role)
            issue_blame_party(&heir, &holder, "/to", err);
    }
    if (!left)
        problem_field(err, "/to", "supervise-is-resp",
                      "%s would accept its own work (督导/验收单位不得为责任单位): name another body",
                      to->code);
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
    struct gone gone = {0};
    const struct issue_head *h = issue_of(c);
    struct db_result *r;
    struct owner to;

    if (owner_find(c, in->to, "/to", &to, err) < 0 || find_gone(c, &gone, err) < 0 ||
        check_successor(c, &gone, &to, err) < 0 || db_run(c->db, &sql_party_touch, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return update_missed(c, h->row_version, err);
    const struct heir heir = {to.id, to.code, to.name, to.scope, to.kind};
    if (succession_run(c, gone.id, h->ref.id, &heir, err) < 0 ||
        ladder_succeed(c, gone.id, h->ref.id, &heir, err) < 0 || check_moved(c, &gone, &to, err) < 0 ||
        check_separation(c, err) < 0 || db_run(c->db, &sql_party_grant, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_one(c->db, &sql_issue_get, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}
