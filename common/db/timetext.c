/* SPDX-License-Identifier: MIT */
/* PostgreSQL's text of a time to RFC 3339: a letter and a suffix, no arithmetic, because the session's zone is fixed.
 * */
#include "db/timetext.h"
#include <string.h>

enum { DATE_PART = 10, SHORTEST = 19 /* YYYY-MM-DD hh:mm:ss */ };

size_t timetext_rfc3339(const char *pg, size_t n, char out[TIMETEXT])
{
    if (n >= TIMETEXT - 3)
        n = TIMETEXT - 4;
    memcpy(out, pg, n);
    out[n] = '\0';
    if (n < SHORTEST || out[DATE_PART] != ' ')
        return n;
    out[DATE_PART] = 'T';
    if (out[n - 3] == '+' || out[n - 3] == '-') {
        memcpy(out + n, ":00", 4);
        n += 3;
    }
    return n;
}
