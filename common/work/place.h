/* SPDX-License-Identifier: MIT */
/* Where bodies and results of jobs lie: BIHUAN_FILES_DIR/jobs, which all processes of a service share. */
#ifndef BIHUAN_WORK_PLACE_H
#define BIHUAN_WORK_PLACE_H

#include "problem/problem.h"
#include "unit/service.h"

/* A result is of one try; the body of the request is of all. */
enum { WORK_BODY = 0 };

/** Whether `n` bytes more leave the disk the room that others need (BIHUAN_FILES_FREE_MIB); UNAVAILABLE where not. */
int work_check_room(const struct app *app, size_t n, struct problem *err) MUST_CHECK;
/** An empty file of the job, for writing; the caller closes it. `attempt`: WORK_BODY, or the number of the try. */
int work_file_new(const struct app *app, const char *id, int64_t attempt, int *ret_fd,
                  struct problem *err) MUST_CHECK;
/** The file for reading; NOT_FOUND when there is none. */
int work_file_open(const struct app *app, const char *id, int64_t attempt, int *ret_fd,
                   struct problem *err) MUST_CHECK;
void work_file_remove(const struct app *app, const char *id, int64_t attempt);
/** Files that lie there longer than any job is kept: of requests that failed before they became one. */
void work_files_sweep(const struct app *app);

#endif
