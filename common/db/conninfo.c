/* SPDX-License-Identifier: MIT */
/* Connection strings of libpq; one of the few files that include <libpq-fe.h>. */
#include "db/conninfo.h"
#include "base/str.h"
#include <libpq-fe.h>

/* In quotes a value may hold anything; these two characters take a backslash. */
static void add_quoted(struct buf *b, const char *value)
{
    buf_add_char(b, '\'');
    for (; *value; value++) {
        if (*value == '\'' || *value == '\\')
            buf_add_char(b, '\\');
        buf_add_char(b, *value);
    }
    buf_add_char(b, '\'');
}

const char *conninfo_of(struct arena *a, const char *base, const char *user, const char *application,
                        const char *password)
{
    struct buf b;

    buf_init(&b, a);
    buf_addf(&b, "%s user=%s application_name=%s", base, user, application);
    if (!str_empty(password)) {
        buf_add(&b, " password=");
        add_quoted(&b, password);
    }
    return b.data;
}

const char *conninfo_value(struct arena *a, const char *conninfo, const char *key)
{
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    const char *found = "";

    for (PQconninfoOption *o = options; o && o->keyword; o++)
        if (str_eq(o->keyword, key) && o->val)
            found = arena_strdup(a, o->val);
    PQconninfoFree(options);
    return found;
}
