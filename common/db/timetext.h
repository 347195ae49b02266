/* SPDX-License-Identifier: MIT */
/* PostgreSQL's text of a time, as our connections ask for it ("2024-01-01 08:38:30.25+08"), to RFC 3339. */
#ifndef BIHUAN_DB_TIMETEXT_H
#define BIHUAN_DB_TIMETEXT_H

#include <stddef.h>

enum { TIMETEXT = 48 };

/** "2024-01-01T08:38:30.25+08:00", or without a zone when there is none; what is not such a time ("infinity") stays as
 *  it is. Returns the length. */
size_t timetext_rfc3339(const char *pg, size_t n, char out[TIMETEXT]);

#endif
