/* SPDX-License-Identifier: MIT */
/* bihuanctl: what an operator does to a running Bihuan. */
#include "base/str.h"
#include "ctl/ctl.h"
#include "log/log.h"
#include <stdio.h>

static void complain(const struct problem *err)
{
    (void)fprintf(stderr, "bihuanctl: %s", problem_kind(err->code)->title_en);
    if (err->detail[0])
        (void)fprintf(stderr, ": %s", err->detail);
    if (err->cause[0])
        (void)fprintf(stderr, " (%s)", err->cause);
    (void)fputc('\n', stderr);
    for (size_t i = 0; i < err->n_fields && i < PROBLEM_FIELDS_MAX; i++)
        (void)fprintf(stderr, "  %s: %s %s\n", err->fields[i].pointer, err->fields[i].code,
                      err->fields[i].message);
}

static int explain_usage(const struct ctl *c)
{
    if (c->verb)
        (void)fprintf(stderr, "usage: bihuanctl %s %s\n", c->verb->name, c->verb->args);
    else
        (void)fprintf(stderr, "usage: bihuanctl VERB ...; bihuanctl help lists the verbs\n");
    return CTL_USAGE;
}

int main(int argc, char **argv)
{
    struct ctl c = {0};
    struct problem err = {0};
    int result;

    log_init("ctl", LOG_LEVEL_WARN);
    result = ctl_parse(&c, argc, argv) ? c.verb->run(&c, &err) : explain_usage(&c);
    if (result < 0)
        complain(&err);
    db_pool_free(c.app.pool);
    arena_done(&c.arena);
    return result < 0 ? CTL_FAILED : result;
}
