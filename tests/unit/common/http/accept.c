/* SPDX-License-Identifier: MIT */
/* Tests of content negotiation. */
#include "http/accept.h"
#include "base/attr.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void media_ranges(void **state)
{
    static const struct {
        const char *accept;
        bool expect; /* of application/json */
    } cases[] = {
        {NULL,                                  true },
        {"",                                    true },
        {" , ",                                 true },
        {"*/*",                                 true },
        {"application/json",                    true },
        {"APPLICATION/JSON",                    true },
        {"application/*",                       true },
        {"application/json; charset=utf-8",     true },
        {"text/html,application/json;q=0.001",  true },
        {"text/html",                           false},
        {"application/jsonp",                   false},
        {"application/xml",                     false},
        {"text/*",                              false},
        {"application/json;q=0",                false},
        {"application/json; Q=0.000",           false},
        {"*/*, application/json;q=0",           false},
        {"application/*;q=0, */*",              false},
        {"application/*;q=0, application/json", true },
        {"application/json;q=1.5",              true },
        {"application/json;q=x",                false},
        {"application/json;level=1;q=0.4",      true },
        {"application/json;q=",                 false},
        {";q=1",                                false},
        {"*",                                   false},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_int_equal(accept_allows(cases[i].accept, "application/json"), cases[i].expect);
    assert_true(accept_allows("text/csv", "text/csv; charset=utf-8"));
}

static void languages(void **state)
{
    static const struct {
        const char *header;
        bool english;
    } cases[] = {
        {NULL,                false},
        {"",                  false},
        {"zh-CN",             false},
        {"en",                true },
        {"EN-us",             true },
        {"en;q=0",            false},
        {"zh;q=0.2,en;q=0.3", true },
        {"en,zh",             false},
        {"fr",                false},
        {"fr,en;q=0.1",       true },
        {"*",                 false},
        {"en,*",              false},
        {"en,*;q=0.5",        true },
        {"english",           false},
        {"zh-Hant,en;q=0.9",  false},
        {"en;q=0.9999",       true },
        {"q=1;;,en",          true },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_int_equal(accept_prefers_english(cases[i].header), cases[i].english);
}

static void the_type_without_its_parameters(void **state)
{
    (void)state;
    assert_true(media_type_is("application/json", "application/json"));
    assert_true(media_type_is(" Application/JSON ; charset=utf-8", "application/json"));
    assert_false(media_type_is("application/json-seq", "application/json"));
    assert_false(media_type_is(NULL, "application/json"));
    assert_false(media_type_is("", "application/json"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(media_ranges),
        cmocka_unit_test(languages),
        cmocka_unit_test(the_type_without_its_parameters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
