/* SPDX-License-Identifier: MIT */
/* Private keys at rest: what was wrapped opens, by the right secret, in its own row, unchanged; nothing else does. */
#include "auth/key_wrap.h"
#include "base/str.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char pem[] = "-----BEGIN PRIVATE KEY-----\nMII...\n-----END PRIVATE KEY-----\n";
static const char ours[] = "a secret of more than thirty-two characters",
                  theirs[] = "another secret of more than 32 characters";

/* What comes of opening: the text, or "-". */
static const char *opened(struct arena *a, const char *current, const char *previous, const char *kid,
                          const char *stored)
{
    struct key_secrets secrets = {current, previous};
    struct problem err = {0};
    const char *text;

    if (key_unwrap(a, &secrets, kid, stored, &text, &err) == 0)
        return text;
    assert_int_equal(err.code, PROBLEM_UNAVAILABLE);
    return "-";
}

static void what_opens_and_what_does_not(void **state)
{
    struct arena a = {0};
    struct problem err = {0};
    const char *stored, *again;
    char *changed;
    (void)state;

    assert_int_equal(key_wrap(&a, ours, "k1", pem, &stored, &err), 0);
    assert_int_equal(key_wrap(&a, ours, "k1", pem, &again, &err), 0);
    assert_string_not_equal(stored, again); /* another nonce */
    assert_null(strstr(stored, "PRIVATE"));
    changed = arena_strdup(&a, stored);
    changed[strlen(changed) - 3] = (char)(changed[strlen(changed) - 3] == 'A' ? 'B' : 'A');
    const struct {
        const char *current, *previous, *kid, *stored, *expected;
    } rows[] = {
        {ours,   NULL, "k1", stored,           pem       },
        {theirs, ours, "k1", stored,           pem       },
        {theirs, NULL, "k1", stored,           "-"       },
        {NULL,   NULL, "k1", stored,           "-"       },
        {ours,   NULL, "k2", stored,           "-"       }, /* lent to another row */
        {ours,   NULL, "k1", changed,          "-"       },
        {ours,   NULL, "k1", arena_strndup(&a, stored,     25), "-"},
        {NULL,   NULL,       "k1",        pem,                  pem                 },
        {ours,   NULL,       "k1",        pem, pem}, /* from before keys were encrypted */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(opened(&a, rows[i].current, rows[i].previous, rows[i].kid, rows[i].stored),
                            rows[i].expected);
    arena_done(&a);
}

static void it_is_known_which_secret_it_was(void **state)
{
    struct arena a = {0};
    struct problem err = {0};
    const char *stored;
    (void)state;

    assert_int_equal(key_wrap(&a, ours, "k1", pem, &stored, &err), 0);
    assert_true(key_is_wrapped(&a, stored, ours));
    assert_false(key_is_wrapped(&a, stored, theirs));
    assert_false(key_is_wrapped(&a, stored, NULL));
    assert_false(key_is_wrapped(&a, pem, ours));
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_opens_and_what_does_not),
        cmocka_unit_test(it_is_known_which_secret_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
