/* SPDX-License-Identifier: MIT */
/* The migrations of the tree this was built from, in the order of their names; generated from migrations/ at build
 * time. */
#ifndef BIHUAN_DB_MIGRATIONS_H
#define BIHUAN_DB_MIGRATIONS_H

#include <stdbool.h>

struct migration {
    const char *name;     /* "0001_platform" */
    const char *checksum; /* SHA-256 of the file, hex */
    const char *sql;
    bool breaking; /* builds that do not know it cannot work with what it leaves */
};

extern const struct migration migrations[]; /* ends with { 0 } */

#endif
