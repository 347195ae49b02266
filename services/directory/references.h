/* SPDX-License-Identifier: MIT */
/* Every id that a request of this service names, and the statement that looks it up. */
#ifndef BIHUAN_DIRECTORY_REFERENCES_H
#define BIHUAN_DIRECTORY_REFERENCES_H

#include "http/references.h"

/* Ends with {0}. */
extern const struct reference directory_references[];

#endif
