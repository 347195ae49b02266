/* SPDX-License-Identifier: MIT */
/* Which statement serves a list: by the level of the subtree asked for (sql/issue_list.sql). */
#ifndef BIHUAN_ISSUES_STORE_ISSUE_LIST_H
#define BIHUAN_ISSUES_STORE_ISSUE_LIST_H

#include "db/stmt.h"
#include <stdbool.h>
#include <stddef.h>

/** `lo`: where the subtree begins; `as_of`: of a day (:page_as_of), not of now. */
const struct stmt *issue_list_stmt(const char *lo, bool as_of);
const struct stmt *issue_count_stmt(const char *lo, bool as_of);
const struct stmt *issue_export_stmt(const char *lo, bool as_of);

/** Which of the statements of a family serves it: 0 c, 1 d, 2 u, 3 p. */
size_t issue_level_of_scope(const char *lo);

#endif
