/* SPDX-License-Identifier: MIT */
/* Field tables of tenants, members and clients: names, types and bounds as OpenAPI states them. */
#include "directory/inputs.h"

#include <stddef.h>

static const char *const kinds[] = {"CITY", "DISTRICT", "STREET", "DEVZONE", "DEPARTMENT", NULL};
static const char *const change_kinds[] = {"RENAME", "RECODE", "MERGE", "SPLIT", "TRANSFER", "ABOLISH", NULL};
static const char *const change_states[] = {"PLANNED", "APPLIED", "WITHDRAWN", NULL};

/* clang-format off: one row a line, in columns */

static const struct field tenant_create_fields[] = {
    FIELD_ROW(tenant_create, code, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 2, 24),
    FIELD_ROW(tenant_create, dept_code, FIELD_TEXT, FIELD_PATTERN, 2, 8),
    FIELD_ROW(tenant_create, external_id, FIELD_TEXT, FIELD_PATTERN, 1, 64),
    FIELD_CHOICE(tenant_create, kind, FIELD_REQUIRED, kinds),
    FIELD_ROW(tenant_create, name, FIELD_TEXT, FIELD_REQUIRED, 1, 120),
    FIELD_ROW(tenant_create, parent, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 2, 64),
    FIELD_ROW(tenant_create, short_name, FIELD_TEXT, 0, 1, 60),
    FIELD_ROW(tenant_create, source, FIELD_TEXT, FIELD_PATTERN, 1, 32),
    FIELD_ROW(tenant_create, valid_from, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    {0},
};
const struct field_table tenant_create_table = {"TenantCreate", tenant_create_fields,
                                                sizeof(struct tenant_create)};

static const struct field tenant_update_fields[] = {
    FIELD_ROW(tenant_update, external_id, FIELD_TEXT, FIELD_PATTERN | FIELD_NULLABLE, 1, 64),
    FIELD_ROW(tenant_update, short_name, FIELD_TEXT, 0, 1, 60),
    FIELD_ROW(tenant_update, source, FIELD_TEXT, FIELD_PATTERN | FIELD_NULLABLE, 1, 32),
    {0},
};
const struct field_table tenant_update_table = {"TenantUpdate", tenant_update_fields,
                                                sizeof(struct tenant_update)};

static const struct field tenant_query_fields[] = {
    PAGE_FIELDS(struct tenant_query),
    FIELD_ROW(tenant_query, code, FIELD_TEXT, FIELD_PATTERN, 2, 24),
    FIELD_CHOICE(tenant_query, kind, 0, kinds),
    FIELD_ROW(tenant_query, parent, FIELD_TEXT, FIELD_PATTERN, 2, 64),
    FIELD_ROW(tenant_query, q, FIELD_TEXT, 0, 1, 60),
    {0},
};
const struct field_table tenant_query_table = {"TenantQuery", tenant_query_fields,
                                               sizeof(struct tenant_query)};

static const struct field tenant_row_fields[] = {
    FIELD_ROW(tenant_row, code, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 2, 24),
    FIELD_CHOICE(tenant_row, kind, FIELD_REQUIRED, kinds),
    FIELD_ROW(tenant_row, name, FIELD_TEXT, FIELD_REQUIRED, 1, 120),
    FIELD_ROW(tenant_row, note, FIELD_TEXT, 0, 0, 200),
    FIELD_ROW(tenant_row, parent_code, FIELD_TEXT, FIELD_PATTERN, 2, 24),
    FIELD_ROW(tenant_row, pseudo, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(tenant_row, short_name, FIELD_TEXT, 0, 1, 60),
    FIELD_ROW(tenant_row, valid_from, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    {0},
};
const struct field_table tenant_row_table = {"TenantRow", tenant_row_fields, sizeof(struct tenant_row)};

static const struct field import_only_query_fields[] = {
    IMPORT_FIELDS(struct import_only_query),
    {0},
};
const struct field_table import_only_query_table = {"ImportQuery", import_only_query_fields,
                                                    sizeof(struct import_only_query)};

static const struct field successor_fields[] = {
    {"share", FIELD_DECIMAL, 0, offsetof(struct successor_input, share), 1, 1000000, NULL, NULL, 6},
    FIELD_ROW(successor_input, tenant, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 2, 64),
    {0     },
};
static const struct field_table successor_table = {"Successor", successor_fields,
                                                   sizeof(struct successor_input)};

static const struct field region_change_create_fields[] = {
    FIELD_ROW(region_change_create, approval_doc, FIELD_TEXT, FIELD_REQUIRED, 1, 200),
    FIELD_ROW(region_change_create, effective_date, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_CHOICE(region_change_create, kind, FIELD_REQUIRED, change_kinds),
    FIELD_ROW(region_change_create, new_code, FIELD_TEXT, FIELD_PATTERN, 2, 24),
    FIELD_ROW(region_change_create, new_name, FIELD_TEXT, 0, 1, 120),
    FIELD_ROW(region_change_create, new_parent, FIELD_TEXT, FIELD_PATTERN, 2, 64),
    FIELD_ROW(region_change_create, new_short_name, FIELD_TEXT, 0, 1, 60),
    FIELD_LIST(region_change_create, successors, 0, 1, 20, &successor_table),
    FIELD_ROW(region_change_create, tenant, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 2, 64),
    {0},
};
const struct field_table region_change_create_table = {"RegionChangeCreate", region_change_create_fields,
                                                       sizeof(struct region_change_create)};

static const struct field region_change_withdraw_fields[] = {
    FIELD_ROW(region_change_withdraw, reason, FIELD_TEXT, FIELD_REQUIRED, 1, 2000),
    {0},
};
const struct field_table region_change_withdraw_table = {
    "RegionChangeWithdraw", region_change_withdraw_fields, sizeof(struct region_change_withdraw)};

static const struct field region_change_query_fields[] = {
    PAGE_FIELDS(struct region_change_query),
    FIELD_CHOICE(region_change_query, state, 0, change_states),
    {0},
};
const struct field_table region_change_query_table = {"RegionChangeQuery", region_change_query_fields,
                                                      sizeof(struct region_change_query)};

static const struct field role_item_fields[] = {
    {"",                              FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, offsetof(struct role_item, role), 2, 31, NULL, NULL, 0},
    {0},
};
static const struct field_table role_item_table = {"RoleName", role_item_fields, sizeof(struct role_item)};

static const struct field member_create_fields[] = {
    FIELD_ROW(member_create, env_duty, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(member_create, external_id, FIELD_TEXT, FIELD_PATTERN, 1, 64),
    FIELD_ROW(member_create, issuer, FIELD_TEXT, FIELD_REQUIRED, 1, 200),
    FIELD_ROW(member_create, name, FIELD_TEXT, FIELD_REQUIRED, 1, 64),
    FIELD_ROW(member_create, post, FIELD_TEXT, 0, 1, 120),
    FIELD_LIST(member_create, roles, FIELD_REQUIRED, 0, 32, &role_item_table),
    FIELD_ROW(member_create, source, FIELD_TEXT, FIELD_PATTERN, 1, 32),
    FIELD_ROW(member_create, subject, FIELD_TEXT, FIELD_REQUIRED, 1, 128),
    FIELD_ROW(member_create, tenant, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 2, 64),
    {0},
};
const struct field_table member_create_table = {"MemberCreate", member_create_fields,
                                                sizeof(struct member_create)};

static const struct field member_update_fields[] = {
    FIELD_ROW(member_update, disabled, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(member_update, env_duty, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(member_update, name, FIELD_TEXT, 0, 1, 64),
    FIELD_ROW(member_update, post, FIELD_TEXT, FIELD_NULLABLE, 1, 120),
    {0},
};
const struct field_table member_update_table = {"MemberUpdate", member_update_fields,
                                                sizeof(struct member_update)};

static const struct field member_roles_fields[] = {
    FIELD_LIST(member_roles, roles, FIELD_REQUIRED, 0, 32, &role_item_table),
    {0},
};
const struct field_table member_roles_table = {"MemberRoles", member_roles_fields,
                                               sizeof(struct member_roles)};

static const struct field member_query_fields[] = {
    PAGE_FIELDS(struct member_query),
    FIELD_ROW(member_query, q, FIELD_TEXT, 0, 1, 64),
    FIELD_ROW(member_query, role, FIELD_TEXT, FIELD_PATTERN, 2, 31),
    FIELD_ROW(member_query, tenant, FIELD_TEXT, FIELD_PATTERN, 2, 64),
    {0},
};
const struct field_table member_query_table = {"MemberQuery", member_query_fields,
                                               sizeof(struct member_query)};

static const struct field permission_item_fields[] = {
    {"",                              FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, offsetof(struct permission_item, permission), 3, 40,
     NULL, NULL, 0},
    {0},
};
static const struct field_table permission_item_table = {"Permission", permission_item_fields,
                                                         sizeof(struct permission_item)};

static const struct field client_create_fields[] = {
    FIELD_ROW(client_create, name, FIELD_TEXT, FIELD_REQUIRED, 1, 120),
    FIELD_LIST(client_create, permissions, FIELD_REQUIRED, 1, 32, &permission_item_table),
    FIELD_ROW(client_create, tenant, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 2, 64),
    {0},
};
const struct field_table client_create_table = {"ClientCreate", client_create_fields,
                                                sizeof(struct client_create)};

static const struct field client_update_fields[] = {
    FIELD_ROW(client_update, disabled, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(client_update, name, FIELD_TEXT, 0, 1, 120),
    FIELD_LIST(client_update, permissions, 0, 1, 32, &permission_item_table),
    FIELD_ROW(client_update, rotate_secret, FIELD_BOOL, 0, 0, 0),
    {0},
};
const struct field_table client_update_table = {"ClientUpdate", client_update_fields,
                                                sizeof(struct client_update)};

static const char *const grant_types[] = {"client_credentials", NULL};
static const struct field token_request_fields[] = {
    FIELD_ROW(token_request, client_id, FIELD_TEXT, FIELD_PATTERN, 8, 64),
    FIELD_ROW(token_request, client_secret, FIELD_TEXT, 0, 16, 128),
    FIELD_CHOICE(token_request, grant_type, FIELD_REQUIRED, grant_types),
    FIELD_ROW(token_request, scope, FIELD_TEXT, 0, 1, 1000),
    {0},
};
const struct field_table token_request_table = {"TokenRequest", token_request_fields,
                                                sizeof(struct token_request)};
/* clang-format on */
