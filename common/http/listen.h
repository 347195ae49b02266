/* SPDX-License-Identifier: MIT */
/* The listening socket, IPv4 or IPv6 by the form of the address. */
#ifndef BIHUAN_HTTP_LISTEN_H
#define BIHUAN_HTTP_LISTEN_H

#include "problem/problem.h"
#include <stdint.h>

/** Listens on `address` (numeric; "::" takes IPv4 too) and `port` (0: any free one, told in *ret_port). */
int listen_open(const char *address, int64_t port, int *ret_fd, int *ret_port,
                struct problem *err) MUST_CHECK;

#endif
