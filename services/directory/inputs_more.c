/* SPDX-License-Identifier: MIT */
/* Field tables of calendars, deadlines, files, audit and leading groups. */
#include "directory/inputs.h"

#include <stddef.h>

static const char *const units[] = {"CD", "WD", "MON", "H", NULL};
static const char *const post_roles[] = {"HEAD", "EXEC_DEPUTY", "DEPUTY", "MEMBER", NULL};
static const char *const section_kinds[] = {"OFFICE", "RECTIFY", "SUPERVISE", "ACCOUNT", "PUBLICITY", NULL};

/* clang-format off: one row a line, in columns */

static const struct field calendar_day_fields[] = {
    FIELD_ROW(calendar_day_input, date, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(calendar_day_input, is_workday, FIELD_BOOL, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(calendar_day_input, name, FIELD_TEXT, FIELD_REQUIRED, 1, 60),
    {0},
};
static const struct field_table calendar_day_table = {"CalendarDay", calendar_day_fields,
                                                      sizeof(struct calendar_day_input)};

static const struct field calendar_put_fields[] = {
    FIELD_LIST(calendar_put, days, FIELD_REQUIRED, 0, 366, &calendar_day_table),
    FIELD_ROW(calendar_put, source, FIELD_TEXT, FIELD_REQUIRED, 1, 200),
    {0},
};
const struct field_table calendar_put_table = {"CalendarPut", calendar_put_fields,
                                               sizeof(struct calendar_put)};

static const struct field exclusion_fields[] = {
    FIELD_ROW(exclusion_input, from, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_ROW(exclusion_input, reason, FIELD_TEXT, 0, 1, 200),
    FIELD_ROW(exclusion_input, to, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    {0},
};
static const struct field_table exclusion_table = {"DeadlineExclusion", exclusion_fields,
                                                   sizeof(struct exclusion_input)};

static const struct field extension_fields[] = {
    FIELD_ROW(extension_input, amount, FIELD_INT, FIELD_REQUIRED, 1, 3660),
    FIELD_CHOICE(extension_input, unit, FIELD_REQUIRED, units),
    {0},
};
static const struct field_table extension_table = {"DeadlineExtension", extension_fields,
                                                   sizeof(struct extension_input)};

static const struct field deadline_compute_fields[] = {
    FIELD_ROW(deadline_compute_input, amount, FIELD_INT, FIELD_REQUIRED, 0, 87600),
    FIELD_ROW(deadline_compute_input, count_start_day, FIELD_BOOL, 0, 0, 0),
    FIELD_LIST(deadline_compute_input, exclusions, 0, 0, 64, &exclusion_table),
    FIELD_LIST(deadline_compute_input, extensions, 0, 0, 16, &extension_table),
    FIELD_ROW(deadline_compute_input, roll, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(deadline_compute_input, start, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(deadline_compute_input, start_at, FIELD_TIME, 0, 0, 0),
    FIELD_CHOICE(deadline_compute_input, unit, FIELD_REQUIRED, units),
    {0},
};
const struct field_table deadline_compute_table = {"DeadlineCompute", deadline_compute_fields,
                                                   sizeof(struct deadline_compute_input)};

static const struct field file_query_fields[] = {
    PAGE_FIELDS(struct file_query),
    FIELD_ROW(file_query, sha256, FIELD_TEXT, FIELD_PATTERN, 64, 64),
    {0},
};
const struct field_table file_query_table = {"FileQuery", file_query_fields, sizeof(struct file_query)};

static const struct field file_upload_query_fields[] = {
    FIELD_ROW(file_upload_query, name, FIELD_TEXT, FIELD_REQUIRED, 1, 255),
    {0},
};
const struct field_table file_upload_query_table = {"FileUploadQuery", file_upload_query_fields,
                                                    sizeof(struct file_upload_query)};

static const struct field audit_query_fields[] = {
    PAGE_FIELDS(struct audit_query),
    FIELD_ROW(audit_query, action, FIELD_TEXT, FIELD_PATTERN, 1, 64),
    FIELD_ROW(audit_query, actor, FIELD_TEXT, 0, 1, 128),
    FIELD_ROW(audit_query, object_id, FIELD_TEXT, FIELD_PATTERN, 1, 64),
    FIELD_ROW(audit_query, object_kind, FIELD_TEXT, FIELD_PATTERN, 1, 64),
    FIELD_ROW(audit_query, since, FIELD_TIME, 0, 0, 0),
    FIELD_ROW(audit_query, until, FIELD_TIME, 0, 0, 0),
    {0},
};
const struct field_table audit_query_table = {"AuditQuery", audit_query_fields, sizeof(struct audit_query)};

static const struct field group_member_fields[] = {
    FIELD_ROW(group_member_input, member_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(group_member_input, post, FIELD_TEXT, FIELD_REQUIRED, 1, 120),
    FIELD_CHOICE(group_member_input, role, FIELD_REQUIRED, post_roles),
    FIELD_ROW(group_member_input, tenant, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 2, 64),
    {0},
};
static const struct field_table group_member_table = {"LeadingGroupMember", group_member_fields,
                                                      sizeof(struct group_member_input)};

static const struct field group_section_fields[] = {
    FIELD_ROW(group_section_input, duties, FIELD_TEXT, FIELD_REQUIRED, 1, 500),
    FIELD_CHOICE(group_section_input, kind, FIELD_REQUIRED, section_kinds),
    FIELD_ROW(group_section_input, tenant, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 2, 64),
    {0},
};
static const struct field_table group_section_table = {"LeadingGroupSection", group_section_fields,
                                                       sizeof(struct group_section_input)};

static const struct field leading_group_create_fields[] = {
    FIELD_ROW(leading_group_create, document_no, FIELD_TEXT, 0, 1, 120),
    FIELD_ROW(leading_group_create, established_on, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_LIST(leading_group_create, members, FIELD_REQUIRED, 1, 500, &group_member_table),
    FIELD_ROW(leading_group_create, name, FIELD_TEXT, FIELD_REQUIRED, 1, 120),
    FIELD_LIST(leading_group_create, sections, FIELD_REQUIRED, 5, 5, &group_section_table),
    {0},
};
const struct field_table leading_group_create_table = {"LeadingGroupCreate", leading_group_create_fields,
                                                       sizeof(struct leading_group_create)};

static const struct field leading_group_update_fields[] = {
    FIELD_ROW(leading_group_update, dissolved_on, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(leading_group_update, document_no, FIELD_TEXT, FIELD_NULLABLE, 1, 120),
    FIELD_LIST(leading_group_update, members, 0, 1, 500, &group_member_table),
    FIELD_ROW(leading_group_update, name, FIELD_TEXT, 0, 1, 120),
    FIELD_LIST(leading_group_update, sections, 0, 5, 5, &group_section_table),
    {0},
};
const struct field_table leading_group_update_table = {"LeadingGroupUpdate", leading_group_update_fields,
                                                       sizeof(struct leading_group_update)};

static const struct field list_query_fields[] = {
    PAGE_FIELDS(struct list_query),
    {0},
};
const struct field_table list_query_table = {"ListQuery", list_query_fields, sizeof(struct list_query)};
/* clang-format on */
