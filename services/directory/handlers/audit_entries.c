/* SPDX-License-Identifier: MIT */
/* Reading the audit trail; that it was read is itself recorded (domain F.4-7). */
#include "audit/audit.h"
#include "directory/handlers/handlers.h"
#include "directory/inputs.h"
#include "directory_sql.h"
#include "http/page.h"

int audit_list(struct ctx *c, struct problem *err)
{
    const struct audit_query *q = c->query;

    if (page_list(c, &sql_audit_list, &sql_audit_count, err) < 0)
        return -1;
    return audit_add(c, "audit.read", "audit", q->object_id ? q->object_id : "-", NULL, err);
}
