/* SPDX-License-Identifier: MIT */
/* A load generator for one HTTP/1.1 service on loopback:
 *
 *   http_load PORT CONNECTIONS SECONDS REQUESTS FIRST [EACH] < FILE
 *
 * FILE holds whole requests, each behind a line with its length; they are sent in turn, one at a time a connection,
 * until SECONDS have passed or REQUESTS were answered (0: no limit). "########" in a request becomes a running number
 * from FIRST on. Prints rate, latencies in microseconds and how many answers each status had; with EACH, the median of
 * each request of the file too. */
#include "base/clock.h"
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    CONNECTIONS_MAX = 512,
    REQUESTS_MAX = 200000,
    HOLES_MAX = 4,
    HOLE = 8,
    HEAD_MAX = 16 * 1024,
    STATUSES = 600
};

struct request {
    char *text;
    size_t len;
    size_t holes[HOLES_MAX];
    int n_holes;
};

struct sample {
    uint32_t us, request;
};

struct connection {
    int fd;
    uint32_t request;
    int64_t sent_us;
    char head[HEAD_MAX];
    size_t have;    /* bytes of the head */
    size_t missing; /* bytes of the body still to come, once in_body */
    bool in_body;
    int status;
};

static struct request requests[REQUESTS_MAX];
static size_t n_requests;
static struct sample *samples;
static size_t n_samples, samples_size;
static int64_t statuses[STATUSES];
static uint64_t next_request, next_number;
static struct connection connections[CONNECTIONS_MAX];

static void die(const char *what)
{
    (void)fprintf(stderr, "http_load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void *must(void *p)
{
    if (!p)
        die("memory");
    return p;
}

/* -- requests -- */

static void find_holes(struct request *r)
{
    for (size_t i = 0; i + HOLE <= r->len && r->n_holes < HOLES_MAX; i++)
        if (memcmp(r->text + i, "########", HOLE) == 0) {
            r->holes[r->n_holes++] = i;
            i += HOLE - 1;
        }
}

static void read_requests(void)
{
    char line[32];

    while (n_requests < REQUESTS_MAX && fgets(line, sizeof line, stdin)) {
        struct request *r = &requests[n_requests++];

        r->len = strtoul(line, NULL, 10);
        r->text = must(malloc(r->len + 1));
        if (r->len == 0 || fread(r->text, 1, r->len, stdin) != r->len)
            die("a request is cut short");
        find_holes(r);
    }
    if (n_requests == 0)
        die("no requests");
}

static void fill_holes(struct request *r)
{
    char digits[HOLE + 1];

    if (r->n_holes == 0)
        return;
    (void)snprintf(digits, sizeof digits, "%08u", (unsigned)(next_number++ % 100000000));
    for (int i = 0; i < r->n_holes; i++)
        memcpy(r->text + r->holes[i], digits, HOLE);
}

/* -- connections -- */

static int dial(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) < 0)
        die("connect");
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

/* Requests are small: a loopback socket takes one whole. */
static void send_next(struct connection *c)
{
    struct request *r;

    c->request = (uint32_t)(next_request++ % n_requests);
    r = &requests[c->request];
    fill_holes(r);
    c->have = 0;
    c->in_body = false;
    c->sent_us = clock_monotonic_us();
    if (send(c->fd, r->text, r->len, MSG_NOSIGNAL) != (ssize_t)r->len)
        die("send");
}

static size_t content_length(const char *head)
{
    const char *p = head;

    while ((p = strchr(p, '\n'))) {
        p++;
        if (strncasecmp(p, "Content-Length:", 15) == 0)
            return strtoul(p + 15, NULL, 10);
    }
    return 0;
}

/* The head is whole: what of the body has come with it, and what is missing. */
static void read_head(struct connection *c, const char *end)
{
    size_t head = (size_t)(end - c->head) + 4, length;

    c->status = atoi(c->head + strcspn(c->head, " "));
    length = content_length(c->head);
    c->in_body = true;
    c->missing = length > c->have - head ? length - (c->have - head) : 0;
}

/* Reads what is there; true when the answer is whole. */
static bool take(struct connection *c)
{
    static char sink[256 * 1024];
    ssize_t n;

    if (!c->in_body) {
        const char *end;

        n = recv(c->fd, c->head + c->have, sizeof c->head - 1 - c->have, 0);
        if (n <= 0)
            die("the service closed a connection");
        c->have += (size_t)n;
        c->head[c->have] = '\0';
        end = strstr(c->head, "\r\n\r\n");
        if (end)
            read_head(c, end);
    } else {
        n = recv(c->fd, sink, c->missing < sizeof sink ? c->missing : sizeof sink, 0);
        if (n <= 0)
            die("the service closed a connection");
        c->missing -= (size_t)n;
    }
    return c->in_body && c->missing == 0;
}

static void note(const struct connection *c)
{
    if (n_samples == samples_size) {
        samples_size = samples_size ? samples_size * 2 : 65536;
        samples = must(realloc(samples, samples_size * sizeof *samples));
    }
    samples[n_samples++] = (struct sample){(uint32_t)(clock_monotonic_us() - c->sent_us), c->request};
    statuses[c->status > 0 && c->status < STATUSES ? c->status : 0]++;
}

/* Returns the microseconds that it took. */
static int64_t run(int port, int n, int64_t seconds, uint64_t limit)
{
    int epoll = epoll_create1(0);
    int64_t start, until;
    int open = n;

    for (int i = 0; i < n; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = &connections[i]};

        connections[i].fd = dial(port);
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, connections[i].fd, &e) < 0)
            die("epoll");
    }
    start = clock_monotonic_us();
    until = start + seconds * 1000000;
    for (int i = 0; i < n; i++)
        send_next(&connections[i]);
    while (open > 0) {
        struct epoll_event events[64];
        int got = epoll_wait(epoll, events, 64, 30000);

        if (got <= 0)
            die("no answer for 30 s");
        for (int i = 0; i < got; i++) {
            struct connection *c = events[i].data.ptr;

            if (!take(c))
                continue;
            note(c);
            if (clock_monotonic_us() < until && (limit == 0 || next_request < limit))
                send_next(c);
            else
                open--;
        }
    }
    return clock_monotonic_us() - start;
}

