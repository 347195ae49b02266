/* SPDX-License-Identifier: MIT */
/* Tests of the request arena; the same promises hold for the bump and the exact mode. */
#include "base/arena.h"
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void memory_is_zeroed_and_aligned(void **state)
{
    struct arena a = {0};
    (void)state;

    for (size_t size = 0; size < 40000; size = size * 2 + 1) {
        unsigned char *p = arena_alloc(&a, size);
        assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xFF, size);
    }
    arena_done(&a);
}

static void allocations_never_overlap(void **state)
{
    enum { N = 3000 };
    static unsigned char *p[N];
    struct arena a = {0};
    size_t size[] = {1, 15, 16, 17, 100, 4096, 4097, 20000};
    (void)state;

    for (size_t i = 0; i < N; i++) {
        p[i] = arena_alloc(&a, size[i % 8]);
        memset(p[i], (int)(i % 251), size[i % 8]);
    }
    for (size_t i = 0; i < N; i++) {
        assert_int_equal(p[i][0], i % 251);
        assert_int_equal(p[i][size[i % 8] - 1], i % 251);
    }
    arena_done(&a);
}

static void two_empty_allocations_have_two_addresses(void **state)
{
    struct arena a = {0};
    (void)state;

    assert_ptr_not_equal(arena_alloc(&a, 0), arena_alloc(&a, 0));
    arena_done(&a);
}

static void copies_end_with_nul(void **state)
{
    struct arena a = {0};
    (void)state;

    assert_string_equal(arena_strdup(&a, "整改"), "整改");
    assert_string_equal(arena_strdup(&a, ""), "");
    assert_string_equal(arena_strndup(&a, "abcdef", 3), "abc");
    assert_string_equal(arena_strndup(&a, "ab\0cd", 5), "ab");
    assert_string_equal(arena_strndup(&a, "", 0), "");
    assert_memory_equal(arena_memdup(&a, "a\0b", 3), "a\0b", 3);
    arena_done(&a);
}

static void printf_takes_text_of_any_length(void **state)
{
    struct arena a = {0};
    char *s = arena_printf(&a, "%s-%05d", "x", 42);
    (void)state;

    assert_string_equal(s, "x-00042");
    s = arena_printf(&a, "%30000d", 7);
    assert_int_equal(strlen(s), 30000);
    assert_string_equal(arena_printf(&a, "%s", ""), "");
    arena_done(&a);
}

static char order[8];

static void note(void *arg)
{
    strncat(order, arg, 1);
}

static void deferred_releases_run_newest_first_and_once(void **state)
{
    struct arena a;
    (void)state;

    order[0] = '\0';
    arena_init(&a);
    arena_defer(&a, note, arena_strdup(&a, "1"));
    arena_defer(&a, note, arena_strdup(&a, "2"));
    arena_defer(&a, note, arena_strdup(&a, "3"));
    arena_done(&a);
    assert_string_equal(order, "321");
    arena_done(&a);
    assert_string_equal(order, "321");
}

static void an_arena_is_usable_again_after_done(void **state)
{
    struct arena a = {0};
    (void)state;

    for (int i = 0; i < 3; i++) {
        assert_string_equal(arena_strdup(&a, "again"), "again");
        arena_done(&a);
        assert_null(a.blocks);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(allocations_never_overlap),
        cmocka_unit_test(two_empty_allocations_have_two_addresses),
        cmocka_unit_test(copies_end_with_nul),
        cmocka_unit_test(printf_takes_text_of_any_length),
        cmocka_unit_test(deferred_releases_run_newest_first_and_once),
        cmocka_unit_test(an_arena_is_usable_again_after_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
