/* SPDX-License-Identifier: MIT */
/* Percent-decoding (RFC 3986), declared in router.h. */
#include "base/str.h"
#include "unit/router.h"

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The byte that "%xy" stands for, or -1; `n` bytes are left. */
static int escaped_byte(const char *s, size_t n)
{
    int high, low;

    if (n < 3)
        return -1;
    high = hex_value(s[1]);
    low = hex_value(s[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

char *url_decode(struct arena *a, const char *s, size_t n)
{
    char *out = arena_alloc(a, n + 1);
    size_t len = 0;

    for (size_t i = 0; i < n; i++) {
        int byte = (unsigned char)s[i];
        if (s[i] == '%') {
            byte = escaped_byte(s + i, n - i);
            if (byte < 0)
                return NULL;
            i += 2;
        }
        out[len++] = (char)byte;
    }
    return str_is_utf8(out, len) ? out : NULL;
}
