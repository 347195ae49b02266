/* SPDX-License-Identifier: MIT */
/* /issues/{issue_id}/evidence: files by hash, with the checklist of closure materials (B.5). */
#include "audit/audit.h"
#include "http/page.h"
#include "http/update.h"
#include "issues/domain/issue_checklist.h"
#include "issues/domain/issue_findings.h"
#include "issues/engine/facts.h"
#include "issues/handlers/handlers.h"
#include "issues/store/references.h"
#include "issues_sql.h"

static void add_kinds(struct buf *b, const char *name, unsigned kinds)
{
    bool first = true;

    buf_addf(b, "\"%s\":[", name);
    for (unsigned i = 0; i < ISSUE_EVIDENCE_COUNT; i++)
        if (kinds & (1u << i)) {
            buf_addf(b, "%s\"%s\"", first ? "" : ",", issue_evidence_kind_values[i]);
            first = false;
        }
    buf_add_char(b, ']');
}

static void add_stage(struct buf *b, const char *name, const struct issue_facts *f, enum issue_stage stage)
{
    unsigned missing = issue_evidence_missing(f, stage);

    buf_addf(b, "\"%s\":{", name);
    add_kinds(b, "required", issue_evidence_required(f, stage));
    buf_add_char(b, ',');
    add_kinds(b, "missing", missing);
    buf_addf(b, ",\"is_complete\":%s}", missing ? "false" : "true");
}

/* A level above reads what the units below handed in, or whoever may reads what is restricted: it leaves a trace (F.4,
 * F.5). */
static int note_reading(struct ctx *c, const struct issue_load *load, struct problem *err)
{
    if (!(load->facts.closure.evidence & (1u << ISSUE_EVIDENCE_CONDUCT_PROOF)) &&
        (str_eq(load->ref.tenant_id, c->who->tenant.tenant_id) || load->facts.parties.actor != 0))
        return 0;
    return audit_add(c, "evidence.read", "issue", load->ref.id, NULL, err);
}

/* The checklist is of the whole file, whatever page of it is shown. */
static const char *checklist(struct ctx *c, const struct issue_facts *facts)
{
    struct buf b;

    buf_init(&b, &c->arena);
    buf_add(&b, ",\"checklist\":{");
    add_stage(&b, "apply", facts, ISSUE_STAGE_APPLY);
    buf_add_char(&b, ',');
    add_stage(&b, "close", facts, ISSUE_STAGE_CLOSE);
    buf_add(&b, "}");
    return b.data;
}

int evidence_list(struct ctx *c, struct problem *err)
{
    struct issue_load load;
    struct page page;

    if (issue_look(c, &load, err) < 0 || note_reading(c, &load, err) < 0 || page_open(c, &page, err) < 0)
        return -1;
    page.beside = checklist(c, &load.facts);
    return page_reply(c, &page, &sql_evidence_list, &sql_evidence_count, BIND_NONE, err);
}

/* Closed, and opened again under another number: what it was judged by is complete. */
static bool is_file_closed(const struct issue_head *h)
{
    return str_eq(h->state, "CLOSED") || str_eq(h->state, "REOPENED");
}

/* A closed file takes, from an office above, what shows that the problem is back (T23) or how it was dealt with (B.4,
 * B.8 L7), and nothing else. */
static bool is_of_afterwards(const struct issue_head *h, const char *kind)
{
    return (h->caller & ISSUE_IS_ABOVE) && (str_eq(kind, "OTHER") || str_eq(kind, "CONDUCT_PROOF"));
}

static int check_evidence(struct ctx *c, const struct issue_head *h, struct problem *err)
{
    const struct evidence_create *in = c->in;
    struct issue_actor who = issue_actor_of(c);
    struct workflow_actor actor = {who.level, who.roles, 0};
    bool is_photo = str_eq(in->kind, "BEFORE_AFTER_PHOTO");

    if (issue_check_proof(in->kind, &actor, err) < 0)
        return -1;
    if (is_file_closed(h) && !is_of_afterwards(h, in->kind))
        return problem_fail(err, PROBLEM_STATE_CONFLICT, "the issue is %s; its file is closed", h->state);
    if (is_photo && (!in->phase || !in->pair_key))
        problem_field(err, in->phase ? "/pair_key" : "/phase", "required",
                      "photos come in pairs before and after");
    return references_check(c, issue_references, err);
}

/* Of what is restricted the issue itself tells nothing. */
static int note_piece(struct ctx *c, const char *action, const char *kind, const char *id,
                      struct problem *err)
{
    return str_eq(kind, "CONDUCT_PROOF") ? audit_add(c, action, "evidence", id, NULL, err)
                                         : note_activity(c, action, "evidence", id, err);
}

int evidence_add(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (issue_hold(c, err) < 0 || check_evidence(c, issue_of(c), err) < 0 ||
        db_run(c->db, &sql_evidence_insert, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_rows(r) == 0) {
        problem_field(err, "/sha256", "unknown", "no such file; upload it first");
        return problem_fields_check(err);
    }
    if (note_piece(c, "evidence.add", db_text(r, 0, "kind"), db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_row(c, 201, r,
                     arena_printf(&c->arena, "/v1/issues/%s/evidence/%%s", ctx_param(c, "issue_id")));
}

/* What a finding that is made at the same moment rests on stays, and what the issue is closed on. */
int evidence_remove(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (issue_hold(c, err) < 0 || update_part(c, &sql_evidence_remove, BIND_NONE, &r, err) < 0 ||
        note_piece(c, "evidence.remove", db_text(r, 0, "kind"), db_text(r, 0, "id"), err) < 0)
        return -1;
    return reply_empty(c, 204);
}
