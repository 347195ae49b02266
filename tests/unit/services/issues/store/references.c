/* SPDX-License-Identifier: MIT */
/* No request of the issues service names an id that nobody looks up. */
#include "issues/store/references.h"
#include "base/str.h"
#include "issues/inputs.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct field_table *const tables[] = {
#define TABLE(name) &name##_table,
    INPUT_TABLES(TABLE)
#undef TABLE
};

/* A list is narrowed by an id that need not be there. */
static bool is_filter(const struct field_table *table)
{
    size_t n = strlen(table->name);

    return n > 5 && str_eq(table->name + n - 5, "Query") && !str_eq(table->name, "IssueImportQuery");
}

static bool has_row(const struct field_table *table, const struct field *field, const struct field *id)
{
    char pointer[PROBLEM_POINTER];

    if (field == id)
        (void)snprintf(pointer, sizeof pointer, "%s", id->name);
    else
        (void)snprintf(pointer, sizeof pointer, "/%s/%%s%s%s", field->name, *id->name ? "/" : "", id->name);
    for (const struct reference *r = issue_references; r->input; r++)
        if (r->input == table && str_eq(r->field, field->name) &&
            str_eq(field == id ? r->pointer + 1 : r->pointer, pointer))
            return true;
    return false;
}

static size_t count_unchecked(const struct field_table *table)
{
    size_t wrong = 0;

    for (const struct field *f = table->fields; f->name; f++) {
        const struct field *first = f->nested ? f->nested->fields : f;
        for (const struct field *id = first; id->name; id = f->nested ? id + 1 : &(const struct field){0})
            if (id->type == FIELD_UUID && !has_row(table, f, id)) {
                print_error("%s: %s %s is not looked up\n", table->name, f->name, id->name);
                wrong++;
            }
    }
    return wrong;
}

static void every_id_is_looked_up(void **state)
{
    size_t wrong = 0;
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        wrong += is_filter(tables[i]) ? 0 : count_unchecked(tables[i]);
    assert_int_equal(wrong, 0);
}

static void every_row_is_about_a_field(void **state)
{
    (void)state;
    for (const struct reference *r = issue_references; r->input; r++)
        if (!field_find(r->input, r->field))
            fail_msg("%s has no %s", r->input->name, r->field);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_id_is_looked_up),
        cmocka_unit_test(every_row_is_about_a_field),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
