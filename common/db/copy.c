/* SPDX-License-Identifier: MIT */
/* COPY FROM STDIN in text format, in chunks. */
#include "db/copy.h"
#include "base/str.h"
#include "db/unit.h"
#include <string.h>

enum { CHUNK = 64 * 1024 };

struct db_copy {
    struct db *db;
    struct arena chunk_arena; /* of the chunk: it is reused, so that a load of any size stays small */
    struct buf chunk;
};

static void drop_chunk(void *arena)
{
    arena_done(arena);
}

int db_copy_begin(struct db *db, const char *sql, struct db_copy **ret, struct problem *err)
{
    struct db_copy *copy;
    struct pg_result *r;
    enum pg_status status;

    if (unit_check(db, "copy", err) < 0 || unit_settle(db, err) < 0)
        return -1;
    if (pg_leave_pipeline(db->pg) < 0)
        return unit_fail(db, "copy", PG_BROKEN, NULL, err);
    status = pg_exec(db->pg, sql, 0, NULL, &r);
    if (status != PG_OK) {
        if (status == PG_FAILED && pg_enter_pipeline(db->pg) < 0)
            status = PG_BROKEN;
        return unit_fail(db, "copy", status, r, err);
    }
    pg_result_free(r);
    copy = arena_alloc(db->arena, sizeof *copy);
    copy->db = db;
    buf_init(&copy->chunk, &copy->chunk_arena);
    arena_defer(db->arena, drop_chunk, &copy->chunk_arena);
    *ret = copy;
    return 0;
}

/* The text format gives these bytes a meaning. */
static const char *escape_of(char c)
{
    switch (c) {
    case '\\':
        return "\\\\";
    case '\t':
        return "\\t";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    default:
        return NULL;
    }
}

static void add_value(struct buf *b, const char *text)
{
    while (*text) {
        size_t plain = strcspn(text, "\\\t\n\r");

        buf_add_n(b, text, plain);
        text += plain;
        if (*text)
            buf_add(b, escape_of(*text++));
    }
}

static int flush(struct db_copy *copy, struct problem *err)
{
    if (pg_copy_put(copy->db->pg, copy->chunk.data, copy->chunk.len) < 0)
        return unit_fail(copy->db, "copy", PG_BROKEN, NULL, err);
    copy->chunk.len = 0;
    return 0;
}

int db_copy_row(struct db_copy *copy, const char *const *values, int n, struct problem *err)
{
    for (int i = 0; i < n; i++) {
        if (i)
            buf_add_char(&copy->chunk, '\t');
        if (values[i])
            add_value(&copy->chunk, values[i]);
        else
            buf_add(&copy->chunk, "\\N");
    }
    buf_add_char(&copy->chunk, '\n');
    return copy->chunk.len < CHUNK ? 0 : flush(copy, err);
}

int db_copy_end(struct db_copy *copy, int64_t *ret_rows, struct problem *err)
{
    struct db *db = copy->db;
    struct pg_result *r;
    enum pg_status status;

    if (flush(copy, err) < 0)
        return -1;
    arena_done(&copy->chunk_arena); /* a unit may copy many times */
    status = pg_copy_end(db->pg, NULL, &r);
    if (status != PG_BROKEN && pg_enter_pipeline(db->pg) < 0)
        status = PG_BROKEN;
    if (status != PG_OK)
        return unit_fail(db, "copy", status, r, err);
    if (ret_rows)
        *ret_rows = pg_affected(r);
    pg_result_free(r);
    return 0;
}
