/* SPDX-License-Identifier: MIT */
/* Everything a list of issues would page through (问题清单), as one file: CSV, NDJSON or a workbook. */
#ifndef BIHUAN_ISSUES_STORE_EXPORT_FILE_H
#define BIHUAN_ISSUES_STORE_EXPORT_FILE_H

#include "unit/ctx.h"

struct export_format;

/** Of the name in the query; the first of all without one. */
const struct export_format *export_format_of(const char *name);
const char *export_media_type(const struct export_format *f);
/** "issues.csv" */
const char *export_filename(const struct export_format *f);

/** Writes what c->query (a struct issue_query) selects to the file at `fd`. It is read in slices, each a statement of
 *  its own, so that neither time nor memory of one grows with the whole; a row is as it was when its slice was read.
 *  NOT_FOUND: the subtree; BAD_QUERY: more rows than a sheet holds; UNAVAILABLE: no room on the disk. */
int export_write(struct ctx *c, const struct export_format *f, int fd, struct problem *err) MUST_CHECK;

#endif
