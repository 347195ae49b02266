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
            .closed_on = DATE_NONE,
            .rebuilt_on = DATE_NONE,
            .survey_approved_on = DATE_NONE,
            .transferred_on = DATE_NONE,
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

static void what_was_done_has_its_day(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/object_entry_days.tsv");
    while (tsv_next(&t, 7)) {
        char got[TEXT];
        struct problem err = {0};
        const struct object_entry e = {
            .kind = t.cell[1],
            .given = t.cell[2],
            .valid_from = date_from_ymd(2020, 1, 1),
            .valid_to = DATE_NONE,
            .stage_since = DATE_NONE,
            .today = date_from_ymd(2026, 11, 25),
            .closed_on = tsv_date(&t, t.cell[3]),
            .rebuilt_on = tsv_date(&t, t.cell[4]),
            .survey_approved_on = DATE_NONE,
            .transferred_on = DATE_NONE,
            .protected_kind = tsv_text(t.cell[5]),
            .is_discharge = true,
        };
        int result = object_entry_check(&e, &err);
        format_faults(&err, got);
        tsv_expect(&t, "faults", t.cell[6], got);
        if ((result < 0) != (err.n_fields > 0))
            tsv_wrong(&t, "the answer is %d", result);
    }
    tsv_close(&t);
}

static void a_site_is_surveyed_before_it_is_transferred(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/object_entry_transfer.tsv");
    while (tsv_next(&t, 5)) {
        char got[TEXT];
        struct problem err = {0};
        const struct object_entry e = {
            .kind = "CONTAMINATED_SITE",
            .given = "site_stage stage_since area_m2 survey_approved_on transferred_on",
            .valid_from = date_from_ymd(2020, 1, 1),
            .valid_to = DATE_NONE,
            .stage_since = date_from_ymd(2020, 1, 1),
            .today = date_from_ymd(2026, 11, 25),
            .closed_on = DATE_NONE,
            .rebuilt_on = DATE_NONE,
            .survey_approved_on = tsv_date(&t, t.cell[1]),
            .transferred_on = tsv_date(&t, t.cell[2]),
        };
        int result = object_entry_check(&e, &err);
        format_faults(&err, got);
        tsv_expect(&t, "faults", t.cell[3], got);
        tsv_expect(&t, "unsurveyed", t.cell[4], object_is_transferred_unsurveyed(&e) ? "yes" : "no");
        if ((result < 0) != (err.n_fields > 0))
            tsv_wrong(&t, "the answer is %d", result);
    }
    tsv_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_refused_as_the_table_says),
        cmocka_unit_test(what_was_done_has_its_day),
        cmocka_unit_test(a_site_is_surveyed_before_it_is_transferred),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
