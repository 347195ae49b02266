/* SPDX-License-Identifier: MIT */
/* One job from its beginning to its end, while this process holds its lease. */
#ifndef BIHUAN_WORK_RUNNING_H
#define BIHUAN_WORK_RUNNING_H

#include "db/lease.h"
#include "unit/service.h"

/** Whether there was something to do: others may have done it. */
bool work_run(struct app *app, struct lease *lease, const char *id);

#endif
