/* SPDX-License-Identifier: MIT */
/* Contents that no upload refers to: a request stores its content before it commits the row, and not every row is
 * committed. */
#include "directory/handlers/file_collect.h"
#include "app/app.h"
#include "base/str.h"
#include "directory_sql.h"
#include "files/files.h"
#include "log/log.h"

#define DAY_US (86400 * INT64_C(1000000))

/* Marks those of the batch that have a row. */
static int mark_known(void *arg, struct file_names *batch, struct problem *err)
{
    struct ctx *c = arg;
    struct db_result *r;
    struct buf names;

    buf_init(&names, &c->arena);
    for (size_t i = 0; i < batch->n; i++)
        buf_addf(&names, "%c%s", i ? ',' : '{', batch->names[i]);
    buf_add_char(&names, '}');
    if (db_run(c->db, &sql_file_content_known, BIND({"names", names.data}), &r, err) < 0)
        return -1;
    for (int row = 0; row < db_rows(r); row++)
        batch->is_known[db_int(r, row, "place") - 1] = true;
    return 0;
}

int file_collect(struct ctx *c, struct problem *err)
{
    int64_t removed = 0;
    int result =
        file_backend_disk.sweep(c->app->config.files_dir, c->now_us - DAY_US, mark_known, c, &removed, err);

    if (removed > 0)
        log_line(LOG_LEVEL_INFO, "files.collected", LOG_PAIRS(LOG_NUMBER("count", removed)));
    return result < 0 ? -1 : JOB_DONE;
}
