/* SPDX-License-Identifier: MIT */
/* Addresses behind proxies, by a table of cases; and lists of proxies that are none. */
#include "http/remote.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { TRUSTED, PEER, FORWARDED, REMOTE, COLUMNS };

static const char *text(const struct tsv *t, int column)
{
    return strcmp(t->cell[column], "-") == 0 ? "" : t->cell[column];
}

static void callers_are_where_those_who_are_trusted_say(void **state)
{
    struct tsv t;

    (void)state;
    tsv_open(&t, "tests/unit/common/http/remote.tsv");
    while (tsv_next(&t, COLUMNS)) {
        struct problem err = {0};
        struct proxies *trusted;
        char remote[REMOTE_TEXT];

        assert_int_equal(proxies_parse(text(&t, TRUSTED), &trusted, &err), 0);
        (void)snprintf(remote, sizeof remote, "%s", text(&t, PEER));
        remote_resolve(trusted, text(&t, FORWARDED), remote);
        tsv_expect(&t, "remote", text(&t, REMOTE), remote);
        proxies_free(trusted);
    }
    tsv_close(&t);
}

static void nothing_said_is_nothing_known(void **state)
{
    struct problem err = {0};
    struct proxies *trusted;
    char remote[REMOTE_TEXT] = "127.0.0.1";

    (void)state;
    assert_int_equal(proxies_parse(NULL, &trusted, &err), 0);
    remote_resolve(trusted, NULL, remote);
    assert_string_equal(remote, "127.0.0.1");
    proxies_free(trusted);
}

static void what_is_no_network_is_refused(void **state)
{
    static const char *const bad[] = {"nonsense",  "127.0.0.1/33", "127.0.0.1/-1", "127.0.0.1/",
                                      "::1/129",   "127.0.0.1/8x", "127.0.0.1,,",  "10.0.0.0/8,x",
                                      "localhost", "1.2.3/8"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct problem err = {0};
        struct proxies *trusted = NULL;

        assert_int_equal(proxies_parse(bad[i], &trusted, &err), -1);
        assert_string_equal(err.fields[0].pointer, "BIHUAN_TRUSTED_PROXIES");
        assert_null(trusted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(callers_are_where_those_who_are_trusted_say),
        cmocka_unit_test(nothing_said_is_nothing_known),
        cmocka_unit_test(what_is_no_network_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
