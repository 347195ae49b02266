/* SPDX-License-Identifier: MIT */
/* Times, values and averagings of observations, by the tables beside. */
#include "indicators/domain/observation.h"
#include "base/clock.h"
#include "base/decimal.h"
#include "base/str.h"
#include "indicators/domain/standard.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void times_are_shanghai_s_unless_they_say_utc(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/observation_time.tsv");
    while (tsv_next(&t, 2)) {
        char got[CLOCK_TEXT] = "-";
        int64_t at;
        if (observation_time_parse(t.cell[0], &at)) {
            clock_format(at * 1000000, got);
            got[strlen("2024-01-31T08:00:00")] = '\0';
        }
        tsv_expect(&t, "time", t.cell[1], got);
    }
    tsv_close(&t);
}

/* In the table, a share ends at 100 as the edition's rule says. */
static int64_t most_of(const char *unit)
{
    return str_eq(unit, "%") ? 100 * VALUE_ONE : INT64_MAX;
}

static const char *value_of(char **cell, char out[DECIMAL_TEXT])
{
    static const char *const faults[] = {"", "no-number", "range", "inexact"};
    enum observation_fault fault;
    int64_t value;
    int exponent;

    if (!observation_unit_exponent(cell[1], cell[2], &exponent))
        return "unit";
    if (observation_is_missing(cell[0]))
        return "missing";
    fault = observation_value_parse(cell[0], exponent, observation_unit_is_signed(cell[2]), most_of(cell[2]),
                                    &value);
    if (fault != OBSERVATION_FITS)
        return faults[fault];
    decimal_format(value, VALUE_SCALE, out);
    return out;
}

static void values_are_converted_exactly_or_refused(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/observation_value.tsv");
    while (tsv_next(&t, 4)) {
        char out[DECIMAL_TEXT];
        tsv_expect(&t, "value", t.cell[3], value_of(t.cell, out));
    }
    tsv_close(&t);
}

static void a_detection_limit_is_written_with_an_L_or_a_sign(void **state)
{
    const char *limit;
    (void)state;

    assert_int_equal(observation_limit_text("0.01L", &limit), 4);
    assert_memory_equal(limit, "0.01", 4);
    assert_int_equal(observation_limit_text("<0.05", &limit), 4);
    assert_string_equal(limit, "0.05");
    assert_int_equal(observation_limit_text("0.01", &limit), 0);
    assert_int_equal(observation_limit_text("L", &limit), 0);
    assert_true(observation_has_limits("WATER_SECTION"));
    assert_false(observation_has_limits("AIR_STATION"));
}

static void a_kind_is_observed_by_its_families_and_averagings(void **state)
{
    (void)state;

    assert_true(observation_averaging("AIR_STATION", "1H") >= 0);
    assert_int_equal(observation_averaging("AIR_STATION", "4H"), -1);
    assert_true(observation_averaging("WATER_SECTION", "4H") >= 0);
    assert_int_equal(observation_averaging("WATER_SECTION", "H"), -1);
    assert_int_equal(observation_averaging("PARCEL", "1H"), -1);
    assert_string_equal(observation_families("WATER_BODY")[0], "GB3838");
    assert_null(observation_families("PARCEL"));
    assert_true(observation_averaging("ENTERPRISE", "SAMPLE") >= 0);
    assert_int_equal(observation_averaging("PLANT", "8H"), -1);
    assert_null(observation_families("ENTERPRISE")[0]); /* but those of its own standard */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_shanghai_s_unless_they_say_utc),
        cmocka_unit_test(values_are_converted_exactly_or_refused),
        cmocka_unit_test(a_detection_limit_is_written_with_an_L_or_a_sign),
        cmocka_unit_test(a_kind_is_observed_by_its_families_and_averagings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
