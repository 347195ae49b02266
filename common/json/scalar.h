/* SPDX-License-Identifier: MIT */
/* One scalar of a field table, from text and back: shared by the decoders of JSON, queries and CSV. Private to
 * common/json. */
#ifndef BIHUAN_JSON_SCALAR_H
#define BIHUAN_JSON_SCALAR_H

#include "json/field.h"

/** Where the errors of a row go. */
struct field_place {
    const char *pointer;
    struct problem *err;
};

/** A row that a JSON string carries (text, UUID, date, time, enum, decimal): checks it and stores it at its offset in
 * `out`. */
bool scalar_from_text(const struct field *f, const char *text, struct arena *a, void *out,
                      struct field_place at);
bool scalar_from_int(const struct field *f, int64_t value, void *out, struct field_place at);
void scalar_from_bool(const struct field *f, bool value, void *out);
/** Adds the error; false, so that a caller fails in one line. */
bool field_error(struct field_place at, const char *code, const char *fmt, ...) PRINTF(3, 4);

#endif
