/* SPDX-License-Identifier: MIT */
/* bihuanctl clock: the movable clock of development and tests, a mapped file of 8 bytes (base/clock.h). */
#include "base/clock.h"
#include "base/str.h"
#include "ctl/ctl.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { SECOND = 1000 * 1000 };
static const int64_t farthest_us = INT64_C(100) * 366 * 86400 * SECOND;

static int print_now(struct ctl *c)
{
    char text[CLOCK_TEXT];

    clock_format(clock_now_us(&c->app.clock), text);
    (void)puts(text);
    return CTL_DONE;
}

int ctl_clock_show(struct ctl *c, struct problem *err)
{
    return ctl_configure(c, err) < 0 ? -1 : print_now(c);
}

/* In place, so that the services' mapping of the file sees it. */
static int add_offset(const char *path, int64_t us, struct problem *err)
{
    FILE *file = fopen(path, "r+b");
    int64_t offset = 0;
    bool ok;

    if (!file)
        return problem_fail(err, PROBLEM_NOT_FOUND, "%s: %s", path, strerror(errno));
    ok = fread(&offset, sizeof offset, 1, file) == 1;
    if (ok && (offset + us > farthest_us || offset + us < -farthest_us))
        ok = false;
    offset += us;
    ok = ok && fseek(file, 0, SEEK_SET) == 0 && fwrite(&offset, sizeof offset, 1, file) == 1;
    if (fclose(file) != 0 || !ok)
        return problem_fail(err, PROBLEM_VALIDATION, "%s: the clock was not moved", path);
    return 0;
}

int ctl_clock_move(struct ctl *c, struct problem *err)
{
    int64_t seconds;

    if (!str_to_int64(c->words[0], &seconds) || seconds > farthest_us / SECOND ||
        seconds < -farthest_us / SECOND)
        return problem_fail(err, PROBLEM_VALIDATION, "%s is not a number of seconds", c->words[0]);
    if (ctl_configure(c, err) < 0)
        return -1;
    if (str_empty(c->app.config.clock_file))
        return problem_fail(err, PROBLEM_CONFLICT,
                            "BIHUAN_CLOCK_FILE is not set: this system runs on real time");
    if (add_offset(c->app.config.clock_file, seconds * SECOND, err) < 0)
        return -1;
    return print_now(c);
}
