/* SPDX-License-Identifier: MIT */
/* A day from its hours, a place from its stations, and the index of both editions (TV-14, TV-16, TV-23). */
#include "indicators/domain/air_day.h"
#include "support/standards.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct air_basis basis(void)
{
    return air_basis_of(test_standard("HJ663-2013"), test_standard("GB3095-2012"));
}

static struct air_scale scale(const char *edition)
{
    struct air_scale s;

    assert_true(air_scale_init(&s, test_standard(edition), AIR_DAY));
    return s;
}

/* Every hour of an item has the value. */
static void fill(struct air_hours *h, enum air_item item, int64_t millionths)
{
    for (int hour = 0; hour < AIR_DAY_HOURS; hour++)
        h->item[item][hour] = millionths;
}

static struct air_hours hours_of_tv14(void)
{
    struct air_hours h;

    air_hours_clear(&h);
    fill(&h, AIR_PM25, INT64_C(58) * VALUE_ONE);
    fill(&h, AIR_PM10, INT64_C(96) * VALUE_ONE);
    fill(&h, AIR_SO2, INT64_C(8) * VALUE_ONE);
    fill(&h, AIR_NO2, INT64_C(44) * VALUE_ONE);
    fill(&h, AIR_CO, VALUE_ONE * 9 / 10);
    fill(&h, AIR_O3, INT64_C(142) * VALUE_ONE);
    return h;
}

static void a_day_of_equal_hours_has_the_index_of_the_table(void **state)
{
    struct air_basis b = basis();
    struct air_hours h = hours_of_tv14();
    struct air_scale s12 = scale("HJ633-2012"), s26 = scale("HJ633-2026");
    struct air_day day = air_day_of_hours(&b, &h);
    struct air_index old = air_day_index(&s12, &day, 0), new = air_day_index(&s26, &day, 0);
    (void)state;

    assert_int_equal(old.aqi, 85);
    assert_true(old.primary & 1u << AIR_O3_8H);
    assert_int_equal(new.aqi, 96);
    assert_int_equal(new.primary, 1u << AIR_PM25);
    assert_int_equal(day.figures[AIR_O3_8H].n, 17);
}

static void an_item_of_nineteen_hours_is_missing(void **state)
{
    struct air_basis b = basis();
    struct air_hours h = hours_of_tv14();
    struct air_scale s12 = scale("HJ633-2012"), s26 = scale("HJ633-2026");
    struct air_day day;
    (void)state;

    for (int hour = 0; hour < 5; hour++)
        h.item[AIR_PM25][hour] = AIR_NONE;
    day = air_day_of_hours(&b, &h);
    assert_false(day.figures[AIR_PM25].valid);
    assert_int_equal(air_day_index(&s12, &day, 0).missing, 1u << AIR_PM25);
    assert_int_equal(air_day_index(&s26, &day, 0).aqi, AIR_NO_INDEX);
    h.item[AIR_PM25][0] = INT64_C(58) * VALUE_ONE;
    day = air_day_of_hours(&b, &h);
    assert_true(day.figures[AIR_PM25].valid);
}

static void a_short_day_of_ozone_counts_when_it_exceeds(void **state)
{
    struct air_basis b = basis();
    struct air_hours h;
    struct air_day day;
    (void)state;

    air_hours_clear(&h);
    for (int hour = 10; hour < 18; hour++)
        h.item[AIR_O3][hour] = INT64_C(161) * VALUE_ONE;
    day = air_day_of_hours(&b, &h);
    assert_true(day.figures[AIR_O3_8H].valid);
    for (int hour = 10; hour < 18; hour++)
        h.item[AIR_O3][hour] = INT64_C(160) * VALUE_ONE;
    day = air_day_of_hours(&b, &h);
    assert_false(day.figures[AIR_O3_8H].valid);
}

static void a_place_needs_three_quarters_of_its_stations(void **state)
{
    struct air_basis b = basis();
    int64_t values[4] = {INT64_C(30) * VALUE_ONE, INT64_C(31) * VALUE_ONE, INT64_C(33) * VALUE_ONE, AIR_NONE};
    int64_t *columns[AIR_ITEM_COUNT] = {values, values, values, values, values, values, values};
    struct air_day day = air_day_of_stations(&b, columns, 4);
    (void)state;

    assert_true(day.figures[AIR_PM25].valid);
    assert_int_equal(day.figures[AIR_PM25].n, 3);
    assert_int_equal(day.figures[AIR_PM25].exact, 31333333);
    assert_int_equal(day.figures[AIR_PM25].value, INT64_C(31) * VALUE_ONE);
    values[2] = AIR_NONE;
    day = air_day_of_stations(&b, columns, 4);
    assert_false(day.figures[AIR_PM25].valid);
    day = air_day_of_stations(&b, columns, 0);
    assert_false(day.figures[AIR_PM25].valid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_of_equal_hours_has_the_index_of_the_table),
        cmocka_unit_test(an_item_of_nineteen_hours_is_missing),
        cmocka_unit_test(a_short_day_of_ozone_counts_when_it_exceeds),
        cmocka_unit_test(a_place_needs_three_quarters_of_its_stations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
