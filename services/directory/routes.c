/* SPDX-License-Identifier: MIT */
/* Every endpoint of the directory: the table of contents. */
#include "directory/routes.h"

#include "directory/handlers/handlers.h"
#include "directory/inputs.h"
#include "files/files.h"

#define READ "directory:read"
#define TENANTS "tenants:write"
#define MEMBERS "members:write"
#define CLIENTS "clients:write"
#define GROUPS "leading-groups:write"
#define CALENDARS "calendars:write"
#define FILES "files:write"
#define AUDIT "audit:read"
#define BODY(name) &name##_table
#define QUERY(name) &name##_table
#define NEW ROUTE_IDEMPOTENT
#define CHANGE ROUTE_IF_MATCH

enum { CSV_MAX = 16 << 20, TOKEN_MAX = 16 << 10 };

/* clang-format off */
const struct route directory_routes[] = {
    /* method, path, operation, permission, unit of work, body, query, flags, handler, bytes of body (0 = 1 MiB) */
    {"GET",  "/.well-known/jwks.json", "getJwks",     NULL, DB_NONE, NULL,                NULL, ROUTE_PUBLIC | ROUTE_ROOT,      jwks_get,     0},
    {"POST", "/oauth2/token",          "createToken", NULL, DB_NONE, BODY(token_request), NULL, ROUTE_PUBLIC | ROUTE_FORM_BODY, token_create, TOKEN_MAX},
    {"GET",  "/me",                    "getMe",       NULL, DB_NONE, NULL,                NULL, ROUTE_ANY_TENANT,               me_get,       0},
    {"GET",  "/roles",                 "listRoles",   READ, DB_NONE, NULL,                NULL, 0,                              role_list,    0},

    {"GET",   "/tenants",                           "listTenants",        READ,    DB_READ,  NULL,                       QUERY(tenant_query),        0,                    tenant_list,          0},
    {"POST",  "/tenants",                           "createTenant",       TENANTS, DB_WRITE, BODY(tenant_create),        NULL,                       NEW,                  tenant_create,        0},
    {"POST",  "/tenants/import",                    "importTenants",      TENANTS, DB_WRITE, NULL,                       QUERY(import_only_query),   NEW | ROUTE_RAW_BODY, tenant_import,        CSV_MAX},
    {"GET",   "/tenants/{tenant_id}",               "getTenant",          READ,    DB_READ,  NULL,                       NULL,                       0,                    tenant_get,           0},
    {"PATCH", "/tenants/{tenant_id}",               "updateTenant",       TENANTS, DB_WRITE, BODY(tenant_update),        NULL,                       CHANGE,               tenant_update,        0},
    {"GET",   "/tenants/{tenant_id}/children",      "listTenantChildren", READ,    DB_READ,  NULL,                       NULL,                       0,                    tenant_children,      0},
    {"GET",   "/region-changes",                    "listRegionChanges",  READ,    DB_READ,  NULL,                       QUERY(region_change_query), 0,                    region_change_list,   0},
    {"POST",  "/region-changes",                    "createRegionChange", TENANTS, DB_WRITE, BODY(region_change_create), NULL,                       NEW,                  region_change_create, 0},
    {"GET",   "/region-changes/{region_change_id}", "getRegionChange",    READ,    DB_READ,  NULL,                       NULL,                       0,                    region_change_get,    0},
    {"POST",  "/region-changes/{region_change_id}/withdraw", "withdrawRegionChange", TENANTS, DB_WRITE, BODY(region_change_withdraw), NULL, CHANGE, region_change_withdraw, 0},

    {"GET",   "/members",                   "listMembers",    MEMBERS, DB_READ,  NULL,                QUERY(member_query), 0,      member_list,      0},
    {"POST",  "/members",                   "createMember",   MEMBERS, DB_WRITE, BODY(member_create), NULL,                NEW,    member_create,    0},
    {"GET",   "/members/{member_id}",       "getMember",      MEMBERS, DB_READ,  NULL,                NULL,                0,      member_get,       0},
    {"PATCH", "/members/{member_id}",       "updateMember",   MEMBERS, DB_WRITE, BODY(member_update), NULL,                CHANGE, member_update,    0},
    {"PUT",   "/members/{member_id}/roles", "putMemberRoles", MEMBERS, DB_WRITE, BODY(member_roles),  NULL,                CHANGE, member_roles_put, 0},

    {"GET",   "/clients",              "listClients",  CLIENTS, DB_READ,  NULL,                QUERY(list_query), 0,      client_list,   0},
    {"POST",  "/clients",              "createClient", CLIENTS, DB_WRITE, BODY(client_create), NULL,              0,      client_create, 0},
    {"GET",   "/clients/{client_key}", "getClient",    CLIENTS, DB_READ,  NULL,                NULL,              0,      client_get,    0},
    {"PATCH", "/clients/{client_key}", "updateClient", CLIENTS, DB_WRITE, BODY(client_update), NULL,              CHANGE, client_update, 0},

    {"GET",   "/leading-groups",                    "listLeadingGroups",  READ,   DB_READ,  NULL,                       QUERY(list_query), 0,      leading_group_list,   0},
    {"POST",  "/leading-groups",                    "createLeadingGroup", GROUPS, DB_WRITE, BODY(leading_group_create), NULL,              NEW,    leading_group_create, 0},
    {"GET",   "/leading-groups/{leading_group_id}", "getLeadingGroup",    READ,   DB_READ,  NULL,                       NULL,              0,      leading_group_get,    0},
    {"PATCH", "/leading-groups/{leading_group_id}", "updateLeadingGroup", GROUPS, DB_WRITE, BODY(leading_group_update), NULL,              CHANGE, leading_group_update, 0},

    {"GET",  "/calendars",         "listCalendars",   READ,      DB_READ,  NULL,                   NULL, 0,                calendar_list,        0},
    {"GET",  "/calendars/{year}",  "getCalendar",     READ,      DB_READ,  NULL,                   NULL, 0,                calendar_get,         0},
    {"PUT",  "/calendars/{year}",  "putCalendar",     CALENDARS, DB_WRITE, BODY(calendar_put),     NULL, CHANGE | ROUTE_OR_NEW, calendar_put,         0},
    {"POST", "/deadlines/compute", "computeDeadline", NULL,      DB_READ,  BODY(deadline_compute), NULL, ROUTE_ANY_TENANT, deadline_compute_one, 0},

    {"GET",  "/files",                   "listFiles",      READ,  DB_READ,  NULL, QUERY(file_query),        0,                    file_list,        0},
    {"POST", "/files",                   "createFile",     FILES, DB_WRITE, NULL, QUERY(file_upload_query), NEW | ROUTE_RAW_BODY, file_create,      FILE_MAX},
    {"GET",  "/files/{file_id}",         "getFile",        READ,  DB_READ,  NULL, NULL,                     0,                    file_get,         0},
    {"GET",  "/files/{file_id}/content", "getFileContent", READ,  DB_WRITE, NULL, NULL,                     0,                    file_content_get, 0},

    {"GET", "/audit-entries", "listAuditEntries", AUDIT, DB_WRITE, NULL, QUERY(audit_query), 0, audit_list, 0},
    {0},
};
/* clang-format on */
