/* SPDX-License-Identifier: MIT */
/* Reading the rows of an import of observations, CSV or NDJSON, some thousand at a time. */
#ifndef BIHUAN_INDICATORS_HANDLERS_OBSERVATION_ROWS_H
#define BIHUAN_INDICATORS_HANDLERS_OBSERVATION_ROWS_H

#include "import/csv.h"
#include "import/encoding.h"
#include "import/import_report.h"
#include "indicators/inputs.h"
#include "indicators/store/observations.h"

/* A file names so many objects at most: all are known to the import until it ends, its rows are not. */
enum { OBSERVED_OBJECTS_MAX = 10000, OBSERVED_COLUMNS = 6 };

/* Different texts in the order they came, each with its number. */
struct words {
    const char **texts;
    uint32_t *slots; /* number + 1 by hash; 0 = free */
    size_t n, n_slots;
    bool full; /* another one came than there is room for */
};

struct observation_import {
    struct ctx *c;
    const struct observation_import_query *in;
    struct import_query q;
    struct import_report report;

    /* where the rows come from */
    struct csv_reader *csv;                        /* NULL: NDJSON */
    const struct field *columns[OBSERVED_COLUMNS]; /* of CSV, in the order of the header */
    size_t n_columns;
    struct encoded lines; /* of NDJSON */
    size_t line;
    const char *encoding;

    struct arena chunk; /* of `rows`, which are read over and over */
    struct observed_rows rows;
    struct words refs;
    struct observed_object *objects; /* by number of the reference, those up to `n_objects` */
    size_t n_objects;
    int64_t missing, repeated;
};

/** Begins with the body. IMPORT_REJECTED when the file cannot be read, UNSUPPORTED_MEDIA when it is of neither format.
 * */
int observation_rows_open(struct observation_import *im, struct problem *err) MUST_CHECK;
/** The next some thousand rows into im->rows and im->refs, none at the end; what a row lacks by itself is rejected with
 *  its line. Texts of rows live until the next call. */
int observation_rows_next(struct observation_import *im, struct problem *err) MUST_CHECK;
/** Leaves a row out with a conflict; `object` groups it with others. */
void observation_row_reject(struct observation_import *im, struct observed *row, const char *code,
                            const char *property, const char *object, const char *message);

#endif
