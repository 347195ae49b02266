/* SPDX-License-Identifier: MIT */
/* Rule tests as text tables: rows of tab-separated cells that a domain expert can read and extend without C.
 *
 * Lines that begin with '#' and empty lines are skipped, several tabs in a row are one separator, an empty cell is
 * written "-". A row that does not come out as expected is reported with file and line, and the test fails at the end,
 * so that one run shows every wrong row. */
#ifndef BIHUAN_UNIT_TSV_H
#define BIHUAN_UNIT_TSV_H

#include "base/attr.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { TSV_COLUMNS = 32 };

struct tsv {
    const char *path;
    FILE *file;
    int line, rows, wrong, n;
    char text[4096];
    char *cell[TSV_COLUMNS]; /* of this row */
};

/** Opens a table; the path is named from the root of the repository. */
void tsv_open(struct tsv *t, const char *path);
/** The next row, which must have `columns` cells; false at the end. */
bool tsv_next(struct tsv *t, int columns);
/** Reports this row as wrong. */
void tsv_wrong(struct tsv *t, const char *fmt, ...) PRINTF(2, 3);
/** Reports the row unless both texts are the same; `what` names the cell. */
void tsv_expect(struct tsv *t, const char *what, const char *expected, const char *got);
/** Fails the test when a row was wrong, or when there was none. */
void tsv_close(struct tsv *t);

/** "-" is NULL. */
const char *tsv_text(const char *cell);
/** A date; "-" is DATE_NONE. Anything else fails the test. */
int32_t tsv_date(struct tsv *t, const char *cell);
int64_t tsv_int(struct tsv *t, const char *cell);
/** "yes" or "no". */
bool tsv_bool(struct tsv *t, const char *cell);

#endif
