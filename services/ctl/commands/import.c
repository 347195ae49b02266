/* SPDX-License-Identifier: MIT */
/* bihuanctl import tenants: the first tenants of a system, by the same function as POST /v1/tenants/import, which needs a caller. */
#include "base/str.h"
#include "ctl/ctl.h"
#include "directory/handlers/handlers.h"
#include "directory/inputs.h"
#include "directory/service.h"
#include <stdio.h>

enum { FILE_MAX = 32 << 20 };

struct file {
    const char *data;
    size_t size;
    int status; /* of the report */
};

static int import(struct ctx *x, void *arg, struct problem *err)
{
    struct file *file = arg;
    struct import_only_query *query = arena_alloc(&x->arena, sizeof *query);

    query->import = (struct import_query){.mode = "commit", .atomic = "all"};
    x->query = query;
    x->req.body = file->data;
    x->req.body_len = file->size;
    if (tenant_import(x, err) < 0)
        return -1;
    file->status = x->reply.status;
    (void)printf("%.*s\n", (int)x->reply.body_len, x->reply.body);
    return 0;
}

int ctl_import_tenants(struct ctl *c, struct problem *err)
{
    struct file file = {0};

    if (ctl_read_file(c, c->words[0], FILE_MAX, &file.data, &file.size, err) < 0)
        return -1;
    if (ctl_open(c, &directory_service, err) < 0 || app_unit(&c->app, import, &file, err) < 0)
        return -1;
    return file.status == 200 ? CTL_DONE : CTL_FAILED;
}
