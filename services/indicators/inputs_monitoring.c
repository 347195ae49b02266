/* SPDX-License-Identifier: MIT */
/* Field tables of ordered monitoring. */
#include "indicators/domain/monitoring.h"
#include "indicators/inputs.h"

#include <stddef.h>

/* clang-format off: one row a line, in columns */

static const struct field monitoring_query_fields[] = {
    PAGE_FIELDS(struct monitoring_query),
    FIELD_CHOICE(monitoring_query, kind, 0, monitoring_kind_values),
    FIELD_ROW(monitoring_query, object_id, FIELD_UUID, 0, 0, 0),
    FIELD_CHOICE(monitoring_query, state, 0, monitoring_state_values),
    FIELD_ROW(monitoring_query, unallocated, FIELD_BOOL, 0, 0, 0),
    {0},
};
const struct field_table monitoring_query_table = {"MonitoringQuery", monitoring_query_fields,
                                                   sizeof(struct monitoring_query)};

static const struct field monitoring_create_fields[] = {
    FIELD_ROW(monitoring_create, due_date, FIELD_DATE, FIELD_REQUIRED, 0, 0),
    FIELD_CHOICE(monitoring_create, kind, FIELD_REQUIRED, monitoring_kind_values),
    FIELD_ROW(monitoring_create, object_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(monitoring_create, performer, FIELD_TEXT, FIELD_PATTERN, 1, 64),
    FIELD_ROW(monitoring_create, place, FIELD_TEXT, 0, 1, 200),
    FIELD_ROW(monitoring_create, text, FIELD_TEXT, FIELD_REQUIRED, 1, 2000),
    {0},
};
const struct field_table monitoring_create_table = {"MonitoringCreate", monitoring_create_fields,
                                                    sizeof(struct monitoring_create)};

static const struct field monitoring_report_fields[] = {
    FIELD_ROW(monitoring_report, sha256, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 64, 64),
    FIELD_ROW(monitoring_report, summary, FIELD_TEXT, FIELD_REQUIRED, 1, 2000),
    {0},
};
const struct field_table monitoring_report_table = {"MonitoringReport", monitoring_report_fields,
                                                    sizeof(struct monitoring_report)};

static const struct field monitoring_cancel_fields[] = {
    FIELD_ROW(monitoring_cancel, reason, FIELD_TEXT, FIELD_REQUIRED, 1, 500),
    {0},
};
const struct field_table monitoring_cancel_table = {"MonitoringCancel", monitoring_cancel_fields,
                                                    sizeof(struct monitoring_cancel)};

static const struct field monitoring_allocation_fields[] = {
    FIELD_ROW(monitoring_allocation, to, FIELD_TEXT, FIELD_REQUIRED | FIELD_PATTERN, 1, 64),
    {0},
};
const struct field_table monitoring_allocation_table = {"MonitoringAllocation", monitoring_allocation_fields,
                                                        sizeof(struct monitoring_allocation)};
/* clang-format on */
