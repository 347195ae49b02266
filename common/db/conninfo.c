/* SPDX-License-Identifier: MIT */
/* Connection strings of libpq, made; pg.c takes them apart. */
#include "db/conninfo.h"
#include "base/str.h"

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
