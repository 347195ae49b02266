/* SPDX-License-Identifier: MIT */
/* From results to values of indicators (domain C.1): of the districts and cities that a batch touches, each with its
 * edition. */
#ifndef BIHUAN_INDICATORS_ENGINE_PLACE_VALUES_H
#define BIHUAN_INDICATORS_ENGINE_PLACE_VALUES_H

#include "indicators/engine/batch.h"

/** The values of the places' years in which something was computed. A year of which more is marked waits for it, so
 *  that a long load makes one figure of it and not a revision a batch. Only in units of system work. */
int place_values_put(struct batch *b, struct problem *err) MUST_CHECK;

#endif
