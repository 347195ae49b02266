/* SPDX-License-Identifier: MIT */
/* Lists of words that statements repeat are those of the domain: the order of levels, the states of a kind. */
#include "issues/domain/issue_codes.h"
#include "issues/domain/issue_due.h"
#include "issues/domain/issue_workflow.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SQL "services/issues/sql/"

/* The text of a `-- define:` without its comments, up to the empty line behind it. */
static void read_define(const char *path, const char *name, char *ret, size_t size)
{
    char line[512], wanted[96];
    FILE *f = fopen(path, "r");
    bool within = false;

    assert_non_null(f);
    (void)snprintf(wanted, sizeof wanted, "-- define: %s\n", name);
    *ret = '\0';
    while (fgets(line, sizeof line, f)) {
        if (within && line[0] == '\n')
            break;
        if (within && strncmp(line, "--", 2) != 0)
            (void)snprintf(ret + strlen(ret), size - strlen(ret), "%s", line);
        within = within || strcmp(line, wanted) == 0;
    }
    (void)fclose(f);
    ret[strcspn(ret, "\n")] = '\0';
}

static void expect(const char *file, const char *name, const char *domain)
{
    char text[512];

    read_define(file, name, text, sizeof text);
    assert_string_equal(text, domain);
}

/* 'A', 'B' of the words that `holds` names, in their order; NULL: of all. */
static const char *words(const char *const *values, bool (*holds)(enum issue_state))
{
    static char text[512];
    size_t n = 0;

    *text = '\0';
    for (int i = 0; values[i]; i++)
        if (!holds || holds((enum issue_state)i))
            n += (size_t)snprintf(text + n, sizeof text - n, "%s'%s'", n ? ", " : "", values[i]);
    return text;
}

static bool is_over(enum issue_state state)
{
    return !issue_is_open(state);
}

static const char *array_of(const char *const *values)
{
    static char text[600];

    (void)snprintf(text, sizeof text, "array[%s]", words(values, NULL));
    return text;
}

static void states_are_those_of_the_domain(void **state)
{
    (void)state;
    expect(SQL "shared.sql", "closed_states", words(issue_state_values, is_over));
    expect(SQL "shared.sql", "reporting_states", words(issue_state_values, issue_reports_run));
    expect(SQL "clock.sql", "unplanned_states", words(issue_state_values, issue_is_unplanned));
}

static void levels_are_in_the_order_of_the_domain(void **state)
{
    (void)state;
    expect(SQL "reference.sql", "source_levels", array_of(issue_source_level_values));
    expect(SQL "reference.sql", "closing_levels", array_of(issue_closing_level_values));
    expect(SQL "reference.sql", "severities", array_of(issue_severity_values));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_are_those_of_the_domain),
        cmocka_unit_test(levels_are_in_the_order_of_the_domain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
