/* SPDX-License-Identifier: MIT */
/* Addresses and passwords of Redis. Neither is ever written to the log. */
#include "redis/access.h"
#include "base/attr.h"
#include "base/str.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static char *copy(const char *s, size_t n)
{
    char *out = strndup(s, n);

    if (!out)
        abort();
    return out;
}

/* What stands before the @: "user", "user:password" or ":password". */
static void read_credentials(const char *text, size_t n, struct redis_access *out)
{
    const char *colon = memchr(text, ':', n);
    size_t user = colon ? (size_t)(colon - text) : n;

    if (user > 0)
        out->user = copy(text, user);
    if (colon && user + 1 < n)
        out->password = copy(colon + 1, n - user - 1);
}

static void read_place(const char *place, struct redis_access *out)
{
    const char *colon = strrchr(place, ':');
    int64_t port = 0;

    out->place = copy(place, strlen(place));
    if (str_starts(place, "unix:")) {
        out->host = copy(place + strlen("unix:"), strlen(place) - strlen("unix:"));
    } else if (colon && str_to_int64(colon + 1, &port) && port > 0 && port < 65536) {
        out->host = copy(place, (size_t)(colon - place));
        out->port = (int)port;
    }
}

/* What is wrong, or NULL. */
static const char *fault_of(const struct redis_access *access, bool has_both)
{
    if (str_empty(access->host))
        return "it is neither unix:/path nor host:port";
    if (has_both)
        return "it has a password, and so has BIHUAN_REDIS_PASSWORD";
    if (access->user && !access->password)
        return "it names a user without password: set BIHUAN_REDIS_PASSWORD_FILE";
    return NULL;
}

int redis_access_parse(const char *address, const char *password, struct redis_access *ret,
                       struct problem *err)
{
    struct redis_access out = {0};
    const char *at = strrchr(address, '@'), *fault;
    bool has_one = !str_empty(password), has_both;

    if (at)
        read_credentials(address, (size_t)(at - address), &out);
    read_place(at ? at + 1 : address, &out);
    has_both = has_one && out.password;
    if (has_one && !has_both)
        out.password = copy(password, strlen(password));
    fault = fault_of(&out, has_both);
    if (!fault) {
        *ret = out;
        return 0;
    }
    (void)problem_fail(err, PROBLEM_INTERNAL, "BIHUAN_REDIS \"%s\": %s", out.place, fault);
    redis_access_done(&out);
    return -1;
}

void redis_access_done(struct redis_access *access)
{
    free(access->place);
    free(access->host);
    free(access->user);
    free(access->password);
    *access = (struct redis_access){0};
}

const char *redis_access_advice(const char *reply)
{
    static const struct {
        const char *begins, *advice;
    } rows[] = {
        {"NOAUTH",    "it asks for a password: set BIHUAN_REDIS_PASSWORD_FILE"                            },
        {"WRONGPASS", "its password is not ours, of BIHUAN_REDIS_PASSWORD_FILE"                           },
        {"ERR AUTH",  "it asks for no password although we have one: set requirepass there, or unset ours"},
        {"NOPERM",    "its ACL must let our user do stream commands, MULTI, EXEC and PING on bihuan:events:* "
                   "and bihuan:dead:*"                                                  },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (str_starts(reply, rows[i].begins))
            return rows[i].advice;
    return NULL;
}
