/* SPDX-License-Identifier: MIT */
/* Runs the tables of the directory's rules beside this file. */
#include "base/date.h"
#include "directory/domain/group_rules.h"
#include "directory/domain/region_rules.h"
#include "directory/domain/tenant_rules.h"
#include "support/tsv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define TABLES "tests/unit/services/directory/domain/"

/* "ok", or pointer:code of the first field. */
static void expect(struct tsv *t, const char *cell, int result, const struct problem *err)
{
    char got[PROBLEM_POINTER + 40] = "ok";

    if (result < 0)
        (void)snprintf(got, sizeof got, "%s:%s", err->fields[0].pointer, err->fields[0].code);
    tsv_expect(t, "verdict", cell, got);
}

static void kinds_and_codes_fit_their_place(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "tenant_rules.tsv");
    while (tsv_next(&t, 6)) {
        struct problem err = {0};
        struct tenant_facts f = {t.cell[0], t.cell[1], tsv_text(t.cell[2]), tsv_text(t.cell[3]),
                                 tsv_text(t.cell[4])};
        expect(&t, t.cell[5], tenant_check(&f, &err), &err);
    }
    tsv_close(&t);
}

static void a_change_of_division_names_what_it_needs(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "region_rules.tsv");
    while (tsv_next(&t, 8)) {
        struct problem err = {0};
        struct region_facts f = {t.cell[0],
                                 t.cell[1],
                                 tsv_text(t.cell[3]),
                                 tsv_text(t.cell[2]),
                                 tsv_text(t.cell[4]),
                                 (size_t)tsv_int(&t, t.cell[5]),
                                 tsv_int(&t, t.cell[6])};
        expect(&t, t.cell[7], region_check(&f, &err), &err);
    }
    tsv_close(&t);
}

static int32_t day_of(struct tsv *t, const char *cell)
{
    return tsv_text(cell) ? (int32_t)tsv_int(t, cell) : DATE_NONE;
}

static void a_change_fits_what_has_happened(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "region_times.tsv");
    while (tsv_next(&t, 7)) {
        struct problem err = {0};
        struct region_times f = {t.cell[0],
                                 day_of(&t, t.cell[1]),
                                 day_of(&t, t.cell[2]),
                                 day_of(&t, t.cell[3]),
                                 day_of(&t, t.cell[4]),
                                 day_of(&t, t.cell[5])};
        tsv_expect(&t, "verdict", t.cell[6], region_check_times(&f, &err) == 0 ? "ok" : "conflict");
    }
    tsv_close(&t);
}

static void a_leading_group_ends_on_one_of_its_days(void **state)
{
    static const struct {
        int32_t ends;
        const char *expect;
    } days[] = {
        {9,         "range" },
        {10,        NULL    },
        {20,        NULL    },
        {21,        "future"},
        {DATE_NONE, NULL    }
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(days); i++) {
        struct problem err = {0};
        int result = group_check_end(10, days[i].ends, 20, &err);
        assert_int_equal(result, days[i].expect ? -1 : 0);
        if (days[i].expect)
            assert_string_equal(err.fields[0].code, days[i].expect);
    }
}

static const char *word_of(char letter)
{
    static const char letters[] = "hedmorsap";
    static const char *const words[] = {"HEAD",    "EXEC_DEPUTY", "DEPUTY",  "MEMBER",   "OFFICE",
                                        "RECTIFY", "SUPERVISE",   "ACCOUNT", "PUBLICITY"};
    const char *at = strchr(letters, letter);

    assert_non_null(at);
    return words[at - letters];
}

static size_t words_of(const char *cell, const char *words[16])
{
    size_t n = strlen(cell);

    for (size_t i = 0; i < n; i++)
        words[i] = word_of(cell[i]);
    return n;
}

static void a_leading_group_is_complete(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "group_rules.tsv");
    while (tsv_next(&t, 3)) {
        struct problem err = {0};
        const char *posts[16], *sections[16];
        size_t n_posts = words_of(t.cell[0], posts), n_sections = words_of(t.cell[1], sections);
        int result = group_check_posts(posts, n_posts, &err);
        if (result == 0)
            result = group_check_sections(sections, n_sections, &err);
        expect(&t, t.cell[2], result, &err);
    }
    tsv_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_and_codes_fit_their_place),
        cmocka_unit_test(a_change_of_division_names_what_it_needs),
        cmocka_unit_test(a_change_fits_what_has_happened),
        cmocka_unit_test(a_leading_group_is_complete),
        cmocka_unit_test(a_leading_group_ends_on_one_of_its_days),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
