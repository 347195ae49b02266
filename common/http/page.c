/* SPDX-License-Identifier: MIT */
/* Keyset pages. A cursor is base64url(mac || key), the key being the last id of the page and the mac binding it to the
 * tenant, the operation and every filter; row-level security stands behind it in any case. */
#include "http/page.h"
#include "auth/digest.h"
#include "base/date.h"
#include "common_sql.h"
#include "unit/service.h"
#include <string.h>

enum { MAC = 12, CURSOR_KEY_MAX = 192 };

const char *const page_count_values[] = {"none", "exact", NULL};

static const struct page_query *query_of(const struct ctx *c)
{
    return (const struct page_query *)(const void *)((const char *)c->query + sizeof(struct field_mask));
}

/* -- cursors -- */

static bool is_filter(const char *name)
{
    return strcmp(name, "limit") != 0 && strcmp(name, "cursor") != 0 && strcmp(name, "count") != 0;
}

/* What a cursor is good for: the words in table order, so that the order of the parameters does not matter. */
static void mac_of(struct ctx *c, const char *key, unsigned char out[SHA256_SIZE])
{
    const struct field_table *table = c->match.route->query;
    struct buf b;

    buf_init(&b, &c->arena);
    buf_addf(&b, "%s\n%s\n%s\n", c->who->tenant.tenant_id, c->match.route->operation, key);
    for (int i = 0; i < c->match.n_params; i++)
        buf_addf(&b, "%s=%s\n", c->match.params[i].name, c->match.params[i].value);
    for (const struct field *f = table->fields; f->name; f++)
        if (is_filter(f->name) && field_is_present(table, f, c->query)) {
            buf_addf(&b, "%s=", f->name);
            buf_add_json(&b, field_text(table, f, c->query, &c->arena));
        }
    hmac_sha256(c->app->config.cursor_key, b.data, b.len, out);
}

static const char *make_cursor(struct ctx *c, const char *key)
{
    unsigned char mac[SHA256_SIZE];
    struct buf b;

    mac_of(c, key, mac);
    buf_init(&b, &c->arena);
    buf_add_n(&b, mac, MAC);
    buf_add(&b, key);
    return base64url(&c->arena, b.data, b.len);
}

static int read_cursor(struct ctx *c, const char *cursor, const char **ret, struct problem *err)
{
    unsigned char mac[SHA256_SIZE];
    size_t n = 0;
    const unsigned char *raw = base64url_decode(&c->arena, cursor, &n);
    const char *key;

    if (!raw || n <= MAC || n > MAC + CURSOR_KEY_MAX)
        return problem_fail(err, PROBLEM_BAD_CURSOR, "not a cursor of this list");
    key = (const char *)raw + MAC;
    if (strlen(key) != n - MAC || !str_is_utf8(key, n - MAC))
        return problem_fail(err, PROBLEM_BAD_CURSOR, "not a cursor of this list");
    mac_of(c, key, mac);
    if (!digest_equal(mac, raw, MAC))
        return problem_fail(err, PROBLEM_BAD_CURSOR, "made for another tenant, list or filter");
    *ret = key;
    return 0;
}

/* -- opening -- */

/* A subtree is looked for inside the caller's own range, so that nothing tells what lies outside. */
static int resolve_subtree(struct ctx *c, const char *ref, struct page *p, struct problem *err)
{
    struct tenancy *t = arena_alloc(&c->arena, sizeof *t);
    struct db_result *r;

    if (db_run(c->db, &sql_tenant_in_range,
               BIND({"ref_id", uuid_is_valid(ref) ? ref : NULL}, {"ref_code", ref}), &r, err) < 0)
        return -1;
    if (db_rows(r) != 1)
        return problem_fail(err, PROBLEM_NOT_FOUND, "subtree: no such tenant");
    tenancy_set_scope(t, db_text(r, 0, "scope"));
    p->lo = t->lo;
    p->hi = t->hi;
    return 0;
}

