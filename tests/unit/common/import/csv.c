/* SPDX-License-Identifier: MIT */
/* CSV files as people send them: quotes, line ends, encodings. */
#include "import/csv.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int parse(const char *data, size_t n, size_t max, struct csv_table *ret, struct problem *err)
{
    *err = (struct problem){0};
    return csv_table_parse(&arena, data, n, max, ret, err);
}

static void parse_text(const char *text, struct csv_table *ret)
{
    struct problem err;

    if (parse(text, strlen(text), 100, ret, &err) < 0)
        fail_msg("%s", err.detail);
}

static void refused(const char *data, size_t n, enum problem_code code)
{
    struct csv_table t;
    struct problem err;

    assert_int_equal(parse(data, n, 3, &t, &err), -1);
    assert_int_equal(err.code, code);
}

static int done(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void quoted_cells_hold_commas_quotes_and_line_ends(void **state)
{
    struct csv_table t;
    (void)state;

    parse_text("a,b\r\n\"x, \"\"y\"\"\nz\",2\r\n3,\r\n", &t);
    assert_int_equal(t.n_rows, 2);
    assert_string_equal(t.rows[0].cells[0], "x, \"y\"\nz");
    assert_int_equal(t.rows[0].line, 2);
    assert_int_equal(t.rows[1].line, 4); /* the quoted cell took two lines */
    assert_string_equal(t.rows[1].cells[1], "");
}

static void the_last_line_need_not_end_and_empty_lines_are_left_out(void **state)
{
    struct csv_table t;
    (void)state;

    parse_text("a\n\n1\n\n2", &t);
    assert_int_equal(t.n_rows, 2);
    assert_int_equal(t.rows[1].line, 5);
}

static void a_bom_is_not_part_of_the_header(void **state)
{
    struct csv_table t;
    (void)state;

    parse_text("\xEF\xBB\xBF"
               "编号\n1\n",
               &t);
    assert_string_equal(t.header.cells[0], "编号");
    assert_string_equal(t.encoding, "UTF-8");
}

static void gb18030_is_told_and_converted(void **state)
{
    struct csv_table t;
    (void)state;

    parse_text("code,name\n1,\xCB\xC9\xBD\xAD\xC7\xF8\n", &t); /* 松江区 */
    assert_string_equal(t.encoding, "GB18030");
    assert_string_equal(t.rows[0].cells[1], "松江区");
}

static void a_file_of_two_encodings_is_refused(void **state)
{
    const char mixed[] = "code,name\n1,\xCB\xC9\xBD\xAD\xC7\xF8\n2,松江区\n";
    (void)state;

    refused(mixed, sizeof mixed - 1, PROBLEM_BAD_ENCODING);
}

static void bytes_of_no_encoding_are_refused(void **state)
{
    (void)state;
    refused("a\n\xFF\xFE\x41\n", 6, PROBLEM_BAD_ENCODING);
    refused("a\n1\0"
            "2\n",
            6, PROBLEM_BAD_ENCODING);
}

static void a_broken_quote_an_empty_file_and_too_many_rows_are_refused(void **state)
{
    (void)state;
    refused("a\n\"x\n", 5, PROBLEM_IMPORT_REJECTED);
    refused("a\n\"x\"y\n", 7, PROBLEM_IMPORT_REJECTED);
    refused("", 0, PROBLEM_IMPORT_REJECTED);
    refused("a\n1\n2\n3\n4\n", 10, PROBLEM_IMPORT_REJECTED);
}

/* "0,松江\n1,松江\n" and so on, in the encoding of `name`, many pieces long. */
static char *long_file(size_t rows, const char *name, size_t *ret_n)
{
    struct buf b;

    buf_init(&b, &arena);
    buf_add(&b, "n,name\n");
    for (size_t i = 0; i < rows; i++)
        buf_addf(&b, i % 1000 == 0 ? "%zu,\"%s\n\"\n" : "%zu,%s\n", i, name);
    *ret_n = b.len;
    return b.data;
}

/* Reads all rows, each chunk on an arena of its own. */
static void read_in_chunks(const char *data, size_t n, size_t rows, const char *name)
{
    struct problem err = {0};
    struct csv_reader *r;
    struct csv_rows some;
    size_t seen = 0;

    assert_int_equal(csv_reader_open(&arena, data, n, &r, &err), 0);
    do {
        struct arena chunk = {0};
        assert_int_equal(csv_reader_next(r, &chunk, 777, &some, &err), 0);
        for (size_t i = seen == 0 ? 1 : 0; i < some.n; i++) { /* but the header */
            size_t number = (size_t)strtoul(some.rows[i].cells[0], NULL, 10);
            assert_true(seen == 0 || some.n < 800);
            assert_int_equal(some.rows[i].line, number + 2 + (number + 999) / 1000);
            assert_int_equal(strncmp(some.rows[i].cells[1], name, strlen(name)), 0);
        }
        seen += some.n;
        arena_done(&chunk);
    } while (some.n > 0);
    assert_int_equal(seen, rows + 1);
}

static void a_long_file_is_read_in_chunks_in_either_encoding(void **state)
{
    size_t n;
    char *data;
    (void)state;

    data = long_file(100000, "松江", &n);
    read_in_chunks(data, n, 100000, "松江");
    data = long_file(100000, "\xCB\xC9\xBD\xAD", &n);
    read_in_chunks(data, n, 100000, "松江");
}

static void a_line_or_a_row_without_end_is_refused(void **state)
{
    const size_t n = 2 << 20;
    char *data = arena_raw(&arena, n);
    (void)state;

    memset(data, 'x', n);
    refused(data, n, PROBLEM_IMPORT_REJECTED);
    for (size_t i = 99; i < n; i += 100)
        data[i] = '\n';
    data[0] = '"';
    refused(data, n, PROBLEM_IMPORT_REJECTED);
}

static void lines_that_end_in_the_old_way_are_rows(void **state)
{
    struct csv_table t;
    struct buf b;
    struct problem err;
    (void)state;

    buf_init(&b, &arena);
    for (int i = 0; i < 100000; i++)
        buf_addf(&b, "%d,松\r", i);
    assert_int_equal(parse(b.data, b.len, 100000, &t, &err), 0);
    assert_int_equal(t.n_rows, 99999);
    assert_string_equal(t.rows[99998].cells[0], "99999");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quoted_cells_hold_commas_quotes_and_line_ends),
        cmocka_unit_test(the_last_line_need_not_end_and_empty_lines_are_left_out),
        cmocka_unit_test(a_bom_is_not_part_of_the_header),
        cmocka_unit_test(gb18030_is_told_and_converted),
        cmocka_unit_test(a_file_of_two_encodings_is_refused),
        cmocka_unit_test(bytes_of_no_encoding_are_refused),
        cmocka_unit_test(a_broken_quote_an_empty_file_and_too_many_rows_are_refused),
        cmocka_unit_test(a_long_file_is_read_in_chunks_in_either_encoding),
        cmocka_unit_test(a_line_or_a_row_without_end_is_refused),
        cmocka_unit_test(lines_that_end_in_the_old_way_are_rows),
    };

    return cmocka_run_group_tests(tests, NULL, done);
}
