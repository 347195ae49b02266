/* SPDX-License-Identifier: MIT */
/* Packing a case. */
#include "issues/store/case_file.h"

#include "db/row.h"
#include "files/files.h"
#include "files/temp.h"
#include "files/zip.h"
#include "http/page.h"
#include "issues/store/target.h"
#include "issues_sql.h"
#include "unit/service.h"
#include <ctype.h>
#include <string.h>
#include <unistd.h>

struct packing {
    struct zip *zip;
    struct issue_head head;
    struct buf issue, history, manifest;
    struct db_result **pages; /* of the list of evidence, newest first */
    int n_pages;
    int n;          /* pieces packed */
    int64_t pieces; /* of all pages */
};

static int read_document(struct ctx *c, const struct stmt *stmt, struct buf *out, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, stmt, BIND_NONE, &r, err) < 0)
        return -1;
    buf_init(out, &c->arena);
    row_write(out, r, 0);
    return 0;
}

static int read_pages(struct ctx *c, struct packing *p, struct problem *err)
{
    const char *after = NULL;

    p->pages = arena_array(&c->arena, (size_t)(p->pieces / PAGE_LIMIT_MAX + 1), sizeof(struct db_result *));
    for (p->n_pages = 0; (int64_t)p->n_pages * PAGE_LIMIT_MAX < p->pieces; p->n_pages++) {
        struct db_result **page = &p->pages[p->n_pages];
        if (db_run(c->db, &sql_evidence_list,
                   BIND({"page_after", after}, {"page_limit", db_arg_int(&c->arena, PAGE_LIMIT_MAX)}), page,
                   err) < 0)
            return -1;
        after = db_rows(*page) > 0 ? db_text(*page, db_rows(*page) - 1, "id") : after;
    }
    return 0;
}

/* The case as it is at one moment; files are packed afterwards, so that no connection waits for them. */
static int look(struct ctx *c, void *arg, struct problem *err)
{
    struct packing *p = arg;
    struct db_result *r;

    if (issue_head(c, &p->head, err) < 0 || db_one(c->db, &sql_evidence_count, BIND_NONE, &r, err) < 0)
        return -1;
    p->pieces = db_int(r, 0, "total");
    return ctx_step(c, 0, p->pieces, err) < 0 || read_document(c, &sql_issue_get, &p->issue, err) < 0 ||
                   read_document(c, &sql_issue_history, &p->history, err) < 0 || read_pages(c, p, err) < 0
               ? -1
               : 0;
}

/* Names in the archive are plain: who opens it may have any system. */
static const char *extension(const char *filename)
{
    const char *dot = filename ? strrchr(filename, '.') : NULL;
    size_t n = dot ? strlen(dot) : 0;

    if (n < 2 || n > 8)
        return "";
    for (const char *s = dot + 1; *s; s++)
        if (!isalnum((unsigned char)*s))
            return "";
    return dot;
}

static void note_packed(struct packing *p, const char *name, int64_t size, const struct db_result *page,
                        int row)
{
    struct buf *b = &p->manifest;

    buf_addf(b, "%s{\"file\":", p->n ? "," : "");
    buf_add_json(b, name);
    buf_addf(b, ",\"sha256\":\"%s\",\"size\":%lld,\"evidence\":", db_text(page, row, "sha256"),
             (long long)size);
    row_write(b, page, row);
    buf_add_char(b, '}');
    p->n++;
}

/* Numbered in the order of the list, by kind; the name it was uploaded with stands in the manifest. */
static int pack_piece(struct ctx *c, struct packing *p, const struct db_result *page, int row,
                      struct problem *err)
{
    const char *name = arena_printf(&c->arena, "evidence/%03d-%s%s", p->n + 1, db_text(page, row, "kind"),
                                    extension(db_text(page, row, "filename")));
    int64_t size;
    int fd, done;

    if (file_backend_disk.open(c->app->config.files_dir, db_text(page, row, "sha256"), &fd, &size, err) < 0)
        return -1;
    done = zip_add_fd(p->zip, name, fd, size, err);
    (void)close(fd);
    if (done == 0)
        note_packed(p, name, size, page, row);
    return done;
}

static int pack_evidence(struct ctx *c, struct packing *p, struct problem *err)
{
    for (int n = 0; n < p->n_pages; n++)
        for (int i = 0; i < db_rows(p->pages[n]); i++)
            if (pack_piece(c, p, p->pages[n], i, err) < 0 || ctx_step(c, p->n, p->pieces, err) < 0)
                return -1;
    return 0;
}

static void begin_manifest(struct ctx *c, struct packing *p)
{
    buf_init(&p->manifest, &c->arena);
    buf_addf(&p->manifest, "{\"issue_id\":\"%s\",\"code\":", p->head.ref.id);
    buf_add_json(&p->manifest, p->head.ref.code);
    buf_addf(&p->manifest, ",\"row_version\":%lld,\"files\":[", (long long)p->head.row_version);
}

int case_file_write(struct ctx *c, int fd, const char **ret_code, struct problem *err)
{
    struct packing p = {0};

    if (ctx_unit(c, DB_SNAPSHOT, look, &p, err) < 0 || temp_clear(fd, err) < 0 ||
        zip_open(&c->arena, fd, c->now_us, &p.zip, err) < 0 ||
        zip_add(p.zip, "issue.json", p.issue.data, p.issue.len, err) < 0 ||
        zip_add(p.zip, "history.json", p.history.data, p.history.len, err) < 0)
        return -1;
    begin_manifest(c, &p);
    if (pack_evidence(c, &p, err) < 0)
        return -1;
    buf_add(&p.manifest, "]}");
    if (zip_add(p.zip, "manifest.json", p.manifest.data, p.manifest.len, err) < 0 ||
        zip_close(p.zip, err) < 0)
        return -1;
    *ret_code = p.head.ref.code;
    return 0;
}