/* -- the report -- */

static int by_latency(const void *a, const void *b)
{
    const struct sample *x = a, *y = b;

    return (x->us > y->us) - (x->us < y->us);
}

static int by_request(const void *a, const void *b)
{
    const struct sample *x = a, *y = b;

    if (x->request != y->request)
        return x->request < y->request ? -1 : 1;
    return by_latency(a, b);
}

static uint32_t quantile(const struct sample *s, size_t n, size_t per_mille)
{
    return n ? s[(n - 1) * per_mille / 1000].us : 0;
}

static void print_statuses(void)
{
    const char *before = "";

    (void)printf("\"status\":{");
    for (int i = 0; i < STATUSES; i++)
        if (statuses[i]) {
            (void)printf("%s\"%d\":%" PRId64, before, i, statuses[i]);
            before = ",";
        }
    (void)printf("}");
}

static void print_each(void)
{
    size_t from = 0;

    qsort(samples, n_samples, sizeof *samples, by_request);
    (void)printf(",\"each_us\":[");
    for (uint32_t i = 0; i < n_requests; i++) {
        size_t to = from;

        while (to < n_samples && samples[to].request == i)
            to++;
        (void)printf("%s%" PRIu32, i ? "," : "", quantile(samples + from, to - from, 500));
        from = to;
    }
    (void)printf("]");
}

int main(int argc, char **argv)
{
    int n = argc >= 6 ? atoi(argv[2]) : 0;
    int64_t us;

    if (n < 1 || n > CONNECTIONS_MAX) {
        (void)fprintf(stderr, "usage: %s PORT CONNECTIONS SECONDS REQUESTS FIRST [EACH] < FILE\n", argv[0]);
        return 2;
    }
    next_number = strtoull(argv[5], NULL, 10);
    read_requests();
    us = run(atoi(argv[1]), n, atoi(argv[3]), strtoull(argv[4], NULL, 10));
    qsort(samples, n_samples, sizeof *samples, by_latency);
    (void)printf("{\"requests\":%zu,\"rate\":%.1f,\"p50_us\":%" PRIu32 ",\"p99_us\":%" PRIu32
                 ",\"next\":%" PRIu64 ",",
                 n_samples, (double)n_samples * 1e6 / (double)us, quantile(samples, n_samples, 500),
                 quantile(samples, n_samples, 990), next_number);
    print_statuses();
    if (argc > 6)
        print_each();
    (void)printf("}\n");
    return 0;
}
