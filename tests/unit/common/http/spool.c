/* SPDX-License-Identifier: MIT */
/* Tests of bodies in files, grown as the library grows them. */
#include "http/spool.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

enum { MIB = 1 << 20, MOST = 24 * MIB, BLOCK = 60000 };

static unsigned char byte_at(size_t at)
{
    return (unsigned char)(at * 7 + at / 251);
}

/* `n` bytes that came in blocks. */
static unsigned char *arrive(size_t n)
{
    unsigned char *body = NULL;

    for (size_t at = 0, more; at < n; at += more) {
        more = n - at < BLOCK ? n - at : BLOCK;
        body = spool_realloc(body, at + more);
        assert_non_null(body);
        for (size_t i = at; i < at + more; i++)
            body[i] = byte_at(i);
    }
    return body;
}

static bool is_whole(const unsigned char *body, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (body[i] != byte_at(i))
            return false;
        if (i % MIB == 0)
            spool_forget((const char *)body, i);
    }
    return true;
}

static void what_was_forgotten_is_read_again(void **state)
{
    unsigned char *body;

    (void)state;
    spool_init("/var/tmp", MOST);
    body = arrive(MOST - 5);
    assert_false(spool_is_lost(body));
    assert_true(is_whole(body, MOST - 5));
    assert_true(is_whole(body, MOST - 5));
    spool_free(body);
}

static long peak_kib(void)
{
    struct rusage used;

    assert_int_equal(getrusage(RUSAGE_SELF, &used), 0);
    return used.ru_maxrss;
}

static void a_long_body_takes_no_more_memory_than_a_short_one(void **state)
{
    unsigned char *body;
    long before;

    (void)state;
    spool_init("/var/tmp", MOST);
    body = arrive(4 * MIB);
    assert_true(is_whole(body, 4 * MIB));
    spool_free(body);
    before = peak_kib();
    body = arrive(MOST);
    assert_true(is_whole(body, MOST));
    spool_free(body);
    assert_true(peak_kib() - before < MOST / 1024 / 4);
}

static void several_bodies_are_apart(void **state)
{
    unsigned char *one, *other;

    (void)state;
    spool_init("/var/tmp", MOST);
    one = arrive(3 * MIB);
    other = arrive(2 * MIB);
    spool_free(one);
    assert_true(is_whole(other, 2 * MIB));
    spool_free(other);
}

static void a_short_body_lies_in_memory(void **state)
{
    unsigned char *body;

    (void)state;
    spool_init("/nowhere", MOST);
    body = arrive(200000);
    assert_false(spool_is_lost(body));
    assert_true(is_whole(body, 200000));
    spool_free(body);
    spool_free(NULL);
}

static void a_body_without_room_is_lost_and_can_be_told(void **state)
{
    unsigned char *body;

    (void)state;
    spool_init("/nowhere", MOST);
    body = arrive(2 * MIB);
    assert_true(spool_is_lost(body));
    spool_free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        /* first: a peak stays */
        cmocka_unit_test(a_long_body_takes_no_more_memory_than_a_short_one),
        cmocka_unit_test(what_was_forgotten_is_read_again),
        cmocka_unit_test(several_bodies_are_apart),
        cmocka_unit_test(a_short_body_lies_in_memory),
        cmocka_unit_test(a_body_without_room_is_lost_and_can_be_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
