/* SPDX-License-Identifier: MIT */
/* Compiler attributes, in one place so that the rest stays standard C17. */
#ifndef BIHUAN_BASE_ATTR_H
#define BIHUAN_BASE_ATTR_H

/* The result of a fallible function must be looked at. */
#define MUST_CHECK __attribute__((warn_unused_result))
/* printf-checked: format is argument `a`, values start at argument `b`. */
#define PRINTF(a, b) __attribute__((format(printf, a, b)))
/* Never returns NULL: allocation failure ends the process. */
#define NONNULL_RETURN __attribute__((returns_nonnull))
#define NORETURN __attribute__((noreturn))
#define UNUSED __attribute__((unused))

/* The result must be released by `fn`; gcc's -fanalyzer then finds leaks and mismatches of our own types. */
#if defined(__GNUC__) && !defined(__clang__)
#define OWNED_BY(fn) __attribute__((malloc(fn, 1)))
#else
#define OWNED_BY(fn)
#endif

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
