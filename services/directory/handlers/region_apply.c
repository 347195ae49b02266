/* SPDX-License-Identifier: MIT */
/* Applying a change of division on its day. */
#include "app/app.h"
#include "base/date.h"
#include "base/str.h"
#include "common_sql.h"
#include "directory/domain/region_rules.h"
#include "directory/domain/tenant_rules.h"
#include "directory/handlers/handlers.h"
#include "directory/handlers/region_changes.h"
#include "directory_sql.h"

/* One planned change and the body it is about. */
struct change {
    const char *id, *kind, *day;
    int32_t effective;
    const char *new_code, *new_name, *new_short_name, *new_parent_id;
    struct tenant_ref subject;
};

int region_change_check_times(struct ctx *c, const char *tenant_id, const char *kind, int32_t day,
                              struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_tenant_times, BIND({"tenant_id", tenant_id}), &r, err) < 0)
        return -1;
    const struct region_times t = {kind,
                                   day,
                                   db_date(r, 0, "opened_on"),
                                   db_date(r, 0, "closed_on"),
                                   db_date(r, 0, "last_change_on"),
                                   db_date(r, 0, "last_placed_on")};
    return region_check_times(&t, err);
}

/* Codes and names may change under whoever writes; a place or an end may not. One body's changes go by their days. */
static int take(struct ctx *c, const struct db_result *change, struct problem *err)
{
    const char *id = db_text(change, 0, "tenant_id"), *kind = db_text(change, 0, "kind");

    if (db_bool(change, 0, "is_behind"))
        return problem_fail(
            err, PROBLEM_CONFLICT,
            "an earlier change of the body is still planned: it is applied or withdrawn first");
    if (!region_is_naming(kind) && db_run(c->db, &sql_tenant_take, BIND({"tenant_id", id}), NULL, err) < 0)
        return -1;
    return region_change_check_times(c, id, kind, db_date(change, 0, "effective_date"), err);
}

static int load(struct ctx *c, const char *change_id, struct change *ret, struct problem *err)
{
    struct db_result *r, *body;

    if (db_one(c->db, &sql_region_change_planned, BIND({"change_id", change_id}), &r, err) < 0)
        return -1;
    if (take(c, r, err) < 0 ||
        db_one(c->db, &sql_tenant_get, BIND({"tenant_id", db_text(r, 0, "tenant_id")}), &body, err) < 0)
        return -1;
    *ret = (struct change){
        .id = change_id,
        .kind = db_text(r, 0, "kind"),
        .day = db_text(r, 0, "effective_date"),
        .effective = db_date(r, 0, "effective_date"),
        .new_code = db_text(r, 0, "new_code"),
        .new_name = db_text(r, 0, "new_name"),
        .new_short_name = db_text(r, 0, "new_short_name"),
        .new_parent_id = db_text(r, 0, "new_parent_id"),
        .subject = {db_text(body, 0, "id"), db_text(body, 0, "kind"), db_text(body, 0, "code"),
                    db_text(body, 0, "name"), db_text(body, 0, "_scope"), DATE_NONE, DATE_NONE}
    };
    return 0;
}

/* A code is one of its place; what is wrong is said of the fields that a change has. */
static int check_place(const struct change *ch, const char *code, const char *parent_kind,
                       const char *parent_code, struct problem *err)
{
    const struct tenant_facts facts = {ch->subject.kind, code, NULL, parent_kind, parent_code};

    if (tenant_check(&facts, err) == 0)
        return 0;
    for (size_t i = 0; i < err->n_fields && i < PROBLEM_FIELDS_MAX; i++) {
        struct problem_field *f = &err->fields[i];
        (void)str_format(f->pointer, sizeof f->pointer, "%s",
                         str_eq(f->pointer, "/parent") ? "/new_parent" : "/new_code");
    }
    return -1;
}

/* The code that it has now, which a later change may have said. */
static int put_dept_code(struct ctx *c, const char *tenant_id, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_tenant_get, BIND({"tenant_id", tenant_id}), &r, err) < 0)
        return -1;
    return db_run(c->db, &sql_tenant_dept_code_put,
                  BIND({"tenant_id", tenant_id}, {"dept_code", tenant_dept_code_of(db_text(r, 0, "code"))}),
                  NULL, err);
}

/* RENAME, RECODE and the dated side of TRANSFER: what it says holds from the day on. */
static int apply_version(struct ctx *c, const struct change *ch, const char *parent_id, struct problem *err)
{
    const struct bind *binds =
        BIND({"tenant_id", ch->subject.id}, {"effective_date", ch->day}, {"code", ch->new_code},
             {"name", ch->new_name}, {"short_name", ch->new_short_name}, {"parent_id", parent_id},
             {"document", ch->id});

    if (db_run(c->db, &sql_tenant_version_cut, binds, NULL, err) < 0)
        return -1;
    if (db_run(c->db, &sql_tenant_version_put, binds, NULL, err) < 0)
        return -1;
    return ch->new_code ? put_dept_code(c, ch->subject.id, err) : 0;
}

static int check_new_code(struct ctx *c, const struct change *ch, struct problem *err)
{
    struct db_result *parent;

    if (db_run(c->db, &sql_tenant_parent_on, BIND({"tenant_id", ch->subject.id}, {"effective_date", ch->day}),
               &parent, err) < 0)
        return -1;
    bool is_top = db_rows(parent) == 0;
    return check_place(ch, ch->new_code, is_top ? NULL : db_text(parent, 0, "kind"),
                       is_top ? NULL : db_text(parent, 0, "code"), err);
}

