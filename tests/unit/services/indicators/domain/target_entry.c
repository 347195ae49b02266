/* SPDX-License-Identifier: MIT */
/* What a target may say, by the table (target_entry.tsv). */
#include "indicators/domain/target_entry.h"
#include "base/decimal.h"
#include "indicators/domain/standard.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { TEXT = 256 };

static int64_t figure(struct tsv *t, const char *cell)
{
    int64_t value = 0;

    if (tsv_text(cell) && !decimal_parse(cell, VALUE_SCALE, &value))
        tsv_wrong(t, "\"%s\" is no decimal", cell);
    return value;
}

/* "value range,base_year required" or "-" */
static void format_faults(const struct problem *err, char out[TEXT])
{
    (void)snprintf(out, TEXT, "%s", err->n_fields ? "" : "-");
    for (size_t i = 0; i < err->n_fields; i++)
        (void)snprintf(out + strlen(out), TEXT - strlen(out), "%s%s %s", i ? "," : "",
                       err->fields[i].pointer + 1, err->fields[i].code);
}

static void entries_are_refused_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/target_entry.tsv");
    while (tsv_next(&t, 13)) {
        char got[TEXT];
        struct problem err = {0};
        const struct target_entry e = {
            .type = t.cell[1],
            .qualifiers = tsv_text(t.cell[2]) ? t.cell[2] : "",
            .has_value = tsv_text(t.cell[3]) != NULL,
            .value = figure(&t, t.cell[3]),
            .unit = tsv_text(t.cell[4]),
            .has_complete_by = tsv_bool(&t, t.cell[5]),
            .has_base_year = tsv_bool(&t, t.cell[6]),
            .has_base_value = tsv_bool(&t, t.cell[7]),
            .tolerance = figure(&t, t.cell[8]),
            .family = tsv_text(t.cell[9]),
            .version = tsv_text(t.cell[10]),
            .version_family = tsv_text(t.cell[11]),
        };
        int result = target_entry_check(&e, &err);
        format_faults(&err, got);
        tsv_expect(&t, "faults", t.cell[12], got);
        if ((result < 0) != (err.n_fields > 0))
            tsv_wrong(&t, "the answer is %d", result);
    }
    tsv_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_refused_as_the_table_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
