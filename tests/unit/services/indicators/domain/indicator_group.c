/* SPDX-License-Identifier: MIT */
/* Groups of indicators, and the verdict of a composite by the table (indicator_group.tsv). */
#include "indicators/domain/indicator_group.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_composite_is_attained_only_as_a_whole(void **state)
{
    static const enum target_status columns[] = {TARGET_STATUS_ATTAINED,       TARGET_STATUS_NOT_ATTAINED,
                                                 TARGET_STATUS_AT_RISK,        TARGET_STATUS_NO_DATA,
                                                 TARGET_STATUS_NOT_COMPARABLE, TARGET_STATUS_UNSET};
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/indicator_group.tsv");
    while (tsv_next(&t, 8)) {
        struct tally tally = {0};
        for (int i = 0; i < TARGET_STATUS_COUNT; i++)
            tally.of[columns[i]] = tsv_int(&t, t.cell[i]);
        tsv_expect(&t, "verdict", t.cell[7],
                   target_status_codes[indicator_group_verdict(&tally, tsv_int(&t, t.cell[6]))].code);
    }
    tsv_close(&t);
}

static void every_word_must_be_the_code_of_a_group(void **state)
{
    (void)state;
    assert_true(indicator_group_is_known("CLEAR_WATER"));
    assert_true(indicator_group_is_known("CLEAR_WATER STP_DUAL"));
    assert_false(indicator_group_is_known("CLEAR"));
    assert_false(indicator_group_is_known("CLEAR_WATERS"));
    assert_false(indicator_group_is_known("STP_DUAL CLEAN_AIR"));
    assert_false(indicator_group_is_known("STP_DUAL  BLUE_SKY"));
}

static void a_group_has_one_row_and_one_code(void **state)
{
    size_t n = 0;
    (void)state;

    for (; indicator_groups[n].code; n++)
        assert_string_equal(indicator_groups[n].code, indicator_group_values[n]);
    assert_null(indicator_group_values[n]);
    assert_true(n > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_composite_is_attained_only_as_a_whole),
        cmocka_unit_test(every_word_must_be_the_code_of_a_group),
        cmocka_unit_test(a_group_has_one_row_and_one_code),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
