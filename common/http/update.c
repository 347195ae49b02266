/* SPDX-License-Identifier: MIT */
/* Updates under If-Match. */
#include "http/update.h"

#include "base/str.h"

int update_one(struct ctx *c, const struct stmt *update, const struct stmt *version, const struct bind *binds,
               struct db_result **ret, struct problem *err)
{
    struct db_result *touched, *found;

    if (db_run(c->db, update, binds, &touched, err) < 0)
        return -1;
    if (db_rows(touched) == 1) {
        if (ret)
            *ret = touched;
        return 0;
    }
    if (db_one(c->db, version, binds, &found, err) < 0)
        return -1;
    if (db_has_column(found, "mine") && !db_bool(found, 0, "mine"))
        return problem_fail(err, PROBLEM_FORBIDDEN, "it belongs to another tenant");
    return problem_fail(err, PROBLEM_STALE_VERSION, "the version is %lld, not %lld",
                        (long long)db_int(found, 0, "row_version"), (long long)c->if_match);
}

int update_part(struct ctx *c, const struct stmt *update, const struct bind *binds, struct db_result **ret,
                struct problem *err)
{
    struct db_result *touched;

    if (db_run(c->db, update, binds, &touched, err) < 0)
        return -1;
    if (ret)
        *ret = touched;
    return db_rows(touched) == 0 ? part_missed(c, err) : 0;
}

int part_missed(const struct ctx *c, struct problem *err)
{
    int64_t version = db_int(c->part, 0, "row_version");

    if (version != c->if_match)
        return problem_fail(err, PROBLEM_STALE_VERSION, "the version is %lld now", (long long)version);
    return problem_fail(err, PROBLEM_STATE_CONFLICT, "the object cannot be changed any more");
}

int put_missed(const struct ctx *c, int64_t version, struct problem *err)
{
    if (version == 0)
        return problem_fail(err, PROBLEM_STALE_VERSION, "there is none yet");
    if (c->if_match == 0)
        return problem_fail(err, PROBLEM_STALE_VERSION, "there is one already, at version %lld",
                            (long long)version);
    return problem_fail(err, PROBLEM_STALE_VERSION, "the version is %lld, not %lld", (long long)version,
                        (long long)c->if_match);
}
