/* SPDX-License-Identifier: MIT */
/* What is to be known of a unit without asking the server. */
#include "db/unit.h"

bool db_is_retryable(const struct db *db)
{
    return db->retryable;
}

bool db_has_failed(const struct db *db)
{
    return db->failed;
}

int64_t db_wait_s(const struct db *db)
{
    return db->wait_s;
}

bool db_tenant_moved(const struct db *db)
{
    return db->moved;
}
