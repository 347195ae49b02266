/* SPDX-License-Identifier: MIT */
/* Settings from the environment: one row each; docs/reference/configuration.md is checked against the table. */
#ifndef BIHUAN_CONFIG_CONFIG_H
#define BIHUAN_CONFIG_CONFIG_H

#include "base/arena.h"
#include "problem/problem.h"
#include <stddef.h>
#include <stdint.h>

struct config {
    const char *pg; /* libpq conninfo */
    const char *pg_password;
    const char *redis; /* unix:/path or host:port, or user@ and that */
    const char *redis_password;
    const char *bind;
    int64_t port;    /* 0: the service's own */
    int64_t workers; /* epoll pool threads */
    int64_t db_pool; /* connections; 0: workers + 3 */
    const char *issuers;
    const char *signing_kek, *signing_kek_old; /* key_wrap.h */
    const char *cursor_key;                    /* the same for all processes of a deployment */
    const char *files_dir;
    int64_t files_free_mib;
    const char *spool_dir;  /* for bodies that are too long for memory */
    const char *clock_file; /* development and tests only */
    const char *log_level;
    const char *trusted_proxies;
    int64_t drain_seconds;
    int64_t connection_limit, connection_timeout;
    int64_t relay_batch, consumer_batch;
    int64_t event_retries, event_retry_ms, event_wait_seconds, reconcile_seconds;
    int64_t statement_timeout_ms;
    int64_t quota_tenant, quota_client, quota_address; /* requests a second; 0: any number */
    int64_t import_max_rows;
    int64_t archive_now_files, export_now_rows, import_now_rows; /* answered at once up to here */
    int64_t work_open_jobs;
    int64_t work_statement_timeout_ms;
    int64_t production;
};

enum config_type { CONFIG_TEXT, CONFIG_INT };
enum config_flags {
    CONFIG_REQUIRED = 1u << 0,
    CONFIG_SECRET = 1u << 1, /* not to be shown; may lie in a file, NAME_FILE */
    CONFIG_ADDRESS = 1u << 2 /* secret only where a password is part of it */
};

struct config_row {
    const char *name; /* BIHUAN_PG */
    enum config_type type;
    unsigned flags;
    size_t offset;
    const char *fallback;
    int64_t min, max;
    const char *help;
};

extern const struct config_row config_rows[]; /* ends with { 0 } */

/** Reads every row from the environment, secrets from their files onto the arena; all faults are reported at once. */
int config_load(struct arena *a, struct config *ret, struct problem *err) MUST_CHECK;

#endif
