/* SPDX-License-Identifier: MIT */
/* The working-day calendar of the unit tests. */
#include "support/calendar.h"
#include "base/str.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { DAYS_MAX = 200 };

const struct work_calendar *test_calendar(void)
{
    static const int years[] = {2025, 2026};
    static struct special_day days[DAYS_MAX];
    static struct work_calendar cal = {days, 0, years, 2};
    struct problem err = {0};
    struct tsv t;

    if (cal.n_days)
        return &cal;
    tsv_open(&t, "tests/unit/common/deadline/special_days.tsv");
    while (tsv_next(&t, 3)) {
        assert_true(cal.n_days < DAYS_MAX);
        assert_true(str_eq(t.cell[1], "work") || str_eq(t.cell[1], "off"));
        days[cal.n_days++] = (struct special_day){tsv_date(&t, t.cell[0]), str_eq(t.cell[1], "work")};
    }
    tsv_close(&t);
    assert_int_equal(calendar_check(&cal, &err), 0);
    return &cal;
}
