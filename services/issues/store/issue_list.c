/* SPDX-License-Identifier: MIT */
/* Which statement serves a list. */
#include "issues/store/issue_list.h"

#include "issues_sql.h"
#include <string.h>

enum { LEVELS = 4 };

/* Now, and as of a day. */
static const struct stmt *const lists[][LEVELS] = {
    {&sql_issue_list_now_c,  &sql_issue_list_now_d,  &sql_issue_list_now_u,  &sql_issue_list_now_p },
    {&sql_issue_list_then_c, &sql_issue_list_then_d, &sql_issue_list_then_u, &sql_issue_list_then_p},
};
static const struct stmt *const counts[][LEVELS] = {
    {&sql_issue_count_now_c,  &sql_issue_count_now_d,  &sql_issue_count_now_u,  &sql_issue_count_now_p },
    {&sql_issue_count_then_c, &sql_issue_count_then_d, &sql_issue_count_then_u, &sql_issue_count_then_p},
};
static const struct stmt *const exports[][LEVELS] = {
    {&sql_issue_export_now_c,  &sql_issue_export_now_d,  &sql_issue_export_now_u,  &sql_issue_export_now_p },
    {&sql_issue_export_then_c, &sql_issue_export_then_d, &sql_issue_export_then_u, &sql_issue_export_then_p},
};

size_t issue_level_of_scope(const char *lo)
{
    size_t segments = strlen(lo) / 4;

    return segments <= 1 ? 0 : segments >= LEVELS ? LEVELS - 1 : segments - 1;
}

const struct stmt *issue_list_stmt(const char *lo, bool as_of)
{
    return lists[as_of][issue_level_of_scope(lo)];
}

const struct stmt *issue_count_stmt(const char *lo, bool as_of)
{
    return counts[as_of][issue_level_of_scope(lo)];
}

const struct stmt *issue_export_stmt(const char *lo, bool as_of)
{
    return exports[as_of][issue_level_of_scope(lo)];
}
