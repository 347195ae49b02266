/* SPDX-License-Identifier: MIT */
/* Encoding of an imported file: UTF-8 if every line is, GB18030 if no line is UTF-8 beyond ASCII, refused otherwise. */
#include "import/encoding.h"

#include "base/str.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static bool is_ascii(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] >= 0x80)
            return false;
    return true;
}

/* Lines of UTF-8 and of GB18030 in one file: decoding it either way would store wrong characters without an error. */
static int check_not_mixed(const char *data, size_t n, struct problem *err)
{
    size_t line = 1;

    for (const char *p = data, *end = data + n; p < end; line++) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t len = (size_t)((nl ? nl : end) - p);
        if (!is_ascii(p, len) && str_is_utf8(p, len))
            return problem_fail(err, PROBLEM_BAD_ENCODING, "line %zu is UTF-8 while others are not", line);
        p += len + 1;
    }
    return 0;
}

static int from_gb18030(struct arena *a, const char *data, size_t n, struct text *ret, struct problem *err)
{
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    char *in = arena_memdup(a, data, n);
    size_t left = n, room = n * 3 + 4;
    char *out = arena_alloc(a, room), *at = out;

    if (cd == (iconv_t)-1)
        return problem_cause(err, PROBLEM_INTERNAL, "iconv has no GB18030");
    size_t failed = iconv(cd, &in, &left, &at, &room);
    (void)iconv_close(cd);
    if (failed == (size_t)-1)
        return problem_fail(err, PROBLEM_BAD_ENCODING, "byte %zu is neither UTF-8 nor GB18030", n - left);
    *ret = (struct text){out, (size_t)(at - out), "GB18030"};
    return 0;
}

int encoding_to_utf8(struct arena *a, const char *data, size_t n, struct text *ret, struct problem *err)
{
    if (memchr(data, '\0', n))
        return problem_fail(err, PROBLEM_BAD_ENCODING, "the file contains a NUL byte");
    if (n >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
        data += 3;
        n -= 3;
    }
    if (str_is_utf8(data, n)) {
        *ret = (struct text){data, n, "UTF-8"};
        return 0;
    }
    if (check_not_mixed(data, n, err) < 0)
        return -1;
    return from_gb18030(a, data, n, ret, err);
}
