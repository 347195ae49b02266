/* SPDX-License-Identifier: MIT */
/* Parties and what a tenant is to an issue, by the tables beside this file. */
#include "base/str.h"
#include "issues/domain/issue_parties.h"
#include "issues/domain/issue_workflow.h"
#include "support/tsv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define TABLES "tests/unit/services/issues/domain/"

enum { PARTIES_MAX = 8 };

static const struct issue_owner district = {"SH01SJ01", LEVEL_DISTRICT};

/* Of the tables' scopes those below "SH01SJ01" and "SH01MH01". */
static bool in_district(const char *scope)
{
    return strncmp(scope, "SH01SJ01", 8) == 0 || strncmp(scope, "SH01MH01", 8) == 0;
}

/* "LEAD_UNIT:sthj@DEPARTMENT,RESP_PERSON:p1"; a unit's name serves as its scope unless all have the same. */
static size_t parse_parties(struct tsv *t, char *cell, const char *own_scope, struct issue_party *list)
{
    char *save = NULL;
    size_t n = 0;

    if (!tsv_text(cell))
        return 0;
    for (char *word = strtok_r(cell, ",", &save); word && n < PARTIES_MAX;
         word = strtok_r(NULL, ",", &save)) {
        char *name = strchr(word, ':'), *level = strchr(word, '@');
        struct issue_party *party = &list[n++];
        *name++ = '\0';
        if (level)
            *level++ = '\0';
        if (code_find(issue_party_role_codes, word) < 0)
            tsv_wrong(t, "no role %s", word);
        party->role = (enum issue_party_role)code_find(issue_party_role_codes, word);
        party->level = level ? level_of(level) : LEVEL_DEPARTMENT;
        party->tenant_id = party->scope = name;
        party->in_district = in_district(name);
        if (party->role > ISSUE_PARTY_COOP_UNIT)
            party->person_id = name, party->scope = "SH01SJ01D001";
        else if (own_scope)
            party->scope = *name ? own_scope : "";
    }
    return n;
}

static void faults_are_what_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "parties.tsv");
    while (tsv_next(&t, 3)) {
        struct issue_party list[PARTIES_MAX] = {0};
        struct problem err = {0};
        char codes[256] = "";
        size_t n = parse_parties(&t, t.cell[1], "SH01SJ01D001", list);
        if (issue_check_parties(list, n, &district, &err) == 0)
            (void)snprintf(codes, sizeof codes, "ok");
        else
            assert_int_equal(err.code, PROBLEM_VALIDATION);
        for (size_t i = 0; i < err.n_fields && i < PROBLEM_FIELDS_MAX; i++)
            (void)snprintf(codes + strlen(codes), sizeof codes - strlen(codes), "%s%s", i ? "," : "",
                           err.fields[i].code);
        tsv_expect(&t, "expect", t.cell[2], codes);
    }
    tsv_close(&t);
}

static void format_relations(unsigned bits, char out[256])
{
    /* as people read them: what it holds, then what it does */
    static const char *const order[] = {"OWNER", "REGISTRAR", "LEAD",    "RESP",      "SUPERVISE",
                                        "COOP",  "DISTRICT",  "CLOSING", "CLOSING_UP"};

    out[0] = '\0';
    for (size_t i = 0; i < ARRAY_LEN(order); i++)
        for (const struct workflow_relation *r = issue_workflow(0)->relations; r->bit; r++)
            if ((bits & r->bit) && str_eq(r->code, order[i]))
                (void)snprintf(out + strlen(out), 256 - strlen(out), "%s%s", *out ? "," : "", r->code);
    if (!*out)
        (void)snprintf(out, 256, "-");
}

static void relations_are_what_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "relations.tsv");
    while (tsv_next(&t, 7)) {
        struct issue_party list[PARTIES_MAX] = {0};
        struct issue_facts f = issue_facts_init();
        char text[256], *level = strchr(t.cell[1], '@');
        size_t n = parse_parties(&t, t.cell[3], NULL, list);
        if (level)
            *level++ = '\0';
        f.owner_level = level ? level_of(level) : LEVEL_NONE;
        f.scope = t.cell[1];
        f.owner_in_district = in_district(f.scope);
        f.registered_by = "nobody";
        f.closing_level = (enum issue_closing_level)code_find(issue_closing_level_codes, t.cell[2]);
        f.actor = (struct issue_actor){"a", t.cell[5], t.cell[5], level_of(t.cell[4]), ""};
        f.parties = issue_parties_summarise(list, n, NULL, &f.actor);
        format_relations(issue_relations(&f), text);
        tsv_expect(&t, "relations", t.cell[6], text);
    }
    tsv_close(&t);
}

