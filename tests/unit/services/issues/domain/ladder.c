/* SPDX-License-Identifier: MIT */
/* Rungs, what they stand by and their issuers, by the tables ladder.tsv, causes.tsv and issuers.tsv. */
#include "base/str.h"
#include "issues/domain/issue_ladder.h"
#include "issues/domain/issue_limits.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TABLES "tests/unit/services/issues/domain/"

static const int32_t today = 20780; /* any day */

static struct issue_duty duties[4];

/* "REPLY3:-2": of an L3, two days behind. */
static void add_duty(struct issue_ladder_facts *f, const char *value)
{
    size_t n = strcspn(value, "0123456789");
    struct issue_duty *d = &duties[f->n_duties++];

    str_format(d->kind, sizeof d->kind, "%.*s", (int)n, value);
    d->level = value[n] - '0';
    d->due = today + atoi(value + n + 2);
    f->duties = duties;
}

/* A day that days stood still behind; no day stays none. */
static int32_t later(int32_t day, int days)
{
    return day == DATE_NONE ? DATE_NONE : day + days;
}

static void set_fact(struct tsv *t, struct issue_ladder_facts *f, const char *word)
{
    const char *value = strchr(word, '=') ? strchr(word, '=') + 1 : "";

    if (str_starts(word, "report="))
        f->next_report_due = today + atoi(value);
    else if (str_starts(word, "red="))
        f->red_since = today - atoi(value);
    else if (str_starts(word, "lifted="))
        f->lists_lifted = atoi(value);
    else if (str_starts(word, "listed="))
        f->listed_on = f->listed_since = today - atoi(value);
    else if (str_starts(word, "stood_still="))
        f->red_since = later(f->red_since, atoi(value)),
        f->listed_since = later(f->listed_since, atoi(value)),
        f->summoned_since = later(f->summoned_since, atoi(value));
    else if (str_starts(word, "summoned="))
        f->summoned_since = today - atoi(value);
    else if (str_starts(word, "step="))
        f->step_due = today - atoi(value);
    else if (str_starts(word, "owes="))
        add_duty(f, value);
    else if (str_starts(word, "returns="))
        f->upper_returns = atoi(value);
    else if (str_starts(word, "interviews="))
        f->interviews = atoi(value);
    else if (str_starts(word, "state="))
        f->state = (enum issue_state)code_find(issue_state_codes, value);
    else if (str_eq(word, "major"))
        f->severity = ISSUE_SEVERITY_MAJOR;
    else if (str_starts(word, "false="))
        f->false_findings = value;
    else if (str_starts(word, "derelictions="))
        f->derelictions = value;
    else if (str_starts(word, "failed="))
        f->failed_interviews = value;
    else
        tsv_wrong(t, "no fact %s", word);
    f->interview_without_effect |= str_ends(word, ":noeffect");
}

static struct issue_ladder_facts read_row(struct tsv *t)
{
    struct issue_ladder_facts f = {
        .state = ISSUE_STATE_RECTIFYING, .today = today, .severity = ISSUE_SEVERITY_GENERAL};
    char *colon = strchr(t->cell[2], ':'), *save = NULL;

    f.next_report_due = f.red_since = f.listed_on = f.step_due = f.summoned_since = DATE_NONE;
    f.due = tsv_text(t->cell[1]) ? today + (int32_t)tsv_int(t, t->cell[1]) : DATE_NONE;
    f.days_late = f.due != DATE_NONE && f.due < today ? today - f.due : 0;
    if (colon)
        *colon = '\0';
    f.light = (enum issue_light)code_find(issue_light_codes, t->cell[2]);
    if (f.light == ISSUE_LIGHT_YELLOW)
        f.yellow_count = atoi(colon + 1);
    if (f.light == ISSUE_LIGHT_RED)
        f.red_count = atoi(colon + 1);
    if (tsv_text(t->cell[3]))
        for (char *word = strtok_r(t->cell[3], ",", &save); word; word = strtok_r(NULL, ",", &save))
            set_fact(t, &f, word);
    return f;
}

/* "RED-1", but "D30" for "D30-2027-01-01": the date is the due date's and not part of the table. */
static void cut_date(char *key)
{
    size_t n = strlen(key);

    if (n > 11 && key[n - 11] == '-' && key[n - 6] == '-' && key[n - 3] == '-')
        key[n - 11] = '\0';
}

