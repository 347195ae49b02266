/* SPDX-License-Identifier: MIT */
/* bihuanctl import: what a system begins with, by the same functions as the services' import routes, which need a
 * caller. */
#include "base/str.h"
#include "ctl/ctl.h"
#include "directory/handlers/handlers.h"
#include "directory/inputs.h"
#include "directory/service.h"
#include "indicators/handlers/handlers.h"
#include "indicators/inputs.h"
#include "indicators/service.h"
#include <stdio.h>

enum { FILE_MAX = 32 << 20 };

struct file {
    handler_fn *import;
    const void *query; /* of the import's route, mode commit */
    const char *data;
    size_t size;
    int status; /* of the report */
};

static int import(struct ctx *x, void *arg, struct problem *err)
{
    struct file *file = arg;

    x->query = file->query;
    x->req.body = file->data;
    x->req.body_len = file->size;
    if (file->import(x, err) < 0)
        return -1;
    file->status = x->reply.status;
    (void)printf("%.*s\n", (int)x->reply.body_len, x->reply.body);
    return 0;
}

/* One file after the other, each a transaction of its own, up to the first that is not taken. */
static int import_files(struct ctl *c, const struct service *service, struct file how, struct problem *err)
{
    if (ctl_open(c, service, err) < 0)
        return -1;
    for (int i = 0; i < c->n_words; i++) {
        if (ctl_read_file(c, c->words[i], FILE_MAX, &how.data, &how.size, err) < 0 ||
            app_unit(&c->app, import, &how, err) < 0)
            return -1;
        if (how.status != 200)
            return CTL_FAILED;
    }
    return CTL_DONE;
}

int ctl_import_tenants(struct ctl *c, struct problem *err)
{
    const struct import_only_query query = {
        .import = {.mode = "commit", .atomic = "all"}
    };

    return import_files(c, &directory_service, (struct file){.import = tenant_import, .query = &query}, err);
}

int ctl_import_standards(struct ctl *c, struct problem *err)
{
    const struct whole_import_query query = {.mode = "commit"};

    return import_files(c, &indicators_service, (struct file){.import = standards_import, .query = &query},
                        err);
}

int ctl_import_indicators(struct ctl *c, struct problem *err)
{
    const struct row_import_query query = {
        .import = {.mode = "commit", .atomic = "all"}
    };

    return import_files(c, &indicators_service, (struct file){.import = indicators_import, .query = &query},
                        err);
}
