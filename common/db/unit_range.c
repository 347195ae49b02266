/* SPDX-License-Identifier: MIT */
/* What goes in front of a unit's first statement: who the caller is, and that his tenant lies where it was believed to
 * lie. It rides along, no trip of its own. */
#include "db/unit.h"

#define SET_CALLER                                                                                           \
    "select set_config('app.lo', $1, true), set_config('app.hi', $2, true), set_config('app.roles', $3, "    \
    "true)"
static const char *const range_params[] = {"lo", "hi", "roles", "tenant_id"};
static const struct stmt stmt_range = {"db_range", SET_CALLER, 3, range_params};
/* A read cannot write, whatever its statement says; nor does it look where its tenant has left. One probe and no
 * function, for it rides with every read; scope_stands says the same. */
#define READ_ONLY ", set_config('transaction_read_only', 'on', true)"
static const struct stmt stmt_read = {"db_read", SET_CALLER READ_ONLY, 3, range_params};
#define STANDS                                                                                               \
    ", coalesce((select true from tenant t where t.id = $4::uuid and t.scope = $1), scope_left($4::uuid, "   \
    "$1))"
static const struct stmt stmt_stands = {"db_stands", SET_CALLER READ_ONLY STANDS, 4, range_params};
/* Nor while rows of its range are still on their way from where they were. */
static const struct stmt stmt_settled = {"db_settled", SET_CALLER ", scope_settled($4::uuid, $1)", 4,
                                         range_params};
/* A write holds its tenant's place until it ends, so that no row lands where the tenant has left; rides along, no trip
 * of its own. */
static const struct stmt stmt_held = {"db_held", SET_CALLER ", scope_hold($4::uuid, $1, true)", 4,
                                      range_params};

const struct stmt *unit_range(const struct db *db)
{
    static const struct {
        const struct stmt *anybody, *tenant;
    } by_mode[] = {
        [DB_READ] = {&stmt_read,  &stmt_stands },
        [DB_SNAPSHOT] = {&stmt_range, &stmt_settled},
        [DB_WRITE] = {&stmt_range, &stmt_held   },
    };

    return db->tenant_id[0] == '\0' ? by_mode[db->mode].anybody : by_mode[db->mode].tenant;
}
