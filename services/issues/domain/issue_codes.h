/* SPDX-License-Identifier: MIT */
/* Enums, names and value lists made from issue_codes.def. For each list: `enum issue_<list>` with ISSUE_<PREFIX>_<CODE>
 * values and ISSUE_<PREFIX>_COUNT; `issue_<list>_codes`, rows of code and names; `issue_<list>_values`, the bare words,
 * ended by NULL. */
#ifndef BIHUAN_ISSUES_DOMAIN_ISSUE_CODES_H
#define BIHUAN_ISSUES_DOMAIN_ISSUE_CODES_H

#include "base/code.h"

#define CODES_BEGIN(list, PREFIX)                                                                            \
    enum issue_##list                                                                                        \
    {
#define CODE(PREFIX, word, en, zh) ISSUE_##PREFIX##_##word,
#define CODES_END(list, PREFIX)                                                                              \
    ISSUE_##PREFIX##_COUNT                                                                                   \
    }                                                                                                        \
    ;                                                                                                        \
    extern const struct code issue_##list##_codes[ISSUE_##PREFIX##_COUNT + 1];                               \
    extern const char *const issue_##list##_values[ISSUE_##PREFIX##_COUNT + 1];
#include "issues/domain/issue_codes.def"
#undef CODES_BEGIN
#undef CODE
#undef CODES_END

#endif
