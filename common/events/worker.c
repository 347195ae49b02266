/* SPDX-License-Identifier: MIT */
/* Who of all processes works. */
#include "events/worker.h"
#include "db/lease.h"
#include "unit/service.h"

bool worker_holds(struct app *app, struct lease *lease)
{
    if (app_fits(app))
        return lease_hold(lease);
    lease_drop(lease);
    return false;
}
