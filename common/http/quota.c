/* SPDX-License-Identifier: MIT */
/* Who is counted by what. */
#include "http/quota.h"
#include "base/str.h"
#include "metrics/metrics.h"
#include "unit/service.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

struct quota {
    struct quota_table *tenants, *clients, *addresses; /* NULL: any number */
};

static struct quota_table *table_of(int64_t rate)
{
    struct quota_table *t = NULL;

    if (rate > 0)
        quota_table_new(rate, &t);
    return t;
}

void quota_new(const struct config *cfg, struct quota **ret)
{
    struct quota *q = calloc(1, sizeof *q);

    if (!q)
        abort();
    q->tenants = table_of(cfg->quota_tenant);
    q->clients = table_of(cfg->quota_client);
    q->addresses = table_of(cfg->quota_address);
    *ret = q;
}

void quota_free(struct quota *q)
{
    if (!q)
        return;
    quota_table_free(q->tenants);
    quota_table_free(q->clients);
    quota_table_free(q->addresses);
    free(q);
}

static int take(struct ctx *c, struct quota_table *t, const char *by, uint64_t key, struct problem *err)
{
    int64_t wait_s = t ? quota_take(t, key, c->now_us) : 0;

    if (wait_s == 0)
        return 0;
    metric_add(METRIC_QUOTA_REFUSED, by, NULL, 1);
    c->retry_after_s = wait_s;
    *err = (struct problem){0};
    return problem_fail(err, PROBLEM_TOO_MANY_REQUESTS, "the limit of the %s is reached; wait %lld s", by,
                        (long long)wait_s);
}

/* Whoever has one IPv6 address has the 64 bits behind its network too. */
static uint64_t key_of_address(const char *address)
{
    unsigned char six[sizeof(struct in6_addr)];
    char network[20];

    if (inet_pton(AF_INET6, address, six) != 1)
        return str_hash(address);
    (void)snprintf(network, sizeof network, "%02x%02x%02x%02x%02x%02x%02x%02x", six[0], six[1], six[2],
                   six[3], six[4], six[5], six[6], six[7]);
    return str_hash(network);
}

static int take_address(struct ctx *c, struct problem *err)
{
    return take(c, c->app->quota->addresses, "address", key_of_address(c->req.remote), err);
}

int quota_check(struct ctx *c, struct problem *err)
{
    const struct quota *q = c->app->quota;
    unsigned flags = c->match.route->flags;

    if (flags & ROUTE_MATRIX_SKIP)
        return 0;
    if (flags & ROUTE_PUBLIC)
        return take_address(c, err);
    if (take(c, q->clients, "client", str_hash(c->who->actor), err) < 0)
        return -1;
    return take(c, q->tenants, "tenant", str_hash(c->who->tenant.tenant_id), err);
}

void quota_count_refused(struct ctx *c, struct problem *err)
{
    /* A token may be good and its owner nobody here: that costs a look-up each time. */
    bool is_probe = c->match.route && c->match.route->flags & ROUTE_MATRIX_SKIP;

    if (!is_probe && c->who->tenant.tenant_id[0] == '\0')
        (void)take_address(c, err);
}
