/* SPDX-License-Identifier: MIT */
/* Reading the rows of an import of observations, CSV or NDJSON, and taking them one by one. */
#ifndef BIHUAN_INDICATORS_HANDLERS_OBSERVATION_ROWS_H
#define BIHUAN_INDICATORS_HANDLERS_OBSERVATION_ROWS_H

#include "import/import_report.h"
#include "indicators/inputs.h"
#include "indicators/store/observations.h"

/* Different texts in the order they came, each with its number. */
struct words {
    const char **texts;
    uint32_t *slots; /* number + 1 by hash; 0 = free */
    size_t n, n_slots;
};

struct observation_import {
    struct ctx *c;
    const struct observation_import_query *in;
    struct import_query q;
    const char *encoding;
    struct import_report report;
    struct observed_rows rows;
    struct words refs;
    const struct observed_object *objects;
    int64_t missing, repeated;
};

/** Reads the whole body into im->rows and im->refs; what a row lacks by itself is rejected with its line. IMPORT_REJECTED when the file
 *  cannot be read, UNSUPPORTED_MEDIA when it is of neither format. */
int observation_rows_read(struct observation_import *im, struct problem *err) MUST_CHECK;
/** Leaves a row out with a conflict; `object` groups it with others. */
void observation_row_reject(struct observation_import *im, struct observed *row, const char *code,
                            const char *property, const char *object, const char *message);

#endif
