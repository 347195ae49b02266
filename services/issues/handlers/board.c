/* SPDX-License-Identifier: MIT */
/* GET /boards/rectification: the whole picture of a subtree in one answer; and the job that keeps its rollup short. */
#include "issues/handlers/board.h"

#include "app/app.h"
#include "issues/handlers/handlers.h"
#include "issues/store/issue_list.h"
#include "issues_sql.h"
#include <string.h>

enum { FOLD_BATCH = 5000, LEVELS = 4 };

static const struct stmt *const maintained[LEVELS] = {&sql_board_c, &sql_board_d, &sql_board_u, &sql_board_p};
static const struct stmt *const exact[LEVELS] = {&sql_board_exact_c, &sql_board_exact_d, &sql_board_exact_u,
                                                 &sql_board_exact_p};
static const struct stmt *const as_of[LEVELS] = {&sql_board_as_of_c, &sql_board_as_of_d, &sql_board_as_of_u,
                                                 &sql_board_as_of_p};

int board_get(struct ctx *c, struct problem *err)
{
    const struct board_query *q = c->query;
    struct db_result *r;
    struct page page;

    if (page_open(c, &page, err) < 0)
        return -1;
    size_t level = issue_level_of_scope(page.lo);
    const struct stmt *s = page.as_of ? as_of[level] : q->exact ? exact[level] : maintained[level];
    if (db_one(c->db, s, BIND({"page_lo", page.lo}, {"page_hi", page.hi}, {"page_as_of", page.as_of}), &r,
               err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

int board_fold(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_board_fold, BIND_NONE, &r, err) < 0)
        return -1;
    return db_int(r, 0, "taken") == FOLD_BATCH ? JOB_MORE : JOB_DONE;
}
