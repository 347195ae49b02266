/* SPDX-License-Identifier: MIT */
/* Roles, levels and permissions, and the page of them and of separate duties. */
#include "auth/roles.h"
#include "base/str.h"
#include "support/page.h"
#include "support/tsv.h"
#include "workflow/duty.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect_permissions(struct tsv *t, const char *role, char *cell, bool expected)
{
    char *save = NULL;

    if (!tsv_text(cell))
        return;
    for (char *word = strtok_r(cell, ",", &save); word; word = strtok_r(NULL, ",", &save))
        for (unsigned bit = LEVEL_CITY; bit <= LEVEL_DEPARTMENT; bit <<= 1) {
            bool fits = role_fits_level(role, (enum level)bit);
            char all[2048];
            assert_true(roles_permissions(role, (enum level)bit, all, sizeof all));
            if (str_has_word(all, word) != (expected && fits))
                tsv_wrong(t, "%s at %s", word, level_code((enum level)bit));
        }
}

static void roles_are_what_the_table_says(void **state)
{
    struct tsv t;
    size_t n = 0;
    (void)state;

    tsv_open(&t, "tests/unit/common/auth/roles.tsv");
    while (tsv_next(&t, 4)) {
        if (!role_find(t.cell[0]))
            tsv_wrong(&t, "no such role");
        for (unsigned bit = LEVEL_CITY; bit <= LEVEL_DEPARTMENT; bit <<= 1)
            if (role_fits_level(t.cell[0], (enum level)bit) !=
                str_has_word(t.cell[1], level_code((enum level)bit)))
                tsv_wrong(&t, "at %s", level_code((enum level)bit));
        expect_permissions(&t, t.cell[0], t.cell[2], true);
        expect_permissions(&t, t.cell[0], t.cell[3], false);
        n++;
    }
    tsv_close(&t);
    while (role_table[n].name)
        fail_msg("%s is not in the table", role_table[n].name);
}

static void permissions_add_up_each_once(void **state)
{
    char out[512], small[16];
    (void)state;

    assert_true(roles_permissions("UNIT_ADMIN,UNIT_LEADER", LEVEL_STREET, out, sizeof out));
    assert_true(str_has_word(out, "issues:extend"));
    assert_null(strstr(strstr(out, "issues:read") + 1, "issues:read"));
    assert_true(roles_permissions("DIST_OFFICE", LEVEL_STREET, out, sizeof out));
    assert_string_equal(out, ""); /* not that level's role */
    assert_true(roles_permissions("NO_SUCH_ROLE", LEVEL_CITY, out, sizeof out));
    assert_string_equal(out, "");
    assert_false(roles_permissions("UNIT_ADMIN", LEVEL_STREET, small, sizeof small));
    assert_string_equal(small, "");
}

static void a_client_gets_what_both_sides_grant(void **state)
{
    char ceiling[512], out[512];
    (void)state;

    assert_true(roles_permissions("SYSTEM_CLIENT", LEVEL_DEPARTMENT, ceiling, sizeof ceiling));
    assert_true(permissions_granted(ceiling, "issues:read issues:report tenants:write", out, sizeof out));
    assert_string_equal(out, "issues:read issues:report");
    assert_true(permissions_granted(ceiling, "", out, sizeof out));
    assert_string_equal(out, "");
}

static void add_levels(unsigned levels, struct buf *page)
{
    const char *separator = "";

    for (unsigned bit = LEVEL_CITY; bit <= LEVEL_DEPARTMENT; bit <<= 1) {
        if (!(levels & bit))
            continue;
        buf_addf(page, "%s%s", separator, level_code((enum level)bit));
        separator = ", ";
    }
}

static void the_role_page_is_the_table(void **state)
{
    struct arena a = {0};
    struct buf page;
    (void)state;

    buf_init(&page, &a);
    buf_add(
        &page,
        "<!-- Generated from common/auth/roles.def and common/workflow/duties.def; a test compares this file "
        "with them. -->\n"
        "# Roles, permissions and separate duties\n\n"
        "Roles are additive and held per tenant; a tenant gives only those of its level. A client of a "
        "department's own system\n(`SYSTEM_CLIENT`) gets the part of the permissions that it was granted.\n\n"
        "| role | name | 名称 | levels | permissions |\n|---|---|---|---|---|\n");
    for (const struct role *r = role_table; r->name; r++) {
        buf_addf(&page, "| `%s` | %s | %s | ", r->name, r->en, r->zh);
        add_levels(r->levels, &page);
        buf_addf(&page, " | %s |\n", r->permissions);
    }
    buf_add(&page, "\n## Separate duties\n\nThe two steps on one object are taken by different persons.\n\n"
                   "| object | one step | the other | what | 含义 |\n|---|---|---|---|---|\n");
    for (enum duty d = DUTY_NONE + 1; d < DUTY_COUNT; d++)
        buf_addf(&page, "| %s | `%s` | `%s` | %s | %s |\n", duty_table[d].object, duty_table[d].first,
                 duty_table[d].second, duty_table[d].en, duty_table[d].zh);
    expect_page("docs/reference/roles.md", page.data);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_are_what_the_table_says),
        cmocka_unit_test(permissions_add_up_each_once),
        cmocka_unit_test(a_client_gets_what_both_sides_grant),
        cmocka_unit_test(the_role_page_is_the_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
