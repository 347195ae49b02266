/* SPDX-License-Identifier: MIT */
/* Takes what was marked as changed in the register of objects and counts it anew. Objects and periods begin and end by
 * date: on a new day everything is marked. */
#include "indicators/engine/register_values.h"
#include "indicators/jobs/jobs.h"
#include "indicators_sql.h"

/* A figure is of all objects of its place, however many of them were marked: more at once means fewer revisions of it.
 * */
enum { MARKS = 50000 };

int job_register(struct ctx *c, struct problem *err)
{
    struct db_result *places;

    if (db_send(c->db, &sql_register_mark_day, BIND({"job", "register"}), err) < 0 ||
        db_run(c->db, &sql_register_take, BIND({"marks", db_arg_int(&c->arena, MARKS)}), &places, err) < 0)
        return -1;
    if (register_values_put(c, places, err) < 0)
        return -1;
    return db_rows(places) > 0 ? JOB_MORE : JOB_DONE;
}
