/* SPDX-License-Identifier: MIT */
/* What exceeds, by the tables (exceedance.tsv, exceedance_recent.tsv). */
#include "indicators/domain/exceedance.h"
#include "indicators/domain/water_period.h"
#include "services/indicators/domain/water_text.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { TEXT = 256 };

/* Calls `set` for each "item=value" of a cell. */
static void each_value(struct tsv *t, char *cell, void (*set)(struct tsv *, void *, const char *, int64_t),
                       void *arg)
{
    char *save = NULL;

    for (char *word = strtok_r(cell, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
        char *equals = strchr(word, '=');
        if (!equals) {
            tsv_wrong(t, "\"%s\" is no item=value", word);
            continue;
        }
        *equals = '\0';
        set(t, arg, word, water_value(t, equals + 1));
    }
}

/* ---- air */

static void set_air(struct tsv *t, void *arg, const char *item, int64_t value)
{
    struct air_day *day = arg;

    for (int i = 0; i < AIR_ITEM_COUNT; i++)
        if (str_eq(air_item_codes[i], item)) {
            day->figures[i].valid = true;
            day->figures[i].value = value;
            return;
        }
    tsv_wrong(t, "\"%s\" is no item of air", item);
}

static void of_air(struct tsv *t, struct exceedances *x)
{
    struct air_day day = {0};

    each_value(t, t->cell[4], set_air, &day);
    exceedances_of_air(test_standard(t->cell[2]), (int32_t)strtol(t->cell[3], NULL, 10), &day, 2, x);
}

/* ---- water */

static void of_section(struct tsv *t, struct exceedances *x)
{
    const struct water_rules *r = water_rules_shipped();
    struct water_sample s = water_sample_of(t, "RIVER", "STAT20", t->cell[4]);
    struct water_verdict v;

    water_class(r, &s, &v);
    exceedances_of_section(r, &v, WATER_RIVER, (int)strtol(t->cell[3], NULL, 10), x);
}

static void set_mean(struct tsv *t, void *arg, const char *item, int64_t value)
{
    struct black_odour_means *m = arg;

    for (int i = 0; i < BLACK_ODOUR_ITEMS; i++)
        if (str_eq(black_odour_item_code((enum black_odour_item)i), item)) {
            m->value[i] = value;
            m->has[i] = true;
            return;
        }
    if (str_eq(item, "depth"))
        m->depth = value;
    else if (str_eq(item, BLACK_ODOUR_SURVEY_FOUL))
        m->survey = value;
    else
        tsv_wrong(t, "\"%s\" is no indicator", item);
}

static void of_body(struct tsv *t, struct exceedances *x)
{
    struct black_odour_means m = {.survey = -1};

    each_value(t, t->cell[4], set_mean, &m);
    exceedances_of_body(test_standard(t->cell[2]), &m, x);
}

/* ---- discharges */

struct outfall {
    struct water_rules rules;
    struct water_sample day;
};

static void rules_of(struct water_rules *r, const struct standard *limits)
{
    struct problem err = {.code = PROBLEM_NONE};

    assert_int_equal(water_rules_init_discharge(r, limits, test_standard("EVAL-2011"), &err), 0);
}

static void set_outfall(struct tsv *t, void *arg, const char *code, int64_t value)
{
    struct outfall *o = arg;
    int item = water_item_named(t, &o->rules, code);
    struct water_mean mean = {0};
    int64_t rounded = 0;

    water_mean_add(&mean, &o->rules.items[item], value);
    if (!water_mean(&mean, &o->rules.items[item], WATER_ROUND_STAT20, &rounded))
        tsv_wrong(t, "%s has no mean", code);
    water_sample_set(&o->day, item, rounded);
}

static void of_discharge(struct tsv *t, struct exceedances *x)
{
    struct outfall o = {.day = {.body = WATER_RIVER}};

    rules_of(&o.rules, test_standard(t->cell[2]));
    each_value(t, t->cell[4], set_outfall, &o);
    exceedances_of_discharge(&o.rules, &o.day, x);
}

/* ---- the table */

static void format(const struct exceedances *x, char out[TEXT])
{
    (void)snprintf(out, TEXT, "%s", x->n ? "" : "-");
    for (size_t i = 0; i < x->n; i++) {
        const struct exceedance *one = &x->items[i];
        char value[DECIMAL_TEXT], limit[DECIMAL_TEXT], multiple[DECIMAL_TEXT];
        decimal_format(one->value, VALUE_SCALE, value);
        decimal_format(one->limit, VALUE_SCALE, limit);
        decimal_format(one->multiple, VALUE_SCALE, multiple);
        (void)snprintf(out + strlen(out), TEXT - strlen(out), "%s%s %s/%s", i ? "," : "", one->item, value,
                       limit);
        if (one->multiple != EXCEEDANCE_NO_MULTIPLE)
            (void)snprintf(out + strlen(out), TEXT - strlen(out), "(%s)", multiple);
    }
}

static void items_exceed_as_the_table_says(void **state)
{
    static const struct {
        const char *name;
        void (*run)(struct tsv *, struct exceedances *);
    } kinds[] = {
        {"AIR",       of_air      },
        {"SECTION",   of_section  },
        {"BODY",      of_body     },
        {"DISCHARGE", of_discharge},
    };
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/exceedance.tsv");
    while (tsv_next(&t, 6)) {
        struct exceedances x = {0};
        char got[TEXT];
        size_t kind = 0;
        while (kind < ARRAY_LEN(kinds) && !str_eq(kinds[kind].name, t.cell[1]))
            kind++;
        if (kind == ARRAY_LEN(kinds))
            tsv_wrong(&t, "\"%s\" is no kind", t.cell[1]);
        else
            kinds[kind].run(&t, &x);
        format(&x, got);
        tsv_expect(&t, "exceeding", t.cell[5], got);
    }
    tsv_close(&t);
}

static void old_periods_are_no_news(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, "tests/unit/services/indicators/domain/exceedance_recent.tsv");
    while (tsv_next(&t, 4))
        tsv_expect(&t, "recent", t.cell[3],
                   exceedance_is_recent(tsv_date(&t, t.cell[0]), tsv_date(&t, t.cell[1]),
                                        (int32_t)strtol(t.cell[2], NULL, 10))
                       ? "yes"
                       : "no");
    tsv_close(&t);
}

