/* SPDX-License-Identifier: MIT */
/* Targets and red lines by the table (target.tsv). */
#include "indicators/domain/target.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PREVIOUS_MAX = 4 };

static int64_t number(struct tsv *t, const char *text)
{
    int64_t value = 0;

    if (!decimal_parse(text, VALUE_SCALE, &value))
        tsv_wrong(t, "\"%s\" is no value", text);
    return value;
}

/* "17/20", "41.2", "na" */
static struct ratio ratio_text(struct tsv *t, char *text)
{
    char *slash = strchr(text, '/');

    if (str_eq(text, "na"))
        return ratio_of_parts(0, 0);
    if (!slash) /* as a percentage, so that both kinds can stand in one row */
        return (struct ratio){number(t, text), RATIO_PERCENT * (int64_t)VALUE_ONE, RATIO_PERCENT};
    *slash = '\0';
    return ratio_of_parts(number(t, text), number(t, slash + 1));
}

static int code_of(struct tsv *t, const struct code *list, const char *text)
{
    int i = code_find(list, text);

    if (i < 0)
        tsv_wrong(t, "\"%s\" is no code", text);
    return i < 0 ? 0 : i;
}

static void set_target(struct tsv *t, struct target *target, const char *key, const char *text)
{
    if (str_eq(key, "type"))
        target->type = (enum target_type)code_of(t, target_type_codes, text);
    else if (str_eq(key, "qualifiers"))
        target->qualifiers = text;
    else if (str_eq(key, "direction"))
        target->direction = (enum target_direction)code_of(t, target_direction_codes, text);
    else if (str_eq(key, "tolerance"))
        target->tolerance = number(t, text);
    else if (str_eq(key, "by"))
        target->complete_by = tsv_date(t, text);
    else if (str_eq(key, "edition"))
        target->standard = text;
    else if (str_eq(key, "redline"))
        target->is_red_line = tsv_bool(t, text);
    else if (str_eq(key, "value")) {
        target->has_value = true;
        target->value = number(t, text);
    } else if (str_eq(key, "base")) {
        target->has_base = true;
        target->base_value = number(t, text);
    } else {
        tsv_wrong(t, "a target has no \"%s\"", key);
    }
}

struct facts {
    struct target_facts f;
    struct ratio previous[PREVIOUS_MAX];
};

static void set_previous(struct tsv *t, struct facts *facts, char *text)
{
    char *save = NULL;

    for (char *word = strtok_r(text, "+", &save); word && facts->f.n_previous < PREVIOUS_MAX;
         word = strtok_r(NULL, "+", &save))
        facts->previous[facts->f.n_previous++] = ratio_text(t, word);
    facts->f.previous = facts->previous;
}

static void set_facts(struct tsv *t, struct facts *facts, const char *key, char *text)
{
    struct target_facts *f = &facts->f;

    if (str_eq(key, "value")) {
        f->has_value = true;
        f->value = ratio_text(t, text);
    } else if (str_eq(key, "projection")) {
        f->has_projection = true;
        f->projection = ratio_text(t, text);
    } else if (str_eq(key, "edition"))
        f->standard = text;
    else if (str_eq(key, "open"))
        f->is_open = tsv_bool(t, text);
    else if (str_eq(key, "today"))
        f->today = tsv_date(t, text);
    else if (str_eq(key, "completed"))
        f->completed_on = tsv_date(t, text);
    else if (str_eq(key, "previous"))
        set_previous(t, facts, text);
    else
        tsv_wrong(t, "a period has no \"%s\"", key);
}

/* The next "key=value" of a cell; false at its end. */
static bool next_word(struct tsv *t, char **cell, char **ret_key, char **ret_text)
{
    char *word = *cell, *equals;

    if (!word || !tsv_text(word))
        return false;
    *cell = strchr(word, ' ');
    if (*cell)
        *(*cell)++ = '\0';
    equals = strchr(word, '=');
    if (!equals) {
        tsv_wrong(t, "\"%s\" is not key=value", word);
        return false;
    }
    *equals = '\0';
    *ret_key = word;
    *ret_text = equals + 1;
    return true;
}

static void read_cells(struct tsv *t, struct target *target, struct facts *facts)
{
    char *key, *text;

    *target = (struct target){.complete_by = DATE_NONE};
    *facts = (struct facts){.f = {.completed_on = DATE_NONE}};
    for (char *cell = t->cell[1]; next_word(t, &cell, &key, &text);)
        set_target(t, target, key, text);
    for (char *cell = t->cell[2]; next_word(t, &cell, &key, &text);)
        set_facts(t, facts, key, text);
}

static void statuses_are_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/target.tsv");
    while (tsv_next(&t, 5)) {
        struct target target;
        struct facts facts;
        char flags[64] = "";
        read_cells(&t, &target, &facts);
        struct target_verdict v = target_status(&target, &facts.f);
        tsv_expect(&t, "status", t.cell[3], target_status_codes[v.status].code);
        (void)snprintf(flags, sizeof flags, "%s%s%s", v.is_breach ? "breach" : "",
                       v.is_aspirational ? "strive" : "", v.is_breach || v.is_aspirational ? "" : "-");
        tsv_expect(&t, "flags", t.cell[4], flags);
    }
    tsv_close(&t);
}

/* The day after the one told is judged otherwise, or as well as any day to come. */
static void verdicts_hold_until_the_day_of_the_table(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/target_days.tsv");
    while (tsv_next(&t, 5)) {
        struct target target;
        struct facts facts;
        char day[DATE_TEXT];
        read_cells(&t, &target, &facts);
        date_format(target_holds_until(&target, &facts.f, tsv_date(&t, t.cell[3])), day);
        tsv_expect(&t, "until", t.cell[4], *day ? day : "-");
    }
    tsv_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statuses_are_as_the_table_says),
        cmocka_unit_test(verdicts_hold_until_the_day_of_the_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
