/* SPDX-License-Identifier: MIT */
/* What a monitored object may say, by the table (object_entry.tsv). */
#include "indicators/domain/object_entry.h"
#include "base/date.h"
#include "base/str.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { TEXT = 256 };

/* "valid_to range,datum required" or "-" */
static void format_faults(const struct problem *err, char out[TEXT])
{
    (void)snprintf(out, TEXT, "%s", err->n_fields ? "" : "-");
    for (size_t i = 0; i < err->n_fields; i++)
        (void)snprintf(out + strlen(out), TEXT - strlen(out), "%s%s %s", i ? "," : "",
                       err->fields[i].pointer + 1, err->fields[i].code);
}

static void entries_are_refused_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/object_entry.tsv");
    while (tsv_next(&t, 9)) {
        char got[TEXT];
        struct problem err = {0};
        const struct object_entry e = {
            .kind = t.cell[1],
            .given = tsv_text(t.cell[2]) ? t.cell[2] : "",
            .valid_from = tsv_date(&t, t.cell[3]),
            .valid_to = tsv_date(&t, t.cell[4]),
            .stage_since = tsv_date(&t, t.cell[5]),
            .measure_since = tsv_date(&t, t.cell[6]),
            .today = date_from_ymd(2026, 11, 25),
            .body_kind = tsv_text(t.cell[7]),
            .is_discharge = str_eq(t.cell[7], "DISCHARGE"),
        };
        int result = object_entry_check(&e, &err);
        format_faults(&err, got);
        tsv_expect(&t, "faults", t.cell[8], got);
        if ((result < 0) != (err.n_fields > 0))
            tsv_wrong(&t, "the answer is %d", result);
    }
    tsv_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_refused_as_the_table_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
