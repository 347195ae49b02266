/* SPDX-License-Identifier: MIT */
/* GET /issues/{issue_id}/archive: one file for one case. */
#include "files/temp.h"
#include "issues/handlers/handlers.h"
#include "issues/store/case_file.h"
#include "unit/service.h"
#include <unistd.h>

int issue_archive(struct ctx *c, struct problem *err)
{
    const char *code = NULL;
    int fd;

    if (temp_open(c->app->config.spool_dir, &fd, err) < 0)
        return -1;
    if (case_file_write(c, fd, &code, err) < 0) {
        (void)close(fd);
        return -1;
    }
    return reply_file(c, 200, "application/zip", arena_printf(&c->arena, "%s.zip", code), fd,
                      lseek(fd, 0, SEEK_END));
}
