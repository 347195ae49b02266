/* SPDX-License-Identifier: MIT */
/* Bodies that are renamed, moved or closed. */
#include "indicators/events/on_directory.h"

#include "app/app.h"
#include "auth/tenant_cache.h"

int on_org_changed(struct ctx *c, const struct event *e, struct problem *err)
{
    (void)e;
    (void)err;
    tenant_cache_forget(c->app->tenants);
    return 0;
}
