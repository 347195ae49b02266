/* SPDX-License-Identifier: MIT */
/* Alerts by the table (red_line.tsv). */
#include "indicators/domain/red_line.h"
#include "base/str.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void alerts_are_raised_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/red_line.tsv");
    while (tsv_next(&t, 5)) {
        int type = code_find(target_type_codes, t.cell[1]),
            status = code_find(target_status_codes, t.cell[2]);
        struct target target = {.type = (enum target_type)type};
        struct target_verdict v = {.status = (enum target_status)status};
        if (type < 0 || status < 0)
            tsv_wrong(&t, "no such type or status");
        target.is_red_line = red_line_is(tsv_text(t.cell[0]), target.type);
        v.is_breach = target.is_red_line && v.status == TARGET_STATUS_NOT_ATTAINED;
        tsv_expect(&t, "red line", t.cell[3], target.is_red_line ? "yes" : "no");
        tsv_expect(&t, "alert", t.cell[4], alert_kind_values[alert_of(&target, &v)]);
    }
    tsv_close(&t);
}

static void quality_is_worse_by_the_direction_of_its_indicator(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/red_line_quality.tsv");
    while (tsv_next(&t, 6)) {
        struct ratio now = {tsv_int(&t, t.cell[1]), tsv_int(&t, t.cell[2]), 1},
                     before = {tsv_int(&t, t.cell[3]), tsv_int(&t, t.cell[4]), 1};
        int direction = code_find(target_direction_codes, t.cell[0]);
        bool worse = red_line_deteriorates((enum target_direction)direction, &now, &before);
        tsv_expect(&t, "worse", t.cell[5], worse ? "yes" : "no");
    }
    tsv_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alerts_are_raised_as_the_table_says),
        cmocka_unit_test(quality_is_worse_by_the_direction_of_its_indicator),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
