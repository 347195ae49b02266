/* SPDX-License-Identifier: MIT */
/* Tests of hashes and base64url, with the vectors of their standards. */
#include "auth/digest.h"
#include "base/str.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void sha256_vectors(void **state)
{
    unsigned char out[SHA256_SIZE];
    char hex[SHA256_HEX];

    (void)state;
    sha256("abc", 3, out);
    str_hex(out, sizeof out, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256("", 0, out);
    str_hex(out, sizeof out, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void a_hash_of_parts_is_that_of_the_whole(void **state)
{
    unsigned char whole[SHA256_SIZE], parts[SHA256_SIZE];
    struct sha256 *h = sha256_begin();

    (void)state;
    sha256("observations", 12, whole);
    sha256_add(h, "obser", 5);
    sha256_add(h, "", 0);
    sha256_add(h, "vations", 7);
    sha256_end(h, parts);
    assert_memory_equal(whole, parts, SHA256_SIZE);
}

/* RFC 4231, test case 2; and a key of no bytes, which a deployment may leave it at. */
static void hmac_vectors(void **state)
{
    unsigned char out[SHA256_SIZE];
    char hex[SHA256_HEX];

    (void)state;
    hmac_sha256("Jefe", "what do ya want for nothing?", 28, out);
    str_hex(out, sizeof out, hex);
    assert_string_equal(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    hmac_sha256("", "", 0, out);
    str_hex(out, sizeof out, hex);
    assert_string_equal(hex, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

/* RFC 4648, 10, without padding. */
static void base64url_vectors(void **state)
{
    static const char *const vectors[][2] = {
        {"",             ""        },
        {"f",            "Zg"      },
        {"fo",           "Zm8"     },
        {"foo",          "Zm9v"    },
        {"foob",         "Zm9vYg"  },
        {"fooba",        "Zm9vYmE" },
        {"foobar",       "Zm9vYmFy"},
        {"\xfb\xff\xfe", "-__-"    }
    };
    struct arena a = {0};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        size_t n = 99;
        const unsigned char *back = base64url_decode(&a, vectors[i][1], &n);

        assert_string_equal(base64url(&a, vectors[i][0], strlen(vectors[i][0])), vectors[i][1]);
        assert_non_null(back);
        assert_int_equal(n, strlen(vectors[i][0]));
        assert_memory_equal(back, vectors[i][0], n);
    }
    arena_done(&a);
}

static void what_base64url_would_not_write_is_not_read(void **state)
{
    static const char *const bad[] = {
        "Z", "Zg==", "Zh", "Zm9", "Zm9v=", "Zm9+", "Zm9/", "Zm 9v", "\xe9\x97\xad", "Zm9vY"};
    struct arena a = {0};
    size_t n;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_null(base64url_decode(&a, bad[i], &n));
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_vectors),
        cmocka_unit_test(a_hash_of_parts_is_that_of_the_whole),
        cmocka_unit_test(hmac_vectors),
        cmocka_unit_test(base64url_vectors),
        cmocka_unit_test(what_base64url_would_not_write_is_not_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
