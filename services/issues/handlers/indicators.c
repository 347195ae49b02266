/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/indicators: what an issue is measured by; breaches of these red lines show on it, open ones at
 * once. */
#include "audit/audit.h"
#include "http/page.h"
#include "issues/handlers/handlers.h"
#include "issues/store/references.h"
#include "issues_sql.h"

int indicator_link_list(struct ctx *c, struct problem *err)
{
    return page_whole(c, &sql_indicator_links, err);
}

static int replace_links(struct ctx *c, const struct issue_head *h, const char *codes, struct problem *err)
{
    const struct audit_object issue = {"issue", h->ref.id, h->ref.tenant_id, h->ref.scope};
    struct db_result *r;

    if (db_send(c->db, &sql_breaches_lock, BIND_NONE, err) < 0 ||
        db_run(c->db, &sql_indicators_replace, BIND({"indicators", codes}), NULL, err) < 0 ||
        audit_add(c, "issue.indicators", "issue", h->ref.id, codes, err) < 0 ||
        db_run(c->db, &sql_breaches_adopt, BIND_NONE, &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++)
        if (audit_add_for(c, "issue.redline_breach", &issue, db_text(r, i, "detail"), err) < 0)
            return -1;
    return 0;
}

int indicator_link_replace(struct ctx *c, struct problem *err)
{
    const struct issue_indicators *in = c->in;
    const struct issue_head *h = issue_of(c);
    struct db_result *r;

    if (references_check(c, issue_references, err) < 0)
        return -1;
    if (db_run(c->db, &sql_party_touch, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0)
        return update_missed(c, h->row_version, err);
    if (replace_links(c, h, in->indicators.json, err) < 0 ||
        db_run(c->db, &sql_indicator_links, BIND_NONE, &r, err) < 0)
        return -1;
    reply_header(c, "ETag", arena_printf(&c->arena, "\"%lld\"", (long long)h->row_version + 1));
    return reply_items(c, r);
}