/* What an heir leaves of a body's parts, as words. */
static void parts_are_left_as_the_table_says(void **state)
{
    struct tsv t;
    (void)state;

    tsv_open(&t, TABLES "heirs.tsv");
    while (tsv_next(&t, 5)) {
        char text[256] = "", *level = strchr(t.cell[2], '@'), *own = strchr(t.cell[3], '@');
        *level++ = *own++ = '\0';
        const struct issue_party heir = {.scope = t.cell[2], .level = level_of(level)};
        const struct issue_owner owner = {t.cell[3], level_of(own)};
        unsigned left = issue_parts_left(issue_parts_of(t.cell[1]), &heir, &owner);
        for (unsigned role = 0; role < ISSUE_PARTY_COUNT; role++)
            if (left & 1u << role)
                (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", *text ? " " : "",
                               issue_party_role_values[role]);
        tsv_expect(&t, "left", t.cell[4], *text ? text : "-");
    }
    tsv_close(&t);
}

static int32_t out_of_reach(const char *owner, enum level owner_level, const char *party, enum level level)
{
    const struct issue_owner holder = {owner, owner_level};
    const struct issue_party one = {
        .role = ISSUE_PARTY_RESP_UNIT, .tenant_id = party, .scope = party, .level = level};

    return issue_parties_summarise(&one, 1, &holder, NULL).out_of_reach;
}

static void reach_is_the_subtree_and_the_departments_of_its_level(void **state)
{
    (void)state;
    assert_int_equal(out_of_reach("SH01SJ01", LEVEL_DISTRICT, "SH01SJ01D001", LEVEL_DEPARTMENT), 0);
    assert_int_equal(out_of_reach("SH01SJ01", LEVEL_DISTRICT, "SH01SJ01S001", LEVEL_STREET), 0);
    assert_int_equal(out_of_reach("SH01SJ01", LEVEL_DISTRICT, "SH01SJ01", LEVEL_DISTRICT), 0);
    /* The city's department is not of a district's level, but of another department of the city. */
    assert_int_equal(out_of_reach("SH01SJ01", LEVEL_DISTRICT, "SH01D001", LEVEL_DEPARTMENT), 1);
    assert_int_equal(out_of_reach("SH01D002", LEVEL_DEPARTMENT, "SH01D001", LEVEL_DEPARTMENT), 0);
    /* The district's departments are those a street turns to. */
    assert_int_equal(out_of_reach("SH01SJ01S001", LEVEL_STREET, "SH01SJ01D001", LEVEL_DEPARTMENT), 0);
    assert_int_equal(out_of_reach("SH01SJ01D002", LEVEL_DEPARTMENT, "SH01SJ01D001", LEVEL_DEPARTMENT), 0);
    assert_int_equal(out_of_reach("SH01SJ01", LEVEL_DISTRICT, "SH01MH01", LEVEL_DISTRICT), 1);
    assert_int_equal(out_of_reach("SH01SJ01", LEVEL_DISTRICT, "SH01MH01D001", LEVEL_DEPARTMENT), 1);
    assert_int_equal(out_of_reach("SH01SJ01S001", LEVEL_STREET, "SH01SJ01S002", LEVEL_STREET), 1);
    assert_int_equal(out_of_reach("SH01SJ01", LEVEL_DISTRICT, "SH01", LEVEL_CITY), 1);
    assert_int_equal(out_of_reach("SH01SJ01", LEVEL_DISTRICT, "", LEVEL_STREET), 1);
}

/* Naming somebody shows the issue to his tenant: not another district's, but a leader above may be named. */
static void persons_are_of_the_reach_or_above(void **state)
{
    const struct issue_owner street = {"SH01SJ01S001", LEVEL_STREET};
    struct issue_party one = {.role = ISSUE_PARTY_GOV_LEAD, .person_id = "p", .level = LEVEL_DISTRICT};
    (void)state;

    one.tenant_id = one.scope = "SH01SJ01";
    assert_int_equal(issue_parties_summarise(&one, 1, &street, NULL).out_of_reach, 0);
    one.tenant_id = one.scope = "SH01MH01";
    assert_int_equal(issue_parties_summarise(&one, 1, &street, NULL).out_of_reach, 1);
}

static void units_change_while_nobody_judges_the_work(void **state)
{
    const char *words = "REGISTERED ASSIGNED SIGNED PLANNING PLAN_REVIEW PLAN_FILED RECTIFYING LONG_TERM";
    (void)state;

    for (int s = 0; s < ISSUE_STATE_COUNT; s++)
        assert_int_equal(issue_units_may_change((enum issue_state)s),
                         str_has_word(words, issue_state_values[s]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_are_what_the_table_says),
        cmocka_unit_test(parts_are_left_as_the_table_says),
        cmocka_unit_test(relations_are_what_the_table_says),
        cmocka_unit_test(reach_is_the_subtree_and_the_departments_of_its_level),
        cmocka_unit_test(persons_are_of_the_reach_or_above),
        cmocka_unit_test(units_change_while_nobody_judges_the_work),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