/* A standard that wants pH from 6 to 9. */
static void an_outfall_keeps_a_range_on_both_sides(void **state)
{
    static const struct standard_limit limits[] = {
        {"ph",     "", "LE", 1, 9 * (int64_t)VALUE_ONE},
        {"ph_min", "", "GE", 1, 6 * (int64_t)VALUE_ONE},
    };
    static const struct standard_rule rules[] = {
        {"ph", "label",        VALUE_ONE, "pH"    },
        {"ph", "lower_limits", 0,         "ph_min"},
        {"ph", "mean",         0,         "LOG"   },
        {"ph", "multiple",     0,         ""      },
    };
    static const struct standard s = {
        .code = "X", .limits = limits, .n_limits = 2, .rules = rules, .n_rules = 4};
    static const struct {
        int64_t value, limit; /* 0 = kept */
    } days[] = {
        {5999999, 6000000},
        {6000000, 0      },
        {9000000, 0      },
        {9000001, 9000000},
    };
    struct water_rules r;
    (void)state;

    rules_of(&r, &s);
    for (size_t i = 0; i < ARRAY_LEN(days); i++) {
        struct water_sample day = {.body = WATER_RIVER};
        struct exceedances x;
        water_sample_set(&day, 0, days[i].value);
        exceedances_of_discharge(&r, &day, &x);
        assert_int_equal(x.n, days[i].limit != 0);
        if (x.n > 0) {
            assert_int_equal(x.items[0].limit, days[i].limit);
            assert_int_equal(x.items[0].multiple, EXCEEDANCE_NO_MULTIPLE);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_exceed_as_the_table_says),
        cmocka_unit_test(old_periods_are_no_news),
        cmocka_unit_test(an_outfall_keeps_a_range_on_both_sides),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
