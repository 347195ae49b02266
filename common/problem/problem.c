/* SPDX-License-Identifier: MIT */
/* What went wrong, as a plain value. */
#include "problem/problem.h"
#include "base/str.h"
#include <stdarg.h>
#include <string.h>

/* clang-format off */
static const struct problem_kind kinds[PROBLEM_COUNT] = {
    [PROBLEM_NONE] = {"NONE", 200, "none", "", ""},
#define PROBLEM(code, status, slug, en, zh) [PROBLEM_##code] = {#code, status, slug, en, zh},
#include "problem/problem_codes.def"
#undef PROBLEM
};
/* clang-format on */

int(problem_fail)(struct problem *err, enum problem_code code, const char *fmt, ...)
{
    va_list ap;

    err->code = code;
    va_start(ap, fmt);
    str_vformat(err->detail, sizeof err->detail, fmt, ap);
    va_end(ap);
    return -1;
}

int(problem_cause)(struct problem *err, enum problem_code code, const char *fmt, ...)
{
    va_list ap;

    err->code = code;
    va_start(ap, fmt);
    str_vformat(err->cause, sizeof err->cause, fmt, ap);
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
    str_format(f->pointer, sizeof f->pointer, "%s", pointer);
    str_format(f->code, sizeof f->code, "%s", code);
    va_start(ap, fmt);
    str_vformat(f->message, sizeof f->message, fmt, ap);
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
