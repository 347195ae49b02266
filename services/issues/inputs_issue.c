/* SPDX-License-Identifier: MIT */
/* Tables of issues: own fields, parties, transitions, import. */
#include "issues/inputs.h"

#include "issues/domain/issue_codes.h"
#include "issues/inputs_notice.h"

#define CODE FIELD_PATTERN
#define MUST FIELD_REQUIRED
#define NULLABLE FIELD_NULLABLE

static const char *const datum_values[] = {"WGS84", "GCJ02", NULL};
static const char *const format_values[] = {"csv", "xlsx", "ndjson", NULL};

struct location_input {
    struct field_mask mask;
    int64_t lng, lat;
    const char *datum, *address;
};
static const struct field location_input_fields[] = {
    FIELD_FIXED(location_input, lng, MUST, -180000000, 180000000, 6),
    FIELD_FIXED(location_input, lat, MUST, -90000000, 90000000, 6),
    FIELD_CHOICE(location_input, datum, MUST, datum_values),
    FIELD_ROW(location_input, address, FIELD_TEXT, 0, 1, 200),
    {0},
};
static const struct field_table location_input_table = {"Location", location_input_fields,
                                                        sizeof(struct location_input)};

struct criterion_input {
    struct field_mask mask;
    const char *value;
};
static const struct field criterion_input_fields[] = {
    {"", FIELD_ENUM, 0, offsetof(struct criterion_input, value), 0, 0, issue_criterion_values, NULL, 0},
    {0},
};
static const struct field_table criterion_input_table = {"Criterion", criterion_input_fields,
                                                         sizeof(struct criterion_input)};

