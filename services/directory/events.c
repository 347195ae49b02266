/* SPDX-License-Identifier: MIT */
/* The table of emitted events. */
#include "directory/events.h"

#include "events/directory_payloads.h"

const struct event_type directory_events[] = {
    {"calendar.changed",       1, &calendar_changed_table},
    {"org.changed", 1, &org_changed_table},
    {0           },
};
