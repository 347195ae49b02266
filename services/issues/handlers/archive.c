/* SPDX-License-Identifier: MIT */
/* GET /issues/{issue_id}/archive: one file for one case. */
#include "issues/handlers/handlers.h"
#include "issues/store/case_file.h"

int issue_archive(struct ctx *c, struct work_result *ret, struct problem *err)
{
    const char *code = NULL;

    if (case_file_write(c, ret->fd, &code, err) < 0)
        return -1;
    ret->media_type = "application/zip";
    ret->filename = arena_printf(&c->arena, "%s.zip", code);
    return 0;
}
