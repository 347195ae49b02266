/* SPDX-License-Identifier: MIT */
/* The editions that ship with the project, read from services/indicators/standards/<CODE>.csv: what the unit tests
 * compute by is what ./dev up loads. */
#ifndef BIHUAN_UNIT_STANDARDS_H
#define BIHUAN_UNIT_STANDARDS_H

#include "indicators/domain/standard.h"

/** The edition of that code; read once, lives as long as the process. Fails the test when there is none or a row is
 * broken. */
const struct standard *test_standard(const char *code);

#endif
