/* SPDX-License-Identifier: MIT */
/* What every write of a monitored object ends with. */
#include "indicators/store/objects.h"

#include "audit/audit.h"
#include "base/date.h"
#include "indicators/domain/object_entry.h"
#include "indicators/events/indicator_events.h"
#include "indicators_sql.h"

static void add_word(struct buf *b, const struct db_result *r, const char *column)
{
    if (db_text(r, 0, column))
        buf_addf(b, "%s%s", b->len ? " " : "", column);
}

static const char *given_of(struct ctx *c, const struct db_result *r)
{
    struct buf b;

    buf_init(&b, &c->arena);
    add_word(&b, r, "lng");
    add_word(&b, r, "lat");
    add_word(&b, r, "datum");
    for (const char *const *a = object_attributes; *a; a++)
        add_word(&b, r, *a + 1);
    return b.data;
}

/* One alert a transfer: what else is changed of the site leaves it alone. */
static int follow_transfer(struct ctx *c, const char *id, const struct object_entry *e, struct problem *err)
{
    bool is_unsurveyed = object_is_transferred_unsurveyed(e);
    const char *day = is_unsurveyed ? db_arg_date(&c->arena, e->transferred_on) : NULL;
    struct db_result *raised;

    if (db_send(c->db, &sql_transfer_alert_end, BIND({"object_id", id}, {"day", day}), err) < 0)
        return -1;
    if (!is_unsurveyed)
        return 0;
    if (db_run(c->db, &sql_transfer_alert_raise, BIND({"object_id", id}), &raised, err) < 0)
        return -1;
    return db_rows(raised) == 0 ? 0 : indicator_event_transfer(c, raised, err);
}

static int follow_site(struct ctx *c, const char *id, const struct object_entry *e, struct problem *err)
{
    if (db_run(c->db, &sql_object_stage_add, BIND({"object_id", id}), NULL, err) < 0)
        return -1;
    return follow_transfer(c, id, e, err);
}

int object_written(struct ctx *c, const struct db_result *r, const char *action, struct problem *err)
{
    const char *id = db_text(r, 0, "id");
    const struct object_entry e = {
        .kind = db_text(r, 0, "kind"),
        .given = given_of(c, r),
        .valid_from = db_date(r, 0, "valid_from"),
        .valid_to = db_date(r, 0, "valid_to"),
        .stage_since = db_date(r, 0, "stage_since"),
        .measure_since = db_date(r, 0, "measure_since"),
        .today = ctx_today(c),
        .closed_on = db_date(r, 0, "closed_on"),
        .rebuilt_on = db_date(r, 0, "rebuilt_on"),
        .survey_approved_on = db_date(r, 0, "survey_approved_on"),
        .transferred_on = db_date(r, 0, "transferred_on"),
        .protected_kind = db_text(r, 0, "protected_kind"),
        .body_kind = db_text(r, 0, "body_kind"),
        .is_discharge = db_bool(r, 0, "is_discharge"),
    };

    if (object_entry_check(&e, err) < 0)
        return -1;
    if (str_eq(e.kind, "CONTAMINATED_SITE") && follow_site(c, id, &e, err) < 0)
        return -1;
    if (str_eq(e.kind, "PARCEL") &&
        db_run(c->db, &sql_object_measure_add, BIND({"object_id", id}), NULL, err) < 0)
        return -1;
    if (db_send(c->db, &sql_register_mark, BIND({"object_id", id}), err) < 0)
        return -1;
    if (db_send(c->db, &sql_evaluation_mark_object, BIND({"object_id", id}), err) < 0)
        return -1;
    return audit_add(c, action, "object", id, NULL, err);
}
