/* SPDX-License-Identifier: MIT */
/* Tables of the registry: feedback, programmes, parameters, public pages. */
#include "issues/inputs.h"

#include "issues/domain/issue_codes.h"

#define CODE FIELD_PATTERN
#define MUST FIELD_REQUIRED
#define NULLABLE FIELD_NULLABLE

static const char *const programme_kinds[] = {"RECTIFICATION", "THREE_YEAR", "SPECIAL", NULL};
static const char *const programme_states[] = {"DRAFT", "ISSUED", "SUPERSEDED", NULL};

/* Scalar items of arrays. */
static const struct field scalar_uuid_fields[] = {
    {"", FIELD_UUID, 0, offsetof(struct scalar_input, value), 0, 0, NULL, NULL, 0},
    {0},
};
const struct field_table scalar_uuid_table = {"Id", scalar_uuid_fields, sizeof(struct scalar_input)};
static const struct field scalar_text_fields[] = {
    {"", FIELD_TEXT, 0, offsetof(struct scalar_input, value), 1, 200, NULL, NULL, 0},
    {0},
};
const struct field_table scalar_text_table = {"Text", scalar_text_fields, sizeof(struct scalar_input)};

static const struct field feedback_create_fields[] = {
    FIELD_ROW(feedback_create, tenant, FIELD_TEXT, CODE, 1, 64),
    FIELD_CHOICE(feedback_create, source_level, MUST, issue_source_level_values),
    FIELD_CHOICE(feedback_create, source_kind, MUST, issue_source_kind_values),
    FIELD_ROW(feedback_create, title, FIELD_TEXT, MUST, 1, 200),
    FIELD_ROW(feedback_create, feedback_date, FIELD_DATE, MUST, 0, 0),
    FIELD_ROW(feedback_create, doc_no, FIELD_TEXT, 0, 1, 120),
    FIELD_ROW(feedback_create, expected_issue_count, FIELD_INT, 0, 1, 100000),
    FIELD_ROW(feedback_create, source, FIELD_TEXT, CODE, 1, 64),
    FIELD_ROW(feedback_create, external_id, FIELD_TEXT, CODE, 1, 128),
    {0},
};
const struct field_table feedback_create_table = {"FeedbackCreate", feedback_create_fields,
                                                  sizeof(struct feedback_create)};

static const struct field feedback_update_fields[] = {
    FIELD_ROW(feedback_update, title, FIELD_TEXT, 0, 1, 200),
    FIELD_ROW(feedback_update, doc_no, FIELD_TEXT, NULLABLE, 1, 120),
    FIELD_ROW(feedback_update, expected_issue_count, FIELD_INT, NULLABLE, 1, 100000),
    {0},
};
const struct field_table feedback_update_table = {"FeedbackUpdate", feedback_update_fields,
                                                  sizeof(struct feedback_update)};

static const struct field feedback_query_fields[] = {
    PAGE_FIELDS(struct feedback_query),
    FIELD_CHOICE(feedback_query, source_level, 0, issue_source_level_values),
    FIELD_CHOICE(feedback_query, source_kind, 0, issue_source_kind_values),
    {0},
};
const struct field_table feedback_query_table = {"FeedbackQuery", feedback_query_fields,
                                                 sizeof(struct feedback_query)};

struct policy_basis_input {
    struct field_mask mask;
    const char *title, *doc_no, *issuer, *text;
    int32_t date;
};
static const struct field policy_basis_input_fields[] = {
    FIELD_ROW(policy_basis_input, title, FIELD_TEXT, NULLABLE, 1, 300),
    FIELD_ROW(policy_basis_input, doc_no, FIELD_TEXT, NULLABLE, 1, 120),
    FIELD_ROW(policy_basis_input, issuer, FIELD_TEXT, NULLABLE, 1, 200),
    FIELD_ROW(policy_basis_input, text, FIELD_TEXT, NULLABLE, 1, 4000),
    FIELD_ROW(policy_basis_input, date, FIELD_DATE, NULLABLE, 0, 0),
    {0},
};
static const struct field_table policy_basis_input_table = {"PolicyBasis", policy_basis_input_fields,
                                                            sizeof(struct policy_basis_input)};

struct clause_input {
    struct field_mask mask;
    const char *clause, *text, *measure_type;
};
static const struct field clause_input_fields[] = {
    FIELD_ROW(clause_input, clause, FIELD_TEXT, MUST | CODE, 1, 40),
    FIELD_ROW(clause_input, text, FIELD_TEXT, MUST, 1, 4000),
    FIELD_CHOICE(clause_input, measure_type, NULLABLE, issue_measure_type_values),
    {0},
};
static const struct field_table clause_input_table = {"ProgrammeClause", clause_input_fields,
                                                      sizeof(struct clause_input)};

