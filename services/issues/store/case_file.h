/* SPDX-License-Identifier: MIT */
/* One case, one file (一案一档, B.5): the record of an issue, its history and every piece of evidence as a ZIP, with a
 * manifest of hashes. */
#ifndef BIHUAN_ISSUES_STORE_CASE_FILE_H
#define BIHUAN_ISSUES_STORE_CASE_FILE_H

#include "unit/ctx.h"

/** Packs the issue of the path parameter issue_id into the file at `fd`; *ret_code is the issue's number. What is read
 *  is read in short units of the caller, and the reading is in the audit trail before the first of it is packed.
 *  Evidence is opened piece by piece. NOT_FOUND: there is no such issue for the caller. */
int case_file_write(struct ctx *c, int fd, const char **ret_code, struct problem *err) MUST_CHECK;

#endif
