/* SPDX-License-Identifier: MIT */
/* Times, values and units of observations. */
#include "indicators/domain/observation.h"

#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "indicators/domain/standard.h"
#include <string.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, SHANGHAI = 8 * HOUR, UNIT_TEXT = 24 };
#define MOST_STORED 999999999999
#define VALUE_BEYOND 1000000000000000000 /* numeric(18, 6) ends below */

const char *const observation_flags[] = {"VALID",           "MISSING",     "MAINTENANCE", "INVALID",
                                         "BELOW_DETECTION", "MANIPULATED", NULL};
const char *const observation_averagings[] = {"1H", "8H", "24H", "4H", "SAMPLE", "MONTH", NULL};

/* ---- what is observed where */

static const char *const of_air[] = {"GB3095", "HJ633", NULL};
static const char *const of_water[] = {"GB3838", "BLACK-ODOUR", "BODY-SURVEY", NULL};
static const char *const of_none[] = {NULL}; /* but the discharge standard that the object itself names */

/* clang-format off: one row a line, in columns */
static const struct observed_kind {
    const char *kind;
    const char *const *families;
    const char *averagings; /* 4H is the round of an automatic station, SAMPLE one taken by hand */
    bool has_limits;
    int64_t most; /* in the item's unit; of air a gram a cubic metre */
} observed_kinds[] = {
    {"AIR_STATION",   of_air,   "1H 8H 24H",              false, 1000000    },
    {"WATER_SECTION", of_water, "1H 4H 24H SAMPLE MONTH", true,  MOST_STORED},
    {"WATER_BODY",    of_water, "1H 4H 24H SAMPLE MONTH", true,  MOST_STORED},
    {"ENTERPRISE",    of_none,  "1H 24H SAMPLE",          true,  MOST_STORED},
    {"PLANT",         of_none,  "1H 24H SAMPLE",          true,  MOST_STORED},
};
/* clang-format on */

static const struct observed_kind *observed_kind(const char *kind)
{
    for (size_t i = 0; i < ARRAY_LEN(observed_kinds); i++)
        if (str_eq(observed_kinds[i].kind, kind))
            return &observed_kinds[i];
    return NULL;
}

int observation_averaging(const char *kind, const char *averaging)
{
    const struct observed_kind *k = observed_kind(kind);

    for (int i = 0; k && observation_averagings[i]; i++)
        if (str_eq(observation_averagings[i], averaging) && str_has_word(k->averagings, averaging))
            return i;
    return -1;
}

const char *const *observation_families(const char *kind)
{
    const struct observed_kind *k = observed_kind(kind);

    return k ? k->families : NULL;
}

int64_t observation_most(const char *kind)
{
    const struct observed_kind *k = observed_kind(kind);

    return k ? k->most * VALUE_ONE : 0;
}

bool observation_has_limits(const char *kind)
{
    const struct observed_kind *k = observed_kind(kind);

    return k && k->has_limits;
}

/* ---- time */

/* Two digits at *s, up to `max`; *s moves behind them. */
static bool take_two(const char **s, int max, int *ret)
{
    const char *p = *s;

    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
        return false;
    *ret = (p[0] - '0') * 10 + p[1] - '0';
    *s += 2;
    return *ret <= max;
}

static bool take_char(const char **s, char c)
{
    if (**s != c)
        return false;
    (*s)++;
    return true;
}

/* "08:00", "08:00:00", "24:00" to seconds. */
static bool take_clock(const char **s, int *ret)
{
    int hour, minute, second = 0;

    if (!take_two(s, 24, &hour) || !take_char(s, ':') || !take_two(s, 59, &minute))
        return false;
    if (take_char(s, ':') && !take_two(s, 59, &second))
        return false;
    *ret = hour * HOUR + minute * MINUTE + second;
    return *ret <= DAY;
}

