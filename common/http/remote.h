/* SPDX-License-Identifier: MIT */
/* Where a caller is, as text. */
#ifndef BIHUAN_HTTP_REMOTE_H
#define BIHUAN_HTTP_REMOTE_H

#include <netinet/in.h>

struct sockaddr;

enum { REMOTE_TEXT = INET6_ADDRSTRLEN };

/** The address without its port, an IPv4 one always in four numbers; "" when there is none. */
void remote_format(const struct sockaddr *peer, char out[REMOTE_TEXT]);

#endif
