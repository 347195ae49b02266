/* SPDX-License-Identifier: MIT */
/* The role catalogue and the separated duties (domain F.3), as the code enforces them. */
#include "auth/roles.h"

#include "base/level.h"
#include "base/str.h"
#include "directory/handlers/handlers.h"
#include "workflow/duty.h"

static void add_levels(struct buf *b, unsigned levels)
{
    size_t n = 0;

    buf_add_char(b, '[');
    for (unsigned bit = LEVEL_CITY; bit <= LEVEL_DEPARTMENT; bit <<= 1)
        if (levels & bit)
            buf_addf(b, "%s\"%s\"", n++ ? "," : "", level_code((enum level)bit));
    buf_add_char(b, ']');
}

static void add_role(struct buf *b, const struct role *r)
{
    buf_addf(b, "{\"role\":\"%s\",\"name_en\":", r->name);
    buf_add_json(b, r->en);
    buf_add(b, ",\"name_zh\":");
    buf_add_json(b, r->zh);
    buf_add(b, ",\"levels\":");
    add_levels(b, r->levels);
    buf_add(b, ",\"permissions\":");
    buf_add_json(b, r->permissions);
    buf_add_char(b, '}');
}

int role_list(struct ctx *c, struct problem *err)
{
    struct buf b;

    (void)err;
    buf_init(&b, &c->arena);
    buf_add(&b, "{\"items\":[");
    for (const struct role *r = role_table; r->name; r++) {
        if (r != role_table)
            buf_add_char(&b, ',');
        add_role(&b, r);
    }
    buf_add(&b, "],\"separated_duties\":[");
    for (enum duty d = DUTY_NONE + 1; d < DUTY_COUNT; d++) {
        const struct duty_pair *pair = &duty_table[d];

        buf_addf(&b, "%s{\"object\":\"%s\",\"first\":\"%s\",\"second\":\"%s\",\"name_zh\":",
                 d == DUTY_NONE + 1 ? "" : ",", pair->object, pair->first, pair->second);
        buf_add_json(&b, pair->zh);
        buf_add_char(&b, '}');
    }
    buf_add(&b, "]}");
    return reply_json(c, 200, b.data, b.len);
}
