/* SPDX-License-Identifier: MIT */
/* A target beside what was reached in a year, as the rules take it (domain/target.h). Text is borrowed from the result.
 * */
#ifndef BIHUAN_INDICATORS_STORE_STANDING_H
#define BIHUAN_INDICATORS_STORE_STANDING_H

#include "base/str.h"
#include "indicators/domain/projection.h"
#include "indicators/domain/tally.h"
#include "indicators/store/target_rows.h"

struct standing {
    struct target_row row;
    struct projection_series series;
    struct target_facts facts;
    struct target_verdict verdict;
    int32_t year_last;        /* the last day of the year */
    bool has_year, has_alert; /* a figure of the year itself; an alert that is open */
};

/** Columns of {target_facts} and {reached} (sql/attainment.sql), judged on a day. `ret` must not be moved: its facts
 * point into it. */
void standing_read(const struct db_result *r, int row, int32_t today, struct standing *ret);
/** Columns named as the verdicts are, in small letters, breaches and alerts. */
struct tally tally_read(const struct db_result *r, int row);
/** The same as members of a JSON object, each with a comma in front. */
void tally_write(struct buf *b, const struct tally *t);

#endif
