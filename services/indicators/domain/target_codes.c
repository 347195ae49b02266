/* SPDX-License-Identifier: MIT */
/* The word lists of target_codes.def as tables. */
#include "indicators/domain/target_codes.h"
#include <stddef.h>

#define CODES_BEGIN(list, PREFIX) const struct code target_##list##_codes[TARGET_##PREFIX##_COUNT + 1] = {
#define CODE(PREFIX, word, en, zh) {#word, en, zh},
#define CODES_END(list, PREFIX)                                                                              \
    {                                                                                                        \
        0                                                                                                    \
    }                                                                                                        \
    }                                                                                                        \
    ;
#include "indicators/domain/target_codes.def"
#undef CODES_BEGIN
#undef CODE
#undef CODES_END

#define CODES_BEGIN(list, PREFIX) const char *const target_##list##_values[TARGET_##PREFIX##_COUNT + 1] = {
#define CODE(PREFIX, word, en, zh) #word,
#define CODES_END(list, PREFIX)                                                                              \
    NULL                                                                                                     \
    }                                                                                                        \
    ;
#include "indicators/domain/target_codes.def"
#undef CODES_BEGIN
#undef CODE
#undef CODES_END
