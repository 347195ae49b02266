/* SPDX-License-Identifier: MIT */
/* Who may write which field of an issue. */
#include "issues/store/field_writers.h"

#include "base/str.h"
#include "issues/domain/issue_codes.h"
#include "issues/inputs.h"
#include "unit/ctx.h"
#include "unit/principal.h"

/* What the caller is to the issue; several at once. */
enum {
    HOLDER = 1u << 0, /* the office that holds it, or that registered it */
    PARTY = 1u << 1,  /* leads or answers for it (牵头、责任单位) */
    JUDGE = 1u << 2,  /* the district that handles it, or the city above; never one that leads or answers */
    GRADER = 1u << 3, /* a judge of the closing level or above */
    UPPER = 1u << 4,  /* a judge above the closing level; the city, where it closes itself */
    REGISTRAR = 1u << 5, /* the office that registered it */
};

#define SINCE_FILED                                                                                          \
    "PLAN_FILED RECTIFYING ACCEPT_APPLIED DIST_VERIFY CITY_REVIEW PUBLICITY LONG_TERM SUSPENDED"
#define DRAFTER (REGISTRAR | GRADER) /* who only holds it is judged by what another registered */
#define LOWERED "severity lowered"

/* clang-format off */
static const struct row {
    const char *field;
    unsigned registered; /* writers while it is the registrar's draft */
    unsigned later;      /* writers from the assignment on, and of what was opened again */
    const char *fixed;   /* states in which nobody writes it */
} rows[] = {
    {"title",              HOLDER,            HOLDER,         NULL},
    {"element",            HOLDER,            HOLDER,         NULL},
    {"sub_category",       HOLDER,            HOLDER,         NULL},
    {"clause",             HOLDER,            HOLDER,         NULL},
    {"region_code",        HOLDER,            HOLDER,         NULL},
    {"location",           HOLDER,            HOLDER,         NULL},
    {"root_cause",         HOLDER | PARTY,    HOLDER | PARTY, NULL},
    {"category",           DRAFTER,           GRADER,         NULL},
    {"severity",           DRAFTER,           GRADER,         NULL},
    {LOWERED,              REGISTRAR | UPPER, UPPER,          "PLAN_REVIEW SUSPENDED"}, /* who reviews the plan */
    {"term_class",         DRAFTER,           GRADER,         SINCE_FILED}, /* the way to the end follows from it */
    {"due_date",           DRAFTER,           GRADER,         NULL},
    {"programme_id",       HOLDER,            GRADER,         NULL},
    {"secrecy",            DRAFTER,           GRADER,         NULL},
    {"is_measurable",      DRAFTER,           GRADER,         NULL}, /* these two shorten the closing checklist */
    {"site_count",         DRAFTER,           GRADER,         NULL},
    {"criteria",           JUDGE,             JUDGE,          NULL},
    {"effect_evaluation",  JUDGE,             JUDGE,          NULL},
    {0},
};
/* clang-format on */

static unsigned caller_is(const struct ctx *c, const struct issue_head *h)
{
    unsigned office = ISSUE_IS_HOLDER | ISSUE_IS_REGISTRAR, workers = ISSUE_IS_LEAD | ISSUE_IS_RESP;
    enum tenant_kind kind = c->who->tenant.kind;
    bool answers = h->caller & workers;
    bool judges =
        (h->caller & ISSUE_IS_ABOVE) && !answers && (kind == TENANT_CITY || kind == TENANT_DISTRICT);
    bool grades = judges && (kind == TENANT_CITY || !str_eq(h->closing_level, "CITY"));
    bool upper = judges && (kind == TENANT_CITY || str_eq(h->closing_level, "STREET"));

    return (h->caller & office ? (unsigned)HOLDER : 0u) |
           (h->caller & ISSUE_IS_REGISTRAR ? (unsigned)REGISTRAR : 0u) | (answers ? (unsigned)PARTY : 0u) |
           (judges ? (unsigned)JUDGE : 0u) | (grades ? (unsigned)GRADER : 0u) |
           (upper ? (unsigned)UPPER : 0u);
}

/* A field without a row has no writer. */
static const struct row *row_of(const char *name)
{
    const struct row *r = rows;

    while (r->field && !str_eq(r->field, name))
        r++;
    return r;
}

/* The name of the row: to lower the severity is another thing than to raise it. */
static const char *change_of(const struct issue_head *h, const struct field *f, const struct issue_update *in)
{
    bool lowers = str_eq(f->name, "severity") && code_find(issue_severity_codes, in->severity) <
                                                     code_find(issue_severity_codes, h->severity);

    return lowers ? LOWERED : f->name;
}

int field_writers_check(const struct ctx *c, const struct issue_head *h, const struct issue_update *in,
                        struct problem *err)
{
    bool registered = str_eq(h->state, "REGISTERED") && !h->is_decided;
    unsigned caller = caller_is(c, h);

    for (const struct field *f = issue_update_table.fields; f->name; f++) {
        const struct row *r = row_of(change_of(h, f, in));

        if (!field_is_present(&issue_update_table, f, in))
            continue;
        if (!((registered ? r->registered : r->later) & caller))
            return problem_fail(
                err, PROBLEM_FORBIDDEN,
                "%s is not the caller's to write: what is judged is written by the level above", f->name);
        if (r->fixed && str_has_word(r->fixed, h->state))
            return problem_fail(err, PROBLEM_STATE_CONFLICT, "%s is fixed in this state", r->field);
    }
    return 0;
}
