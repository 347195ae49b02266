/* SPDX-License-Identifier: MIT */
/* What the indicators service does when others tell something. */
#include "events/directory_payloads.h"
#include "indicators/events/on_directory.h"
#include "indicators/service.h"

const struct consumer indicator_consumers[] = {
    {"directory", "org.changed", 1, &org_changed_table, on_org_changed},
    {0         },
};
