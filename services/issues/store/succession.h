/* SPDX-License-Identifier: MIT */
/* Handing the open work of a body that has ended to another (domain F.6). */
#ifndef BIHUAN_ISSUES_STORE_SUCCESSION_H
#define BIHUAN_ISSUES_STORE_SUCCESSION_H

#include "unit/ctx.h"

struct heir {
    const char *id, *code, *name, *scope, *kind;
};

/** Everything open that `gone_id` holds or has a part in, or of one issue (issue_id, else NULL), becomes the heir's;
 *  each issue is written down in the audit trail. Parts that the heir cannot take stay, for an office to allocate.
 *  Queued. */
int succession_run(struct ctx *c, const char *gone_id, const char *issue_id, const struct heir *heir,
                   struct problem *err) MUST_CHECK;

#endif
