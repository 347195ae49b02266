/* SPDX-License-Identifier: MIT */
/* Decoding a large body straight from its text. Private to common/json. */
#ifndef BIHUAN_JSON_SCAN_H
#define BIHUAN_JSON_SCAN_H

#include "json/field.h"

/** Decodes `n` bytes of JSON into the zeroed struct `out` without a tree. True when that was possible: the body is
 *  plain (ASCII, no escapes in texts), valid, and each object and array in it is FIELD_BULK. Otherwise nothing is said
 *  about the body, and `out` holds what was decoded until then. */
bool scan_body(const struct field_table *table, const char *body, size_t n, struct arena *a, void *out);

#endif
