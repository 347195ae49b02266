/* SPDX-License-Identifier: MIT */
/* What the issues service does when others tell something. */
#include "issues/handlers/board.h"
#include "issues/service.h"

const struct consumer issue_consumers[] = {
    {0},
};
const struct job issue_jobs[] = {
    {"board-fold", 1, board_fold},
    {0 },
};
