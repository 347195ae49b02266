/* SPDX-License-Identifier: MIT */
/* What went wrong, as a plain value. */
#include "problem/problem.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* clang-format off */
static const struct problem_kind kinds[PROBLEM_COUNT] = {
    [PROBLEM_NONE] = {"NONE", 200, "none", "", ""},
#define PROBLEM(code, status, slug, en, zh) [PROBLEM_##code] = {#code, status, slug, en, zh},
#include "problem/problem_codes.def"
#undef PROBLEM
};
/* clang-format on */

/* Drops the bytes of a code point that vsnprintf cut in two: what is sent must stay UTF-8. */
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

static void format_into(char *out, size_t size, const char *fmt, va_list ap) PRINTF(3, 0);
static void format_into(char *out, size_t size, const char *fmt, va_list ap)
{
    int n = vsnprintf(out, size, fmt, ap);

    if (n >= 0 && (size_t)n >= size)
        trim_partial(out);
}

int(problem_fail)(struct problem *err, enum problem_code code, const char *fmt, ...)
{
    va_list ap;

    err->code = code;
    va_start(ap, fmt);
    format_into(err->detail, sizeof err->detail, fmt, ap);
    va_end(ap);
    return -1;
}

int(problem_cause)(struct problem *err, enum problem_code code, const char *fmt, ...)
{
    va_list ap;

    err->code = code;
    va_start(ap, fmt);
    format_into(err->cause, sizeof err->cause, fmt, ap);
    va_end(ap);
    return -1;
}

void problem_field(struct problem *err, const char *pointer, const char *code, const char *fmt, ...)
{
    struct problem_field *f;
    va_list ap;

    if (err->n_fields++ >= PROBLEM_FIELDS_MAX)
        return;
    f = &err->fields[err->n_fields - 1];
    if (snprintf(f->pointer, sizeof f->pointer, "%s", pointer) >= (int)sizeof f->pointer)
        trim_partial(f->pointer);
    (void)snprintf(f->code, sizeof f->code, "%s", code);
    va_start(ap, fmt);
    format_into(f->message, sizeof f->message, fmt, ap);
    va_end(ap);
}

int problem_fields_check(struct problem *err)
{
    if (err->n_fields == 0)
        return 0;
    return problem_fail(err, PROBLEM_VALIDATION, "%zu invalid field%s", err->n_fields,
                        err->n_fields == 1 ? "" : "s");
}

const struct problem_kind *problem_kind(enum problem_code code)
{
    return &kinds[code < PROBLEM_COUNT ? code : PROBLEM_INTERNAL];
}
