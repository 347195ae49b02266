/* SPDX-License-Identifier: MIT */
/* The set of what a connection has prepared: it grows, and forgets nothing by it. */
#include "db/prepared.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void what_is_known_stays_known_while_the_set_grows(void **state)
{
    struct prepared_set set = {0};
    struct prepared *variant = prepared_get(&set, "list/3", 'D'), *own = prepared_get(&set, "get", 'D');
    (void)state;

    for (int i = 0; i < 1000; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "statement_%d", i);
        (void)prepared_get(&set, name, 'D');
    }
    assert_ptr_equal(prepared_get(&set, "list/3", 'D'), variant);
    assert_ptr_equal(prepared_get(&set, "get", 'D'), own);
    assert_ptr_not_equal(prepared_get(&set, "list/3", 'C'), variant);
    assert_int_equal(set.n_variants, 2);
    prepared_done(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_known_stays_known_while_the_set_grows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