static const struct field issue_create_fields[] = {
    FIELD_ROW(issue_create, tenant, FIELD_TEXT, CODE, 1, 64),
    FIELD_ROW(issue_create, feedback_id, FIELD_UUID, MUST, 0, 0),
    FIELD_ROW(issue_create, serial_no, FIELD_TEXT, MUST | CODE, 1, 40),
    FIELD_ROW(issue_create, title, FIELD_TEXT, MUST, 1, 200),
    FIELD_ROW(issue_create, original_text, FIELD_TEXT, MUST, 1, 20000),
    FIELD_CHOICE(issue_create, category, MUST, issue_category_values),
    FIELD_ROW(issue_create, sub_category, FIELD_TEXT, 0, 1, 80),
    FIELD_CHOICE(issue_create, element, MUST, issue_element_values),
    FIELD_CHOICE(issue_create, severity, MUST, issue_severity_values),
    FIELD_CHOICE(issue_create, term_class, MUST, issue_term_class_values),
    FIELD_ROW(issue_create, due_date, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(issue_create, root_cause, FIELD_TEXT, 0, 1, 4000),
    FIELD_ROW(issue_create, clause, FIELD_TEXT, CODE, 1, 40),
    FIELD_ROW(issue_create, programme_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(issue_create, region_code, FIELD_TEXT, CODE, 1, 16),
    {"location", FIELD_OBJECT, 0, offsetof(struct issue_create, location), 0, 0, NULL, &location_input_table,
                                                          0},
    FIELD_CHOICE(issue_create, secrecy, 0, issue_secrecy_values),
    FIELD_ROW(issue_create, is_measurable, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(issue_create, site_count, FIELD_INT, 0, 1, 1000),
    FIELD_ROW(issue_create, source, FIELD_TEXT, CODE, 1, 64),
    FIELD_ROW(issue_create, external_id, FIELD_TEXT, CODE, 1, 128),
    {0        },
};
const struct field_table issue_create_table = {"IssueCreate", issue_create_fields,
                                               sizeof(struct issue_create)};

static const struct field issue_update_fields[] = {
    FIELD_ROW(issue_update, title, FIELD_TEXT, 0, 1, 200),
    FIELD_CHOICE(issue_update, category, 0, issue_category_values),
    FIELD_ROW(issue_update, sub_category, FIELD_TEXT, NULLABLE, 1, 80),
    FIELD_CHOICE(issue_update, element, 0, issue_element_values),
    FIELD_CHOICE(issue_update, severity, 0, issue_severity_values),
    FIELD_CHOICE(issue_update, term_class, 0, issue_term_class_values),
    FIELD_ROW(issue_update, due_date, FIELD_DATE, NULLABLE, 0, 0),
    FIELD_ROW(issue_update, root_cause, FIELD_TEXT, NULLABLE, 1, 4000),
    FIELD_ROW(issue_update, clause, FIELD_TEXT, CODE | NULLABLE, 1, 40),
    FIELD_ROW(issue_update, programme_id, FIELD_UUID, NULLABLE, 0, 0),
    FIELD_ROW(issue_update, region_code, FIELD_TEXT, CODE | NULLABLE, 1, 16),
    {"location", FIELD_OBJECT, NULLABLE, offsetof(struct issue_update, location), 0, 0, NULL,
                                                                     &location_input_table, 0},
    FIELD_CHOICE(issue_update, secrecy, 0, issue_secrecy_values),
    FIELD_ROW(issue_update, is_measurable, FIELD_BOOL, 0, 0, 0),
    FIELD_ROW(issue_update, site_count, FIELD_INT, 0, 1, 1000),
    FIELD_LIST(issue_update, criteria, 0, 0, 5, &criterion_input_table),
    FIELD_ROW(issue_update, effect_evaluation, FIELD_TEXT, NULLABLE, 1, 4000),
    {0 },
};
const struct field_table issue_update_table = {"IssueUpdate", issue_update_fields,
                                               sizeof(struct issue_update)};

/* What lists and exports are filtered by: one set, so that an export holds what its list shows. */
/* clang-format off */
#define ISSUE_FILTERS \
    FIELD_CHOICE(issue_query, state, 0, issue_state_values), \
    FIELD_CHOICE(issue_query, light, 0, issue_light_values), \
    FIELD_CHOICE(issue_query, category, 0, issue_category_values), \
    FIELD_CHOICE(issue_query, element, 0, issue_element_values), \
    FIELD_CHOICE(issue_query, severity, 0, issue_severity_values), \
    FIELD_CHOICE(issue_query, source_level, 0, issue_source_level_values), \
    FIELD_CHOICE(issue_query, source_kind, 0, issue_source_kind_values), \
    FIELD_CHOICE(issue_query, term_class, 0, issue_term_class_values), \
    FIELD_CHOICE(issue_query, closing_level, 0, issue_closing_level_values), \
    FIELD_ROW(issue_query, feedback_id, FIELD_UUID, 0, 0, 0), \
    FIELD_ROW(issue_query, programme_id, FIELD_UUID, 0, 0, 0), \
    FIELD_ROW(issue_query, derived_from, FIELD_UUID, 0, 0, 0), \
    FIELD_ROW(issue_query, tenant, FIELD_TEXT, CODE, 1, 64), \
    FIELD_ROW(issue_query, party, FIELD_TEXT, CODE, 1, 64), \
    FIELD_CHOICE(issue_query, role, 0, issue_party_role_values), \
    FIELD_ROW(issue_query, due_after, FIELD_DATE, 0, 0, 0), \
    FIELD_ROW(issue_query, due_before, FIELD_DATE, 0, 0, 0), \
    FIELD_ROW(issue_query, overdue, FIELD_BOOL, 0, 0, 0), \
    FIELD_ROW(issue_query, idle_days, FIELD_INT, 0, 0, 3660), \
    FIELD_ROW(issue_query, external_id, FIELD_TEXT, CODE, 1, 128), \
    FIELD_ROW(issue_query, q, FIELD_TEXT, 0, 1, 100)
/* clang-format on */

static const struct field issue_query_fields[] = {
    PAGE_FIELDS(struct issue_query),
    ISSUE_FILTERS,
    {0},
};
const struct field_table issue_query_table = {"IssueQuery", issue_query_fields, sizeof(struct issue_query)};

static const struct field issue_export_query_fields[] = {
    {"subtree",      FIELD_TEXT, CODE, offsetof(struct issue_query, page.subtree), 1, 64, NULL, NULL, 0},
    {"as_of",          FIELD_DATE, 0, offsetof(struct issue_query, page.as_of), 0, 0, NULL, NULL, 0},
    ISSUE_FILTERS,
    FIELD_CHOICE(issue_query, format, 0, format_values),
    {0},
};
const struct field_table issue_export_query_table = {"IssueExportQuery", issue_export_query_fields,
                                                     sizeof(struct issue_query)};

static const struct field unallocated_query_fields[] = {
    PAGE_FIELDS_NOW(struct unallocated_query),
    FIELD_ROW(unallocated_query, tenant, FIELD_TEXT, CODE, 1, 64),
    {0},
};
const struct field_table unallocated_query_table = {"UnallocatedQuery", unallocated_query_fields,
                                                    sizeof(struct unallocated_query)};

static const struct field allocation_input_fields[] = {
    FIELD_ROW(allocation_input, from, FIELD_TEXT, MUST | CODE, 1, 64),
    FIELD_ROW(allocation_input, to, FIELD_TEXT, MUST | CODE, 1, 64),
    {0},
};
const struct field_table allocation_input_table = {"Allocation", allocation_input_fields,
                                                   sizeof(struct allocation_input)};

static const struct field issue_party_input_fields[] = {
    FIELD_CHOICE(issue_party_input, role, MUST, issue_party_role_values),
    FIELD_ROW(issue_party_input, tenant, FIELD_TEXT, MUST | CODE, 1, 64),
    FIELD_ROW(issue_party_input, person_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(issue_party_input, person_name, FIELD_TEXT, 0, 1, 64),
    FIELD_ROW(issue_party_input, position, FIELD_TEXT, 0, 1, 120),
    FIELD_ROW(issue_party_input, phone, FIELD_TEXT, 0, 1, 32),
    FIELD_ROW(issue_party_input, duty_text, FIELD_TEXT, 0, 1, 2000),
    {0},
};
static const struct field_table issue_party_input_table = {"IssueParty", issue_party_input_fields,
                                                           sizeof(struct issue_party_input)};

static const struct field issue_parties_input_fields[] = {
    FIELD_LIST(issue_parties_input, parties, MUST, 1, 200, &issue_party_input_table),
    {0},
};
const struct field_table issue_parties_input_table = {"IssueParties", issue_parties_input_fields,
                                                      sizeof(struct issue_parties_input)};

static const struct field issue_indicator_item_fields[] = {
    {"",    FIELD_TEXT, CODE, offsetof(struct issue_indicator_item, code), 3, 40, NULL, NULL, 0},
    {0},
};
static const struct field_table issue_indicator_item_table = {"IssueIndicator", issue_indicator_item_fields,
                                                              sizeof(struct issue_indicator_item)};

static const struct field issue_indicators_fields[] = {
    FIELD_LIST(issue_indicators, indicators, MUST, 0, 60, &issue_indicator_item_table),
    {0},
};
const struct field_table issue_indicators_table = {"IssueIndicators", issue_indicators_fields,
                                                   sizeof(struct issue_indicators)};

static const struct field as_of_query_fields[] = {
    FIELD_ROW(as_of_query, as_of, FIELD_DATE, 0, 0, 0),
    {0},
};
const struct field_table as_of_query_table = {"AsOfQuery", as_of_query_fields, sizeof(struct as_of_query)};

/* Extensions have their own route; the only coded reason here is that of a suspension. */
static const struct field transition_input_fields[] = {
    FIELD_ROW(transition_input, action, FIELD_TEXT, MUST | CODE, 1, 48),
    FIELD_CHOICE(transition_input, expected_state, 0, issue_state_values),
    FIELD_ROW(transition_input, reason, FIELD_TEXT, 0, 1, 2000),
    FIELD_CHOICE(transition_input, reason_code, 0, issue_suspension_reason_values),
    FIELD_ROW(transition_input, doc_no, FIELD_TEXT, 0, 1, 120),
    FIELD_ROW(transition_input, filing_receipt_no, FIELD_TEXT, 0, 1, 120),
    FIELD_CHOICE(transition_input, goals_verdict, 0, issue_goals_verdict_values),
    FIELD_ROW(transition_input, city_consent_no, FIELD_TEXT, 0, 1, 120),
    FIELD_ROW(transition_input, merged_into, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(transition_input, due_date, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(transition_input, until, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(transition_input, start_on, FIELD_DATE, 0, 0, 0),
    FIELD_LIST(transition_input, evidence_ids, 0, 0, 50, &scalar_uuid_table),
    FIELD_LIST(transition_input, channels, 0, 0, 10, &notice_channel_table),
    FIELD_ROW(transition_input, url, FIELD_TEXT, 0, 1, 500),
    {0},
};
const struct field_table transition_input_table = {"TransitionRequest", transition_input_fields,
                                                   sizeof(struct transition_input)};

static const struct field derive_unit_fields[] = {
    FIELD_ROW(derive_unit, tenant, FIELD_TEXT, MUST | CODE, 1, 64),
    FIELD_ROW(derive_unit, party_lead, FIELD_TEXT, 0, 1, 64),
    FIELD_ROW(derive_unit, gov_lead, FIELD_TEXT, 0, 1, 64),
    FIELD_ROW(derive_unit, supervise_unit, FIELD_TEXT, CODE, 1, 64),
    {0},
};
static const struct field_table derive_unit_table = {"DeriveUnit", derive_unit_fields,
                                                     sizeof(struct derive_unit)};

/* A savepoint each: more would make every other transaction look them up. */
static const struct field derive_input_fields[] = {
    FIELD_LIST(derive_input, tenants, MUST, 1, 60, &derive_unit_table),
    FIELD_ROW(derive_input, title, FIELD_TEXT, 0, 1, 200),
    FIELD_ROW(derive_input, original_text, FIELD_TEXT, 0, 1, 20000),
    FIELD_ROW(derive_input, due_date, FIELD_DATE, MUST, 0, 0),
    {0},
};
const struct field_table derive_input_table = {"IssueDerive", derive_input_fields,
                                               sizeof(struct derive_input)};

static const struct field issue_import_query_fields[] = {
    IMPORT_FIELDS(struct issue_import_query),
    FIELD_ROW(issue_import_query, feedback_id, FIELD_UUID, MUST, 0, 0),
    FIELD_ROW(issue_import_query, tenant, FIELD_TEXT, CODE, 1, 64),
    {0},
};
const struct field_table issue_import_query_table = {"IssueImportQuery", issue_import_query_fields,
                                                     sizeof(struct issue_import_query)};

static const struct field issue_import_row_fields[] = {
    FIELD_ROW(issue_import_row, serial_no, FIELD_TEXT, MUST | CODE, 1, 40),
    FIELD_ROW(issue_import_row, title, FIELD_TEXT, MUST, 1, 200),
    FIELD_ROW(issue_import_row, original_text, FIELD_TEXT, MUST, 1, 20000),
    FIELD_CHOICE(issue_import_row, category, MUST, issue_category_values),
    FIELD_ROW(issue_import_row, sub_category, FIELD_TEXT, 0, 1, 80),
    FIELD_CHOICE(issue_import_row, element, MUST, issue_element_values),
    FIELD_CHOICE(issue_import_row, severity, MUST, issue_severity_values),
    FIELD_CHOICE(issue_import_row, term_class, MUST, issue_term_class_values),
    FIELD_ROW(issue_import_row, due_date, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(issue_import_row, clause, FIELD_TEXT, CODE, 1, 40),
    FIELD_ROW(issue_import_row, root_cause, FIELD_TEXT, 0, 1, 4000),
    FIELD_ROW(issue_import_row, region_code, FIELD_TEXT, CODE, 1, 16),
    FIELD_ROW(issue_import_row, lead_unit, FIELD_TEXT, CODE, 1, 64),
    FIELD_ROW(issue_import_row, resp_units, FIELD_TEXT, 0, 1, 2000),
    FIELD_ROW(issue_import_row, supervise_unit, FIELD_TEXT, CODE, 1, 64),
    FIELD_ROW(issue_import_row, coop_units, FIELD_TEXT, 0, 1, 2000),
    FIELD_ROW(issue_import_row, party_lead, FIELD_TEXT, 0, 1, 64),
    FIELD_ROW(issue_import_row, gov_lead, FIELD_TEXT, 0, 1, 64),
    {0},
};
const struct field_table issue_import_row_table = {"IssueImportRow", issue_import_row_fields,
                                                   sizeof(struct issue_import_row)};

static const struct field petitioner_input_fields[] = {
    FIELD_ROW(petitioner_input, name, FIELD_TEXT, MUST, 1, 64),
    FIELD_ROW(petitioner_input, phone, FIELD_TEXT, 0, 1, 32),
    FIELD_ROW(petitioner_input, channel, FIELD_TEXT, 0, 1, 64),
    FIELD_ROW(petitioner_input, note, FIELD_TEXT, 0, 1, 2000),
    {0},
};
const struct field_table petitioner_input_table = {"Petitioner", petitioner_input_fields,
                                                   sizeof(struct petitioner_input)};
