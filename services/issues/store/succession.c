/* SPDX-License-Identifier: MIT */
/* The steps of a succession, in the order in which they may be taken. */
#include "issues/store/succession.h"

#include "audit/audit.h"
#include "issues_sql.h"

static int note(struct ctx *c, const struct db_result *issues, const char *gone_id, const struct heir *heir,
                struct problem *err)
{
    const char *detail = arena_printf(&c->arena, "{\"from\":\"%s\",\"to\":\"%s\"}", gone_id, heir->id);

    for (int i = 0; i < db_rows(issues); i++)
        if (audit_add(c, "issue.allocate", "issue", db_text(issues, i, "id"), detail, err) < 0)
            return -1;
    return 0;
}

int succession_run(struct ctx *c, const char *gone_id, const char *issue_id, const struct heir *heir,
                   struct problem *err)
{
    static const struct stmt *const steps[] = {&sql_succeed_parties, &sql_succeed_duties, &sql_succeed_grants,
                                               &sql_succeed_registrar, &sql_succeed_issues};
    const struct bind *binds =
        BIND({"tenant_id", gone_id}, {"issue_id", issue_id}, {"new_id", heir->id}, {"new_code", heir->code},
             {"new_name", heir->name}, {"new_scope", heir->scope});
    struct db_result *issues;

    if (db_run(c->db, &sql_succession_work, binds, &issues, err) < 0)
        return -1;
    for (size_t i = 0; i < ARRAY_LEN(steps); i++)
        if (db_send(c->db, steps[i], binds, err) < 0)
            return -1;
    return note(c, issues, gone_id, heir, err);
}
