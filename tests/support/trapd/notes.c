/* SPDX-License-Identifier: MIT */
/* Handlers on a table of notes. */
#include "trapd.h"
#include "trapd_sql.h"

static int create(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_trap_note_insert, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, 201, r, "/v1/notes/%s");
}

int trap_note_create(struct ctx *c, struct problem *err)
{
    return create(c, err);
}

/* Writes, then fails: nothing may stay. */
int trap_note_fail(struct ctx *c, struct problem *err)
{
    if (create(c, err) < 0)
        return -1;
    return problem_fail(err, PROBLEM_STATE_CONFLICT, "as asked for");
}

/* Loses against others in its first n tries. */
int trap_note_contend(struct ctx *c, struct problem *err)
{
    if (db_run(c->db, &sql_trap_contend, BIND_NONE, NULL, err) < 0)
        return -1;
    return create(c, err);
}

int trap_note_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_trap_note_list, &sql_trap_note_count, err);
}

int trap_note_get(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_trap_note_get, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}

int trap_note_update(struct ctx *c, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_trap_note_get, BIND_NONE, &r, err) < 0)
        return -1;
    if (db_int(r, 0, "row_version") != c->if_match)
        return problem_fail(err, PROBLEM_STALE_VERSION, "it is at %s", db_text(r, 0, "row_version"));
    if (db_one(c->db, &sql_trap_note_update, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_row(c, 200, r, NULL);
}
