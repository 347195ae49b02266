/* SPDX-License-Identifier: MIT */
/* The five kinds of tenant (domain F.2) as bits, so that rules name sets of them. Codes are the words of tokens and
 * columns. */
#ifndef BIHUAN_BASE_LEVEL_H
#define BIHUAN_BASE_LEVEL_H

enum level {
    LEVEL_NONE = 0,
    LEVEL_CITY = 1 << 0,
    LEVEL_DISTRICT = 1 << 1,
    LEVEL_STREET = 1 << 2,
    LEVEL_DEVZONE = 1 << 3,
    LEVEL_DEPARTMENT = 1 << 4,
    LEVEL_UNIT = LEVEL_STREET | LEVEL_DEVZONE | LEVEL_DEPARTMENT, /* the bodies that do the work */
    LEVEL_ANY = LEVEL_CITY | LEVEL_DISTRICT | LEVEL_UNIT,
};

/** "CITY" .. "DEPARTMENT"; anything else is LEVEL_NONE. */
enum level level_of(const char *code);
/** The code of one level; "" for a set or none. */
const char *level_code(enum level level);

#endif
