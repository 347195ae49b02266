/* SPDX-License-Identifier: MIT */
/* Query strings and form bodies, decoded by the same field tables as bodies; unknown and repeated names are refused. */
#ifndef BIHUAN_HTTP_QUERY_H
#define BIHUAN_HTTP_QUERY_H

#include "json/field.h"

/** Decodes "a=1&b=2" ('+' is a blank) by `table` (NULL: nothing is allowed) into `out`. PROBLEM_BAD_QUERY with one
 *  "?name" entry per fault. */
int query_decode(const struct field_table *table, const char *query, struct arena *a, void *out,
                 struct problem *err) MUST_CHECK;

#endif
