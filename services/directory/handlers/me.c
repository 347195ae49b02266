/* SPDX-License-Identifier: MIT */
/* Who the caller is, as this service sees it: tenant, roles, permissions. */
#include "base/str.h"
#include "directory/handlers/handlers.h"

#include <string.h>

static void add_words(struct buf *b, const char *words, const char *separators)
{
    size_t n = 0;

    buf_add_char(b, '[');
    for (const char *p = words; *p;) {
        size_t len = strcspn(p, separators);
        if (len > 0) {
            if (n++)
                buf_add_char(b, ',');
            buf_add_json_n(b, p, len);
        }
        p += len + (p[len] != '\0');
    }
    buf_add_char(b, ']');
}

int me_get(struct ctx *c, struct problem *err)
{
    const struct principal *p = c->who;
    struct buf b;

    (void)err;
    buf_init(&b, &c->arena);
    buf_add(&b, "{\"subject\":");
    buf_add_json(&b, p->subject);
    buf_add(&b, ",\"name\":");
    buf_add_json(&b, p->name);
    buf_addf(&b, ",\"is_client\":%s,\"tenant\":{\"id\":\"%s\",\"code\":", p->is_client ? "true" : "false",
             p->tenant.tenant_id);
    buf_add_json(&b, p->tenant.code);
    buf_add(&b, ",\"name\":");
    buf_add_json(&b, p->tenant.name);
    buf_addf(&b, ",\"kind\":\"%s\"},\"roles\":", tenant_kind_name(p->tenant.kind));
    add_words(&b, p->roles_text, ",");
    buf_add(&b, ",\"permissions\":");
    add_words(&b, p->permissions, " ");
    buf_add_char(&b, '}');
    return reply_json(c, 200, b.data, b.len);
}
