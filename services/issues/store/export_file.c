/* SPDX-License-Identifier: MIT */
/* Exports, slice by slice. */
#include "issues/store/export_file.h"

#include "base/uuid.h"
#include "db/row.h"
#include "files/temp.h"
#include "http/page.h"
#include "issues/store/issue_list.h"
#include "unit/service.h"

#include <string.h>
#include <xlsxwriter.h>

enum { SLICE = 1000, XLSX_ROWS_MAX = 1048575, PROC_PATH = 32 };

/* One export being written: text in front of `fd`, or a workbook. */
struct export
{
    const struct export_format *format;
    int fd;
    struct page page;
    struct buf text; /* of the slice at hand */
    lxw_workbook *book;
    lxw_worksheet *sheet;
    uint32_t rows;
    char last[UUID_TEXT]; /* the id the next slice starts behind; "" in front of the first */
    bool more;
};

struct export_format {
    const char *name, *media_type, *filename;
    void (*header)(struct export *x, const struct db_result *r);
    void (*row)(struct export *x, const struct db_result *r, int row);
    bool is_book;
};

static void csv_header(struct export *x, const struct db_result *r)
{
    buf_add(&x->text, "\xEF\xBB\xBF"); /* spreadsheets take a file without it for GB18030 */
    row_write_csv_header(&x->text, r);
}

static void csv_row(struct export *x, const struct db_result *r, int row)
{
    row_write_csv(&x->text, r, row);
}

static void ndjson_header(struct export *x, const struct db_result *r)
{
    (void)x;
    (void)r;
}

static void ndjson_row(struct export *x, const struct db_result *r, int row)
{
    row_write(&x->text, r, row);
    buf_add_char(&x->text, '\n');
}

static void xlsx_header(struct export *x, const struct db_result *r)
{
    for (int i = 0; i < db_columns(r); i++)
        (void)worksheet_write_string(x->sheet, 0, (lxw_col_t)i, db_column_name(r, i), NULL);
}

static void xlsx_row(struct export *x, const struct db_result *r, int row)
{
    for (int i = 0; i < db_columns(r); i++) {
        const char *text = db_text(r, row, db_column_name(r, i));
        if (text)
            (void)worksheet_write_string(x->sheet, x->rows + 1, (lxw_col_t)i, text, NULL);
    }
}

/* clang-format off */
static const struct export_format formats[] = {
    {"csv",    "text/csv; charset=utf-8", "issues.csv",    csv_header,    csv_row,    false},
    {"ndjson", "application/x-ndjson",    "issues.ndjson", ndjson_header, ndjson_row, false},
    {"xlsx",   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "issues.xlsx", xlsx_header, xlsx_row, true},
};
/* clang-format on */

const struct export_format *export_format_of(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(formats); i++)
        if (str_eq(name, formats[i].name))
            return &formats[i];
    return &formats[0];
}

const char *export_media_type(const struct export_format *f)
{
    return f->media_type;
}

const char *export_filename(const struct export_format *f)
{
    return f->filename;
}

/* The library opens files by name; this one has none but its descriptor's. */
static void open_book(struct ctx *c, struct export *x)
{
    char path[PROC_PATH];
    lxw_workbook_options options = {.constant_memory = LXW_TRUE,
                                    .tmpdir = arena_strdup(&c->arena, c->app->config.spool_dir)};

    (void)str_format(path, sizeof path, "/proc/self/fd/%d", x->fd);
    x->book = workbook_new_opt(path, &options);
    x->sheet = workbook_add_worksheet(x->book, "issues");
}

static bool close_book(struct export *x)
{
    lxw_workbook *book = x->book;

    x->book = NULL;
    return !book || workbook_close(book) == LXW_NO_ERROR;
}

/* In front of the first row, however much a try before has written. */
static int begin(struct ctx *c, struct export *x, struct problem *err)
{
    (void)close_book(x);
    x->rows = 0;
    x->last[0] = '\0';
    if (temp_clear(x->fd, err) < 0 || page_open(c, &x->page, err) < 0)
        return -1;
    if (x->format->is_book)
        open_book(c, x);
    return 0;
}

/* The first slice is read however little there is: it names the columns. */
static int write_slice(struct ctx *c, void *arg, struct problem *err)
{
    struct export *x = arg;
    const struct stmt *stmt = issue_export_stmt(x->page.lo, x->page.as_of != NULL);
    struct db_result *r;

    if (db_run(c->db, stmt,
               BIND({"page_lo", x->page.lo}, {"page_hi", x->page.hi}, {"page_as_of", x->page.as_of},
                    {"page_after", x->last[0] ? x->last : NULL},
                    {"page_limit", db_arg_int(&c->arena, SLICE)}),
               &r, err) < 0)
        return -1;
    int n = db_rows(r);
    if (x->format->is_book && x->rows + (uint32_t)n > XLSX_ROWS_MAX)
        return problem_fail(err, PROBLEM_BAD_QUERY, "more than %d rows do not fit into a sheet; use csv",
                            XLSX_ROWS_MAX);
    buf_init(&x->text, &c->arena);
    if (x->rows == 0)
        x->format->header(x, r);
    for (int i = 0; i < n; i++, x->rows++)
        x->format->row(x, r, i);
    if (n > 0)
        (void)str_format(x->last, sizeof x->last, "%s", db_text(r, n - 1, "id"));
    x->more = n == SLICE;
    return temp_write(x->fd, x->text.data, x->text.len, err);
}

/* All slices see one state of the database, so none has what another misses. */
static int write_slices(struct ctx *c, void *arg, struct problem *err)
{
    struct export *x = arg;

    if (begin(c, x, err) < 0)
        return -1;
    do
        if (ctx_apart(c, write_slice, x, err) < 0 || ctx_step(c, x->rows, 0, err) < 0)
            return -1;
    while (x->more);
    return 0;
}

int export_write(struct ctx *c, const struct export_format *f, int fd, struct problem *err)
{
    struct export x = {.format = f, .fd = fd};
    int done = ctx_unit(c, DB_SNAPSHOT, write_slices, &x, err);

    if (!close_book(&x) && done == 0)
        return problem_cause(err, PROBLEM_UNAVAILABLE, "cannot finish the workbook");
    return done;
}
