/* SPDX-License-Identifier: MIT */
/* GET /issues/export: everything a list would page through, as one file. */
#include "issues/handlers/handlers.h"
#include "issues/store/export_file.h"

int issue_export(struct ctx *c, struct work_result *ret, struct problem *err)
{
    const struct issue_query *q = c->query;
    const struct export_format *format = export_format_of(q->format);

    if (export_write(c, format, ret->fd, err) < 0)
        return -1;
    ret->media_type = export_media_type(format);
    ret->filename = export_filename(format);
    return 0;
}
