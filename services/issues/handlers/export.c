/* SPDX-License-Identifier: MIT */
/* GET /issues/export: everything a list would page through, as one file. */
#include "files/temp.h"
#include "issues/handlers/handlers.h"
#include "issues/store/export_file.h"
#include "unit/service.h"
#include <unistd.h>

int issue_export(struct ctx *c, struct problem *err)
{
    const struct issue_query *q = c->query;
    const struct export_format *format = export_format_of(q->format);
    int fd;

    if (temp_open(c->app->config.spool_dir, &fd, err) < 0)
        return -1;
    if (export_write(c, format, fd, err) < 0) {
        (void)close(fd);
        return -1;
    }
    return reply_file(c, 200, export_media_type(format), export_filename(format), fd, lseek(fd, 0, SEEK_END));
}
