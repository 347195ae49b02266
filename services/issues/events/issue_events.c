/* SPDX-License-Identifier: MIT */
/* Builders of the events of the issues service. */
#include "issues/events/issue_events.h"

#include "base/date.h"
#include "issues/domain/issue_ladder.h"

struct issue_ref issue_ref_of(const struct db_result *r, int row)
{
    bool hidden = db_has_column(r, "_scope");

    return (struct issue_ref){
        .id = db_text(r, row, "id"),
        .code = db_text(r, row, "code"),
        .tenant_id = db_text(r, row, hidden ? "_tenant_id" : "tenant_id"),
        .scope = db_text(r, row, hidden ? "_scope" : "scope"),
    };
}

static void begin(struct ctx *c, struct buf *b, const struct issue_ref *ref)
{
    buf_init(b, &c->arena);
    buf_addf(b, "{\"issue_id\":\"%s\",\"code\":", ref->id);
    buf_add_json(b, ref->code);
}

static const struct event_type *type_of(const char *name)
{
    const struct event_type *type = issue_event_types;

    while (type->name && !str_eq(type->name, name))
        type++;
    return type;
}

static int finish(struct ctx *c, struct buf *b, const char *name, const struct issue_ref *ref,
                  struct problem *err)
{
    buf_add(b, "}");
    return outbox_add(c, type_of(name), &(struct event_subject){ref->id, ref->tenant_id, ref->scope}, b->data,
                      err);
}

static void gather(struct ctx *c, struct buf *b, const char *name, const struct issue_ref *ref,
                   struct outbox_batch *out)
{
    buf_add(b, "}");
    outbox_batch_add(c, out, type_of(name), &(struct event_subject){ref->id, ref->tenant_id, ref->scope},
                     b->data);
}

static const char *today(struct ctx *c)
{
    char *text = arena_alloc(&c->arena, DATE_TEXT);

    date_format(ctx_today(c), text);
    return text;
}

int issue_event_created(struct ctx *c, const struct db_result *row, const char *derived_from,
                        const char *reopened_from, struct problem *err)
{
    static const char *const columns[] = {"feedback_id",   "source_level", "category", "severity",
                                          "closing_level", "due_date",     NULL};
    struct issue_ref ref = issue_ref_of(row, 0);
    struct buf b;

    begin(c, &b, &ref);
    for (const char *const *name = columns; *name; name++)
        event_add_text(&b, *name, db_text(row, 0, *name));
    event_add_text(&b, "derived_from", derived_from);
    event_add_text(&b, "reopened_from", reopened_from);
    return finish(c, &b, "issue.created", &ref, err);
}

int issue_event_state_changed(struct ctx *c, const struct issue_ref *ref,
                              const struct issue_state_change *change, struct problem *err)
{
    struct buf b;

    begin(c, &b, ref);
    event_add_text(&b, "transition", change->transition);
    event_add_text(&b, "action", change->action);
    event_add_text(&b, "from_state", change->from);
    event_add_text(&b, "to_state", change->to);
    event_add_text(&b, "actor", c->who->actor);
    event_add_text(&b, "reason", change->reason);
    return finish(c, &b, "issue.state_changed", ref, err);
}

int issue_event_closed(struct ctx *c, const struct issue_ref *ref, const struct db_result *row,
                       struct problem *err)
{
    struct buf b;

    begin(c, &b, ref);
    event_add_text(&b, "closing_level", db_text(row, 0, "closing_level"));
    event_add_text(&b, "closed_on", today(c));
    event_add_text(&b, "due_date", db_text(row, 0, "due_date"));
    buf_addf(&b, ",\"extended\":%s,\"late_days\":%d,\"late_steps\":%d",
             db_bool(row, 0, "is_extended") ? "true" : "false", (int)db_int(row, 0, "late_days"),
             (int)db_int(row, 0, "late_steps"));
    return finish(c, &b, "issue.closed", ref, err);
}

int issue_event_rebound(struct ctx *c, const struct issue_ref *old, const struct db_result *created,
                        struct problem *err)
{
    struct buf b;

    begin(c, &b, old);
    event_add_text(&b, "new_issue_id", db_text(created, 0, "id"));
    event_add_text(&b, "new_code", db_text(created, 0, "code"));
    event_add_text(&b, "severity", db_text(created, 0, "severity"));
    event_add_text(&b, "due_date", db_text(created, 0, "due_date"));
    return finish(c, &b, "issue.rebound", old, err);
}

void issue_event_light(struct ctx *c, struct outbox_batch *out, const struct db_result *r, int row)
{
    struct issue_ref ref = issue_ref_of(r, row);
    struct buf b;

    begin(c, &b, &ref);
    event_add_text(&b, "from_light", db_text(r, row, "from_light"));
    event_add_text(&b, "to_light", db_text(r, row, "to_light"));
    buf_addf(&b, ",\"reasons\":%s", db_text(r, row, "reasons"));
    event_add_text(&b, "on_date", today(c));
    gather(c, &b, "issue.light_changed", &ref, out);
}

void issue_event_overdue(struct ctx *c, struct outbox_batch *out, const struct db_result *r, int row)
{
    struct issue_ref ref = issue_ref_of(r, row);
    struct buf b;

    begin(c, &b, &ref);
    event_add_text(&b, "due_date", db_text(r, row, "due_date"));
    event_add_text(&b, "on_date", today(c));
    gather(c, &b, "issue.overdue", &ref, out);
}

void issue_event_escalated(struct ctx *c, struct outbox_batch *out, const struct issue_ref *ref,
                           const struct db_result *r, int row)
{
    bool restricted = db_int(r, row, "level") >= ISSUE_RUNG_RESTRICTED;
    struct buf b;

    begin(c, &b, ref);
    event_add_text(&b, "escalation_id", db_text(r, row, "id"));
    buf_addf(&b, ",\"level\":%lld", (long long)db_int(r, row, "level"));
    event_add_text(&b, "doc_no", restricted ? NULL : db_text(r, row, "doc_no"));
    event_add_text(&b, "reply_due", restricted ? NULL : db_text(r, row, "reply_due"));
    gather(c, &b, "issue.escalated", ref, out);
}
