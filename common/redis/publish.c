/* SPDX-License-Identifier: MIT */
/* Events onto a stream, all or none. */
#include "redis/link.h"

/* Whatever goes wrong here ends the connection, so that no half of a MULTI stays behind. */
int redis_cmd_hold(struct redis *r, const char *stream, const char *const *events, size_t n, int64_t maxlen,
                   struct problem *err)
{
    if (r->holds)
        link_end(r); /* of a try that came to nothing */
    if (link_open(r, err) < 0 || link_append_word(r, "MULTI", err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        struct command cmd = {0};
        command_xadd(&cmd, stream, events[i], maxlen);
        if (link_append(r, &cmd, err) < 0)
            return -1;
    }
    r->holds = link_receive_all(r, n + 1, err) == 0;
    if (!r->holds)
        link_end(r);
    return r->holds ? 0 : -1;
}

int redis_cmd_show(struct redis *r, size_t n, struct problem *err)
{
    if (!r->holds)
        return problem_cause(err, PROBLEM_UNAVAILABLE, "redis %s: what was held is lost", r->access.place);
    r->holds = false;
    return link_append_word(r, "EXEC", err) < 0 ? -1 : link_receive_exec(r, n, err);
}

int redis_cmd_publish(struct redis *r, const char *stream, const char *const *events, size_t n,
                      int64_t maxlen, struct problem *err)
{
    return redis_cmd_hold(r, stream, events, n, maxlen, err) < 0 ? -1 : redis_cmd_show(r, n, err);
}
