/* SPDX-License-Identifier: MIT */
/* Rates that answers tell beside a figure. */
#ifndef BIHUAN_INDICATORS_STORE_RATES_H
#define BIHUAN_INDICATORS_STORE_RATES_H

#include "db/row.h"
#include "indicators/domain/ratio.h"

enum { RATE_DECIMALS = 2 };

/** Adds `,"name":"12.5"`, or null when it is not there or not applicable. */
void rate_add(struct buf *b, const char *name, bool is_there, const struct ratio *r, int places);
/** Adds "change" (同比) of column `now` against column _before_raw; null where either is NULL, or the one before is 0. */
void rate_add_change(struct buf *b, const struct db_result *r, int row, const char *now);
/** What a value's row says of itself beyond its columns: its change. A row_more_fn. */
void rate_add_of_value(void *arg, struct buf *b, const struct db_result *r, int row);

#endif
