/* SPDX-License-Identifier: MIT */
/* Settings from the environment. */
#include "config/config.h"
#include "base/str.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECRET_MAX = 4096 };

#define TEXT(name, flags, member, fallback, help)                                                            \
    {                                                                                                        \
        name, CONFIG_TEXT, flags, offsetof(struct config, member), fallback, 0, 0, help                      \
    }
#define INT(name, member, fallback, min, max, help)                                                          \
    {                                                                                                        \
        name, CONFIG_INT, 0, offsetof(struct config, member), fallback, min, max, help                       \
    }

/* clang-format off */
const struct config_row config_rows[] = {
    INT("BIHUAN_ARCHIVE_NOW_FILES", archive_now_files, "200", 0, 1000000, "Files of an archive that is answered at once; of more, a job is made"),
    TEXT("BIHUAN_BIND", 0, bind, "127.0.0.1", "Address to listen on"),
    TEXT("BIHUAN_CLOCK_FILE", 0, clock_file, NULL, "Development and tests only: file with an offset of the clock, 8 bytes, microseconds"),
    INT("BIHUAN_CONNECTION_LIMIT", connection_limit, "1000", 8, 100000, "Open HTTP connections at most"),
    INT("BIHUAN_CONNECTION_TIMEOUT", connection_timeout, "30", 1, 3600, "Seconds after which an idle HTTP connection is closed"),
    INT("BIHUAN_CONSUMER_BATCH", consumer_batch, "64", 1, 1000, "Events read from a stream at once"),
    TEXT("BIHUAN_CURSOR_KEY", CONFIG_SECRET, cursor_key, "", "Key of page cursors, the same for all processes of a deployment"),
    INT("BIHUAN_DB_POOL", db_pool, "0", 0, 200, "Database connections; 0 = workers + 3"),
    INT("BIHUAN_DRAIN_SECONDS", drain_seconds, "10", 0, 300, "Seconds that running requests get to finish at the end"),
    INT("BIHUAN_EVENT_RETRIES", event_retries, "5", 1, 100, "Tries before an event goes to the dead letters"),
    INT("BIHUAN_EVENT_RETRY_MS", event_retry_ms, "1000", 1, 3600000, "Milliseconds before an event is tried again; four times as long after each try"),
    INT("BIHUAN_EVENT_WAIT_SECONDS", event_wait_seconds, "10", 0, 600, "Seconds that an announced event may take to appear in the log; then the announcement is dropped"),
    INT("BIHUAN_EXPORT_NOW_ROWS", export_now_rows, "10000", 0, 1000000000, "Rows of an export that is answered at once; of more, a job is made"),
    TEXT("BIHUAN_FILES_DIR", 0, files_dir, "files", "Directory of uploaded files and of what jobs make"),
    INT("BIHUAN_FILES_FREE_MIB", files_free_mib, "512", 0, 1073741824, "MiB that stay free on the disk of that directory: below, uploads and jobs are refused"),
    INT("BIHUAN_IMPORT_MAX_ROWS", import_max_rows, "20000", 1, 1000000, "Rows of one import at most"),
    INT("BIHUAN_IMPORT_NOW_ROWS", import_now_rows, "1000", 0, 1000000, "Rows of an import of issues that is answered at once; of more, a job is made"),
    TEXT("BIHUAN_ISSUERS", 0, issuers, NULL, "Token issuers: \"issuer audience keys\", separated by commas; keys is a URL, a file, or database (our own)"),
    TEXT("BIHUAN_LOG_LEVEL", 0, log_level, "info", "debug, info, warn or error"),
    TEXT("BIHUAN_PG", CONFIG_REQUIRED | CONFIG_SECRET | CONFIG_ADDRESS, pg, NULL, "PostgreSQL connection (libpq, key=value), without the user"),
    TEXT("BIHUAN_PG_PASSWORD", CONFIG_SECRET, pg_password, NULL, "Password of the program's own role, bihuan_<service>"),
    INT("BIHUAN_PORT", port, "0", 0, 65535, "Port to listen on; 0 = the service's own"),
    INT("BIHUAN_PRODUCTION", production, "0", 0, 1, "1 = do not start with settings that are for development only; 0 = warn"),
    INT("BIHUAN_QUOTA_ADDRESS", quota_address, "100", 0, 1000000, "Requests a second that each process takes from an address without a valid token, ten seconds' worth at once; 0 = any number"),
    INT("BIHUAN_QUOTA_CLIENT", quota_client, "500", 0, 1000000, "The same of a person or API client (issuer and subject)"),
    INT("BIHUAN_QUOTA_TENANT", quota_tenant, "1000", 0, 1000000, "The same of a tenant"),
    INT("BIHUAN_RECONCILE_SECONDS", reconcile_seconds, "60", 1, 86400, "Age after which an event that has not arrived is taken from the log"),
    TEXT("BIHUAN_REDIS", CONFIG_SECRET | CONFIG_ADDRESS, redis, "127.0.0.1:6379", "Redis: unix:/path or host:port, with user:password@ or user@ before it where it asks for that"),
    TEXT("BIHUAN_REDIS_PASSWORD", CONFIG_SECRET, redis_password, NULL, "Password of Redis"),
    INT("BIHUAN_RELAY_BATCH", relay_batch, "200", 1, 10000, "Events published from the outbox at once"),
    TEXT("BIHUAN_SIGNING_KEK", CONFIG_SECRET, signing_kek, NULL, "Encrypts private signing keys in the database; of the directory and bihuanctl only"),
    TEXT("BIHUAN_SIGNING_KEK_OLD", CONFIG_SECRET, signing_kek_old, NULL, "What BIHUAN_SIGNING_KEK was before, until bihuanctl keys encrypt"),
    TEXT("BIHUAN_SPOOL_DIR", 0, spool_dir, "/var/tmp", "Directory on a disk for bodies above 256 KiB while they are worked on"),
    INT("BIHUAN_STATEMENT_TIMEOUT_MS", statement_timeout_ms, "15000", 100, 600000, "Milliseconds that one database statement may take"),
    TEXT("BIHUAN_TRUSTED_PROXIES", 0, trusted_proxies, NULL, "Whose X-Forwarded-For is believed: networks (10.0.0.0/8), addresses, or unix, separated by commas"),
    INT("BIHUAN_WORKERS", workers, "8", 1, 128, "Threads that serve requests"),
    INT("BIHUAN_WORK_OPEN_JOBS", work_open_jobs, "20", 1, 10000, "Jobs of one tenant that wait or run; for more it has to wait"),
    INT("BIHUAN_WORK_STATEMENT_TIMEOUT_MS", work_statement_timeout_ms, "600000", 100, 3600000, "Milliseconds that one database statement of a job, or of an event's effect, may take"),
    {0},
};
/* clang-format on */

