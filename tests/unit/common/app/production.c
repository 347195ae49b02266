/* SPDX-License-Identifier: MIT */
/* What is not fit for production, as a table, on the settings as the environment gives them. */
#include "app/production.h"
#include "base/str.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void begin(struct arena *a)
{
    static const char *const others[] = {"PGPASSWORD", "PGSSLMODE", NULL};

    for (const struct config_row *row = config_rows; row->name; row++) {
        assert_int_equal(unsetenv(row->name), 0);
        assert_int_equal(unsetenv(arena_printf(a, "%s_FILE", row->name)), 0);
    }
    for (const char *const *name = others; *name; name++)
        assert_int_equal(unsetenv(*name), 0);
    assert_int_equal(setenv("BIHUAN_PG", "host=/run/postgresql", 1), 0);
    assert_int_equal(setenv("BIHUAN_ISSUERS", "https://bihuan.cn bihuan database", 1), 0);
    assert_int_equal(setenv("BIHUAN_CURSOR_KEY_FILE", "tests/unit/common/app/long.secret", 1), 0);
}

static void set_all(char *settings)
{
    char *save = NULL;

    if (!tsv_text(settings))
        return;
    for (char *one = strtok_r(settings, ";", &save); one; one = strtok_r(NULL, ";", &save)) {
        char *value = strchr(one, '=');
        assert_non_null(value);
        *value++ = '\0';
        assert_int_equal(setenv(one, value, 1), 0);
    }
}

static const char *refused(struct arena *a, const struct problem *err)
{
    struct buf b;

    buf_init(&b, a);
    for (size_t i = 0; i < err->n_fields; i++)
        buf_addf(&b, "%s%s", i ? "," : "", err->fields[i].pointer);
    return err->n_fields ? b.data : "-";
}

static void what_is_refused(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/common/app/production.tsv");
    while (tsv_next(&t, 4)) {
        struct arena a = {0};
        struct config config;
        struct problem err = {0};
        int checked;

        begin(&a);
        set_all(t.cell[2]);
        if (config_load(&a, &config, &err) < 0)
            fail_msg("line %d: %s %s", t.line, err.fields[0].pointer, err.fields[0].message);
        checked = production_check(&config, str_eq(t.cell[1], "directory"), &err);
        tsv_expect(&t, t.cell[0], t.cell[3], refused(&a, &err));
        assert_int_equal(checked, err.n_fields ? -1 : 0);
        arena_done(&a);
    }
    tsv_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_refused)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
