/* SPDX-License-Identifier: MIT */
/* Tests of UUIDv7. */
#include "base/uuid.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const int64_t NOW = INT64_C(1787000000123456); /* ms 0x01A012C55C7B */

static void the_time_version_and_variant_stand_in_their_places(void **state)
{
    char id[UUID_TEXT], ms[13];
    (void)state;

    uuid7_format(NOW, id);
    (void)snprintf(ms, sizeof ms, "%012llx", (unsigned long long)(NOW / 1000));
    assert_memory_equal(id, ms, 8);
    assert_memory_equal(id + 9, ms + 8, 4);
    assert_int_equal(id[14], '7');
    assert_non_null(strchr("89ab", id[19]));
    assert_true(uuid_is_valid(id));
}

static void identifiers_of_one_time_increase(void **state)
{
    char last[UUID_TEXT], id[UUID_TEXT];
    (void)state;

    uuid7_format(NOW, last);
    for (int i = 0; i < 20000; i++) {
        uuid7_format(NOW, id);
        assert_true(strcmp(id, last) > 0);
        memcpy(last, id, sizeof id);
    }
}

static void a_clock_that_moves_back_gives_no_older_identifier(void **state)
{
    char last[UUID_TEXT], id[UUID_TEXT];
    (void)state;

    uuid7_format(NOW + 1000000, last);
    uuid7_format(NOW, id);
    assert_true(strcmp(id, last) > 0);
    uuid7_format(-5, id);
    assert_true(strcmp(id, last) > 0);
}

enum { THREADS = 4, EACH = 5000 };
static char made[THREADS * EACH][UUID_TEXT];

static void *make_many(void *arg)
{
    char(*out)[UUID_TEXT] = arg;

    for (int i = 0; i < EACH; i++)
        uuid7_format(NOW, out[i]);
    return NULL;
}

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void threads_never_make_the_same_identifier(void **state)
{
    pthread_t t[THREADS];
    (void)state;

    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&t[i], NULL, make_many, made[i * EACH]), 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(t[i], NULL), 0);
    qsort(made, THREADS * EACH, UUID_TEXT, compare);
    for (size_t i = 1; i < THREADS * EACH; i++)
        assert_true(memcmp(made[i - 1], made[i], 18) < 0); /* the time and the counter alone differ */
}

static void the_random_part_differs(void **state)
{
    char a[UUID_TEXT], b[UUID_TEXT];
    (void)state;

    uuid7_format(NOW, a);
    uuid7_format(NOW, b);
    assert_string_not_equal(a + 19, b + 19);
}

static void only_the_plain_form_is_valid(void **state)
{
    static const char *const bad[] = {
        "",
        "0199a9f0-5c7b-7000-8000-00000000000",
        "0199a9f0-5c7b-7000-8000-0000000000000",
        "0199a9f05c7b70008000000000000000",
        "{199a9f0-5c7b-7000-8000-000000000000}",
        "0199a9f0-5c7b-7000-8000-00000000000g",
        "0199a9f0_5c7b-7000-8000-000000000000",
        "0199a9f0-5c7b-7000-80000-00000000000",
    };
    (void)state;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(uuid_is_valid(bad[i]));
    assert_true(uuid_is_valid("0199a9f0-5c7b-7000-8000-000000000000"));
    assert_true(uuid_is_valid("0199A9F0-5C7B-7000-8000-00000000000F"));
}

static void the_arena_form_is_the_same_text(void **state)
{
    struct arena a = {0};
    char *id = uuid7_new(&a, NOW);
    (void)state;

    assert_true(uuid_is_valid(id));
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        /* first: the counter is process-wide, and later tests move it on */
        cmocka_unit_test(the_time_version_and_variant_stand_in_their_places),
        cmocka_unit_test(identifiers_of_one_time_increase),
        cmocka_unit_test(a_clock_that_moves_back_gives_no_older_identifier),
        cmocka_unit_test(threads_never_make_the_same_identifier),
        cmocka_unit_test(the_random_part_differs),
        cmocka_unit_test(only_the_plain_form_is_valid),
        cmocka_unit_test(the_arena_form_is_the_same_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
