/* SPDX-License-Identifier: MIT */
/* Where a caller is: the address of the other end, or what trusted proxies in between say of it in X-Forwarded-For. */
#ifndef BIHUAN_HTTP_REMOTE_H
#define BIHUAN_HTTP_REMOTE_H

#include "problem/problem.h"
#include <netinet/in.h>

struct sockaddr;
struct proxies;

enum { REMOTE_TEXT = INET6_ADDRSTRLEN };

/** The address without its port, an IPv4 one always in four numbers; "" when there is none. */
void remote_format(const struct sockaddr *peer, char out[REMOTE_TEXT]);
/** `remote` is the other end. When that is a trusted proxy it becomes the last address in `forwarded` (may be NULL)
 *  that is none; what lies left of it, or of what is no address, is only claimed and does not count. */
void remote_resolve(const struct proxies *trusted, const char *forwarded, char remote[REMOTE_TEXT]);

/** `list`: networks (192.0.2.0/24, 2001:db8::/32), addresses, or the word unix for a peer on a socket of this machine,
 *  separated by commas; NULL or "": nobody is trusted. -1 with a field problem for what is none of these. */
int proxies_parse(const char *list, struct proxies **ret, struct problem *err) MUST_CHECK;
void proxies_free(struct proxies *p);

#endif
