/* SPDX-License-Identifier: MIT */
/* When two readings of a key source are the same keys: everything that was verified is forgotten when they are not. */
#include "auth/keyset.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ONE(kid)                                                                                             \
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" kid                                                    \
    "\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
#define OTHER                                                                                                \
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"a\",\"x\":\"PUAXw-hDiVqStwqnTRt-"                        \
    "vJyYLM8uxJaMwM1V8Sr0Zgw\"}"

static void expect(bool same, const char *a, const char *b)
{
    struct keyset *left = keyset_parse(a, strlen(a)), *right = keyset_parse(b, strlen(b));

    assert_int_equal(keyset_same(left, right), same);
    keyset_release(left);
    keyset_release(right);
}

static void the_same_keys_told_otherwise_are_the_same(void **state)
{
    (void)state;
    expect(true, "{\"keys\":[" ONE("a") "]}", "{\"at\":\"10:00:03\", \"keys\": [ " ONE("a") " ]}");
    expect(true, "{\"keys\":[" ONE("a") "," ONE("b") "]}", "{\"keys\":[" ONE("b") "," ONE("a") "]}");
    expect(true, "{\"keys\":[]}", "{\"keys\":[],\"at\":1}");
}

static void other_keys_are_others(void **state)
{
    (void)state;
    expect(false, "{\"keys\":[" ONE("a") "]}", "{\"keys\":[" ONE("b") "]}");
    expect(false, "{\"keys\":[" ONE("a") "]}", "{\"keys\":[" OTHER "]}");
    expect(false, "{\"keys\":[" ONE("a") "]}", "{\"keys\":[" ONE("a") "," ONE("b") "]}");
    expect(false, "{\"keys\":[" ONE("a") "]}", "{\"keys\":[]}");
    expect(false, "{\"keys\":[" ONE("a") "]}", "no keys at all");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_keys_told_otherwise_are_the_same),
        cmocka_unit_test(other_keys_are_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
