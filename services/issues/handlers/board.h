/* SPDX-License-Identifier: MIT */
/* The board's job. */
#ifndef BIHUAN_ISSUES_HANDLERS_BOARD_H
#define BIHUAN_ISSUES_HANDLERS_BOARD_H

#include "unit/ctx.h"

/** Folds a batch of pending differences into the rollup; the board adds what is pending, so lateness costs time, not
 * truth. */
int board_fold(struct ctx *c, struct problem *err);

#endif
