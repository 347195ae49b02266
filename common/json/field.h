/* SPDX-License-Identifier: MIT */
/* Field tables: a request body, a query string or an event payload is decoded by table into a plain struct.
 *
 * The struct's first member is a `struct field_mask`. All errors are collected, unknown and duplicate keys are refused,
 * lengths count code points. What a decoded struct points to lives in the arena. Nothing but the table knows field
 * names. */
#ifndef BIHUAN_JSON_FIELD_H
#define BIHUAN_JSON_FIELD_H

#include "base/arena.h"
#include "problem/problem.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_t;

enum field_type {
    FIELD_TEXT,    /* const char *; min..max code points; no control characters but \n and \t */
    FIELD_INT,     /* int64_t; min..max */
    FIELD_BOOL,    /* bool */
    FIELD_UUID,    /* const char *, lower-case */
    FIELD_DATE,    /* int32_t day (base/date.h), "YYYY-MM-DD" */
    FIELD_TIME,    /* int64_t microseconds, RFC 3339 with zone */
    FIELD_ENUM,    /* const char *, one of `values` */
    FIELD_DECIMAL, /* int64_t scaled by `scale`; a JSON string; min..max in scaled units */
    FIELD_OBJECT,  /* struct field_object; `nested` */
    FIELD_ARRAY,   /* struct field_list; min..max items of `nested` (one row named "" = scalar items) */
    FIELD_MAP,     /* const char *: compact JSON text of a free-form object of at most `max` bytes */
};

enum field_flags {
    FIELD_REQUIRED = 1u << 0,
    FIELD_NULLABLE = 1u << 1, /* null is taken and sets the bit in field_mask.null */
    FIELD_PATTERN = 1u << 2,  /* FIELD_TEXT: only [A-Za-z0-9._:-] (codes, numbers, external ids) */
    FIELD_BULK =
        1u << 3, /* FIELD_OBJECT, FIELD_ARRAY: many of them; only the structs are wanted, `json` stays NULL */
};

/* First member of every decoded struct: bit i belongs to row i of its table. */
struct field_mask {
    uint64_t present, null;
};

struct field_table;

struct field {
    const char *name;
    enum field_type type;
    unsigned flags;
    size_t offset;
    int64_t min, max;
    const char *const *values;        /* FIELD_ENUM, NULL-terminated */
    const struct field_table *nested; /* FIELD_OBJECT, FIELD_ARRAY */
    int scale;                        /* FIELD_DECIMAL */
};

/* Rows for members of `struct s` whose name is the field's name. */
/* clang-format off */
#define FIELD_ROW(s, member, type, flags, min, max)                                                           \
    { #member, type, flags, offsetof(struct s, member), min, max, NULL, NULL, 0 }
#define FIELD_CHOICE(s, member, flags, values)                                                                \
    { #member, FIELD_ENUM, flags, offsetof(struct s, member), 0, 0, values, NULL, 0 }
#define FIELD_LIST(s, member, flags, min, max, table)                                                         \
    { #member, FIELD_ARRAY, flags, offsetof(struct s, member), min, max, NULL, table, 0 }
#define FIELD_FIXED(s, member, flags, min, max, scale)                                                        \
    { #member, FIELD_DECIMAL, flags, offsetof(struct s, member), min, max, NULL, NULL, scale }
/* clang-format on */

/* `fields` ends with a row whose name is NULL (at most 64 rows). */
struct field_table {
    const char *name; /* schema name in OpenAPI, e.g. "IssueCreate" */
    const struct field *fields;
    size_t size; /* of the struct */
};

struct field_object {
    const void *value; /* decoded struct, or NULL */
    const char *json;  /* the same as compact JSON, for SQL */
};

struct field_list {
    size_t n;
    const void *items; /* n structs of nested->size, in order */
    const char *json;  /* the same as a compact JSON array, for SQL */
};

/** Parses `n` bytes of JSON (depth at most 32, no duplicate keys, no NUL, valid UTF-8); the tree is released with the
 * arena. */
int field_parse(struct arena *a, const char *body, size_t n, struct json_t **ret,
                struct problem *err) MUST_CHECK;
/** Decodes `json` by `table` into the zeroed struct `out`. On failure `err` holds every invalid field. */
int field_decode(const struct field_table *table, const struct json_t *json, struct arena *a, void *out,
                 struct problem *err) MUST_CHECK;
/** Both in one, from bytes into a zeroed struct: what field_parse() and then field_decode() make of them. A table with
 *  FIELD_BULK rows is read without a tree as long as the body is plain. */
int field_decode_body(const struct field_table *table, const char *body, size_t n, struct arena *a, void *out,
                      struct problem *err) MUST_CHECK;
/** One scalar value given as text (query parameters, CSV cells) by its row; `pointer` names it in errors. False on an
 * error added to err. */
bool field_decode_text(const struct field *f, const char *text, const char *pointer, struct arena *a,
                       void *out, struct problem *err) MUST_CHECK;
/** Row of that name, or NULL. */
const struct field *field_find(const struct field_table *table, const char *name);
bool field_is_present(const struct field_table *table, const struct field *f, const void *in);
/** The value as SQL takes it (text format; arrays, objects and maps as JSON), NULL when absent or null. */
const char *field_text(const struct field_table *table, const struct field *f, const void *in,
                       struct arena *a);
const char *field_type_name(enum field_type type);

#endif