static void rungs_are_proposed_as_the_table_says(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "ladder.tsv");
    while (tsv_next(&t, 5)) {
        struct issue_ladder_facts f = read_row(&t);
        struct issue_proposal list[ISSUE_PROPOSALS_MAX];
        char text[256] = "";
        size_t n = issue_ladder(&f, &p, list);
        for (size_t i = 0; i < n; i++) {
            cut_date(list[i].key);
            (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%s%d:%s", i ? "," : "",
                           list[i].level, list[i].key);
        }
        tsv_expect(&t, "proposals", t.cell[4], n ? text : "-");
    }
    tsv_close(&t);
}

static void a_proposal_stands_as_long_as_its_cause(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "causes.tsv");
    while (tsv_next(&t, 6)) {
        struct issue_ladder_facts f = read_row(&t);
        char rung[ISSUE_RUNG_KEY + 3], day[DATE_TEXT];
        char *sign = strchr(t.cell[4], '@');

        date_format(sign ? today + atoi(sign + 1) : today, day);
        str_format(rung, sizeof rung, "%.*s%s", (int)strcspn(t.cell[4], "@"), t.cell[4], sign ? day : "");
        tsv_expect(&t, "holds", t.cell[5], issue_cause_holds(&f, &p, rung[1] - '0', rung + 3) ? "yes" : "no");
    }
    tsv_close(&t);
}

/* So that no proposal lapses on the day that it is made. */
static void what_is_proposed_has_a_cause_that_holds(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "ladder.tsv");
    while (tsv_next(&t, 5)) {
        struct issue_ladder_facts f = read_row(&t);
        struct issue_proposal list[ISSUE_PROPOSALS_MAX];
        char failed[64];
        size_t n = issue_ladder(&f, &p, list);

        str_format(failed, sizeof failed, "INTERVIEW-%d UNHELD-%d", (int)f.interviews, (int)f.interviews);
        f.failed_interviews = failed;
        for (size_t i = 0; i < n; i++)
            if (!issue_cause_holds(&f, &p, list[i].level, list[i].key))
                tsv_wrong(&t, "%s does not hold", list[i].key);
    }
    tsv_close(&t);
}

static void rungs_are_taken_by_who_may(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "issuers.tsv");
    while (tsv_next(&t, 5)) {
        struct workflow_actor actor = {level_of(t.cell[2]), t.cell[3], 0};
        struct problem err = {0};
        int r =
            issue_check_escalation((int)tsv_int(&t, t.cell[0]), (int)tsv_int(&t, t.cell[1]), &actor, &err);
        tsv_expect(&t, "answer", t.cell[4], r == 0 ? "ok" : problem_kind(err.code)->slug);
    }
    tsv_close(&t);
}

/* The key of a cause is the same on every look, so that a rung is taken once. */
static void a_cause_keeps_its_key(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    struct issue_ladder_facts f = {.state = ISSUE_STATE_RECTIFYING,
                                   .today = today,
                                   .due = today - 40,
                                   .light = ISSUE_LIGHT_RED,
                                   .red_count = 1,
                                   .red_since = today - 39,
                                   .next_report_due = DATE_NONE,
                                   .listed_on = DATE_NONE};
    struct issue_proposal first[ISSUE_PROPOSALS_MAX], again[ISSUE_PROPOSALS_MAX];
    size_t n = issue_ladder(&f, &p, first);
    (void)state;

    f.today += 5;
    assert_int_equal(issue_ladder(&f, &p, again), n);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(first[i].key, again[i].key);
}

static void every_limit_of_a_rung_exists(void **state)
{
    struct issue_parameters p = issue_parameters_default();
    struct issue_limit limit;
    (void)state;

    for (const struct issue_rung *r = issue_rungs; r->level; r++)
        if (r->reply)
            assert_true(issue_limit(&p, r->reply, &limit));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rungs_are_proposed_as_the_table_says),
        cmocka_unit_test(a_proposal_stands_as_long_as_its_cause),
        cmocka_unit_test(what_is_proposed_has_a_cause_that_holds),
        cmocka_unit_test(rungs_are_taken_by_who_may),
        cmocka_unit_test(a_cause_keeps_its_key),
        cmocka_unit_test(every_limit_of_a_rung_exists),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
