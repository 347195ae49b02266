/* SPDX-License-Identifier: MIT */
/* Clocks: the system's, and one that tests move through a mapped file. */
#include "base/clock.h"
#include "base/date.h"
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SECOND_US INT64_C(1000000)
#define DAY_US (86400 * SECOND_US)
#define SHANGHAI_US (8 * 3600 * SECOND_US)

static int64_t read_clock(clockid_t id)
{
    struct timespec ts;

    (void)clock_gettime(id, &ts);
    return (int64_t)ts.tv_sec * SECOND_US + ts.tv_nsec / 1000;
}

static int64_t system_now(const void *arg)
{
    (void)arg;
    return read_clock(CLOCK_REALTIME);
}

static int64_t movable_now(const void *arg)
{
    const _Atomic int64_t *offset = arg;

    return read_clock(CLOCK_REALTIME) + atomic_load(offset);
}

struct clock clock_system(void)
{
    return (struct clock){.now_us = system_now, .arg = NULL};
}

/* The mapping lives as long as the process: the clock is a plain value without a destructor. */
int clock_movable(const char *path, struct clock *ret)
{
    struct stat st;
    void *map;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return -1;
    if (fstat(fd, &st) < 0 || st.st_size < (off_t)sizeof(int64_t)) {
        (void)close(fd);
        errno = EINVAL; /* reading past the end of a shorter file would be a bus error */
        return -1;
    }
    map = mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, fd, 0);
    (void)close(fd);
    if (map == MAP_FAILED)
        return -1;
    *ret = (struct clock){.now_us = movable_now, .arg = map};
    return 0;
}

int64_t clock_now_us(const struct clock *c)
{
    return c->now_us(c->arg);
}

int32_t clock_day_of(int64_t us)
{
    int64_t local = us + SHANGHAI_US;
    int64_t day = local / DAY_US - (local % DAY_US < 0);

    return (int32_t)day;
}

static int64_t since_midnight(int64_t us)
{
    return us + SHANGHAI_US - clock_day_of(us) * DAY_US;
}

int32_t clock_minute_of(int64_t us)
{
    return (int32_t)(since_midnight(us) / 60000000);
}

void clock_format(int64_t us, char out[CLOCK_TEXT])
{
    int32_t day = clock_day_of(us);
    uint64_t rest = (uint64_t)since_midnight(us);
    unsigned seconds = (unsigned)(rest / 1000000) % 86400u;
    char date[DATE_TEXT];

    date_format(day, date);
    (void)snprintf(out, CLOCK_TEXT, "%sT%02u:%02u:%02u.%06u+08:00", date, seconds / 3600 % 24,
                   seconds / 60 % 60, seconds % 60, (unsigned)(rest % 1000000));
}

/* Two digits at s not above max, or -1. */
static int two_digits(const char *s, int max)
{
    int v;

    if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
        return -1;
    v = (s[0] - '0') * 10 + (s[1] - '0');
    return v <= max ? v : -1;
}

/* hh:mm:ss at s in seconds, or -1. Leap seconds (:60) do not exist in POSIX time. */
static int parse_time(const char *s)
{
    int h = two_digits(s, 23);
    int m = h < 0 || s[2] != ':' ? -1 : two_digits(s + 3, 59);
    int sec = m < 0 || s[5] != ':' ? -1 : two_digits(s + 6, 59);

    return sec < 0 ? -1 : h * 3600 + m * 60 + sec;
}

/* An optional fraction of one to nine digits; digits beyond microseconds are cut. */
static int64_t parse_fraction(const char **s)
{
    int64_t us = 0;
    int n = 0;

    if (**s != '.')
        return 0;
    for ((*s)++; **s >= '0' && **s <= '9' && n < 9; (*s)++, n++) {
        if (n < 6)
            us = us * 10 + (**s - '0');
    }
    if (n == 0)
        return -1;
    for (; n < 6; n++)
        us *= 10;
    return us;
}

static int parse_zone(const char *s, int *ret_seconds)
{
    int h, m;

    if ((*s == 'Z' || *s == 'z') && s[1] == '\0') {
        *ret_seconds = 0;
        return 0;
    }
    if (*s != '+' && *s != '-')
        return -1;
    h = two_digits(s + 1, 14);
    m = h < 0 || s[3] != ':' ? -1 : two_digits(s + 4, 59);
    if (m < 0 || s[6] != '\0' || (h == 14 && m > 0))
        return -1;
    *ret_seconds = (*s == '-' ? -1 : 1) * (h * 3600 + m * 60);
    return 0;
}

int clock_parse(const char *s, int64_t *ret_us)
{
    char date[DATE_TEXT];
    int32_t day;
    int seconds, zone;
    int64_t fraction;

    if (strnlen(s, sizeof "2026-01-01T00:00:00") < sizeof "2026-01-01T00:00:00")
        return -1;
    memcpy(date, s, DATE_TEXT - 1);
    date[DATE_TEXT - 1] = '\0';
    if (!date_parse(date, &day) || (s[10] != 'T' && s[10] != 't'))
        return -1;
    seconds = parse_time(s + 11);
    s += 19;
    fraction = parse_fraction(&s);
    if (seconds < 0 || fraction < 0 || parse_zone(s, &zone) < 0)
        return -1;
    *ret_us = day * DAY_US + (int64_t)(seconds - zone) * SECOND_US + fraction;
    return 0;
}

int64_t clock_monotonic_us(void)
{
    return read_clock(CLOCK_MONOTONIC);
}
