/* SPDX-License-Identifier: MIT */
/* What a row of observations (监测数据) says: its time, its value with the words that stand for none, its unit, and which
 * items and averagings the kinds of objects have. Pure. */
#ifndef BIHUAN_INDICATORS_DOMAIN_OBSERVATION_H
#define BIHUAN_INDICATORS_DOMAIN_OBSERVATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum observation_flag {
    OBSERVATION_VALID,
    OBSERVATION_MISSING,     /* 缺测: looked at, no value */
    OBSERVATION_MAINTENANCE, /* 维护、校准: a value may stand there, it does not count */
    OBSERVATION_INVALID,     /* 无效, by the station's own control */
    OBSERVATION_BELOW,       /* 未检出: below detection; the value is the limit that was not reached */
    OBSERVATION_MANIPULATED, /* 弄虚作假 (domain C.8): void, a clue to enforcement, a veto to the assessment */
};
/* As columns and requests spell them; end with NULL. */
extern const char *const observation_flags[];
extern const char *const observation_averagings[];

/** Index of `averaging` in observation_averagings when objects of that kind are observed so; -1 otherwise. */
int observation_averaging(const char *kind, const char *averaging);
/** Families of standards whose items are observed at a kind of object, the first one first; NULL when there are none.
 * */
const char *const *observation_families(const char *kind);

/** Seconds since 1970 of "2024-01-31T08:00", with a blank for the T, with or without seconds; without a zone it is
 *  Asia/Shanghai, else Z or +08:00. 24:00 is the next day's 00:00 (domain 0.3). False when it is none of these, or a
 *  day before 2000. */
bool observation_time_parse(const char *s, int64_t *ret);

/** The cell says that there is no value: empty, NA, --, * and the like. */
bool observation_is_missing(const char *s);
/** Length of the part of "0.01L" or "<0.01" that is the detection limit, *ret its start; 0 when the cell is no such
 * notation. */
size_t observation_limit_text(const char *s, const char **ret);
/** The greatest value that an object of that kind may have, in millionths of the item's unit. */
int64_t observation_most(const char *kind);
/** Objects of that kind have values below detection: laboratories report them, stations of air do not. */
bool observation_has_limits(const char *kind);

/** Factor from a unit to another of the same kind as a power of ten: ug/m3 to mg/m3 is -3. False when they are not of a
 *  kind. "µ", "μ" and "u", "³" and "3" are the same. */
bool observation_unit_exponent(const char *from, const char *to, int *ret);
/** The unit measures something that may be below zero (℃, mV). */
bool observation_unit_is_signed(const char *unit);

enum observation_fault {
    OBSERVATION_FITS,
    OBSERVATION_NO_NUMBER, /* not plain decimal notation of at most 6 places */
    OBSERVATION_RANGE, /* below zero where nothing is, above the item's greatest, or beyond what is stored */
    OBSERVATION_INEXACT, /* the conversion would need more than 6 places */
};
/** The value in millionths of the item's unit, exactly: the text times ten to the `exponent`. */
enum observation_fault observation_value_parse(const char *s, int exponent, bool is_signed, int64_t max,
                                               int64_t *ret);

#endif
