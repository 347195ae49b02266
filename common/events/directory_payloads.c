/* SPDX-License-Identifier: MIT */
/* Payload tables of the directory's events. */
#include "events/directory_payloads.h"

#include <stddef.h>

static const char *const tenant_kinds[] = {"CITY", "DISTRICT", "STREET", "DEVZONE", "DEPARTMENT", NULL};
static const char *const org_changes[] = {"CREATED", "UPDATED", "MOVED", "CLOSED", NULL};
static const struct field org_changed_fields[] = {
    FIELD_ROW(org_changed, tenant_id, FIELD_UUID, FIELD_REQUIRED, 0, 0),
    FIELD_CHOICE(org_changed, kind, FIELD_REQUIRED, tenant_kinds),
    FIELD_CHOICE(org_changed, change, FIELD_REQUIRED, org_changes),
    FIELD_ROW(org_changed, code, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 2, 24),
    FIELD_ROW(org_changed, name, FIELD_TEXT, FIELD_REQUIRED, 1, 120),
    FIELD_ROW(org_changed, scope, FIELD_TEXT, FIELD_REQUIRED, 4, 24),
    FIELD_ROW(org_changed, old_scope, FIELD_TEXT, FIELD_NULLABLE, 4, 24),
    FIELD_ROW(org_changed, effective_date, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    {0},
};
const struct field_table org_changed_table = {"OrgChanged", org_changed_fields, sizeof(struct org_changed)};

static const struct field calendar_changed_fields[] = {
    FIELD_ROW(calendar_changed, year, FIELD_INT, FIELD_REQUIRED, 1990, 2199),
    FIELD_ROW(calendar_changed, days, FIELD_INT, FIELD_REQUIRED, 0, 366),
    FIELD_ROW(calendar_changed, source, FIELD_TEXT, FIELD_REQUIRED, 1, 200),
    {0},
};
const struct field_table calendar_changed_table = {"CalendarChanged", calendar_changed_fields,
                                                   sizeof(struct calendar_changed)};
