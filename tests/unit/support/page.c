/* SPDX-License-Identifier: MIT */
/* Comparing reference pages with what they are made from. */
#include "support/page.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PAGE_MAX = 1 << 17 };

static void write_page(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

void expect_page(const char *path, const char *text)
{
    static char found[PAGE_MAX];
    FILE *file;

    if (getenv("BIHUAN_WRITE_DOCS"))
        write_page(path, text);
    file = fopen(path, "r");
    if (!file)
        fail_msg("%s is missing: run this test with BIHUAN_WRITE_DOCS=1", path);
    found[fread(found, 1, sizeof found - 1, file)] = '\0';
    assert_int_equal(fclose(file), 0);
    if (strcmp(found, text) != 0)
        fail_msg("%s is not what its table says: run this test with BIHUAN_WRITE_DOCS=1", path);
}
