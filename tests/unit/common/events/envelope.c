/* SPDX-License-Identifier: MIT */
/* Tests of reading events: what an entry of a stream points to, what is not for us, and payloads, also those of a later
 * producer. */
#include "events/envelope.h"
#include "base/str.h"
#include "events/subscription.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct moved {
    struct field_mask mask;
    int64_t steps;
    struct field_object to;
};
struct place {
    struct field_mask mask;
    const char *name;
};
static const struct field place_fields[] = {
    {"name",          FIELD_TEXT, FIELD_REQUIRED, offsetof(struct place, name), 1, 20, NULL, NULL, 0},
    {0}
};
static const struct field_table place_table = {"Place", place_fields, sizeof(struct place)};
static const struct field moved_fields[] = {
    {"steps",         FIELD_INT, FIELD_REQUIRED, offsetof(struct moved, steps), 0, 100, NULL, NULL, 0},
    {"to", FIELD_OBJECT, 0, offsetof(struct moved, to), 0, 0, NULL, &place_table, 0},
    {0        }
};
static const struct field_table moved_table = {"Moved", moved_fields, sizeof(struct moved)};

static int never(struct ctx *c, const struct event *e, struct problem *err)
{
    (void)c;
    (void)e;
    (void)err;
    return 0;
}

static const struct consumer table[] = {
    {"walker", "thing.moved", 1, &moved_table, never},
    {"walker",       "thing.gone", 2, NULL, never},
    {"flyer",   "thing.flown", 1, NULL, never},
    {0}
};

static int read_data(struct arena *a, const struct consumer *row, const char *json, struct event *ret)
{
    struct problem err = {0};

    return envelope_read_data(a, row, json, ret, &err);
}

static void a_payload_is_decoded(void **state)
{
    static const char json[] = "{\"steps\":3,\"to\":{\"name\":\"x\"}}";
    struct arena a = {0};
    struct event e = {0};
    (void)state;

    assert_int_equal(read_data(&a, &table[0], json, &e), 0);
    const struct moved *in = e.data;
    assert_int_equal(in->steps, 3);
    assert_string_equal(((const struct place *)in->to.value)->name, "x");
    assert_string_equal(e.data_json, json);
    arena_done(&a);
}

static void a_payload_without_table_stays_json(void **state)
{
    struct arena a = {0};
    struct event e = {0};
    (void)state;

    assert_int_equal(read_data(&a, &table[1], "{\"any\":[1]}", &e), 0);
    assert_null(e.data);
    assert_string_equal(e.data_json, "{\"any\":[1]}");
    arena_done(&a);
}

static void fields_of_a_later_producer_are_passed_over(void **state)
{
    struct arena a = {0};
    struct event e = {0};
    (void)state;

    assert_int_equal(
        read_data(&a, &table[0], "{\"steps\":1,\"speed\":9,\"to\":{\"name\":\"x\",\"height\":null}}", &e), 0);
    arena_done(&a);
}

static void a_payload_that_does_not_fit_is_refused(void **state)
{
    static const char *const datas[] = {
        "{}", "{\"steps\":101}", "{\"steps\":\"3\"}", "{\"steps\":1,\"to\":{}}", "[]", "null"};
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(datas); i++) {
        struct arena a = {0};
        struct event e = {0};
        struct problem err = {0};
        assert_int_equal(envelope_read_data(&a, &table[0], datas[i], &e, &err), -1);
        assert_int_not_equal(err.code, PROBLEM_NONE);
        arena_done(&a);
    }
}

static void a_subscription_is_a_producer_a_type_and_a_version(void **state)
{
    (void)state;

    assert_ptr_equal(subscription_of(table, "walker", "thing.moved", 1), &table[0]);
    assert_null(subscription_of(table, "walker", "thing.moved", 2));
    assert_null(subscription_of(table, "runner", "thing.moved", 1));
    assert_null(subscription_of(table, "walker", "thing.move", 1));
}

#define ID "01900000-0000-7000-8000-000000000001"
#define FROM_WALKER "\"id\":\"" ID "\",\"source\":\"/bihuan/walker\","

/* On the stream of the walker. */
static void an_entry_is_a_hint_or_is_not_for_us(void **state)
{
    static const struct {
        const char *json;
        enum hint_kind kind;
    } cases[] = {
        {"{" FROM_WALKER "\"type\":\"cn.bihuan.thing.moved.v1\"}",                                 HINT_GOOD     },
        {"{" FROM_WALKER "\"type\":\"cn.bihuan.thing.gone.v2\",\"data\":0}",                       HINT_GOOD     },
        {"{" FROM_WALKER "\"type\":\"cn.bihuan.thing.moved.v2\"}",                                 HINT_FOREIGN  },
        {"{" FROM_WALKER "\"type\":\"cn.bihuan.thing.moved.v11\"}",                                HINT_FOREIGN  },
        {"{" FROM_WALKER "\"type\":\"cn.bihuan.thing.move.v1\"}",                                  HINT_FOREIGN  },
        {"{" FROM_WALKER "\"type\":\"cn.bihuan.thing.moved_on.v1\"}",                              HINT_FOREIGN  },
        {"{" FROM_WALKER "\"type\":\"org.other.thing.moved.v1\"}",                                 HINT_FOREIGN  },
        {"{" FROM_WALKER "\"type\":\"cn.bihuan.thing.moved\"}",                                    HINT_FOREIGN  },
        {"{" FROM_WALKER "\"type\":\"cn.bihuan.thing.flown.v1\"}",                                 HINT_REFUSED  },
        {"{\"id\":\"" ID "\",\"source\":\"/bihuan/flyer\",\"type\":\"cn.bihuan.thing.flown.v1\"}",
         HINT_REFUSED                                                                                            },
        {"{\"id\":\"" ID "\",\"source\":\"walker\",\"type\":\"cn.bihuan.thing.moved.v1\"}",        HINT_REFUSED  },
        {"",                                                                                       HINT_MALFORMED},
        {"{",                                                                                      HINT_MALFORMED},
        {"[]",                                                                                     HINT_MALFORMED},
        {"null",                                                                                   HINT_MALFORMED},
        {"{\"id\":1}",                                                                             HINT_MALFORMED},
        {"{" FROM_WALKER "\"id\":\"twice\"}",                                                      HINT_MALFORMED},
        {"{" FROM_WALKER "\"type\":1}",                                                            HINT_MALFORMED},
        {"{\"id\":\"x\",\"source\":\"/bihuan/walker\",\"type\":\"cn.bihuan.thing.moved.v1\"}",
         HINT_MALFORMED                                                                                          },
    };
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena a = {0};
        const char *id = NULL;
        assert_int_equal(envelope_hint(&a, table, "walker", cases[i].json, &id), cases[i].kind);
        if (cases[i].kind == HINT_GOOD)
            assert_string_equal(id, ID);
        else
            assert_null(id);
        arena_done(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_payload_is_decoded),
        cmocka_unit_test(a_payload_without_table_stays_json),
        cmocka_unit_test(fields_of_a_later_producer_are_passed_over),
        cmocka_unit_test(a_payload_that_does_not_fit_is_refused),
        cmocka_unit_test(a_subscription_is_a_producer_a_type_and_a_version),
        cmocka_unit_test(an_entry_is_a_hint_or_is_not_for_us),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
