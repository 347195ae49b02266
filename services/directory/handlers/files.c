/* SPDX-License-Identifier: MIT */
/* Files: an upload is stored by its SHA-256 and told its type from its bytes. */
#include "files/files.h"

#include "app/app.h"
#include "audit/audit.h"
#include "base/str.h"
#include "directory/handlers/handlers.h"
#include "directory/inputs.h"
#include "directory_sql.h"
#include "http/page.h"

#include <stdio.h>

int file_list(struct ctx *c, struct problem *err)
{
    return page_list(c, &sql_file_list, NULL, err);
}

static int reply_upload(struct ctx *c, int status, const char *id, struct problem *err)
{
    struct db_result *r;

    if (db_one(c->db, &sql_file_get, BIND({"file_id", id}), &r, err) < 0)
        return -1;
    return reply_row(c, status, r, "/v1/files/%s");
}

int file_get(struct ctx *c, struct problem *err)
{
    return reply_upload(c, 200, ctx_param(c, "file_id"), err);
}

/* What another tenant handed in is read with a trace, and what is restricted by whoever it is (F.4-7). */
static int note_reading(struct ctx *c, const struct db_result *r, struct problem *err)
{
    if (!db_bool(r, 0, "is_restricted") && str_eq(db_text(r, 0, "tenant_id"), c->who->tenant.tenant_id))
        return 0;
    return audit_add(c, "file.read", "file", db_text(r, 0, "id"), NULL, err);
}

int file_content_get(struct ctx *c, struct problem *err)
{
    struct db_result *r;
    int fd;
    int64_t size;

    if (db_one(c->db, &sql_file_to_open, BIND_NONE, &r, err) < 0 || note_reading(c, r, err) < 0)
        return -1;
    if (file_backend_disk.open(c->app->config.files_dir, db_text(r, 0, "sha256"), &fd, &size, err) < 0)
        return -1;
    reply_header(c, "ETag", arena_printf(&c->arena, "\"%s\"", db_text(r, 0, "sha256")));
    return reply_file(c, 200, db_text(r, 0, "media_type"), db_text(r, 0, "name"), fd, size);
}

/* A name is shown to people and put into headers: no path, nothing that hides what comes after it. */
static int check_upload(const struct ctx *c, const struct file_upload_query *q, const char *type,
                        struct problem *err)
{
    if (c->req.body_len == 0)
        return problem_fail(err, PROBLEM_VALIDATION, "the file is empty");
    for (const char *p = q->name; *p; p++)
        if (*p == '/' || *p == '\\' || (unsigned char)*p < 0x20)
            problem_field(err, "?name", "format", "a plain file name, without a path");
    if (problem_fields_check(err) < 0)
        return -1;
    if (!type)
        return problem_fail(err, PROBLEM_UNSUPPORTED_MEDIA,
                            "only documents, pictures, video, tables, archives and plain text are taken");
    return 0;
}

int file_create(struct ctx *c, struct problem *err)
{
    const struct file_upload_query *q = c->query;
    const char *type = file_sniff(c->req.body, c->req.body_len);
    const char *id = uuid7_new(&c->arena, c->now_us);
    char sha256[SHA256_TEXT];

    if (check_upload(c, q, type, err) < 0 ||
        disk_check_room(c->app->config.files_dir, c->req.body_len, c->app->config.files_free_mib, err) < 0)
        return -1;
    sha256_format(c->req.body, c->req.body_len, sha256);
    if (file_backend_disk.put(c->app->config.files_dir, sha256, c->req.body, c->req.body_len, c->now_us,
                              err) < 0)
        return -1;
    if (db_run(c->db, &sql_file_content_insert,
               BIND({"sha256", sha256}, {"size", db_arg_int(&c->arena, (int64_t)c->req.body_len)},
                    {"media_type", type}),
               NULL, err) < 0)
        return -1;
    if (db_run(c->db, &sql_file_insert, BIND({"new_id", id}, {"sha256", sha256}), NULL, err) < 0)
        return -1;
    if (audit_add(c, "file.create", "file", id, arena_printf(&c->arena, "{\"sha256\":\"%s\"}", sha256), err) <
        0)
        return -1;
    return reply_upload(c, 201, id, err);
}
