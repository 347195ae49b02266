/* SPDX-License-Identifier: MIT */
/* The job that clears stored contents of what no row refers to. */
#ifndef BIHUAN_DIRECTORY_FILE_COLLECT_H
#define BIHUAN_DIRECTORY_FILE_COLLECT_H

#include "unit/ctx.h"

/** Removes contents that have had no row for a day, and files that were never finished. */
int file_collect(struct ctx *c, struct problem *err) MUST_CHECK;

#endif
