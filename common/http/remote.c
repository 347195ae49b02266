/* SPDX-License-Identifier: MIT */
/* Addresses of callers. */
#include "http/remote.h"
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

void remote_format(const struct sockaddr *peer, char out[REMOTE_TEXT])
{
    static const char mapped[] = "::ffff:";

    out[0] = '\0';
    if (peer && peer->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)peer)->sin_addr, out, REMOTE_TEXT);
    else if (peer && peer->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr, out, REMOTE_TEXT);
    if (strncmp(out, mapped, sizeof mapped - 1) == 0 && strchr(out, '.'))
        memmove(out, out + sizeof mapped - 1, strlen(out) - sizeof mapped + 2);
}
