/* SPDX-License-Identifier: MIT */
/* Which statement serves a list. */
#include "issues/store/issue_list.h"

#include "issues_sql.h"
#include <string.h>

enum { LEVELS = 4 };

static const struct stmt *const lists[LEVELS] = {&sql_issue_list_c, &sql_issue_list_d, &sql_issue_list_u,
                                                 &sql_issue_list_p};
static const struct stmt *const as_of_lists[LEVELS] = {&sql_issue_list_as_of_c, &sql_issue_list_as_of_d,
                                                       &sql_issue_list_as_of_u, &sql_issue_list_as_of_p};
static const struct stmt *const counts[LEVELS] = {&sql_issue_count_c, &sql_issue_count_d, &sql_issue_count_u,
                                                  &sql_issue_count_p};
static const struct stmt *const exports[LEVELS] = {&sql_issue_export_c, &sql_issue_export_d,
                                                   &sql_issue_export_u, &sql_issue_export_p};

size_t issue_level_of_scope(const char *lo)
{
    size_t segments = strlen(lo) / 4;

    return segments <= 1 ? 0 : segments >= LEVELS ? LEVELS - 1 : segments - 1;
}

const struct stmt *issue_list_stmt(const char *lo, bool as_of)
{
    size_t level = issue_level_of_scope(lo);

    return as_of ? as_of_lists[level] : lists[level];
}

const struct stmt *issue_count_stmt(const char *lo)
{
    return counts[issue_level_of_scope(lo)];
}

const struct stmt *issue_export_stmt(const char *lo)
{
    return exports[issue_level_of_scope(lo)];
}
