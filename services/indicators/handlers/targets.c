/* SPDX-License-Identifier: MIT */
/* /targets: what a tenant has to reach, each change kept beside what it replaced. */
#include "audit/audit.h"
#include "http/update.h"
#include "indicators/domain/standard.h"
#include "indicators/domain/target_entry.h"
#include "indicators/engine/alerts.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators_sql.h"
#include "unit/owner.h"

int target_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_target_list, &sql_target_count, err);
}

static int reply_target(struct ctx *c, int status, const char *id, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_target_get, BIND({"target_id", id}), &r, err) < 0)
        return -1;
    return reply_row(c, status, r, "/v1/targets/%s");
}

int target_get(struct ctx *c, struct problem *err)
{
    return reply_target(c, 200, ctx_param(c, "target_id"), err);
}

/* Words separated by blanks, each once, in the order given. */
static const char *words_of(struct ctx *c, const struct field_list *list)
{
    const struct qualifier_item *items = list->items;
    struct buf b;

    buf_init(&b, &c->arena);
    for (size_t i = 0; i < list->n; i++)
        if (!str_has_word(b.data, items[i].qualifier))
            buf_addf(&b, "%s%s", b.len ? " " : "", items[i].qualifier);
    return b.data;
}

/* The row as it was written is looked at as a whole; what is wrong with it undoes the unit. */
static int check_written(const struct db_result *r, struct problem *err)
{
    const struct target_entry e = {
        .type = db_text(r, 0, "target_type"),
        .qualifiers = db_text(r, 0, "qualifiers"),
        .has_value = db_text(r, 0, "value") != NULL,
        .has_base_year = db_text(r, 0, "base_year") != NULL,
        .has_base_value = db_text(r, 0, "base_value") != NULL,
        .has_complete_by = db_text(r, 0, "complete_by") != NULL,
        .value = db_decimal(r, 0, "value", VALUE_SCALE),
        .tolerance = db_decimal(r, 0, "tolerance", VALUE_SCALE),
        .unit = db_text(r, 0, "unit"),
        .family = db_text(r, 0, "standard_family"),
        .version = db_text(r, 0, "standard_version"),
        .version_family = db_text(r, 0, "version_family"),
    };

    return target_entry_check(&e, err);
}

int target_create(struct ctx *c, struct problem *err)
{
    const struct target_create *in = c->in;
    struct owner owner;
    struct db_result *r;

    if (owner_find(c, in->tenant, "/tenant", &owner, err) < 0)
        return -1;
    if (db_one(c->db, &sql_target_insert,
               BIND({"owner_id", owner.id}, {"owner_scope", owner.scope},
                    {"qualifier_words", words_of(c, &in->qualifiers)}),
               &r, err) < 0 ||
        check_written(r, err) < 0 || alerts_check_target(c, r, err) < 0)
        return -1;
    if (audit_add(c, "target.create", "target", db_text(r, 0, "id"), NULL, err) < 0)
        return -1;
    return reply_target(c, 201, db_text(r, 0, "id"), err);
}

int target_update(struct ctx *c, struct problem *err)
{
    const struct target_update *in = c->in;
    const struct field *qualifiers = field_find(&target_update_table, "qualifiers");
    bool named = field_is_present(&target_update_table, qualifiers, in);
    const char *id = ctx_param(c, "target_id");
    struct db_result *r;

    if (update_one(c, &sql_target_change, &sql_target_version,
                   BIND({"qualifier_words", named ? words_of(c, &in->qualifiers) : NULL}), &r, err) < 0 ||
        check_written(r, err) < 0 || alerts_check_target(c, r, err) < 0)
        return -1;
    if (audit_add(c, "target.update", "target", id, NULL, err) < 0)
        return -1;
    return reply_target(c, 200, id, err);
}
