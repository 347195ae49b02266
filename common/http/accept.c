/* SPDX-License-Identifier: MIT */
/* Content negotiation with q-values. */
#include "http/accept.h"
#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/* One element of a comma-separated header: the range without parameters, and its weight in thousandths. */
struct range {
    const char *text;
    size_t len;
    int q;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* "0.25" -> 250; more than three digits or rubbish weighs nothing. */
static int parse_q(const char *s, const char *end)
{
    int q = 0, unit = 1000;

    if (s == end || (*s != '0' && *s != '1'))
        return 0;
    q = (*s++ - '0') * unit;
    if (s < end && *s == '.')
        s++;
    while (s < end && isdigit((unsigned char)*s) && unit > 1) {
        unit /= 10;
        q += (*s++ - '0') * unit;
    }
    return q > 1000 ? 1000 : q;
}

/* The weight among the parameters between `s` and `end`. */
static int find_q(const char *s, const char *end)
{
    while (s < end) {
        while (s < end && (*s == ';' || is_blank(*s)))
            s++;
        if (end - s >= 2 && (*s == 'q' || *s == 'Q') && s[1] == '=') {
            const char *stop = s;

            while (stop < end && *stop != ';' && !is_blank(*stop))
                stop++;
            return parse_q(s + 2, stop);
        }
        while (s < end && *s != ';')
            s++;
    }
    return 1000;
}

/* Reads the element at *s and moves behind it; false at the end. */
static bool next_range(const char **s, struct range *ret)
{
    const char *start = *s, *end, *stop;

    while (*start == ',' || is_blank(*start))
        start++;
    if (*start == '\0')
        return false;
    end = start + strcspn(start, ",");
    stop = start;
    while (stop < end && *stop != ';' && !is_blank(*stop))
        stop++;
    *ret = (struct range){start, (size_t)(stop - start), find_q(stop, end)};
    *s = end;
    return true;
}

static bool same(const struct range *r, const char *text, size_t len)
{
    return r->len == len && strncasecmp(r->text, text, len) == 0;
}

/* 3 the type itself, 2 its family, 1 anything, 0 no match. */
static int specificity(const struct range *r, const char *type, size_t len)
{
    const char *slash = memchr(type, '/', len);
    size_t family = slash ? (size_t)(slash - type) + 1 : len;

    if (same(r, type, len))
        return 3;
    if (r->len == family + 1 && strncasecmp(r->text, type, family) == 0 && r->text[family] == '*')
        return 2;
    return same(r, "*/*", 3) ? 1 : 0;
}

bool accept_allows(const char *accept, const char *type)
{
    size_t len = strcspn(type, "; \t");
    struct range r;
    int best = 0, q = 0;

    if (!accept || accept[strspn(accept, " \t,")] == '\0')
        return true;
    while (next_range(&accept, &r)) {
        int s = specificity(&r, type, len);

        if (s > best || (s == best && s > 0 && r.q > q)) {
            best = s;
            q = r.q;
        }
    }
    return q > 0;
}

/* The range is the language `tag` or one of its regions. */
static bool is_language(const struct range *r, const char *tag)
{
    size_t n = strlen(tag);

    return r->len >= n && strncasecmp(r->text, tag, n) == 0 && (r->len == n || r->text[n] == '-');
}

bool accept_prefers_english(const char *accept_language)
{
    int en = -1, zh = -1, any = -1;
    struct range r;

    if (!accept_language)
        return false;
    while (next_range(&accept_language, &r)) {
        if (is_language(&r, "en") && r.q > en)
            en = r.q;
        else if (is_language(&r, "zh") && r.q > zh)
            zh = r.q;
        else if (same(&r, "*", 1) && r.q > any)
            any = r.q;
    }
    if (zh < 0)
        zh = any > 0 ? any : 0;
    return en > zh;
}

bool media_type_is(const char *header, const char *type)
{
    struct range r;

    return header && next_range(&header, &r) && same(&r, type, strlen(type));
}