int page_open(struct ctx *c, struct page *ret, struct problem *err)
{
    const struct field_table *table = c->match.route->query;
    const struct field *as_of = field_find(table, "as_of"); /* not every list has it */
    const struct page_query *q = query_of(c);

    *ret = (struct page){
        .limit = q->limit > 0 ? q->limit : PAGE_LIMIT_DEFAULT,
        .lo = c->who->tenant.lo,
        .hi = c->who->tenant.hi,
        .exact_count = str_eq(q->count, "exact"),
    };
    if (as_of && field_is_present(table, as_of, c->query))
        ret->as_of = db_arg_date(&c->arena, q->as_of);
    if (q->cursor && read_cursor(c, q->cursor, &ret->after, err) < 0)
        return -1;
    return q->subtree ? resolve_subtree(c, q->subtree, ret, err) : 0;
}

/* -- answering -- */

/* The query as it came, without its cursor, and `cursor` behind it. */
static const char *next_url(struct ctx *c, const char *cursor)
{
    const char *p = c->req.query;
    struct buf b;

    buf_init(&b, &c->arena);
    buf_addf(&b, "<%s?", c->req.path);
    while (*p) {
        size_t n = strcspn(p, "&");

        if (n > 0 && strncmp(p, "cursor=", 7) != 0) {
            buf_add_n(&b, p, n);
            buf_add_char(&b, '&');
        }
        p += n + (p[n] == '&');
    }
    buf_addf(&b, "cursor=%s>; rel=\"next\"", cursor);
    return b.data;
}

static int add_total(struct ctx *c, const struct stmt *count, const struct bind *binds, struct buf *b,
                     struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, count, binds, &r, err) < 0)
        return -1;
    buf_addf(b, ",\"total\":%lld", (long long)db_int(r, 0, "total"));
    return 0;
}

static const struct bind *page_binds(struct ctx *c, const struct page *p, const struct bind *extra)
{
    const struct bind own[] = {
        {"page_after", p->after            },
        {"page_limit", db_arg_int(&c->arena, p->limit + 1)},
        {"page_lo",            p->lo                       },
        {"page_hi",            p->hi},
        {"page_as_of",            p->as_of                    },
    };
    size_t n = 0;
    struct bind *all;

    while (extra && extra[n].name)
        n++;
    all = arena_array(&c->arena, ARRAY_LEN(own) + n + 1, sizeof *all);
    memcpy(all, own, sizeof own);
    if (n > 0)
        memcpy(all + ARRAY_LEN(own), extra, n * sizeof *extra);
    return all;
}

static const char *key_of(const struct db_result *r, int row)
{
    return db_text(r, row, db_has_column(r, "_id") ? "_id" : "id");
}

int page_reply(struct ctx *c, const struct page *p, const struct stmt *list, const struct stmt *count,
               const struct bind *extra, struct problem *err)
{
    const struct bind *binds = page_binds(c, p, extra);
    const char *cursor = NULL;
    struct db_result *r;
    struct buf b;
    int n;

    if (db_run(c->db, list, binds, &r, err) < 0)
        return -1;
    n = db_rows(r);
    if (n > p->limit) {
        n = (int)p->limit;
        cursor = make_cursor(c, key_of(r, n - 1));
        reply_header(c, "Link", next_url(c, cursor));
    }
    buf_init(&b, &c->arena);
    buf_add(&b, "{\"items\":");
    row_write_array_more(&b, r, n, p->more, c);
    buf_add(&b, ",\"next_cursor\":");
    buf_add_json(&b, cursor);
    if (p->exact_count && count && add_total(c, count, binds, &b, err) < 0)
        return -1;
    if (p->beside)
        buf_add(&b, p->beside);
    buf_add(&b, "}");
    return reply_json(c, 200, b.data, b.len);
}

int page_list(struct ctx *c, const struct stmt *list, const struct stmt *count, struct problem *err)
{
    struct page p;

    if (page_open(c, &p, err) < 0)
        return -1;
    return page_reply(c, &p, list, count, BIND_NONE, err);
}

int page_whole(struct ctx *c, const struct stmt *list, struct problem *err)
{
    struct db_result *r;

    if (db_run(c->db, list, BIND_NONE, &r, err) < 0)
        return -1;
    return reply_items(c, r);
}
