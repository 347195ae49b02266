/* SPDX-License-Identifier: MIT */
/* Tests of reading events: what is ours, what is not, what is broken, and what a later producer may add. */
#include "events/envelope.h"
#include "base/str.h"
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
    {0  }
};

#define HEAD                                                                                                 \
    "{\"specversion\":\"1.0\",\"id\":\"01900000-0000-7000-8000-000000000001\",\"source\":\"/bihuan/"         \
    "walker\","                                                                                              \
    "\"subject\":\"01900000-0000-7000-8000-000000000002\",\"time\":\"2026-07-01T08:00:00+08:00\","           \
    "\"sequence\":\"000000000007\",\"tenantid\":\"01900000-0000-7000-8000-000000000003\",\"scope\":"         \
    "\"0001\","

static enum envelope_kind parse(struct arena *a, const char *tail, struct envelope *ret)
{
    struct problem err = {0};

    return envelope_parse(a, table, arena_printf(a, HEAD "%s}", tail), ret, &err);
}

static void a_subscribed_event_is_decoded(void **state)
{
    struct arena a = {0};
    struct envelope e;
    (void)state;

    assert_int_equal(
        parse(&a, "\"type\":\"cn.bihuan.thing.moved.v1\",\"data\":{\"steps\":3,\"to\":{\"name\":\"x\"}}", &e),
        ENVELOPE_GOOD);
    const struct moved *in = e.event.data;
    assert_int_equal(in->steps, 3);
    assert_string_equal(((const struct place *)in->to.value)->name, "x");
    assert_int_equal(e.event.sequence, 7);
    assert_int_equal(e.event.time_us, INT64_C(1782864000000000));
    assert_string_equal(e.event.data_json, "{\"steps\":3,\"to\":{\"name\":\"x\"}}");
    assert_ptr_equal(e.row, &table[0]);
    arena_done(&a);
}

static void an_event_without_payload_table_keeps_its_json(void **state)
{
    struct arena a = {0};
    struct envelope e;
    (void)state;

    assert_int_equal(parse(&a, "\"type\":\"cn.bihuan.thing.gone.v2\",\"data\":{\"any\":[1]}", &e),
                     ENVELOPE_GOOD);
    assert_null(e.event.data);
    assert_string_equal(e.event.data_json, "{\"any\":[1]}");
    arena_done(&a);
}

static void other_types_versions_and_sources_are_foreign(void **state)
{
    static const char *const tails[] = {
        "\"type\":\"cn.bihuan.thing.moved.v2\",\"data\":{}",
        "\"type\":\"cn.bihuan.thing.moved.v11\",\"data\":{}",
        "\"type\":\"cn.bihuan.thing.move.v1\",\"data\":{}",
        "\"type\":\"cn.bihuan.thing.moved_on.v1\",\"data\":{}",
        "\"type\":\"org.other.thing.moved.v1\",\"data\":{}",
        "\"type\":\"cn.bihuan.thing.moved\",\"data\":{}",
        "\"type\":\"cn.bihuan.thing.gone.v1\",\"data\":{}",
    };
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(tails); i++) {
        struct arena a = {0};
        struct envelope e;
        assert_int_equal(parse(&a, tails[i], &e), ENVELOPE_FOREIGN);
        arena_done(&a);
    }
}

static void fields_of_a_later_producer_are_passed_over(void **state)
{
    struct arena a = {0};
    struct envelope e;
    (void)state;

    assert_int_equal(parse(&a,
                           "\"type\":\"cn.bihuan.thing.moved.v1\",\"later\":{\"a\":1},"
                           "\"data\":{\"steps\":1,\"speed\":9,\"to\":{\"name\":\"x\",\"height\":null}}",
                           &e),
                     ENVELOPE_GOOD);
    arena_done(&a);
}

static void a_payload_that_does_not_fit_is_bad_data(void **state)
{
    static const char *const datas[] = {
        "{}", "{\"steps\":101}", "{\"steps\":\"3\"}", "{\"steps\":1,\"to\":{}}", "[]", "null"};
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(datas); i++) {
        struct arena a = {0};
        struct envelope e;
        assert_int_equal(
            parse(&a, arena_printf(&a, "\"type\":\"cn.bihuan.thing.moved.v1\",\"data\":%s", datas[i]), &e),
            ENVELOPE_BAD_DATA);
        assert_ptr_equal(e.row, &table[0]);
        arena_done(&a);
    }
}

static void what_has_no_identity_is_unreadable(void **state)
{
    static const char *const texts[] = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"id\":1}",
        HEAD "\"id\":\"twice\"}",
        "{\"id\":\"not-an-id\",\"source\":\"/bihuan/walker\",\"type\":\"cn.bihuan.thing.moved.v1\"}",
        "{\"specversion\":\"1.0\",\"id\":\"01900000-0000-7000-8000-000000000001\",\"source\":\"/bihuan/"
        "walker\","
        "\"type\":\"cn.bihuan.thing.moved.v1\",\"subject\":\"01900000-0000-7000-8000-000000000002\",\"time\":"
        "\"yesterday\","
        "\"sequence\":\"1\",\"tenantid\":\"01900000-0000-7000-8000-000000000003\",\"scope\":\"0001\","
        "\"data\":{}}",
    };
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct arena a = {0};
        struct envelope e;
        struct problem err = {0};
        assert_int_equal(envelope_parse(&a, table, texts[i], &e, &err), ENVELOPE_UNREADABLE);
        assert_int_not_equal(err.code, PROBLEM_NONE);
        arena_done(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_subscribed_event_is_decoded),
        cmocka_unit_test(an_event_without_payload_table_keeps_its_json),
        cmocka_unit_test(other_types_versions_and_sources_are_foreign),
        cmocka_unit_test(fields_of_a_later_producer_are_passed_over),
        cmocka_unit_test(a_payload_that_does_not_fit_is_bad_data),
        cmocka_unit_test(what_has_no_identity_is_unreadable),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
