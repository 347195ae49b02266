/* SPDX-License-Identifier: MIT */
/* What the directory's routes take: one struct and one field table each (inputs.c). */
#ifndef BIHUAN_DIRECTORY_INPUTS_H
#define BIHUAN_DIRECTORY_INPUTS_H

#include "http/page.h"
#include "import/import.h"
#include "json/field.h"

struct tenant_create {
    struct field_mask mask;
    const char *code, *kind, *parent, *name, *short_name, *dept_code, *external_id, *source;
    int32_t valid_from;
};
extern const struct field_table tenant_create_table;

struct tenant_update {
    struct field_mask mask;
    const char *short_name, *external_id, *source;
};
extern const struct field_table tenant_update_table;

struct tenant_query {
    struct field_mask mask;
    struct page_query page;
    const char *parent, *kind, *code, *q;
};
extern const struct field_table tenant_query_table;

/* A row of an imported list of tenants. */
struct tenant_row {
    struct field_mask mask;
    const char *code, *kind, *parent_code, *name, *short_name, *note;
    int32_t valid_from;
    bool pseudo; /* statistical unit, not a government: never a tenant */
};
extern const struct field_table tenant_row_table;

struct import_only_query {
    struct field_mask mask;
    struct import_query import;
};
extern const struct field_table import_only_query_table;

struct region_change_create {
    struct field_mask mask;
    const char *kind, *tenant, *approval_doc, *new_code, *new_name, *new_short_name, *new_parent;
    int32_t effective_date;
    struct field_list successors;
};
struct successor_input {
    struct field_mask mask;
    const char *tenant;
    int64_t share; /* millionths */
};
extern const struct field_table region_change_create_table;

struct region_change_query {
    struct field_mask mask;
    struct page_query page;
    const char *state;
};
extern const struct field_table region_change_query_table;

struct region_change_withdraw {
    struct field_mask mask;
    const char *reason;
};
extern const struct field_table region_change_withdraw_table;

struct member_create {
    struct field_mask mask;
    const char *tenant, *issuer, *subject, *name, *post, *external_id, *source;
    bool env_duty;
    struct field_list roles;
};
extern const struct field_table member_create_table;

struct member_update {
    struct field_mask mask;
    const char *name, *post;
    bool env_duty, disabled;
};
extern const struct field_table member_update_table;

struct member_roles {
    struct field_mask mask;
    struct field_list roles;
};
struct role_item {
    struct field_mask mask;
    const char *role;
};
extern const struct field_table member_roles_table;

struct member_query {
    struct field_mask mask;
    struct page_query page;
    const char *tenant, *role, *q;
};
extern const struct field_table member_query_table;

struct client_create {
    struct field_mask mask;
    const char *tenant, *name;
    struct field_list permissions;
};
extern const struct field_table client_create_table;

struct client_update {
    struct field_mask mask;
    const char *name;
    struct field_list permissions;
    bool disabled, rotate_secret;
};
struct permission_item {
    struct field_mask mask;
    const char *permission;
};
extern const struct field_table client_update_table;

struct token_request {
    struct field_mask mask;
    const char *grant_type, *client_id, *client_secret, *scope;
};
extern const struct field_table token_request_table;

struct calendar_put {
    struct field_mask mask;
    const char *source;
    struct field_list days;
};
struct calendar_day_input {
    struct field_mask mask;
    int32_t date;
    bool is_workday;
    const char *name;
};
extern const struct field_table calendar_put_table;

struct deadline_compute_input {
    struct field_mask mask;
    int32_t start;
    int64_t start_at;
    int64_t amount;
    const char *unit;
    bool roll, count_start_day;
    struct field_list exclusions, extensions;
};
struct exclusion_input {
    struct field_mask mask;
    int32_t from, to;
    const char *reason;
};
struct extension_input {
    struct field_mask mask;
    int64_t amount;
    const char *unit;
};
extern const struct field_table deadline_compute_table;

struct file_query {
    struct field_mask mask;
    struct page_query page;
    const char *sha256;
};
extern const struct field_table file_query_table;

struct file_upload_query {
    struct field_mask mask;
    const char *name;
};
extern const struct field_table file_upload_query_table;

struct audit_query {
    struct field_mask mask;
    struct page_query page;
    const char *object_kind, *object_id, *actor, *action;
    int64_t since, until;
};
extern const struct field_table audit_query_table;

struct leading_group_create {
    struct field_mask mask;
    const char *name, *document_no;
    int32_t established_on;
    struct field_list members, sections;
};
struct group_member_input {
    struct field_mask mask;
    const char *role, *post, *tenant, *member_id;
};
struct group_section_input {
    struct field_mask mask;
    const char *kind, *tenant, *duties;
};
extern const struct field_table leading_group_create_table;

struct leading_group_update {
    struct field_mask mask;
    const char *name, *document_no;
    int32_t dissolved_on;
    struct field_list members, sections;
};
extern const struct field_table leading_group_update_table;

struct list_query {
    struct field_mask mask;
    struct page_query page;
};
extern const struct field_table list_query_table;

#endif
