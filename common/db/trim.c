/* SPDX-License-Identifier: MIT */
/* Bounds what a connection keeps prepared. The statements of the program are some two hundred at a handful of levels
 * and stay; sets of filters are as many as callers think of. */
#include "base/str.h"
#include "db/wire.h"

/* A plan of a list takes some 100 KiB of the server; the screens of a service use a few dozen sets of filters. The
 * slack makes the round trip a rare one. */
enum { VARIANTS_MAX = 100, VARIANTS_SLACK = 20 };

static const char *drop_oldest(struct prepared_set *known, struct arena *a)
{
    struct buf sql;

    buf_init(&sql, a);
    while (known->n_variants > VARIANTS_MAX) {
        struct prepared *p = prepared_oldest_variant(known);

        if (p->state == PREPARED_READY)
            buf_addf(&sql, "deallocate \"%s\";", p->name);
        prepared_forget_variant(known, p);
    }
    return sql.len > 0 ? sql.data : "";
}

void pg_trim(struct pg *pg)
{
    struct prepared_set *known = pg_known(pg);
    struct pg_result *r = NULL;
    struct arena a = {0};

    if (!pg_is_clean(pg) || known->n_variants <= VARIANTS_MAX + VARIANTS_SLACK)
        return;
    /* What it has prepared must be what is believed, or it serves nobody any more. */
    if (pg_leave_pipeline(pg) < 0 || pg_exec(pg, drop_oldest(known, &a), 0, NULL, &r) != PG_OK ||
        pg_enter_pipeline(pg) < 0)
        pg_condemn(pg);
    pg_result_free(r);
    arena_done(&a);
}
