/* SPDX-License-Identifier: MIT */
/* A lease: of all processes that ask for `name`, exactly one holds it, until it ends or falls silent for LEASE_SECONDS.
 *
 * It is a session-level advisory lock on a connection of its own, which the server closes when it stays idle too long:
 * a process that hangs loses the lease, so the holder's work must stay right (not merely rare) when two believe to hold
 * it. */
#ifndef BIHUAN_DB_LEASE_H
#define BIHUAN_DB_LEASE_H

#include "problem/problem.h"
#include <stdbool.h>

enum { LEASE_SECONDS = 30 };

struct lease;

struct lease *lease_new(const char *conninfo, const char *name);
/** Gives the lease up; NULL is fine. */
void lease_free(struct lease *l);
/** Takes the lease or makes sure of it; cheap enough for every turn of a loop (it asks the server every few seconds
 * only). */
bool lease_hold(struct lease *l);
/** Leaves it to others. */
void lease_drop(struct lease *l);

#endif
