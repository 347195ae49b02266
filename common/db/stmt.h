/* SPDX-License-Identifier: MIT */
/* A named statement, generated from a .sql file by common/tools/sql2c.py: named parameters became $1..$n in this order.
 * */
#ifndef BIHUAN_DB_STMT_H
#define BIHUAN_DB_STMT_H

struct stmt {
    const char *name;
    const char *sql;
    int n_params;
    const char *const *params; /* n_params names */
};

#endif
