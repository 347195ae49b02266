/* SPDX-License-Identifier: MIT */
/* Air quality indices by the tables, and what must hold of any value. */
#include "indicators/domain/air_index.h"
#include "base/attr.h"
#include "base/decimal.h"
#include "base/str.h"
#include "support/air_text.h"
#include "support/random.h"
#include "support/standards.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const editions[] = {"HJ633-2012", "HJ633-2026"};

static enum air_period period_of(const char *text)
{
    return str_eq(text, "HOUR") ? AIR_HOUR : AIR_DAY;
}

static struct air_scale scale_of(const char *edition, enum air_period period)
{
    struct air_scale scale;

    if (!air_scale_init(&scale, test_standard(edition), period))
        fail_msg("%s makes no scale", edition);
    return scale;
}

static void every_value_has_the_iaqi_of_the_table(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/air_iaqi.tsv");
    while (tsv_next(&t, 6)) {
        struct air_scale scale = scale_of(t.cell[1], period_of(t.cell[2]));
        char text[AIR_TEXT];
        air_format_index(air_iaqi(&scale.items[air_item_of(t.cell[3])], air_number(t.cell[4])), "-", text);
        tsv_expect(&t, "IAQI", t.cell[5], text);
    }
    tsv_close(&t);
}

static void expect_items(struct tsv *t, const char *what, const char *expected, unsigned items)
{
    char text[AIR_TEXT];

    air_format_items(items, text);
    tsv_expect(t, what, expected, text);
}

static void every_hour_and_day_has_the_index_of_the_table(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/air_index.tsv");
    while (tsv_next(&t, 12)) {
        struct air_scale scale = scale_of(t.cell[1], period_of(t.cell[2]));
        int64_t values[AIR_ITEM_COUNT];
        struct air_index x;
        char text[AIR_TEXT];
        air_parse_values(t.cell[3], values);
        x = air_index(&scale, values, air_parse_items(t.cell[4]));
        air_format_index(x.aqi, "NA", text);
        tsv_expect(&t, "AQI", t.cell[5], text);
        if (x.level != tsv_int(&t, t.cell[6]))
            tsv_wrong(&t, "level %d", (int)x.level);
        expect_items(&t, "primary", t.cell[7], x.primary);
        expect_items(&t, "exceeding", t.cell[8], x.exceeding);
        expect_items(&t, "missing", t.cell[9], x.missing);
        expect_items(&t, "ignored", t.cell[10], x.ignored);
        air_format_indices(x.iaqi, text);
        tsv_expect(&t, "IAQI", t.cell[11], text);
    }
    tsv_close(&t);
}

/* Calls `check` with each item of each edition and period. */
static void each_item(void (*check)(const struct air_item_scale *item))
{
    for (size_t e = 0; e < ARRAY_LEN(editions); e++)
        for (int period = AIR_HOUR; period <= AIR_DAY; period++) {
            struct air_scale scale = scale_of(editions[e], (enum air_period)period);
            for (int i = 0; i < AIR_ITEM_COUNT; i++)
                if (scale.items[i].part != AIR_PART_NONE)
                    check(&scale.items[i]);
        }
}

static void check_breakpoints(const struct air_item_scale *item)
{
    for (int32_t i = 0; i < item->n; i++)
        assert_int_equal(air_iaqi(item, item->breakpoint[i]), item->iaqi[i]);
    assert_int_equal(air_iaqi(item, item->breakpoint[item->n - 1] + item->unit), item->above);
}

static void breakpoints_are_exact(void **state)
{
    (void)state;
    each_item(check_breakpoints);
}

/* Every rounded value of the scale, and values between them. */
static void check_monotone(const struct air_item_scale *item)
{
    int64_t last = item->breakpoint[item->n - 1];
    struct random r = {7};
    int32_t before = 0;

    for (int64_t c = 0; c <= last; c += item->unit) {
        int32_t iaqi = air_iaqi(item, c), near;
        assert_true(iaqi >= before);
        near = air_iaqi(item, c + random_between(&r, 0, (int32_t)item->unit));
        assert_true(c == last || (near >= iaqi && near <= air_iaqi(item, c + item->unit)));
        before = iaqi;
    }
}

