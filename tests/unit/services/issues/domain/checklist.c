/* SPDX-License-Identifier: MIT */
/* Which closure materials are required, and which are missing. */
#include "facts_text.h"
#include "issues/domain/issue_checklist.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define BIT(kind) (1u << (unsigned)ISSUE_EVIDENCE_##kind)

static const unsigned always =
    BIT(APPLICATION_FORM) | BIT(PLAN_APPROVAL) | BIT(SELF_CHECK_REPORT) | BIT(LONG_TERM_NOTE);

static void format_kinds(unsigned mask, char out[512])
{
    out[0] = '\0';
    for (int i = 0; i < ISSUE_EVIDENCE_COUNT; i++)
        if (mask & (1u << (unsigned)i))
            (void)snprintf(out + strlen(out), 512 - strlen(out), "%s%s", *out ? "," : "",
                           issue_evidence_kind_codes[i].code);
    if (!*out)
        (void)snprintf(out, 512, "-");
}

static void required_kinds_are_what_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/issues/domain/checklist.tsv");
    while (tsv_next(&t, 4)) {
        struct issue_facts f = facts_good();
        enum issue_stage stage = str_eq(t.cell[1], "CLOSE") ? ISSUE_STAGE_CLOSE : ISSUE_STAGE_APPLY;
        char text[512];
        facts_from_text(&t, &f, t.cell[2]);
        unsigned required = issue_evidence_required(&f, stage);
        if ((required & always) != always)
            tsv_wrong(&t, "what is always required is not");
        format_kinds(required & ~always, text);
        tsv_expect(&t, "required", t.cell[3], text);
    }
    tsv_close(&t);
}

static void a_photo_pair_is_needed_for_every_site(void **state)
{
    struct issue_facts f = facts_good();
    (void)state;

    f.closure.measure_types = 1u << ISSUE_MEASURE_ENG;
    f.closure.sites = 2;
    f.closure.photo_pairs = 1;
    assert_int_equal(issue_evidence_missing(&f, ISSUE_STAGE_APPLY), BIT(BEFORE_AFTER_PHOTO));
    f.closure.photo_pairs = 2;
    assert_int_equal(issue_evidence_missing(&f, ISSUE_STAGE_APPLY), 0);
}

static void an_unverified_file_does_not_count(void **state)
{
    struct issue_facts f = facts_good();
    (void)state;

    f.closure.evidence_unverified = BIT(PLAN_APPROVAL);
    assert_int_equal(issue_evidence_missing(&f, ISSUE_STAGE_APPLY), BIT(PLAN_APPROVAL));
    f.closure.evidence = 0;
    f.closure.evidence_unverified = 0;
    assert_int_equal(issue_evidence_missing(&f, ISSUE_STAGE_APPLY), always);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(required_kinds_are_what_the_table_says),
        cmocka_unit_test(a_photo_pair_is_needed_for_every_site),
        cmocka_unit_test(an_unverified_file_does_not_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
