/* SPDX-License-Identifier: MIT */
/* The word lists of issue_codes.def as tables. */
#include "issues/domain/issue_codes.h"
#include <stddef.h>

#define CODES_BEGIN(list, PREFIX) const struct code issue_##list##_codes[ISSUE_##PREFIX##_COUNT + 1] = {
#define CODE(PREFIX, word, en, zh) {#word, en, zh},
#define CODES_END(list, PREFIX)                                                                              \
    {                                                                                                        \
        0                                                                                                    \
    }                                                                                                        \
    }                                                                                                        \
    ;
#include "issues/domain/issue_codes.def"
#undef CODES_BEGIN
#undef CODE
#undef CODES_END

#define CODES_BEGIN(list, PREFIX) const char *const issue_##list##_values[ISSUE_##PREFIX##_COUNT + 1] = {
#define CODE(PREFIX, word, en, zh) #word,
#define CODES_END(list, PREFIX)                                                                              \
    NULL                                                                                                     \
    }                                                                                                        \
    ;
#include "issues/domain/issue_codes.def"
#undef CODES_BEGIN
#undef CODE
#undef CODES_END