static void load_int(const struct config_row *row, const char *value, struct config *out, struct problem *err)
{
    int64_t v;

    if (!str_to_int64(value, &v) || v < row->min || v > row->max) {
        problem_field(err, row->name, "range", "a whole number from %" PRId64 " to %" PRId64, row->min,
                      row->max);
        return;
    }
    memcpy((unsigned char *)out + row->offset, &v, sizeof v);
}

/* A whole file without the line's end that editors put behind it; "" with a fault when there is nothing to read. */
static const char *read_secret(struct arena *a, const char *name, const char *path, struct problem *err)
{
    char text[SECRET_MAX + 1];
    FILE *file = fopen(path, "re");
    size_t n = file ? fread(text, 1, sizeof text, file) : 0;

    if (file)
        (void)fclose(file);
    if (n <= SECRET_MAX)
        while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r'))
            n--;
    if (n > 0 && n <= SECRET_MAX)
        return arena_strndup(a, text, n);
    problem_field(err, name, "file", "%.60s cannot be read, is empty or longer than %d bytes", path,
                  SECRET_MAX);
    return "";
}

/* An empty variable is one that is not set: compose files write `NAME=` for it. A secret may lie in the file that
 * NAME_FILE names. */
static const char *value_of(const struct config_row *row, struct arena *a, struct problem *err)
{
    const char *value = getenv(row->name), *name = arena_printf(a, "%s_FILE", row->name);
    const char *path = row->flags & CONFIG_SECRET ? getenv(name) : NULL;

    if (str_empty(path))
        return str_empty(value) ? row->fallback : value;
    if (str_empty(value))
        return read_secret(a, name, path, err);
    problem_field(err, name, "conflict", "%s is set too", row->name);
    return "";
}

int config_load(struct arena *a, struct config *ret, struct problem *err)
{
    struct config out = {0};

    for (const struct config_row *row = config_rows; row->name; row++) {
        const char *value = value_of(row, a, err);
        if (!value && (row->flags & CONFIG_REQUIRED))
            problem_field(err, row->name, "required", "%s", row->help);
        else if (row->type == CONFIG_INT)
            load_int(row, value, &out, err);
        else
            memcpy((unsigned char *)&out + row->offset, &value, sizeof value);
    }
    if (problem_fields_check(err) < 0)
        return -1;
    *ret = out;
    return 0;
}
