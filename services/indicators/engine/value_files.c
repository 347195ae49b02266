/* SPDX-License-Identifier: MIT */
/* The files that a figure rests on (附件): reports and records of what persons evaluate. */
#include "indicators/engine/value_put.h"

#include "indicators_sql.h"
#include <stdio.h>

static void check_row(const struct db_result *r, int row, struct problem *err)
{
    char pointer[PROBLEM_POINTER];

    (void)snprintf(pointer, sizeof pointer, "/files/%d", row);
    if (!db_bool(r, row, "found"))
        problem_field(err, pointer, "unknown", "no such file; upload it first");
    else if (db_bool(r, row, "again"))
        problem_field(err, pointer, "duplicate", "it is named before");
}

int value_files_find(struct ctx *c, const struct field_list *list, struct value_files *ret,
                     struct problem *err)
{
    struct db_result *r;

    if (!list->json)
        return 0;
    if (db_run(c->db, &sql_value_files, BIND({"files", list->json}), &r, err) < 0)
        return -1;
    for (int i = 0; i < db_rows(r); i++)
        check_row(r, i, err);
    if (problem_fields_check(err) < 0)
        return -1;
    if (db_rows(r) == 0)
        *ret = (struct value_files){"[]", "[]"};
    else
        *ret = (struct value_files){db_text(r, 0, "hashes"), db_text(r, 0, "files")};
    return 0;
}
