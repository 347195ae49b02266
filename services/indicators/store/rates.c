/* SPDX-License-Identifier: MIT */
/* Rates as text. */
#include "indicators/store/rates.h"

#include "base/decimal.h"

void rate_add(struct buf *b, const char *name, bool is_there, const struct ratio *r, int places)
{
    char text[DECIMAL_TEXT];
    int64_t value;

    if (is_there && ratio_round(r, places, &value)) {
        decimal_format(value, VALUE_SCALE, text);
        buf_addf(b, ",\"%s\":\"%s\"", name, text);
    } else {
        buf_addf(b, ",\"%s\":null", name);
    }
}

void rate_add_change(struct buf *b, const struct db_result *r, int row, const char *now)
{
    bool is_there = db_text(r, row, now) && db_text(r, row, "_before_raw");
    struct ratio change = {0};

    if (is_there)
        change = ratio_change(db_decimal(r, row, "_before_raw", VALUE_SCALE),
                              db_decimal(r, row, now, VALUE_SCALE));
    rate_add(b, "change", is_there, &change, RATE_DECIMALS);
}

void rate_add_of_value(void *arg, struct buf *b, const struct db_result *r, int row)
{
    (void)arg;
    rate_add_change(b, r, row, "value");
}
