/* SPDX-License-Identifier: MIT */
/* Who orders monitoring, reports on it and calls it off, by the tables (monitoring_order.tsv, monitoring_step.tsv). */
#include "indicators/domain/monitoring.h"
#include "base/str.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void orders_are_taken_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/monitoring_order.tsv");
    while (tsv_next(&t, 7)) {
        const struct monitoring_order o = {t.cell[0], tsv_bool(&t, t.cell[1]), tsv_bool(&t, t.cell[2]),
                                           tsv_date(&t, t.cell[3]), tsv_date(&t, t.cell[4])};
        struct problem err = {0};
        char said[128] = "";
        int r = monitoring_order_check(&o, &err);
        for (size_t i = 0; i < err.n_fields; i++)
            (void)snprintf(said + strlen(said), sizeof said - strlen(said), "%s%s %s", i ? "," : "",
                           err.fields[i].pointer, err.fields[i].code);
        tsv_expect(&t, "answer", t.cell[5], r == 0 ? "ok" : problem_kind(err.code)->slug);
        tsv_expect(&t, "fields", t.cell[6], *said ? said : "-");
    }
    tsv_close(&t);
}

static const char *answer(int (*check)(const struct monitoring_facts *, struct problem *),
                          const struct monitoring_facts *f)
{
    struct problem err = {0};

    return check(f, &err) == 0 ? "ok" : problem_kind(err.code)->slug;
}

static void steps_are_taken_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/monitoring_step.tsv");
    while (tsv_next(&t, 6)) {
        const struct monitoring_facts f = {t.cell[0], t.cell[1], tsv_bool(&t, t.cell[2]),
                                           tsv_bool(&t, t.cell[3])};
        tsv_expect(&t, "report", t.cell[4], answer(monitoring_report_check, &f));
        tsv_expect(&t, "cancel", t.cell[5], answer(monitoring_cancel_check, &f));
    }
    tsv_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_are_taken_as_the_table_says),
        cmocka_unit_test(steps_are_taken_as_the_table_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
