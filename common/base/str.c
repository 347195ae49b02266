/* SPDX-License-Identifier: MIT */
/* Strings: comparisons, UTF-8 checks, bounded formatting. */
#include "base/str.h"
#include <stdio.h>
#include <string.h>

bool str_eq(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool str_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix)
{
    size_t n = strlen(s), m = strlen(suffix);

    return n >= m && strcmp(s + n - m, suffix) == 0;
}

bool str_empty(const char *s)
{
    return !s || *s == '\0';
}

bool str_in(const char *s, const char *const *list)
{
    for (; *list; list++) {
        if (str_eq(s, *list))
            return true;
    }
    return false;
}

uint64_t str_hash(const char *s)
{
    uint64_t h = 14695981039346656037U;

    while (*s)
        h = (h ^ (unsigned char)*s++) * 1099511628211U;
    return h ^ h >> 32;
}

bool str_has_word(const char *words, const char *word)
{
    size_t n = strlen(word);

    while (n && words && *words) {
        size_t len = strcspn(words, ", ");
        if (len == n && memcmp(words, word, n) == 0)
            return true;
        words += len;
        words += strspn(words, ", ");
    }
    return false;
}

/* The table of well-formed sequences: Unicode 3.9, D92. */
size_t str_utf8_length(const char *text, size_t n)
{
    const unsigned char *s = (const unsigned char *)text;
    unsigned char c = n ? s[0] : 0;
    unsigned char low = 0x80, high = 0xBF; /* bounds of the second byte */
    size_t len;

    if (c < 0x80)
        return c != 0;
    if (c < 0xC2 || c > 0xF4)
        return 0;
    len = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (c == 0xE0)
        low = 0xA0; /* overlong */
    else if (c == 0xED)
        high = 0x9F; /* surrogates */
    else if (c == 0xF0)
        low = 0x90; /* overlong */
    else if (c == 0xF4)
        high = 0x8F; /* above U+10FFFF */
    if (n < len || s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++) {
        if (s[i] < 0x80 || s[i] > 0xBF)
            return 0;
    }
    return len;
}

bool str_is_utf8(const char *s, size_t n)
{
    while (n) {
        size_t len = str_utf8_length(s, n);
        if (len == 0)
            return false;
        s += len;
        n -= len;
    }
    return true;
}

size_t str_code_points(const char *s)
{
    size_t n = 0;

    for (; *s; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

bool str_to_int64(const char *s, int64_t *ret)
{
    bool negative = *s == '-';
    int64_t value = 0; /* kept negative, so that INT64_MIN is reached */

    s += negative;
    if (*s == '\0')
        return false;
    for (; *s; s++) {
        int digit = *s - '0';
        if (digit < 0 || digit > 9 || value < (INT64_MIN + digit) / 10)
            return false;
        value = value * 10 - digit;
    }
    if (!negative && value == INT64_MIN)
        return false;
    *ret = negative ? value : -value;
    return true;
}

void str_hex(const void *data, size_t n, char *out)
{
    static const char hex[] = "0123456789abcdef";
    const unsigned char *p = data;

    for (size_t i = 0; i < n; i++) {
        *out++ = hex[p[i] >> 4];
        *out++ = hex[p[i] & 15];
    }
    *out = '\0';
}

/* Drops the bytes of a code point that vsnprintf cut in two. */
static void trim_partial(char *s)
{
    size_t n = strlen(s), start = n;
    unsigned char lead;
    size_t need;

    while (start > 0 && n - start < 4 && ((unsigned char)s[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    lead = (unsigned char)s[start - 1];
    need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (n - (start - 1) < need)
        s[start - 1] = '\0';
}

bool str_vformat(char *out, size_t size, const char *fmt, va_list ap)
{
    int n = vsnprintf(out, size, fmt, ap);

    if (n < 0 || (size_t)n < size)
        return n >= 0;
    trim_partial(out);
    return false;
}

bool str_format(char *out, size_t size, const char *fmt, ...)
{
    bool whole;
    va_list ap;

    va_start(ap, fmt);
    whole = str_vformat(out, size, fmt, ap);
    va_end(ap);
    return whole;
}
