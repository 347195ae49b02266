/* SPDX-License-Identifier: MIT */
/* Tests of query strings. */
#include "http/query.h"
#include "base/str.h"
#include "support/random.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct list_query {
    struct field_mask mask;
    const char *status, *q;
    int64_t limit;
    int32_t from;
    bool overdue;
};

static const char *const statuses[] = {"OPEN", "CLOSED", NULL};
#define AT(member) .offset = offsetof(struct list_query, member)
static const struct field list_fields[] = {
    {.name = "status",    .type = FIELD_ENUM, AT(status), .values = statuses},
    {.name = "q",         .type = FIELD_TEXT, AT(q), .min = 1, .max = 10},
    {.name = "limit",                   .type = FIELD_INT, AT(limit), .min = 1, .max = 200},
    {.name = "from",.type = FIELD_DATE, .flags = FIELD_REQUIRED, AT(from)},
    {.name = "overdue",           .type = FIELD_BOOL, AT(overdue)},
    {0                  },
};
static const struct field_table list_table = {"ListQuery", list_fields, sizeof(struct list_query)};

static struct arena arena;
static struct problem err;
static struct list_query in;

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

/* The errors of a query as "pointer code, ...", "" when it is taken. */
static const char *errors_of(const char *query)
{
    struct buf b;

    memset(&err, 0, sizeof err);
    memset(&in, 0, sizeof in);
    buf_init(&b, &arena);
    if (query_decode(&list_table, query, &arena, &in, &err) == 0)
        return "";
    assert_int_equal(err.code, PROBLEM_BAD_QUERY);
    for (size_t i = 0; i < err.n_fields && i < PROBLEM_FIELDS_MAX; i++)
        buf_addf(&b, "%s%s %s", i ? ", " : "", err.fields[i].pointer, err.fields[i].code);
    return b.data;
}

static void parameters_are_decoded_by_the_table(void **state)
{
    (void)state;
    assert_string_equal(errors_of("status=OPEN&limit=50&from=2026-01-01&overdue=true&q=%E6%95%B4+%2B%25"),
                        "");
    assert_string_equal(in.status, "OPEN");
    assert_int_equal(in.limit, 50);
    assert_true(in.overdue);
    assert_string_equal(in.q, "整 +%");
    assert_int_equal(in.mask.present, 31);
}

static void absent_parameters_are_absent(void **state)
{
    (void)state;
    assert_string_equal(errors_of("from=2026-01-01"), "");
    assert_int_equal(in.mask.present, 8);
    assert_null(in.q);
    assert_string_equal(errors_of("&from=2026-01-01&&"), "");
}

static void all_faults_are_reported(void **state)
{
    (void)state;
    assert_string_equal(errors_of("status=open&limit=0&nope=1&overdue=yes"),
                        "?status enum, ?limit range, ?nope unknown, ?overdue format, ?from required");
}

static void a_repeated_name_is_refused(void **state)
{
    (void)state;
    assert_string_equal(errors_of("from=2026-01-01&limit=5&limit=5"), "?limit duplicate");
    assert_string_equal(errors_of("from=2026-01-01&limit=x&%6Cimit=5"), "?limit format, ?limit duplicate");
}

static void an_empty_value_is_a_value(void **state)
{
    (void)state;
    assert_string_equal(errors_of("from=2026-01-01&q="), "?q length");
    assert_string_equal(errors_of("from=2026-01-01&q"), "?q length");
    assert_string_equal(errors_of("from="), "?from format");
    assert_string_equal(errors_of("=x&from=2026-01-01"), "? unknown");
}

static void a_second_equals_sign_belongs_to_the_value(void **state)
{
    (void)state;
    assert_string_equal(errors_of("from=2026-01-01&q=a=b"), "");
    assert_string_equal(in.q, "a=b");
}

static void traps_in_the_encoding_are_refused(void **state)
{
    (void)state;
    assert_string_equal(errors_of("from=2026-01-01&q=a%00b"), "?q format");
    assert_string_equal(errors_of("from=2026-01-01&q=%"), "?q format");
    assert_string_equal(errors_of("from=2026-01-01&q=%C3%28"), "?q format");
    assert_string_equal(errors_of("from=2026-01-01&%FF=1"), "? format");
    assert_string_equal(errors_of("from=2026-01-01&q=a%0D%0Ab"), "?q format");
    assert_string_equal(errors_of("from=2026-01-01%00"), "?from format");
}

static void without_a_table_nothing_is_allowed(void **state)
{
    (void)state;
    memset(&err, 0, sizeof err);
    assert_int_equal(query_decode(NULL, "", &arena, NULL, &err), 0);
    assert_int_equal(query_decode(NULL, NULL, &arena, NULL, &err), 0);
    assert_int_equal(query_decode(NULL, "a=1", &arena, NULL, &err), -1);
    assert_string_equal(err.fields[0].pointer, "?a");
}

static void random_queries_are_taken_or_refused(void **state)
{
    static const char *const pieces[] = {"from=2026-01-01", "&",    "=",  "limit", "%",  "%41", "+", "q=",
                                         "status=CLOSED",   "\xE6", "整", "7",     "%00"};
    struct random r = {31};
    int taken = 0;
    (void)state;

    for (int i = 0; i < 20000; i++) {
        struct buf b;
        buf_init(&b, &arena);
        for (int n = random_between(&r, 0, 8); n > 0; n--)
            buf_add(&b, pieces[random_between(&r, 0, (int32_t)ARRAY_LEN(pieces) - 1)]);
        if (errors_of(b.data)[0] == '\0') {
            taken++;
            assert_true(in.mask.present & 8);
            assert_true(!in.q || str_is_utf8(in.q, strlen(in.q)));
        } else {
            assert_true(err.n_fields > 0);
        }
        arena_done(&arena);
    }
    assert_true(taken > 100);
}

#define TEST(f) cmocka_unit_test_teardown(f, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(parameters_are_decoded_by_the_table),
        TEST(absent_parameters_are_absent),
        TEST(all_faults_are_reported),
        TEST(a_repeated_name_is_refused),
        TEST(an_empty_value_is_a_value),
        TEST(a_second_equals_sign_belongs_to_the_value),
        TEST(traps_in_the_encoding_are_refused),
        TEST(without_a_table_nothing_is_allowed),
        TEST(random_queries_are_taken_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