static int apply_rename(struct ctx *c, const struct change *ch, struct problem *err)
{
    if ((ch->new_code && check_new_code(c, ch, err) < 0) || apply_version(c, ch, NULL, err) < 0)
        return -1;
    return tenant_announce(c, ch->subject.id, "UPDATED", NULL, ch->effective, err);
}

static int apply_transfer(struct ctx *c, const struct change *ch, struct problem *err)
{
    const char *code = ch->new_code ? ch->new_code : ch->subject.code;
    struct tenant_ref parent;
    struct db_result *r;

    if (tenant_ref_get(c, ch->new_parent_id, &parent, err) < 0 ||
        tenant_ref_was_open(&parent, ch->effective, err) < 0)
        return -1;
    if (scope_is_within(parent.scope, ch->subject.scope))
        return problem_fail(err, PROBLEM_CONFLICT, "%s lies below %s", parent.code, ch->subject.code);
    if (check_place(ch, code, parent.kind, parent.code, err) < 0 || apply_version(c, ch, parent.id, err) < 0)
        return -1;
    if (db_one(c->db, &sql_tenant_next_scope, BIND({"parent_id", parent.id}, {"parent_scope", parent.scope}),
               &r, err) < 0)
        return -1;
    const struct bind *move = BIND({"tenant_id", ch->subject.id}, {"parent_id", parent.id},
                                   {"old_scope", ch->subject.scope}, {"new_scope", db_text(r, 0, "scope")});
    if (db_run(c->db, &sql_tenant_move, move, NULL, err) < 0 ||
        db_run(c->db, &sql_move_scopes, move, NULL, err) < 0)
        return -1;
    return tenant_announce(c, ch->subject.id, "MOVED", ch->subject.scope, ch->effective, err);
}

/* Who takes over is there on the day, and still now. */
static int check_successors(struct ctx *c, const struct change *ch, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, &sql_region_successors, BIND({"change_id", ch->id}), &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++) {
        struct tenant_ref to;
        if (tenant_ref_get(c, db_text(r, i, "successor_id"), &to, err) < 0 ||
            tenant_ref_was_open(&to, ch->effective, err) < 0)
            return -1;
        if (str_eq(to.id, ch->subject.id))
            return problem_fail(err, PROBLEM_CONFLICT, "%s does not succeed itself", to.code);
    }
    return 0;
}

/* MERGE, SPLIT, ABOLISH: the body ends on the day; its successors stand in region_succession since the change was
 * entered. */
static int apply_close(struct ctx *c, const struct change *ch, struct problem *err)
{
    struct db_result *r;

    if (check_successors(c, ch, err) < 0)
        return -1;
    if (db_one(c->db, &sql_tenant_open_children, BIND({"tenant_id", ch->subject.id}), &r, err) < 0)
        return -1;
    if (db_int(r, 0, "n") > 0)
        return problem_fail(err, PROBLEM_IN_USE, "%s still has %lld open bodies below it", ch->subject.code,
                            (long long)db_int(r, 0, "n"));
    if (db_one(c->db, &sql_tenant_close, BIND({"tenant_id", ch->subject.id}, {"effective_date", ch->day}), &r,
               err) < 0)
        return -1;
    return tenant_announce(c, ch->subject.id, "CLOSED", NULL, ch->effective, err);
}

static const struct {
    const char *kind;
    int (*apply)(struct ctx *c, const struct change *ch, struct problem *err);
} appliers[] = {
    {"ABOLISH",  apply_close   },
    {"MERGE",    apply_close   },
    {"RECODE",   apply_rename  },
    {"RENAME",   apply_rename  },
    {"SPLIT",    apply_close   },
    {"TRANSFER", apply_transfer},
};

int region_change_apply(struct ctx *c, const char *change_id, struct problem *err)
{
    struct change ch;

    if (load(c, change_id, &ch, err) < 0)
        return -1;
    for (size_t i = 0; i < ARRAY_LEN(appliers); i++)
        if (str_eq(appliers[i].kind, ch.kind) && appliers[i].apply(c, &ch, err) < 0)
            return -1;
    c->places_changed = true;
    return db_run(c->db, &sql_region_change_applied, BIND({"change_id", change_id}), NULL, err);
}

/* One change that cannot be applied must not hold up the others; it stays planned and says why, and keeps nothing that
 * it has taken: going back to the savepoint gives the places free. */
static int apply_or_note(struct ctx *c, const char *id, struct problem *err)
{
    struct problem why = {0};

    if (db_savepoint(c->db, err) < 0)
        return -1;
    if (region_change_apply(c, id, &why) == 0)
        return db_release(c->db, err);
    if (db_rollback_to(c->db, err) < 0)
        return -1;
    return db_run(c->db, &sql_region_change_refused,
                  BIND({"change_id", id}, {"reason", why.detail},
                       {"is_waiting", db_arg_bool(why.code == PROBLEM_UNAVAILABLE)}),
                  NULL, err);
}

/* One change a transaction: what is taken for it is free again before the next one waits for anybody. */
int region_changes_due(struct ctx *c, struct problem *err)
{
    struct db_result *due;

    if (db_run(c->db, &sql_region_change_patience, BIND_NONE, NULL, err) < 0 ||
        db_run(c->db, &sql_region_change_due, BIND_NONE, &due, err) < 0)
        return -1;
    if (db_rows(due) == 0)
        return JOB_DONE;
    return apply_or_note(c, db_text(due, 0, "id"), err) < 0 ? -1 : JOB_MORE;
}
