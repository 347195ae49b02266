/* SPDX-License-Identifier: MIT */
/* A service is a value; app_run() turns it into a process: config, log, pools, http, relay, consumers, jobs, signals,
 * drain. */
#ifndef BIHUAN_APP_APP_H
#define BIHUAN_APP_APP_H

#include "events/event.h"
#include "unit/service.h"

/** Runs until SIGTERM, then drains. `--dump-api` prints routes, fields, problems, events, settings and metrics as JSON.
 * */
int app_run(const struct service *service, int argc, char **argv);
/** What /readyz asks: the database answers and its schema is the one this build was made for. PROBLEM_UNAVAILABLE
 * otherwise. */
int app_check_ready(struct app *app, struct problem *err) MUST_CHECK;

#endif