bool observation_time_parse(const char *s, int64_t *ret)
{
    char date[DATE_TEXT];
    int32_t day;
    int clock, offset = SHANGHAI;

    if (strlen(s) < DATE_TEXT)
        return false;
    memcpy(date, s, DATE_TEXT - 1);
    date[DATE_TEXT - 1] = '\0';
    s += DATE_TEXT - 1;
    if (!date_parse(date, &day) || day < date_from_ymd(2000, 1, 1) || (*s != 'T' && *s != ' '))
        return false;
    s++;
    if (!take_clock(&s, &clock))
        return false;
    if (str_eq(s, "Z"))
        offset = 0;
    else if (*s && !str_eq(s, "+08:00"))
        return false;
    *ret = (int64_t)day * DAY + clock - offset;
    return true;
}

/* ---- value */

bool observation_is_missing(const char *s)
{
    static const char *const words[] = {"", "NA", "N/A", "--", "-", "*", "—", NULL};

    return str_in(s, words);
}

size_t observation_limit_text(const char *s, const char **ret)
{
    size_t n = strlen(s);

    *ret = s + (*s == '<');
    if (*s == '<')
        return n - 1;
    return n > 1 && s[n - 1] == 'L' ? n - 1 : 0;
}

enum observation_fault observation_value_parse(const char *s, int exponent, bool is_signed, int64_t max,
                                               int64_t *ret)
{
    int64_t value, power = 1;

    if (!decimal_parse(s, VALUE_SCALE, &value))
        return OBSERVATION_NO_NUMBER;
    for (int i = exponent < 0 ? -exponent : exponent; i > 0; i--)
        power *= 10;
    if (exponent < 0 && value % power != 0)
        return OBSERVATION_INEXACT;
    if (exponent > 0 && !decimal_mul_div(value, power, 1, DECIMAL_FLOOR, &value))
        return OBSERVATION_RANGE;
    if (exponent < 0)
        value /= power;
    if ((value < 0 && !is_signed) || value > max || value >= VALUE_BEYOND || value <= -VALUE_BEYOND)
        return OBSERVATION_RANGE;
    *ret = value;
    return OBSERVATION_FITS;
}

/* ---- units */

/* clang-format off: one row a line, in columns */
static const struct unit {
    const char *name, *of; /* `of`: units with the same are converted into each other */
    int exponent;
} units[] = {
    {"g/m3",  "m3", 0 },
    {"mg/m3", "m3", -3},
    {"ug/m3", "m3", -6},
    {"ng/m3", "m3", -9},
    {"g/L",   "L",  0 },
    {"mg/L",  "L",  -3},
    {"ug/L",  "L",  -6},
    {"ng/L",  "L",  -9},
    {"m",     "m",  0 },
    {"cm",    "m",  -2},
};
/* clang-format on */

/* As the table spells it: micro and Greek mu are u, the superscript is 3. */
static void spell(const char *unit, char out[UNIT_TEXT])
{
    static const struct {
        const char *from, to;
    } same[] = {
        {"µ", 'u'},
        {"μ", 'u'},
        {"³", '3'}
    };
    size_t n = 0;

    while (*unit && n < UNIT_TEXT - 1) {
        char c = *unit;
        size_t length = 1;
        for (size_t i = 0; i < ARRAY_LEN(same); i++)
            if (str_starts(unit, same[i].from)) {
                c = same[i].to;
                length = strlen(same[i].from);
            }
        out[n++] = c;
        unit += length;
    }
    out[n] = '\0';
}

static const struct unit *unit_of(const char *spelt)
{
    for (size_t i = 0; i < ARRAY_LEN(units); i++)
        if (str_eq(units[i].name, spelt))
            return &units[i];
    return NULL;
}

bool observation_unit_exponent(const char *from, const char *to, int *ret)
{
    char a[UNIT_TEXT], b[UNIT_TEXT];
    const struct unit *x, *y;

    spell(from, a);
    spell(to, b);
    x = unit_of(a);
    y = unit_of(b);
    if (!str_eq(a, b) && (!x || !y || !str_eq(x->of, y->of)))
        return false;
    *ret = x && y ? x->exponent - y->exponent : 0;
    return true;
}

bool observation_unit_is_signed(const char *unit)
{
    return str_eq(unit, "℃") || str_eq(unit, "mV");
}
