/* SPDX-License-Identifier: MIT */
/* Who may do what in the directory, beyond the permission: one row an operation (domain F.1..F.5). */
#include "directory/service.h"
#include "directory_sql.h"

/* clang-format off */

enum { IS_COVERED = 1u << 0 };

static const struct workflow_relation relations[] = {
    {IS_COVERED, "covering", "it lies in his area", "辖区内"},
    {0},
};

/* clang-format on */

/* A row that says whether it is `mine`, and, of a person's roles, whether it is the caller himself (`held_by`). */
static int load(struct ctx *c, const struct stmt *stmt, struct authority_facts *ret, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, stmt, BIND({"own_issuer", c->who->issuer}, {"own_subject", c->who->subject}), &r, err) <
        0)
        return -1;
    c->part = r;
    *ret = (struct authority_facts){
        .object = r, .caller = db_has_column(r, "mine") && db_bool(r, 0, "mine") ? IS_COVERED : 0};
    return 0;
}

static int load_tenant(struct ctx *c, struct authority_facts *ret, struct problem *err)
{
    return load(c, &sql_tenant_version_exists, ret, err);
}

static int load_group(struct ctx *c, struct authority_facts *ret, struct problem *err)
{
    return load(c, &sql_leading_group_version, ret, err);
}

static int load_member(struct ctx *c, struct authority_facts *ret, struct problem *err)
{
    return load(c, &sql_member_held, ret, err);
}

static int load_new_member(struct ctx *c, struct authority_facts *ret, struct problem *err)
{
    return load(c, &sql_member_named, ret, err);
}

static int load_change(struct ctx *c, struct authority_facts *ret, struct problem *err)
{
    return load(c, &sql_region_change_part, ret, err);
}

static const struct authority_kind change = {"change of division", relations, 0, load_change};
static const struct authority_kind tenant = {"tenant", relations, 0, load_tenant};
static const struct authority_kind group = {"leading group", relations, 0, load_group};
static const struct authority_kind member = {"member", relations, 0, load_member};
static const struct authority_kind new_member = {"member", relations, 0, load_new_member};

/* clang-format off */

#define NO_DUTY DUTY_NONE, NULL
#define SEEN "whoever sees it (F.4)"
#define OWN_AREA "in the caller's own area (F.3)"
#define PLATFORM "the platform's administrator (F.1)"
#define ANYBODY "whoever has a token"
/* Nothing is loaded: the walls of the rows decide, or what the rule names. */
#define RULED(operation, rule) {operation, NULL, NULL, 0, 0, NULL, NO_DUTY, rule}

const struct authority_row directory_authority[] = {
    RULED("getMe", ANYBODY),
    RULED("listRoles", SEEN),

    RULED("listTenants", SEEN),
    RULED("createTenant", PLATFORM),
    RULED("importTenants", PLATFORM),
    RULED("getTenant", SEEN),
    {"updateTenant", &tenant, NULL, IS_COVERED, 0, NULL, NO_DUTY, "a tenant is changed from its own place or above"},
    RULED("listTenantChildren", SEEN),
    RULED("listRegionChanges", SEEN),
    RULED("createRegionChange", PLATFORM),
    RULED("getRegionChange", SEEN),
    {"withdrawRegionChange", &change, NULL, 0, 0, NULL, NO_DUTY, PLATFORM},

    RULED("listMembers", OWN_AREA),
    {"createMember", &new_member, NULL, 0, 0, NULL, DUTY_ROLES, "held_by",
     "nobody gives himself roles; only a platform administrator makes another one (members.c)"},
    RULED("getMember", OWN_AREA),
    {"updateMember", &member, NULL, 0, 0, NULL, DUTY_ROLES, "held_by",
     "nobody changes himself; only a platform administrator changes another one (members.c)"},
    {"putMemberRoles", &member, NULL, 0, 0, NULL, DUTY_ROLES, "held_by",
     "nobody gives himself roles; only a platform administrator makes another one (members.c)"},

    RULED("listClients", OWN_AREA),
    RULED("createClient", OWN_AREA),
    RULED("getClient", OWN_AREA),
    RULED("updateClient", OWN_AREA),

    RULED("listLeadingGroups", SEEN),
    RULED("createLeadingGroup", "the office, for its own tenant (F.1)"),
    RULED("getLeadingGroup", SEEN),
    {"updateLeadingGroup", &group, NULL, IS_COVERED, 0, NULL, NO_DUTY, "a group is changed by the office of its own tenant or above"},

    RULED("listCalendars", SEEN),
    RULED("getCalendar", SEEN),
    RULED("putCalendar", PLATFORM),
    RULED("computeDeadline", ANYBODY),

    RULED("listFiles", SEEN),
    RULED("createFile", "whoever may write files, for his own tenant"),
    RULED("getFile", SEEN),
    RULED("getFileContent", "whoever sees it; each reading of another's is in the audit trail"),

    RULED("listAuditEntries", "auditors, of their own area (F.5)"),
    {0},
};
/* clang-format on */
