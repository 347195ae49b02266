/* SPDX-License-Identifier: MIT */
/* The working-day calendar of the unit tests: the State Council's days of 2025 and 2026; 2027 is not loaded. */
#ifndef BIHUAN_UNIT_CALENDAR_H
#define BIHUAN_UNIT_CALENDAR_H

#include "deadline/calendar.h"

/** Read once from tests/unit/common/deadline/special_days.tsv. */
const struct work_calendar *test_calendar(void);

#endif
