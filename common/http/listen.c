/* SPDX-License-Identifier: MIT */
/* The listening socket. */
#include "http/listen.h"
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 511 };

static int open_socket(const struct addrinfo *ai)
{
    int one = 1, zero = 0;
    int fd = socket(ai->ai_family, ai->ai_socktype, ai->ai_protocol);

    if (fd < 0)
        return -1;
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) < 0 ||
        (ai->ai_family == AF_INET6 && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof zero) < 0) ||
        bind(fd, ai->ai_addr, ai->ai_addrlen) < 0 || listen(fd, BACKLOG) < 0) {
        int saved = errno;

        close(fd);
        errno = saved;
        return -1;
    }
    return fd;
}

static int port_of(int fd)
{
    struct sockaddr_storage at = {0};
    socklen_t n = sizeof at;
    in_port_t port = 0;

    if (getsockname(fd, (struct sockaddr *)&at, &n) == 0 && at.ss_family == AF_INET)
        port = ((const struct sockaddr_in *)&at)->sin_port;
    else if (at.ss_family == AF_INET6)
        port = ((const struct sockaddr_in6 *)&at)->sin6_port;
    return ntohs(port);
}

int listen_open(const char *address, int64_t port, int *ret_fd, int *ret_port, struct problem *err)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV};
    struct addrinfo *ai;
    char text[8];
    int fd;

    (void)snprintf(text, sizeof text, "%lld", (long long)port);
    if (getaddrinfo(address, text, &hints, &ai) != 0)
        return problem_cause(err, PROBLEM_INTERNAL, "not an address to listen on: %s", address);
    fd = open_socket(ai);
    freeaddrinfo(ai);
    if (fd < 0)
        return problem_cause(err, PROBLEM_INTERNAL, "cannot listen on %s port %lld: %s", address,
                             (long long)port, strerror(errno));
    *ret_fd = fd;
    *ret_port = port_of(fd);
    return 0;
}
