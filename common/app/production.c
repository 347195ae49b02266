/* SPDX-License-Identifier: MIT */
/* The rules of BIHUAN_PRODUCTION=1, one row each. */
#include "app/production.h"
#include "base/str.h"
#include "db/conninfo.h"
#include <stdlib.h>
#include <string.h>

enum { SECRET_MIN = 32 };

/* What a rule looks at. */
struct setup {
    const struct config *config;
    bool signs; /* the program makes tokens */
    struct arena *arena;
};

/* The third word of an issuer's entry says where its keys are. */
static bool fetches_plainly(const char *entry)
{
    for (int word = 0; word < 2; word++) {
        entry += strspn(entry, " ");
        entry += strcspn(entry, " ,");
    }
    entry += strspn(entry, " ");
    return str_starts(entry, "http://");
}

static bool keys_come_plainly(const struct setup *s)
{
    for (const char *entry = s->config->issuers; entry;
         entry = strchr(entry, ',') ? strchr(entry, ',') + 1 : NULL)
        if (fetches_plainly(entry))
            return true;
    return false;
}

static bool cursor_key_is_weak(const struct setup *s)
{
    return strlen(s->config->cursor_key) < SECRET_MIN;
}

/* Only who signs needs it; elsewhere it may be missing. */
static bool signing_keys_lie_open(const struct setup *s)
{
    return s->config->signing_kek ? strlen(s->config->signing_kek) < SECRET_MIN : s->signs;
}

static bool clock_can_be_moved(const struct setup *s)
{
    return !str_empty(s->config->clock_file);
}

static bool from_environment(const char *name)
{
    return !str_empty(getenv(name));
}

static bool password_is_in_conninfo(const struct setup *s)
{
    return from_environment("BIHUAN_PG") && *conninfo_value(s->arena, s->config->pg, "password");
}

static bool password_is_in_environment(const struct setup *s)
{
    (void)s;
    return from_environment("PGPASSWORD");
}

static bool is_local(const char *host)
{
    return *host == '\0' || *host == '/' || *host == '@' || str_eq(host, "localhost") ||
           str_eq(host, "127.0.0.1") || str_eq(host, "::1");
}

/* Several hosts are separated by commas; one that is not here is enough. */
static bool is_remote(struct arena *a, const char *hosts)
{
    for (;;) {
        size_t n = strcspn(hosts, ",");
        if (!is_local(arena_strndup(a, hosts, n)))
            return true;
        if (hosts[n] == '\0')
            return false;
        hosts += n + 1;
    }
}

static bool database_is_unproven(const struct setup *s)
{
    const char *mode = conninfo_value(s->arena, s->config->pg, "sslmode");

    if (*mode == '\0' && from_environment("PGSSLMODE"))
        mode = getenv("PGSSLMODE");
    return !str_eq(mode, "verify-full") &&
           (is_remote(s->arena, conninfo_value(s->arena, s->config->pg, "host")) ||
            is_remote(s->arena, conninfo_value(s->arena, s->config->pg, "hostaddr")));
}

/* What stands before the last @ is user and password. */
static bool password_is_in_redis(const struct setup *s)
{
    const char *address = s->config->redis, *at = strrchr(address, '@');

    return from_environment("BIHUAN_REDIS") && at && memchr(address, ':', (size_t)(at - address));
}

static bool redis_is_open(const struct setup *s)
{
    const char *at = strrchr(s->config->redis, '@'), *place = at ? at + 1 : s->config->redis;
    const char *colon = strrchr(place, ':');

    return str_empty(s->config->redis_password) && !password_is_in_redis(s) && !str_starts(place, "unix:") &&
           colon && !is_local(arena_strndup(s->arena, place, (size_t)(colon - place)));
}

/* clang-format off */
static const struct rule {
    const char *name; /* of the setting */
    bool (*breaks)(const struct setup *s);
    const char *message;
} rules[] = {
    {"BIHUAN_CLOCK_FILE", clock_can_be_moved, "a clock that can be moved is for development and tests"},
    /* A key made at random at each start would not do: a page's cursor comes to another replica, or after a restart. */
    {"BIHUAN_CURSOR_KEY", cursor_key_is_weak, "under 32 characters; all processes share one, so none is made up here"},
    {"BIHUAN_ISSUERS", keys_come_plainly, "keys that come over http:// may be anybody's: https://, a file or database"},
    {"BIHUAN_PG", password_is_in_conninfo, "a password in plain sight: BIHUAN_PG_PASSWORD_FILE, or passfile="},
    {"BIHUAN_PG", database_is_unproven, "a database on another machine needs sslmode=verify-full"},
    {"BIHUAN_REDIS", password_is_in_redis, "a password in plain sight: BIHUAN_REDIS_PASSWORD_FILE"},
    {"BIHUAN_REDIS", redis_is_open, "a Redis on another machine needs a password: BIHUAN_REDIS_PASSWORD_FILE"},
    {"BIHUAN_SIGNING_KEK", signing_keys_lie_open, "under 32 characters; without it private keys lie in the clear"},
    {"PGPASSWORD", password_is_in_environment, "a password in plain sight: BIHUAN_PG_PASSWORD_FILE, or passfile="},
    {0},
};
/* clang-format on */

/* The environment of a process is shown by tools and inherited by children; a file is read by who may. */
static void check_secrets(struct problem *err)
{
    for (const struct config_row *row = config_rows; row->name; row++)
        if ((row->flags & CONFIG_SECRET) && !(row->flags & CONFIG_ADDRESS) && from_environment(row->name))
            problem_field(err, row->name, "production",
                          "a secret in plain sight: put it into a file, %s_FILE", row->name);
}

int production_check(const struct config *config, bool signs, struct problem *err)
{
    struct arena a = {0};
    const struct setup setup = {config, signs, &a};

    for (const struct rule *rule = rules; rule->name; rule++)
        if (rule->breaks(&setup))
            problem_field(err, rule->name, "production", "%s", rule->message);
    check_secrets(err);
    arena_done(&a);
    return problem_fields_check(err);
}
