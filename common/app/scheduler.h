/* SPDX-License-Identifier: MIT */
/* Time-driven work: the service's jobs and the platform's own, each in one process at a time, catching up on what was
 * missed. */
#ifndef BIHUAN_APP_SCHEDULER_H
#define BIHUAN_APP_SCHEDULER_H

#include "app/app.h"

/** Thread function; `app` is a struct app. Returns soon after app->stop. */
void *scheduler_main(void *app);

/* The platform's jobs, run by every service; ends with { 0 }. */
extern const struct job platform_jobs[];

#endif
