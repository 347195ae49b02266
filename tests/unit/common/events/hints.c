/* SPDX-License-Identifier: MIT */
/* Tests of hints that wait: how long, how many, and which of them go. */
#include "events/hints.h"
#include "base/str.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MS = 1000, LIMIT = 10 * 1000 * MS };

static struct hints hints;
static struct hint_faults faults;

static int afresh(void **state)
{
    (void)state;
    hints = (struct hints){0};
    faults = (struct hint_faults){0};
    return 0;
}

static const char *id_of(struct arena *a, int i)
{
    return arena_printf(a, "01900000-0000-7000-8000-%012d", i);
}

static void wait_for(struct arena *a, int i, int64_t now_us)
{
    struct inbound in = {.id = id_of(a, i), .producer = "walker"};

    hints_wait(&hints, &(struct inbound_list){&in, 1}, now_us, &faults);
}

/* Those due at a time; their look-up finds `state`. */
static size_t ask(struct arena *a, int64_t now_us, enum inbound_state state)
{
    struct inbound_list list;

    hints_due(&hints, now_us, 100, a, &list);
    for (size_t i = 0; i < list.n; i++)
        list.items[i].state = state;
    hints_settle(&hints, &list, now_us, LIMIT, &faults);
    return list.n;
}

static void what_becomes_known_waits_no_longer(void **state)
{
    struct arena a = {0};
    (void)state;

    wait_for(&a, 1, 0);
    wait_for(&a, 1, 0);
    assert_int_equal(hints.n, 1);
    assert_int_equal(ask(&a, 0, INBOUND_FRESH), 0);
    assert_int_equal(ask(&a, 32 * MS, INBOUND_FRESH), 1);
    assert_int_equal(hints.n, 0);
    assert_int_equal(faults.n[HINT_FAULT_UNKNOWN], 0);
    arena_done(&a);
}

static void what_stays_unknown_is_asked_for_less_and_less_and_then_dropped(void **state)
{
    struct arena a = {0};
    int64_t now = 0;
    size_t asked = 0;
    (void)state;

    wait_for(&a, 1, 0);
    for (; hints.n > 0 && now < 2 * LIMIT; now += MS)
        asked += ask(&a, now, INBOUND_UNKNOWN);
    assert_in_range(now, LIMIT, LIMIT + 1000 * MS + MS);
    assert_in_range(asked, 5, 25);
    assert_int_equal(faults.n[HINT_FAULT_UNKNOWN], 1);
    arena_done(&a);
}

static void a_flood_pushes_the_oldest_out(void **state)
{
    struct arena a = {0};
    (void)state;

    for (int i = 0; i < HINTS_WAITING_MAX + 5; i++)
        wait_for(&a, i, 0);
    assert_int_equal(hints.n, HINTS_WAITING_MAX);
    assert_int_equal(faults.n[HINT_FAULT_UNKNOWN], 5);
    assert_string_equal(hints.items[0].id, id_of(&a, 5));
    arena_done(&a);
}

static void only_the_unknown_stay_and_a_false_type_is_refused(void **state)
{
    struct arena a = {0};
    struct inbound items[] = {
        {.id = id_of(&a, 1), .producer = "walker", .state = INBOUND_FRESH  },
        {.id = id_of(&a, 2), .producer = "walker", .state = INBOUND_SEEN   },
        {.id = id_of(&a, 3), .producer = "walker", .state = INBOUND_FOREIGN},
        {.id = id_of(&a, 4), .producer = "walker", .state = INBOUND_UNKNOWN},
    };
    (void)state;

    struct inbound_list list = {items, ARRAY_LEN(items)};
    hints_unknown(&list, &faults);
    assert_int_equal(list.n, 1);
    assert_string_equal(items[0].id, id_of(&a, 4));
    assert_int_equal(faults.n[HINT_FAULT_REFUSED], 1);
    arena_done(&a);
}

static void the_next_look_up_bounds_the_wait_for_new_entries(void **state)
{
    struct arena a = {0};
    (void)state;

    assert_int_equal(hints_pause(&hints, 0, 500 * MS), 500 * MS);
    wait_for(&a, 1, 0);
    assert_int_equal(hints_pause(&hints, 0, 500 * MS), 32 * MS);
    assert_int_equal(hints_pause(&hints, 70 * MS, 500 * MS), 0);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_becomes_known_waits_no_longer, afresh),
        cmocka_unit_test_setup(what_stays_unknown_is_asked_for_less_and_less_and_then_dropped, afresh),
        cmocka_unit_test_setup(a_flood_pushes_the_oldest_out, afresh),
        cmocka_unit_test_setup(only_the_unknown_stay_and_a_false_type_is_refused, afresh),
        cmocka_unit_test_setup(the_next_look_up_bounds_the_wait_for_new_entries, afresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
