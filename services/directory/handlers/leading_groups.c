/* SPDX-License-Identifier: MIT */
/* Leading groups with their office and four special groups (domain F.1). */
#include "audit/audit.h"
#include "directory/domain/group_rules.h"
#include "directory/handlers/handlers.h"
#include "directory/inputs.h"
#include "directory/references.h"
#include "directory_sql.h"
#include "http/page.h"
#include "http/update.h"

int leading_group_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_leading_group_list, NULL, err);
}

static int reply_group(struct ctx *c, int status, const char *id, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_leading_group_get, BIND({"leading_group_id", id}), &r, err) < 0)
        return -1;
    return reply_row(c, status, r, "/v1/leading-groups/%s");
}

int leading_group_get(struct ctx *c, struct problem *err)
{
    return reply_group(c, 200, ctx_param(c, "leading_group_id"), err);
}

static int check_members(struct ctx *c, const struct field_list *members, struct problem *err)
{
    const struct group_member_input *m = members->items;
    const char **roles = arena_array(&c->arena, members->n + 1, sizeof *roles);

    for (size_t i = 0; i < members->n; i++)
        roles[i] = m[i].role;
    return group_check_posts(roles, members->n, err);
}

static int check_sections(struct ctx *c, const struct field_list *sections, struct problem *err)
{
    const struct group_section_input *s = sections->items;
    const char **kinds = arena_array(&c->arena, sections->n + 1, sizeof *kinds);

    for (size_t i = 0; i < sections->n; i++)
        kinds[i] = s[i].kind;
    return group_check_sections(kinds, sections->n, err);
}

/* A set is replaced whole. */
static int put_set(struct ctx *c, const char *group_id, const struct stmt *clear, const struct stmt *insert,
                   struct problem *err)
{
    if (db_run(c->db, clear, BIND({"group_id", group_id}), NULL, err) < 0)
        return -1;
    return db_run(c->db, insert, BIND({"group_id", group_id}), NULL, err);
}

static int put_members(struct ctx *c, const char *id, const struct field_list *members, struct problem *err)
{
    return check_members(c, members, err) < 0
               ? -1
               : put_set(c, id, &sql_leading_group_members_delete, &sql_leading_group_members_insert, err);
}

static int put_sections(struct ctx *c, const char *id, const struct field_list *sections, struct problem *err)
{
    return check_sections(c, sections, err) < 0
               ? -1
               : put_set(c, id, &sql_leading_group_sections_delete, &sql_leading_group_sections_insert, err);
}

int leading_group_create(struct ctx *c, struct problem *err)
{
    const struct leading_group_create *in = c->in;
    const char *id = uuid7_new(&c->arena, c->now_us);

    if (references_check(c, directory_references, err) < 0 ||
        db_run(c->db, &sql_leading_group_insert, BIND({"new_id", id}), NULL, err) < 0)
        return -1;
    if (put_members(c, id, &in->members, err) < 0 || put_sections(c, id, &in->sections, err) < 0)
        return -1;
    if (audit_add(c, "leading_group.create", "leading_group", id, NULL, err) < 0)
        return -1;
    return reply_group(c, 201, id, err);
}

int leading_group_update(struct ctx *c, struct problem *err)
{
    const struct leading_group_update *in = c->in;
    const char *id = ctx_param(c, "leading_group_id");
    struct db_result *r;

    if (update_one(c, &sql_leading_group_update, &sql_leading_group_version, BIND_NONE, &r, err) < 0 ||
        group_check_end(db_date(r, 0, "established_on"), db_date(r, 0, "ends_on"), ctx_today(c), err) < 0 ||
        references_check(c, directory_references, err) < 0)
        return -1;
    if (in->members.json && put_members(c, id, &in->members, err) < 0)
        return -1;
    if (in->sections.json && put_sections(c, id, &in->sections, err) < 0)
        return -1;
    if (audit_add(c, "leading_group.update", "leading_group", id, NULL, err) < 0)
        return -1;
    return reply_group(c, 200, id, err);
}
