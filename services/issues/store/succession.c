/* SPDX-License-Identifier: MIT */
/* The steps of a succession, in the order in which they may be taken. */
#include "issues/store/succession.h"

#include "audit/audit.h"
#include "base/str.h"
#include "issues/domain/issue_codes.h"
#include "issues/domain/issue_parties.h"
#include "issues_sql.h"

/* What moves of each issue, and what does not: "{issue/ROLE,...}". */
struct division {
    bool *is_moved;
    const char *left;
};

static struct division divide(struct ctx *c, const struct db_result *issues, const struct heir *heir)
{
    const struct issue_party party = {
        .tenant_id = heir->id, .scope = heir->scope, .level = level_of(heir->kind)};
    struct division d = {arena_array(&c->arena, (size_t)db_rows(issues) + 1, sizeof(bool)), NULL};
    const char *comma = "";
    struct buf left;

    buf_init(&left, &c->arena);
    buf_add(&left, "{");
    for (int i = 0; i < db_rows(issues); i++) {
        const struct issue_owner owner = {db_text(issues, i, "holder_scope"),
                                          level_of(db_text(issues, i, "holder_kind"))};
        unsigned parts = issue_parts_of(db_text(issues, i, "roles"));
        unsigned bits = issue_parts_left(parts, &party, &owner);
        d.is_moved[i] = db_bool(issues, i, "is_held") || (parts & ~bits);
        for (unsigned role = 0; role < ISSUE_PARTY_COUNT; role++)
            if (bits & 1u << role) {
                buf_addf(&left, "%s%s/%s", comma, db_text(issues, i, "id"), issue_party_role_values[role]);
                comma = ",";
            }
    }
    buf_add(&left, "}");
    d.left = left.data;
    return d;
}

static int note(struct ctx *c, const struct db_result *issues, const struct division *d, const char *gone_id,
                const struct heir *heir, struct problem *err)
{
    const char *detail = arena_printf(&c->arena, "{\"from\":\"%s\",\"to\":\"%s\"}", gone_id, heir->id);

    for (int i = 0; i < db_rows(issues); i++) {
        const struct audit_object issue = {"issue", db_text(issues, i, "id"), db_text(issues, i, "holder_id"),
                                           db_text(issues, i, "holder_scope")};
        if (d->is_moved[i] && audit_add_about(c, "issue.allocate", &issue, detail, err) < 0)
            return -1;
    }
    return 0;
}

int succession_run(struct ctx *c, const char *gone_id, const char *issue_id, const struct heir *heir,
                   struct problem *err)
{
    static const struct stmt *const steps[] = {
        &sql_succeed_parties,   &sql_succeed_measures,   &sql_succeed_grants,
        &sql_succeed_registrar, &sql_succeed_issues,     &sql_registrars_follow,
        &sql_succeed_feedbacks, &sql_succeed_programmes, &sql_succeed_carried};
    struct db_result *issues;

    if (db_run(c->db, &sql_succession_work,
               BIND({"tenant_id", gone_id}, {"issue_id", issue_id}, {"new_id", heir->id}), &issues, err) < 0)
        return -1;
    const struct division d = divide(c, issues, heir);
    const struct bind *binds =
        BIND({"tenant_id", gone_id}, {"issue_id", issue_id}, {"new_id", heir->id}, {"new_code", heir->code},
             {"new_name", heir->name}, {"new_scope", heir->scope}, {"at_id", heir->id}, {"left", d.left});
    for (size_t i = 0; i < ARRAY_LEN(steps); i++)
        if (db_send(c->db, steps[i], binds, err) < 0)
            return -1;
    return note(c, issues, &d, gone_id, heir, err);
}
