/* SPDX-License-Identifier: MIT */
/* GET /issues/export: everything a list would page through, as CSV, XLSX or NDJSON, written to a temporary file row by row. */
#include "db/row.h"
#include "issues/handlers/handlers.h"
#include "issues/store/issue_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { XLSX_ROWS_MAX = 1048575 };

/* One export being written: a plain file, or a workbook that goes to a named one. */
struct export
{
    FILE *file;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    uint32_t rows;
};

struct export_format {
    const char *name, *media_type, *filename;
    int (*row)(struct export *x, struct arena *a, const struct db_result *r, struct problem *err);
};

static int put(struct export *x, const struct buf *b, struct problem *err)
{
    if (fwrite(b->data, 1, b->len, x->file) != b->len)
        return problem_cause(err, PROBLEM_INTERNAL, "cannot write the export: disk full?");
    return 0;
}

static int csv_row(struct export *x, struct arena *a, const struct db_result *r, struct problem *err)
{
    struct buf b;

    buf_init(&b, a);
    if (x->rows == 0) {
        buf_add(&b, "\xEF\xBB\xBF"); /* spreadsheets take a file without it for GB18030 */
        row_write_csv_header(&b, r);
    }
    row_write_csv(&b, r, 0);
    return put(x, &b, err);
}

static int ndjson_row(struct export *x, struct arena *a, const struct db_result *r, struct problem *err)
{
    struct buf b;

    buf_init(&b, a);
    row_write(&b, r, 0);
    buf_add_char(&b, '\n');
    return put(x, &b, err);
}

static int xlsx_row(struct export *x, struct arena *a, const struct db_result *r, struct problem *err)
{
    (void)a;
    if (x->rows >= XLSX_ROWS_MAX)
        return problem_fail(err, PROBLEM_BAD_QUERY, "more than %d rows do not fit into a sheet; use csv",
                            XLSX_ROWS_MAX);
    for (int i = 0; i < db_columns(r); i++) {
        const char *name = db_column_name(r, i), *text = db_text(r, 0, name);
        if (x->rows == 0)
            (void)worksheet_write_string(x->sheet, 0, (lxw_col_t)i, name, NULL);
        if (text)
            (void)worksheet_write_string(x->sheet, x->rows + 1, (lxw_col_t)i, text, NULL);
    }
    return 0;
}

static const struct export_format formats[] = {
    {"csv",    "text/csv; charset=utf-8",                                           "issues.csv",    csv_row   },
    {"ndjson", "application/x-ndjson",                                              "issues.ndjson", ndjson_row},
    {"xlsx",   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "issues.xlsx",   xlsx_row  },
};

struct writing {
    struct export x;
    const struct export_format *format;
};

/* Each row has an arena of its own, so that memory does not grow with the length of the export. */
static int on_row(void *arg, const struct db_result *one, struct problem *err)
{
    struct writing *w = arg;
    struct arena a = {0};
    int done = w->format->row(&w->x, &a, one, err);

    w->x.rows++;
    arena_done(&a);
    return done;
}

static int stream(struct ctx *c, struct writing *w, const struct page *page, struct problem *err)
{
    return db_each(c->db, issue_export_stmt(page->lo, page->as_of != NULL),
                   BIND({"page_lo", page->lo}, {"page_hi", page->hi}, {"page_as_of", page->as_of}), on_row, w,
                   err);
}

/* An unlinked file that goes with its descriptor. */
static int write_plain(struct ctx *c, struct writing *w, const struct page *page, int *ret_fd,
                       struct problem *err)
{
    w->x.file = tmpfile();
    if (!w->x.file)
        return problem_cause(err, PROBLEM_INTERNAL, "cannot make a temporary file");
    int done = stream(c, w, page, err);
    if (done == 0 && (fflush(w->x.file) != 0 || (*ret_fd = dup(fileno(w->x.file))) < 0))
        done = problem_cause(err, PROBLEM_INTERNAL, "cannot finish the export");
    (void)fclose(w->x.file);
    return done;
}

static int write_book(struct ctx *c, struct writing *w, const struct page *page, int *ret_fd,
                      struct problem *err)
{
    char path[] = "/tmp/bihuan-export-XXXXXX";
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    int fd = mkstemp(path);

    if (fd < 0)
        return problem_cause(err, PROBLEM_INTERNAL, "cannot make a temporary file");
    w->x.book = workbook_new_opt(path, &options);
    w->x.sheet = workbook_add_worksheet(w->x.book, "issues");
    int done = stream(c, w, page, err);
    if (workbook_close(w->x.book) != LXW_NO_ERROR && done == 0)
        done = problem_cause(err, PROBLEM_INTERNAL, "cannot finish the workbook");
    (void)unlink(path);
    if (done < 0)
        (void)close(fd);
    else
        *ret_fd = fd;
    return done;
}

int issue_export(struct ctx *c, struct problem *err)
{
    const struct issue_query *q = c->query;
    struct writing w = {.format = &formats[0]};
    struct page page;
    int fd = -1;

    for (size_t i = 0; i < ARRAY_LEN(formats); i++)
        if (str_eq(q->format, formats[i].name))
            w.format = &formats[i];
    if (page_open(c, &page, err) < 0)
        return -1;
    bool book = w.format->row == xlsx_row;
    if ((book ? write_book : write_plain)(c, &w, &page, &fd, err) < 0)
        return -1;
    return reply_file(c, 200, w.format->media_type, w.format->filename, fd, lseek(fd, 0, SEEK_END));
}
