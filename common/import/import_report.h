/* SPDX-License-Identifier: MIT */
/* What an import found: counts, and conflicts grouped so that one mistake on a thousand rows is one line. */
#ifndef BIHUAN_IMPORT_IMPORT_REPORT_H
#define BIHUAN_IMPORT_IMPORT_REPORT_H

#include "base/str.h"
#include "import/import.h"
#include <stdint.h>

enum { IMPORT_ROWS_SHOWN = 100, IMPORT_GROUPS_MAX = 200, IMPORT_REJECTED_SHOWN = 10000 };

struct import_conflict {
    const char *code, *property, *object, *message;
    int64_t count;
    size_t n_rows;
    size_t rows[IMPORT_ROWS_SHOWN];
};

struct import_report {
    struct arena *arena;
    int64_t total, done[3], rejected, conflicts;
    size_t n_groups;
    struct import_conflict *groups[IMPORT_GROUPS_MAX];
    struct buf rejected_rows; /* "3,17,18", the first of them */
    const char *more; /* members that a service's own import adds: ",\"missing\":3"; NULL when it adds none */
};

void import_report_init(struct import_report *r, struct arena *a);
/** One conflict on `line`; texts are copied. */
void import_report_add(struct import_report *r, size_t line, const char *code, const char *property,
                       const char *object, const char *message);
/** The row at `line` is not taken (counted once however many conflicts it has). */
void import_report_reject(struct import_report *r, size_t line);
void import_report_write(const struct import_report *r, struct buf *b, const char *status,
                         const struct import_query *q, const char *encoding);

/* -- for imports that put their rows in bulk, by another way than import_run() -- */

/** The query with its defaults. */
struct import_query import_query_whole(const struct import_query *q);
/** Whether what was written stays. */
bool import_is_kept(const struct import_query *q, const struct import_report *r);
/** Answers as import_run() does. */
int import_answer(struct ctx *c, const struct import_report *r, const struct import_query *q,
                  const char *encoding, bool kept);

#endif
