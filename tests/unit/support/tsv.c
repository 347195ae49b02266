/* SPDX-License-Identifier: MIT */
/* Reader of rule tables. */
#include "support/tsv.h"
#include "base/date.h"
#include "base/str.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void tsv_open(struct tsv *t, const char *path)
{
    memset(t, 0, sizeof *t);
    t->path = path;
    t->file = fopen(path, "r");
    if (!t->file)
        fail_msg("%s cannot be opened: run from the root of the repository", path);
}

static void split(struct tsv *t)
{
    char *s = t->text;

    t->n = 0;
    while (*s && t->n < TSV_COLUMNS) {
        t->cell[t->n++] = s;
        s += strcspn(s, "\t");
        while (*s == '\t')
            *s++ = '\0';
    }
}

bool tsv_next(struct tsv *t, int columns)
{
    while (fgets(t->text, sizeof t->text, t->file)) {
        t->line++;
        t->text[strcspn(t->text, "\r\n")] = '\0';
        if (t->text[0] == '\0' || t->text[0] == '#')
            continue;
        split(t);
        if (t->n != columns)
            fail_msg("%s:%d: %d cells, expected %d", t->path, t->line, t->n, columns);
        t->rows++;
        return true;
    }
    return false;
}

void tsv_wrong(struct tsv *t, const char *fmt, ...)
{
    char message[512];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    t->wrong++;
    print_error("%s:%d: %s: %s\n", t->path, t->line, t->cell[0], message);
}

void tsv_expect(struct tsv *t, const char *what, const char *expected, const char *got)
{
    if (!str_eq(expected, got))
        tsv_wrong(t, "%s is %s, expected %s", what, got ? got : "-", expected ? expected : "-");
}

void tsv_close(struct tsv *t)
{
    (void)fclose(t->file);
    if (t->rows == 0)
        fail_msg("%s has no rows", t->path);
    if (t->wrong)
        fail_msg("%s: %d of %d rows are wrong", t->path, t->wrong, t->rows);
}

const char *tsv_text(const char *cell)
{
    return str_eq(cell, "-") ? NULL : cell;
}

int32_t tsv_date(struct tsv *t, const char *cell)
{
    int32_t day = DATE_NONE;

    if (tsv_text(cell) && !date_parse(cell, &day))
        fail_msg("%s:%d: \"%s\" is not a date", t->path, t->line, cell);
    return day;
}

int64_t tsv_int(struct tsv *t, const char *cell)
{
    int64_t v = 0;

    if (!str_to_int64(cell, &v))
        fail_msg("%s:%d: \"%s\" is not a number", t->path, t->line, cell);
    return v;
}

bool tsv_bool(struct tsv *t, const char *cell)
{
    if (!str_eq(cell, "yes") && !str_eq(cell, "no"))
        fail_msg("%s:%d: \"%s\" is neither yes nor no", t->path, t->line, cell);
    return str_eq(cell, "yes");
}
