/* SPDX-License-Identifier: MIT */
/* Every endpoint of the directory: the table of contents. */
#include "directory/routes.h"

#include "directory/handlers/handlers.h"
#include "directory/inputs.h"
#include "files/files.h"

enum { CSV_MAX = 16 << 20 };

/* clang-format off: one row a line, in columns */
const struct route directory_routes[] = {
  /* method  path                                    operation              permission              tx        body                          query                       flags                             handler               body_max */
    {"GET",                "/.well-known/jwks.json", "getJwks", NULL, DB_NONE, NULL, NULL, ROUTE_PUBLIC | ROUTE_ROOT,
     jwks_get, 0, NULL},
    {"POST",           "/oauth2/token", "createToken", NULL, DB_NONE, &token_request_table, NULL,
     ROUTE_PUBLIC | ROUTE_FORM_BODY, token_create, 0, NULL},
    {"GET",             "/me", "getMe", NULL, DB_NONE, NULL, NULL, ROUTE_ANY_TENANT, me_get, 0, NULL},
    {"GET",                "/roles", "listRoles", "directory:read", DB_NONE, NULL, NULL, 0, role_list, 0, NULL},

    {"GET",             "/tenants", "listTenants", "directory:read", DB_READ, NULL, &tenant_query_table, 0, tenant_list,
     0, NULL},
    {"POST",                "/tenants", "createTenant", "tenants:write", DB_WRITE, &tenant_create_table, NULL,
     ROUTE_IDEMPOTENT, tenant_create, 0, NULL},
    {"POST",               "/tenants/import", "importTenants", "tenants:write", DB_WRITE, NULL, &import_only_query_table,
     ROUTE_RAW_BODY | ROUTE_IDEMPOTENT, tenant_import, CSV_MAX, NULL},
    {"GET",       "/tenants/{tenant_id}", "getTenant", "directory:read", DB_READ, NULL, NULL, 0, tenant_get, 0,
     NULL},
    {"PATCH",             "/tenants/{tenant_id}", "updateTenant", "tenants:write", DB_WRITE, &tenant_update_table, NULL,
     ROUTE_IF_MATCH, tenant_update, 0, NULL},
    {"GET",                "/tenants/{tenant_id}/children", "listTenantChildren", "directory:read", DB_READ, NULL, NULL, 0,
     tenant_children, 0, NULL},
    {"GET",        "/region-changes", "listRegionChanges", "directory:read", DB_READ, NULL,
     &region_change_query_table, 0, region_change_list, 0, NULL},
    {"POST",                "/region-changes", "createRegionChange", "tenants:write", DB_WRITE, &region_change_create_table,
     NULL, ROUTE_IDEMPOTENT, region_change_create, 0, NULL},
    {"GET",                "/region-changes/{region_change_id}", "getRegionChange", "directory:read", DB_READ, NULL, NULL, 0,
     region_change_get, 0, NULL},

    {"GET",             "/members", "listMembers", "members:write", DB_READ, NULL, &member_query_table, 0, member_list, 0,
     NULL},
    {"POST",             "/members", "createMember", "members:write", DB_WRITE, &member_create_table, NULL,
     ROUTE_IDEMPOTENT, member_create, 0, NULL},
    {"GET",                "/members/{member_id}", "getMember", "members:write", DB_READ, NULL, NULL, 0, member_get, 0,
     NULL},
    {"PATCH",              "/members/{member_id}", "updateMember", "members:write", DB_WRITE, &member_update_table, NULL,
     ROUTE_IF_MATCH, member_update, 0, NULL},
    {"PUT",                "/members/{member_id}/roles", "putMemberRoles", "members:write", DB_WRITE, &member_roles_table,
     NULL, ROUTE_IF_MATCH, member_roles_put, 0, NULL},

    {"GET",                "/clients", "listClients", "clients:write", DB_READ, NULL, &list_query_table, 0, client_list, 0,
     NULL},
    {"POST",         "/clients", "createClient", "clients:write", DB_WRITE, &client_create_table, NULL, 0,
     client_create, 0, NULL},
    {"GET",             "/clients/{client_key}", "getClient", "clients:write", DB_READ, NULL, NULL, 0, client_get, 0,
     NULL},
    {"PATCH",                "/clients/{client_key}", "updateClient", "clients:write", DB_WRITE, &client_update_table, NULL,
     ROUTE_IF_MATCH, client_update, 0, NULL},

    {"GET",           "/leading-groups", "listLeadingGroups", "directory:read", DB_READ, NULL, &list_query_table, 0,
     leading_group_list, 0, NULL},
    {"POST",                "/leading-groups", "createLeadingGroup", "leading-groups:write", DB_WRITE,
     &leading_group_create_table, NULL, ROUTE_IDEMPOTENT, leading_group_create, 0, NULL},
    {"GET",                "/leading-groups/{leading_group_id}", "getLeadingGroup", "directory:read", DB_READ, NULL, NULL, 0,
     leading_group_get, 0, NULL},
    {"PATCH",       "/leading-groups/{leading_group_id}", "updateLeadingGroup", "leading-groups:write", DB_WRITE,
     &leading_group_update_table, NULL, ROUTE_IF_MATCH, leading_group_update, 0, NULL},

    {"GET",             "/calendars", "listCalendars", "directory:read", DB_READ, NULL, NULL, 0, calendar_list, 0, NULL},
    {"GET", "/calendars/{year}", "getCalendar", "directory:read", DB_READ, NULL, NULL, 0, calendar_get, 0,
     NULL},
    {"PUT",         "/calendars/{year}", "putCalendar", "calendars:write", DB_WRITE, &calendar_put_table, NULL, 0,
     calendar_put, 0, NULL},
    {"POST",                "/deadlines/compute", "computeDeadline", NULL, DB_READ, &deadline_compute_table, NULL,
     ROUTE_ANY_TENANT, deadline_compute_one, 0, NULL},

    {"GET",               "/files", "listFiles", "directory:read", DB_READ, NULL, &file_query_table, 0, file_list, 0, NULL},
    {"POST",      "/files", "createFile", "files:write", DB_WRITE, NULL, &file_upload_query_table,
     ROUTE_RAW_BODY | ROUTE_IDEMPOTENT, file_create, FILE_MAX, NULL},
    {"GET",            "/files/{file_id}", "getFile", "directory:read", DB_READ, NULL, NULL, 0, file_get, 0, NULL},
    {"GET",                "/files/{file_id}/content", "getFileContent", "directory:read", DB_READ, NULL, NULL, 0,
     file_content_get, 0, NULL},

    {"GET",       "/audit-entries", "listAuditEntries", "audit:read", DB_WRITE, NULL, &audit_query_table, 0,
     audit_list, 0, NULL},
    {0               },
};
/* clang-format on */
