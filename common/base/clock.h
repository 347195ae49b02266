/* SPDX-License-Identifier: MIT */
/* The clock is a value that is passed in, so that tests move it instead of sleeping.
 * Business time is Asia/Shanghai (UTC+8, no daylight saving; domain 0.3). */
#ifndef BIHUAN_BASE_CLOCK_H
#define BIHUAN_BASE_CLOCK_H

#include <stdint.h>

struct clock {
    int64_t (*now_us)(const void *arg); /* microseconds since 1970-01-01T00:00:00Z */
    const void *arg;
};

/** The system clock. */
struct clock clock_system(void);
/** The system clock plus the offset (int64, microseconds) in a mapped 8-byte file, read anew on every call; for tests
 *  and demonstrations only. Returns 0, or -1 with errno when the file cannot be mapped. */
int clock_movable(const char *path, struct clock *ret);

int64_t clock_now_us(const struct clock *c);
/** Civil date in Shanghai, as base/date.h counts days. */
int32_t clock_day_of(int64_t us);
/** Minutes since midnight in Shanghai. */
int32_t clock_minute_of(int64_t us);

enum { CLOCK_TEXT = 33 };
/** RFC 3339 with microseconds and +08:00. */
void clock_format(int64_t us, char out[CLOCK_TEXT]);
/** RFC 3339 with a zone (Z or ±hh:mm, an offset within 14 h); 0, or -1 when it is not one. */
int clock_parse(const char *s, int64_t *ret_us);
/** For measuring durations: never moves back, not affected by the movable clock. */
int64_t clock_monotonic_us(void);

#endif
