/* SPDX-License-Identifier: MIT */
/* Random bodies against the field tables. */
#include "base/attr.h"
#include "base/str.h"
#include "common/json/sample.h"
#include "support/random.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct problem err;

static int decode(const char *body, struct sample *out)
{
    return sample_decode(&arena, body, out, &err);
}

static bool is_present(const struct sample *in, const char *name)
{
    return field_is_present(&sample_table, field_find(&sample_table, name), in);
}

/* Valid pieces put together at random: whatever comes out, it decodes or it is refused with errors, never both. */
static void random_bodies_decode_or_are_refused(void **state)
{
    static const char *const pieces[] = {"{",
                                         "}",
                                         "[",
                                         "]",
                                         ",",
                                         ":",
                                         "\"title\"",
                                         "\"units\"",
                                         "\"ab\"",
                                         "1",
                                         "-7",
                                         "null",
                                         "true",
                                         "\"2026-01-01\"",
                                         "\"due\"",
                                         "\"level\"",
                                         "1.5",
                                         "\"\\u0000\"",
                                         "\"\xC3\"",
                                         " ",
                                         "{\"title\":\"ab\"}",
                                         "[{\"name\":\"a\"}]",
                                         "\"lead\"",
                                         "\"12.50\"",
                                         "\"amount\""};
    struct random r = {11};
    int decoded = 0;
    (void)state;

    for (int i = 0; i < 20000; i++) {
        struct sample s;
        struct buf b;
        buf_init(&b, &arena);
        buf_add(&b, i % 2 ? "{\"title\":\"ab\"," : "");
        for (int n = random_between(&r, 0, 12); n > 0; n--)
            buf_add(&b, pieces[random_between(&r, 0, (int32_t)ARRAY_LEN(pieces) - 1)]);
        buf_add(&b, i % 2 ? "}" : "");
        if (decode(b.data, &s) == 0) {
            decoded++;
            assert_int_equal(err.n_fields, 0);
            assert_true(is_present(&s, "title"));
        } else {
            assert_true(err.code != PROBLEM_NONE);
        }
        arena_done(&arena);
    }
    assert_true(decoded > 0);
}

/* One valid member set at random to valid or invalid values: the error is exactly that member's. */
static void one_bad_member_gives_one_error_for_it(void **state)
{
    static const struct {
        const char *name, *good, *bad;
    } members[] = {
        {"code",    "\"a-1\"",                                  "\"\""              },
        {"unit_id", "\"0199a9f0-5c7b-7000-8000-000000000000\"", "\"0199a9f0\""      },
        {"kind",    "\"AIR\"",                                  "\"air\""           },
        {"level",   "5",                                        "6"                 },
        {"urgent",  "false",                                    "0"                 },
        {"due",     "null",                                     "\"\""              },
        {"at",      "\"2026-01-01T00:00:00Z\"",                 "\"2026-01-01\""    },
        {"amount",  "\"1\"",                                    "1"                 },
        {"lead",    "{\"name\":\"n\"}",                         "null"              },
        {"units",   "[{\"name\":\"n\"}]",                       "[]"                },
        {"tags",    "[]",                                       "[\"\",\"a\",\"b\"]"},
        {"extra",   "{}",                                       "1"                 },
    };
    struct random r = {12};
    (void)state;

    for (int i = 0; i < 5000; i++) {
        int32_t bad = random_between(&r, 0, (int32_t)ARRAY_LEN(members) - 1);
        struct sample s;
        struct buf b;
        buf_init(&b, &arena);
        buf_add(&b, "{\"title\":\"ab\"");
        for (int32_t m = 0; m < (int32_t)ARRAY_LEN(members); m++) {
            if (m == bad || random_between(&r, 0, 1))
                buf_addf(&b, ",\"%s\":%s", members[m].name, m == bad ? members[m].bad : members[m].good);
        }
        buf_add(&b, "}");
        assert_int_equal(decode(b.data, &s), -1);
        assert_int_equal(err.n_fields, 1);
        assert_string_equal(err.fields[0].pointer + 1, members[bad].name);
        assert_false(is_present(&s, members[bad].name));
        arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_bodies_decode_or_are_refused),
        cmocka_unit_test(one_bad_member_gives_one_error_for_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
