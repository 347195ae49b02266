/* SPDX-License-Identifier: MIT */
/* GET /issues/{issue_id}/archive: one file for one case (一案一档, B.5): the record, its history and every piece of evidence, with a
 * manifest of hashes. */
#include "app/app.h"
#include "audit/audit.h"
#include "db/row.h"
#include "files/files.h"
#include "issues/handlers/handlers.h"
#include "issues/store/zip.h"
#include "issues_sql.h"
#include <string.h>
#include <unistd.h>

static void close_file(void *file)
{
    (void)fclose(file);
}

static void close_fd(void *fd)
{
    (void)close(*(int *)fd);
}

static int add_row(struct ctx *c, struct zip *z, const char *name, const struct stmt *stmt,
                   struct problem *err)
{
    struct db_result *r;
    struct buf b;

    if (db_one(c->db, stmt, BIND_NONE, &r, err) < 0)
        return -1;
    buf_init(&b, &c->arena);
    row_write(&b, r, 0);
    return zip_add(z, name, b.data, b.len, err);
}

static const char *extension(const char *filename)
{
    const char *dot = filename ? strrchr(filename, '.') : NULL;

    return dot && strlen(dot) <= 8 && !strchr(dot, '/') ? dot : "";
}

/* Numbered in the order of the list, by kind; the name it was uploaded with stands in the manifest. */
static int add_file(struct ctx *c, struct zip *z, const struct db_result *r, int row, struct buf *manifest,
                    struct problem *err)
{
    const char *name = arena_printf(&c->arena, "evidence/%03d-%s%s", row + 1, db_text(r, row, "kind"),
                                    extension(db_text(r, row, "filename")));
    int *fd = arena_alloc(&c->arena, sizeof(*fd));
    int64_t size;

    if (file_backend_disk.open(c->app->config.files_dir, db_text(r, row, "sha256"), fd, &size, err) < 0)
        return -1;
    arena_defer(&c->arena, close_fd, fd);
    buf_addf(manifest, "%s{\"file\":", row ? "," : "");
    buf_add_json(manifest, name);
    buf_addf(manifest, ",\"sha256\":\"%s\",\"size\":%lld,\"evidence\":", db_text(r, row, "sha256"),
             (long long)size);
    row_write(manifest, r, row);
    buf_add_char(manifest, '}');
    return zip_add_fd(z, name, *fd, err);
}

static int add_evidence(struct ctx *c, struct zip *z, const struct issue_head *h, struct problem *err)
{
    struct db_result *r;
    struct buf manifest;

    if (db_run(c->db, &sql_evidence_list, BIND_NONE, &r, err) < 0)
        return -1;
    buf_init(&manifest, &c->arena);
    buf_addf(&manifest, "{\"issue_id\":\"%s\",\"code\":", h->ref.id);
    buf_add_json(&manifest, h->ref.code);
    buf_addf(&manifest, ",\"row_version\":%lld,\"files\":[", (long long)h->row_version);
    for (int i = 0; i < db_rows(r); i++)
        if (add_file(c, z, r, i, &manifest, err) < 0)
            return -1;
    buf_add(&manifest, "]}");
    return zip_add(z, "manifest.json", manifest.data, manifest.len, err);
}

int issue_archive(struct ctx *c, struct problem *err)
{
    FILE *file = tmpfile();
    struct issue_head h;
    struct zip z;
    int fd;

    if (!file)
        return problem_cause(err, PROBLEM_UNAVAILABLE, "cannot make a temporary file");
    arena_defer(&c->arena, close_file, file);
    zip_open(&z, &c->arena, file, ctx_today(c));
    if (issue_head(c, &h, err) < 0 || add_row(c, &z, "issue.json", &sql_issue_get, err) < 0 ||
        add_row(c, &z, "history.json", &sql_issue_history, err) < 0 || add_evidence(c, &z, &h, err) < 0 ||
        zip_close(&z, err) < 0)
        return -1;
    if (audit_add(c, "issue.archive", "issue", h.ref.id, NULL, err) < 0)
        return -1;
    fd = dup(fileno(file));
    if (fd < 0)
        return problem_cause(err, PROBLEM_UNAVAILABLE, "cannot hand the archive over");
    return reply_file(c, 200, "application/zip", arena_printf(&c->arena, "%s.zip", h.ref.code), fd,
                      lseek(fd, 0, SEEK_END));
}
