/* SPDX-License-Identifier: MIT */
/* What the directory tells the others (domain H). */
#ifndef BIHUAN_DIRECTORY_EVENTS_H
#define BIHUAN_DIRECTORY_EVENTS_H

#include "events/event.h"

extern const struct event_type directory_events[];
#define event_calendar_changed (directory_events[0])
#define event_org_changed (directory_events[1])

#endif
