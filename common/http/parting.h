/* SPDX-License-Identifier: MIT */
/* Callers that were answered while they still send.
 *
 * A socket that is closed with unread bytes resets the connection, which may take the answer with it. So its other end
 * is read, and what comes forgotten, until the caller has seen the answer and closes, or for two seconds. A bounded
 * number; thread-safe. */
#ifndef BIHUAN_HTTP_PARTING_H
#define BIHUAN_HTTP_PARTING_H

struct parting;

void parting_new(struct parting **ret);
/** NULL is fine. */
void parting_free(struct parting *l);
/** Reads from a copy of `fd` on, until the caller closes; who was there longest makes room. */
void parting_take(struct parting *l, int fd);

#endif