static void more_of_a_pollutant_is_never_a_lower_iaqi(void **state)
{
    (void)state;
    each_item(check_monotone);
}

static void random_values(struct random *r, int64_t values[AIR_ITEM_COUNT])
{
    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        values[i] = random_between(r, 0, 9) ? random_between(r, 0, 1000) * (int64_t)VALUE_ONE / 2 : AIR_NONE;
}

/* The index is of the set of values: it is the greatest IAQI of any of them alone, and all that reach it are primary.
 * */
static void the_aqi_is_the_greatest_iaqi_in_whatever_order(void **state)
{
    struct air_scale scale = scale_of("HJ633-2012", AIR_DAY);
    struct random r = {11};
    (void)state;

    for (int round = 0; round < 20000; round++) {
        int64_t values[AIR_ITEM_COUNT];
        struct air_index x;
        int32_t most = AIR_NO_INDEX;
        random_values(&r, values);
        x = air_index(&scale, values, 0);
        for (int i = AIR_ITEM_COUNT - 1; i >= 0; i--) {
            int32_t alone = air_iaqi(&scale.items[i], values[i]);
            assert_int_equal(alone, x.iaqi[i]);
            most = alone > most ? alone : most;
        }
        assert_int_equal(x.aqi, most);
        for (int i = 0; i < AIR_ITEM_COUNT; i++)
            assert_int_equal(x.primary >> i & 1u, most > 50 && x.iaqi[i] == most);
    }
}

/* An edition of two items whose rows stand in any order, with one of them changed. */
static bool makes_a_scale(int32_t level, int64_t value)
{
    const struct standard_limit limits[] = {
        {"no2", "1H", "LE", 100,   200 * VALUE_ONE},
        {"no2", "1H", "LE", level, value          },
        {"no2", "1H", "LE", 0,     0              },
        {"aqi", "",   "LE", 1,     50 * VALUE_ONE },
        {"aqi", "",   "LE", 2,     100 * VALUE_ONE},
        {"aqi", "",   "LE", 3,     150 * VALUE_ONE},
        {"aqi", "",   "LE", 4,     200 * VALUE_ONE},
        {"aqi", "",   "LE", 5,     300 * VALUE_ONE},
    };
    const struct standard_rule rules[] = {
        {"no2", "hour",     0, "1H"},
        {"no2", "decimals", 0, ""  }
    };
    const struct standard s = {"X", "HJ633", "X", 0, 0, limits, ARRAY_LEN(limits), rules, ARRAY_LEN(rules)};
    struct air_scale scale;

    return air_scale_init(&scale, &s, AIR_HOUR) && air_iaqi(&scale.items[AIR_NO2], 150 * VALUE_ONE) == 75;
}

static void rows_that_make_no_scale_are_refused(void **state)
{
    struct air_scale scale;

    (void)state;
    assert_true(makes_a_scale(50, 100 * VALUE_ONE));
    assert_false(makes_a_scale(50, 200 * VALUE_ONE));
    assert_false(makes_a_scale(50, 300 * VALUE_ONE));
    assert_false(makes_a_scale(100, 100 * VALUE_ONE));
    assert_false(air_scale_init(&scale, test_standard("GB3095-2012"), AIR_DAY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_has_the_iaqi_of_the_table),
        cmocka_unit_test(every_hour_and_day_has_the_index_of_the_table),
        cmocka_unit_test(breakpoints_are_exact),
        cmocka_unit_test(more_of_a_pollutant_is_never_a_lower_iaqi),
        cmocka_unit_test(the_aqi_is_the_greatest_iaqi_in_whatever_order),
        cmocka_unit_test(rows_that_make_no_scale_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
