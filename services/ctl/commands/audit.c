/* SPDX-License-Identifier: MIT */
/* bihuanctl audit verify: recompute the chains. The heads are printed to be kept elsewhere: who can write to the
 * database can also rewrite a whole chain, but not a head that was written down before. */
#include "ctl/ctl.h"
#include "ctl_sql.h"
#include <stdio.h>

struct check {
    const struct ctl *ctl;
    int faults;
};

static int verify(struct ctx *x, void *arg, struct problem *err)
{
    static const char *const faults[] = {"tenant_id", "number", "entry", "fault", NULL};
    static const char *const heads[] = {"tenant_id", "number", "hash", NULL};
    struct check *check = arg;
    const char *code = ctl_option(check->ctl, "tenant"), *tenant = NULL;
    struct db_result *r;

    if (code && db_one(x->db, &sql_ctl_tenant, BIND({"code", code}), &r, err) < 0)
        return -1;
    if (code)
        tenant = db_text(r, 0, "id");
    if (db_run(x->db, &sql_ctl_audit_faults, BIND({"only_tenant", tenant}), &r, err) < 0)
        return -1;
    check->faults = db_rows(r);
    if (check->faults == 0 && db_run(x->db, &sql_ctl_audit_heads, BIND({"only_tenant", tenant}), &r, err) < 0)
        return -1;
    ctl_print_table(r, check->faults > 0 ? faults : heads);
    return 0;
}

int ctl_audit_verify(struct ctl *c, struct problem *err)
{
    struct check check = {.ctl = c};

    if (ctl_open(c, &ctl_service, err) < 0 || app_unit(&c->app, verify, &check, err) < 0)
        return -1;
    return check.faults > 0 ? CTL_NOT_RIGHT : CTL_DONE;
}
