/* SPDX-License-Identifier: MIT */
/* Tests of settings. */
#include "config/config.h"
#include "base/str.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct problem err;
static struct config config;
static struct arena arena;

static int begin(void **state)
{
    (void)state;
    for (const struct config_row *row = config_rows; row->name; row++) {
        assert_int_equal(unsetenv(row->name), 0);
        assert_int_equal(unsetenv(arena_printf(&arena, "%s_FILE", row->name)), 0);
    }
    assert_int_equal(setenv("BIHUAN_PG", "host=db", 1), 0);
    memset(&err, 0, sizeof err);
    memset(&config, 0, sizeof config);
    return 0;
}

static void defaults_stand_where_nothing_is_set(void **state)
{
    (void)state;
    assert_int_equal(config_load(&arena, &config, &err), 0);
    assert_string_equal(config.pg, "host=db");
    assert_string_equal(config.bind, "127.0.0.1");
    assert_int_equal(config.workers, 8);
    assert_int_equal(config.drain_seconds, 10);
    assert_null(config.clock_file);
}

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void the_environment_overrides_them(void **state)
{
    (void)state;
    assert_int_equal(setenv("BIHUAN_PORT", "8082", 1), 0);
    assert_int_equal(setenv("BIHUAN_BIND", "0.0.0.0", 1), 0);
    assert_int_equal(setenv("BIHUAN_WORKERS", "", 1), 0);
    assert_int_equal(config_load(&arena, &config, &err), 0);
    assert_int_equal(config.port, 8082);
    assert_string_equal(config.bind, "0.0.0.0");
    assert_int_equal(config.workers, 8);
}

static void all_faults_are_reported_at_once(void **state)
{
    (void)state;
    assert_int_equal(unsetenv("BIHUAN_PG"), 0);
    assert_int_equal(setenv("BIHUAN_PORT", "65536", 1), 0);
    assert_int_equal(setenv("BIHUAN_WORKERS", "8 ", 1), 0);
    config.port = 7;
    assert_int_equal(config_load(&arena, &config, &err), -1);
    assert_int_equal(err.n_fields, 3);
    assert_string_equal(err.fields[0].pointer, "BIHUAN_PG");
    assert_string_equal(err.fields[0].code, "required");
    assert_string_equal(err.fields[1].pointer, "BIHUAN_PORT");
    assert_string_equal(err.fields[2].pointer, "BIHUAN_WORKERS");
    assert_int_equal(config.port, 7);
}

static void a_secret_may_lie_in_a_file(void **state)
{
    (void)state;
    assert_int_equal(setenv("BIHUAN_CURSOR_KEY_FILE", "tests/unit/common/app/long.secret", 1), 0);
    assert_int_equal(setenv("BIHUAN_BIND_FILE", "/nonexistent", 1), 0); /* is no secret */
    assert_int_equal(config_load(&arena, &config, &err), 0);
    assert_string_equal(config.cursor_key, "for-tests-only-0123456789abcdefghij");
    assert_string_equal(config.bind, "127.0.0.1");
}

static void a_secret_that_is_not_to_be_had_is_a_fault(void **state)
{
    (void)state;
    assert_int_equal(unsetenv("BIHUAN_PG"), 0);
    assert_int_equal(setenv("BIHUAN_PG_FILE", "/nonexistent", 1), 0);
    assert_int_equal(setenv("BIHUAN_PG_PASSWORD_FILE", "/dev/null", 1), 0);
    assert_int_equal(setenv("BIHUAN_CURSOR_KEY", "x", 1), 0);
    assert_int_equal(setenv("BIHUAN_CURSOR_KEY_FILE", "tests/unit/common/app/long.secret", 1), 0);
    assert_int_equal(config_load(&arena, &config, &err), -1);
    assert_int_equal(err.n_fields, 3);
    assert_string_equal(err.fields[0].pointer, "BIHUAN_CURSOR_KEY_FILE");
    assert_string_equal(err.fields[0].code, "conflict");
    assert_string_equal(err.fields[1].pointer, "BIHUAN_PG_FILE");
    assert_string_equal(err.fields[2].pointer, "BIHUAN_PG_PASSWORD_FILE");
}

static void rows_are_in_order_and_explained(void **state)
{
    int64_t v;
    (void)state;

    for (const struct config_row *row = config_rows; row->name; row++) {
        assert_true(str_starts(row->name, "BIHUAN_"));
        assert_false(str_empty(row->help));
        assert_true(row == config_rows || strcmp(row[-1].name, row->name) < 0);
        if (row->type == CONFIG_INT)
            assert_true(str_to_int64(row->fallback, &v) && v >= row->min && v <= row->max);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(defaults_stand_where_nothing_is_set, begin, end),
        cmocka_unit_test_setup_teardown(the_environment_overrides_them, begin, end),
        cmocka_unit_test_setup_teardown(all_faults_are_reported_at_once, begin, end),
        cmocka_unit_test_setup_teardown(a_secret_may_lie_in_a_file, begin, end),
        cmocka_unit_test_setup_teardown(a_secret_that_is_not_to_be_had_is_a_fault, begin, end),
        cmocka_unit_test_setup_teardown(rows_are_in_order_and_explained, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
