/* SPDX-License-Identifier: MIT */
/* Every id that a request of this service names, and the statement that looks it up. A test finds ids without a row. */
#ifndef BIHUAN_ISSUES_STORE_REFERENCES_H
#define BIHUAN_ISSUES_STORE_REFERENCES_H

#include "http/references.h"

/* Ends with {0}. */
extern const struct reference issue_references[];

#endif