struct chapter_input {
    struct field_mask mask;
    const char *no, *title;
    struct field_list clauses;
};
static const struct field chapter_input_fields[] = {
    FIELD_ROW(chapter_input, no, FIELD_TEXT, MUST, 1, 40),
    FIELD_ROW(chapter_input, title, FIELD_TEXT, MUST, 1, 300),
    FIELD_LIST(chapter_input, clauses, 0, 0, 500, &clause_input_table),
    {0},
};
static const struct field_table chapter_input_table = {"ProgrammeChapter", chapter_input_fields,
                                                       sizeof(struct chapter_input)};

static const struct field programme_create_fields[] = {
    FIELD_ROW(programme_create, tenant, FIELD_TEXT, CODE, 1, 64),
    FIELD_CHOICE(programme_create, kind, MUST, programme_kinds),
    FIELD_ROW(programme_create, feedback_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(programme_create, parent_id, FIELD_UUID, 0, 0, 0),
    FIELD_ROW(programme_create, title, FIELD_TEXT, MUST, 1, 300),
    FIELD_CHOICE(programme_create, element, 0, issue_element_values),
    FIELD_ROW(programme_create, guiding_ideology, FIELD_TEXT, 0, 1, 20000),
    FIELD_LIST(programme_create, policy_basis, 0, 0, 100, &policy_basis_input_table),
    FIELD_LIST(programme_create, chapters, 0, 0, 100, &chapter_input_table),
    FIELD_ROW(programme_create, start_date, FIELD_DATE, 0, 0, 0),
    FIELD_ROW(programme_create, due_date, FIELD_DATE, 0, 0, 0),
    {0},
};
const struct field_table programme_create_table = {"ProgrammeCreate", programme_create_fields,
                                                   sizeof(struct programme_create)};

static const struct field programme_update_fields[] = {
    FIELD_ROW(programme_update, title, FIELD_TEXT, 0, 1, 300),
    FIELD_CHOICE(programme_update, element, 0, issue_element_values),
    FIELD_ROW(programme_update, guiding_ideology, FIELD_TEXT, NULLABLE, 1, 20000),
    FIELD_LIST(programme_update, policy_basis, 0, 0, 100, &policy_basis_input_table),
    FIELD_LIST(programme_update, chapters, 0, 0, 100, &chapter_input_table),
    FIELD_ROW(programme_update, start_date, FIELD_DATE, NULLABLE, 0, 0),
    FIELD_ROW(programme_update, due_date, FIELD_DATE, NULLABLE, 0, 0),
    {0},
};
const struct field_table programme_update_table = {"ProgrammeUpdate", programme_update_fields,
                                                   sizeof(struct programme_update)};

static const struct field programme_issue_fields[] = {
    FIELD_ROW(programme_issue, doc_no, FIELD_TEXT, MUST, 1, 120),
    {0},
};
const struct field_table programme_issue_table = {"ProgrammeIssue", programme_issue_fields,
                                                  sizeof(struct programme_issue)};

static const struct field programme_query_fields[] = {
    PAGE_FIELDS(struct programme_query),
    FIELD_CHOICE(programme_query, kind, 0, programme_kinds),
    FIELD_CHOICE(programme_query, state, 0, programme_states),
    FIELD_ROW(programme_query, feedback_id, FIELD_UUID, 0, 0, 0),
    {0},
};
const struct field_table programme_query_table = {"ProgrammeQuery", programme_query_fields,
                                                  sizeof(struct programme_query)};

static const struct field board_query_fields[] = {
    {"subtree",      FIELD_TEXT, CODE, offsetof(struct board_query, page.subtree), 1, 64, NULL, NULL, 0},
    {"as_of",          FIELD_DATE, 0, offsetof(struct board_query, page.as_of), 0, 0, NULL, NULL, 0},
    FIELD_ROW(board_query, exact, FIELD_BOOL, 0, 0, 0),
    {0},
};
const struct field_table board_query_table = {"BoardQuery", board_query_fields, sizeof(struct board_query)};

static const struct field public_query_fields[] = {
    PAGE_FIELDS(struct public_query),
    FIELD_ROW(public_query, tenant, FIELD_TEXT, CODE, 1, 64),
    {0},
};
const struct field_table public_query_table = {"PublicQuery", public_query_fields,
                                               sizeof(struct public_query)};

static const struct field plain_list_query_fields[] = {
    PAGE_FIELDS(struct plain_list_query),
    {0},
};
const struct field_table plain_list_query_table = {"ListQuery", plain_list_query_fields,
                                                   sizeof(struct plain_list_query)};

static const struct field parameter_input_fields[] = {
    FIELD_ROW(parameter_input, name, FIELD_TEXT, MUST | CODE, 1, 64),
    FIELD_ROW(parameter_input, value, FIELD_INT, MUST | NULLABLE, 0, 100000),
    {0},
};
static const struct field_table parameter_input_table = {"Parameter", parameter_input_fields,
                                                         sizeof(struct parameter_input)};

static const struct field parameters_input_fields[] = {
    FIELD_LIST(parameters_input, parameters, MUST, 1, 64, &parameter_input_table),
    {0},
};
const struct field_table parameters_input_table = {"ParametersUpdate", parameters_input_fields,
                                                   sizeof(struct parameters_input)};
