/* SPDX-License-Identifier: MIT */
/* Reference pages that are made from tables: the committed file must be what the table says. */
#ifndef BIHUAN_UNIT_PAGE_H
#define BIHUAN_UNIT_PAGE_H

/** Fails the test unless the file `path` (from the root of the repository) holds exactly `text`. With BIHUAN_WRITE_DOCS
 *  set in the environment it is written first. */
void expect_page(const char *path, const char *text);

#endif
