/* SPDX-License-Identifier: MIT */
/* Rows of a table of consumers, found by what an event is. */
#include "events/subscription.h"
#include "base/str.h"
#include "events/envelope.h"
#include <string.h>

const struct consumer *subscription_of(const struct consumer *table, const char *producer, const char *name,
                                       int64_t version)
{
    for (const struct consumer *row = table; row && row->name; row++)
        if (str_eq(row->producer, producer) && str_eq(row->name, name) && row->version == version)
            return row;
    return NULL;
}

static bool is_type(const char *type, const struct consumer *row)
{
    size_t n = strlen(row->name);
    int64_t version = 0;

    return str_starts(type, ENVELOPE_TYPE) && strncmp(type + strlen(ENVELOPE_TYPE), row->name, n) == 0 &&
           str_starts(type + strlen(ENVELOPE_TYPE) + n, ".v") &&
           str_to_int64(type + strlen(ENVELOPE_TYPE) + n + 2, &version) && version == row->version;
}

const struct consumer *subscription_of_type(const struct consumer *table, const char *producer,
                                            const char *type)
{
    for (const struct consumer *row = table; row && row->name; row++)
        if ((!producer || str_eq(row->producer, producer)) && is_type(type, row))
            return row;
    return NULL;
}

struct bind *subscription_bind(struct arena *a, const struct consumer *table, struct bind *binds)
{
    struct buf producers, types, versions;

    buf_init(&producers, a);
    buf_init(&types, a);
    buf_init(&versions, a);
    for (const struct consumer *row = table; row->name; row++) {
        char before = row == table ? '{' : ',';
        buf_addf(&producers, "%c%s", before, row->producer);
        buf_addf(&types, "%c%s", before, row->name);
        buf_addf(&versions, "%c%d", before, row->version);
    }
    buf_add_char(&producers, '}');
    buf_add_char(&types, '}');
    buf_add_char(&versions, '}');
    *binds++ = (struct bind){"producers", producers.data};
    *binds++ = (struct bind){"types", types.data};
    *binds++ = (struct bind){"versions", versions.data};
    return binds;
}
