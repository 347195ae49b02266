/* SPDX-License-Identifier: MIT */
/* Encoding of an imported file: UTF-8 if every line is, GB18030 if no line is UTF-8 beyond ASCII, refused otherwise. */
#include "import/encoding.h"

#include "base/str.h"
#include "http/spool.h"

#include <iconv.h>
#include <stdbool.h>
#include <string.h>

enum { PIECE = 256 * 1024, LINE_MOST = 1024 * 1024 };

/* ---- pieces */

/* Bytes up to the end of a line: the last one within PIECE, else the next one; 0 when there is none in reach. A byte
 * that ends a line is no part of another character in either encoding. */
static size_t piece_length(const char *at, size_t left, char ending)
{
    size_t most = left < LINE_MOST ? left : LINE_MOST;
    const char *next;

    for (size_t n = most < PIECE ? most : PIECE; n > 0; n--)
        if (at[n - 1] == ending)
            return n;
    next = most > PIECE ? memchr(at + PIECE, ending, most - PIECE) : NULL;
    return next ? (size_t)(next - at) + 1 : 0;
}

static int take_piece(const struct encoded *e, size_t *ret, struct problem *err)
{
    const char *at = e->data + e->at;
    size_t left = e->n - e->at, n = left <= PIECE ? left : piece_length(at, left, '\n');

    if (n == 0 && left > 0)
        n = piece_length(at, left, '\r');
    if (n == 0 && left > 0 && left <= LINE_MOST)
        n = left;
    if (n == 0 && left > 0)
        return problem_fail(err, PROBLEM_IMPORT_REJECTED, "a line has more than %d bytes", LINE_MOST);
    *ret = n;
    return 0;
}

/* ---- which encoding */

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
        spool_forget(data, (size_t)(p - data));
    }
    return 0;
}

/* Whether every piece is UTF-8; no byte is a NUL. */
static int look_through(struct encoded *e, bool *ret_utf8, struct problem *err)
{
    bool utf8 = true;
    size_t n;

    for (e->at = 0; e->at < e->n; e->at += n) {
        if (take_piece(e, &n, err) < 0)
            return -1;
        if (memchr(e->data + e->at, '\0', n))
            return problem_fail(err, PROBLEM_BAD_ENCODING, "the file contains a NUL byte");
        utf8 = utf8 && str_is_utf8(e->data + e->at, n);
        spool_forget(e->data, e->at);
    }
    e->at = 0;
    *ret_utf8 = utf8;
    return 0;
}

int encoded_open(const char *data, size_t n, struct encoded *ret, struct problem *err)
{
    size_t mark = n >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    struct encoded e = {data + mark, n - mark, 0, "UTF-8"};
    bool utf8;

    if (look_through(&e, &utf8, err) < 0 || (!utf8 && check_not_mixed(e.data, e.n, err) < 0))
        return -1;
    if (!utf8)
        e.encoding = "GB18030";
    *ret = e;
    return 0;
}

/* ---- to UTF-8 */

static int from_gb18030(const struct encoded *e, struct arena *a, size_t n, struct text *ret,
                        struct problem *err)
{
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    char *in = arena_memdup(a, e->data + e->at, n);
    size_t left = n, room = n * 3 + 4;
    char *out = arena_raw(a, room), *at = out;

    if (cd == (iconv_t)-1)
        return problem_cause(err, PROBLEM_INTERNAL, "iconv has no GB18030");
    size_t failed = iconv(cd, &in, &left, &at, &room);
    (void)iconv_close(cd);
    if (failed == (size_t)-1)
        return problem_fail(err, PROBLEM_BAD_ENCODING, "byte %zu is neither UTF-8 nor GB18030",
                            e->at + n - left);
    *ret = (struct text){out, (size_t)(at - out)};
    return 0;
}

int encoded_next(struct encoded *e, struct arena *a, struct text *ret, struct problem *err)
{
    size_t n;

    spool_forget(e->data, e->at);
    if (take_piece(e, &n, err) < 0)
        return -1;
    if (n > 0 && str_eq(e->encoding, "GB18030")) {
        if (from_gb18030(e, a, n, ret, err) < 0)
            return -1;
    } else {
        *ret = (struct text){e->data + e->at, n};
    }
    e->at += n;
    return 0;
}
