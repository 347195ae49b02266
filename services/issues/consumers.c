/* SPDX-License-Identifier: MIT */
/* What the issues service does when others tell something. */
#include "events/directory_payloads.h"
#include "issues/events/on_directory.h"
#include "issues/events/on_indicators.h"
#include "issues/service.h"

const struct consumer issue_consumers[] = {
    {"directory",          "calendar.changed", 1, &calendar_changed_table, on_calendar_changed},
    {"directory",                   "org.changed", 1, &org_changed_table, on_org_changed},
    {"indicators", "indicator.redline_breach", 1, &redline_breach_table, on_redline_breach},
    {0         },
};
