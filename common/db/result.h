/* SPDX-License-Identifier: MIT */
/* The inside of a result, for the files of common/db only. */
#ifndef BIHUAN_DB_RESULT_H
#define BIHUAN_DB_RESULT_H

#include "db/pg.h"

enum { RESULT_GUESSES = 64 };

struct db_result {
    struct pg_result *pg; /* NULL: no rows */
    int rows, columns;
    unsigned char *guesses; /* columns by where the text of their name lies, for column_of; NULL: not kept */
};

#endif
