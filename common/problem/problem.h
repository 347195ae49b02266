/* SPDX-License-Identifier: MIT */
/* What went wrong, as a plain value: no allocation, so that pure rules use it too.
 *
 * Fallible functions return 0, or -1 with *err filled, and are MUST_CHECK; `err` is the last parameter. Status, slug
 * and titles come from problem_codes.def; only dispatch and the consumer loop turn a problem into an answer or a log
 * line. */
#ifndef BIHUAN_PROBLEM_PROBLEM_H
#define BIHUAN_PROBLEM_PROBLEM_H

#include "base/attr.h"
#include <stddef.h>

enum problem_code {
    PROBLEM_NONE,
#define PROBLEM(code, status, slug, en, zh) PROBLEM_##code,
#include "problem/problem_codes.def"
#undef PROBLEM
    PROBLEM_COUNT
};

enum { PROBLEM_FIELDS_MAX = 16, PROBLEM_POINTER = 96 };

/* One invalid field: an RFC 6901 pointer into the body ("/measures/0/due"), or "?name" for a query parameter. */
struct problem_field {
    char pointer[PROBLEM_POINTER];
    char code[32]; /* stable: required, type, length, range, enum, format, unknown, duplicate, too-many ... */
    char message[128]; /* for people; may be empty */
};

struct problem {
    enum problem_code code;
    char detail[240]; /* for the caller */
    char cause[240];  /* for the log only: driver messages, never sent */
    size_t n_fields;  /* found in all; only the first PROBLEM_FIELDS_MAX are kept */
    struct problem_field fields[PROBLEM_FIELDS_MAX];
};

struct problem_kind {
    const char *name; /* "NOT_FOUND" */
    int status;
    const char *slug;
    const char *title_en;
    const char *title_zh;
};

/** Fills *err and returns -1, so that a caller fails in one line. Keeps field errors added before. */
int problem_fail(struct problem *err, enum problem_code code, const char *fmt, ...) PRINTF(3, 4);
/** The part that only the log sees. Returns -1. */
int problem_cause(struct problem *err, enum problem_code code, const char *fmt, ...) PRINTF(3, 4);
/* As macros too, so that static analysers see the -1 in every file. */
#define problem_fail(...) ((void)problem_fail(__VA_ARGS__), -1)
#define problem_cause(...) ((void)problem_cause(__VA_ARGS__), -1)
/** Adds one field error; more than PROBLEM_FIELDS_MAX are counted, not kept. */
void problem_field(struct problem *err, const char *pointer, const char *code, const char *fmt, ...)
    PRINTF(4, 5);
/** PROBLEM_VALIDATION if any field error was added: -1, else 0. */
int problem_fields_check(struct problem *err) MUST_CHECK;
/** The catalogue row of a code. */
const struct problem_kind *problem_kind(enum problem_code code);

#endif
