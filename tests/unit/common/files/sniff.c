/* SPDX-License-Identifier: MIT */
/* What may be evidence is told from its bytes. */
#include "files/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SNIFF(bytes) file_sniff(bytes, sizeof(bytes) - 1)

static void documents_pictures_and_tables_are_known(void **state)
{
    (void)state;
    assert_string_equal(SNIFF("%PDF-1.7\n"), "application/pdf");
    assert_string_equal(SNIFF("\xFF\xD8\xFF\xE0"), "image/jpeg");
    assert_string_equal(SNIFF("\x89PNG\r\n\x1A\n"), "image/png");
    assert_string_equal(SNIFF("PK\3\4....xl/workbook.xml"),
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert_string_equal(SNIFF("PK\3\4....photo.jpg"), "application/zip");
    assert_string_equal(SNIFF("监测报告\n"), "text/plain; charset=utf-8");
}

static void programs_and_markup_are_not_taken(void **state)
{
    (void)state;
    assert_null(SNIFF("MZ\x90\0\3"));
    assert_null(SNIFF("\x7F"
                      "ELF\2\1"));
    assert_null(SNIFF("<!DOCTYPE html><html>"));
    assert_null(SNIFF("<svg onload=\"x\">"));
    assert_null(SNIFF("#!/bin/sh\n"));
    assert_null(SNIFF("\xFF\xFE\0\0"));
}

static void the_hash_is_that_of_the_standard(void **state)
{
    char hex[SHA256_TEXT];
    (void)state;

    sha256_format("abc", 3, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_pictures_and_tables_are_known),
        cmocka_unit_test(programs_and_markup_are_not_taken),
        cmocka_unit_test(the_hash_is_that_of_the_standard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
