/* SPDX-License-Identifier: MIT */
/* Commands in segments: what is prepared on the way, and which answer is whose. */
#include "db/wire.h"

int pg_send(struct pg *pg, const struct stmt *s, char level, const char *const *values)
{
    struct prepared *p = prepared_get(pg_known(pg), s->name, level);

    if (p->state == PREPARED_NOT) {
        if (pg_send_prepare(pg, p->name, s->sql) < 0)
            return -1;
        p->state = PREPARED_SENT;
        op_push(pg_ops(pg), (struct pg_op){.parse = p});
    }
    if (pg_send_prepared(pg, p->name, s->n_params, values) < 0)
        return -1;
    op_push(pg_ops(pg), (struct pg_op){0});
    return 0;
}

int pg_sync(struct pg *pg)
{
    if (pg_send_sync(pg) < 0)
        return -1;
    op_push(pg_ops(pg), (struct pg_op){.sync = true});
    return 0;
}

static enum pg_status broken(struct pg *pg)
{
    pg_condemn(pg);
    return PG_BROKEN;
}

/* The result of the oldest command, or of the Sync. */
static enum pg_status read_op(struct pg *pg, struct pg_result **ret)
{
    const struct pg_op *op = op_pop(pg_ops(pg));
    struct pg_result *r = pg_next(pg);
    enum pg_kind kind = r ? pg_kind_of(r) : PG_IS_BAD;
    bool good = kind != PG_IS_BAD && op->sync == (kind == PG_IS_SYNC);

    *ret = r;
    if (op->parse)
        op->parse->state = good ? PREPARED_READY : PREPARED_NOT;
    if (!op->sync && r)
        pg_skip_rest(pg);
    if (good)
        return PG_OK;
    return !r || op->sync || pg_is_cut_off(pg) ? broken(pg) : PG_FAILED;
}

/* Reads `n` commands. *kept is the last good result, or the first bad one, which stays whatever follows. */
static enum pg_status read_ops(struct pg *pg, size_t n, struct pg_result **kept)
{
    enum pg_status status = PG_OK;

    for (; n > 0 && status != PG_BROKEN; n--) {
        struct pg_result *r;
        enum pg_status one = read_op(pg, &r);
        bool keep = status == PG_OK && (one != PG_BROKEN || r);

        pg_result_free(keep ? *kept : r);
        if (keep)
            *kept = r;
        if (one != PG_OK && status != PG_BROKEN)
            status = one;
    }
    return status;
}

enum pg_status pg_finish(struct pg *pg, struct pg_result **ret)
{
    struct pg_result *kept = NULL, *sync = NULL;
    enum pg_status status = read_ops(pg, op_until_sync(pg_ops(pg)), &kept);

    if (status != PG_BROKEN && read_op(pg, &sync) != PG_OK)
        status = PG_BROKEN;
    pg_result_free(sync);
    if (status == PG_BROKEN && kept && pg_kind_of(kept) != PG_IS_BAD) {
        pg_result_free(kept);
        kept = NULL;
    }
    *ret = kept;
    return status;
}

enum pg_status pg_stream(struct pg *pg, struct pg_result **ret)
{
    struct pg_result *kept = NULL, *rest = NULL;
    enum pg_status status = read_ops(pg, op_until_sync(pg_ops(pg)) - 1, &kept);

    *ret = NULL;
    if (status == PG_OK) {
        pg_result_free(kept);
        return pg_row_by_row(pg) < 0 || pg_is_broken(pg) ? PG_BROKEN : PG_OK;
    }
    if (status == PG_FAILED) {
        (void)read_ops(pg, 1, &rest);
        pg_result_free(rest);
    }
    *ret = kept;
    return status;
}

enum pg_status pg_stream_next(struct pg *pg, struct pg_result **ret)
{
    struct pg_result *r = pg_next(pg);
    enum pg_kind kind = r ? pg_kind_of(r) : PG_IS_BAD;

    *ret = r;
    if (kind == PG_IS_ROW)
        return PG_OK;
    (void)op_pop(pg_ops(pg));
    if (r)
        pg_skip_rest(pg);
    if (!r || pg_is_cut_off(pg))
        return broken(pg);
    if (kind == PG_IS_BAD)
        return PG_FAILED;
    pg_result_free(r);
    *ret = NULL;
    return PG_OK;
}
