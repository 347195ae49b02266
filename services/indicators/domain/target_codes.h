/* SPDX-License-Identifier: MIT */
/* Enums, names and value lists made from target_codes.def. For each list: `enum target_<list>` with
 * TARGET_<PREFIX>_<CODE> values and TARGET_<PREFIX>_COUNT; `target_<list>_codes`, rows of code and names;
 * `target_<list>_values`, the bare words, ended by NULL. */
#ifndef BIHUAN_INDICATORS_DOMAIN_TARGET_CODES_H
#define BIHUAN_INDICATORS_DOMAIN_TARGET_CODES_H

#include "base/code.h"

#define CODES_BEGIN(list, PREFIX)                                                                            \
    enum target_##list                                                                                       \
    {
#define CODE(PREFIX, word, en, zh) TARGET_##PREFIX##_##word,
#define CODES_END(list, PREFIX)                                                                              \
    TARGET_##PREFIX##_COUNT                                                                                  \
    }                                                                                                        \
    ;                                                                                                        \
    extern const struct code target_##list##_codes[TARGET_##PREFIX##_COUNT + 1];                             \
    extern const char *const target_##list##_values[TARGET_##PREFIX##_COUNT + 1];
#include "indicators/domain/target_codes.def"
#undef CODES_BEGIN
#undef CODE
#undef CODES_END

#endif
