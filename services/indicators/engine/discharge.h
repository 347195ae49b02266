/* SPDX-License-Identifier: MIT */
/* Discharges of a batch: days of enterprises and plants against the standard that each names (domain S-055). */
#ifndef BIHUAN_INDICATORS_ENGINE_DISCHARGE_H
#define BIHUAN_INDICATORS_ENGINE_DISCHARGE_H

#include "indicators/engine/batch.h"

/** The batch's days of enterprises and plants: of each item the mean of everything valid that was measured on the day.
 * */
int discharge_evaluate(struct batch *b, struct problem *err) MUST_CHECK;

#endif
