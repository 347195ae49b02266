/* SPDX-License-Identifier: MIT */
/* Who may write which field of an issue. */
#include "issues/store/field_writers.h"

#include "base/str.h"
#include "unit/ctx.h"
#include "unit/principal.h"

/* What the caller is to the issue; several at once. */
enum {
    HOLDER = 1u << 0, /* the office that holds it, or that registered it */
    PARTY = 1u << 1,  /* leads or answers for it (牵头、责任单位) */
    JUDGE = 1u << 2,  /* the district that handles it, or the city above; never one that leads or answers */
    GRADER = 1u << 3, /* a judge of the closing level or above */
};

/* clang-format off */
static const struct {
    const char *field;
    unsigned registered; /* writers while nobody was told of the issue */
    unsigned later;      /* writers from the assignment on */
} rows[] = {
    {"title",               HOLDER,         HOLDER},
    {"element",             HOLDER,         HOLDER},
    {"sub_category",        HOLDER,         HOLDER},
    {"clause",              HOLDER,         HOLDER},
    {"region_code",         HOLDER,         HOLDER},
    {"location",            HOLDER,         HOLDER},
    {"root_cause",          HOLDER | PARTY, HOLDER | PARTY},
    {"category",            HOLDER,         GRADER},
    {"severity",            HOLDER,         GRADER},
    {"term_class",          HOLDER,         GRADER},
    {"due_date",            HOLDER,         GRADER},
    {"programme_id",        HOLDER,         GRADER},
    {"secrecy",             HOLDER,         GRADER},
    {"is_measurable",       HOLDER,         GRADER}, /* these two make the checklist of closure materials shorter */
    {"site_count",          HOLDER,         GRADER},
    {"criteria",            JUDGE,          JUDGE},
    {"effect_evaluation",   JUDGE,          JUDGE},
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

    return (h->caller & office ? (unsigned)HOLDER : 0u) | (answers ? (unsigned)PARTY : 0u) |
           (judges ? (unsigned)JUDGE : 0u) | (grades ? (unsigned)GRADER : 0u);
}

/* A field without a row has no writer. */
static unsigned writers_of(const char *field, bool registered)
{
    for (size_t i = 0; rows[i].field; i++)
        if (str_eq(rows[i].field, field))
            return registered ? rows[i].registered : rows[i].later;
    return 0;
}

int field_writers_check(const struct ctx *c, const struct issue_head *h, const struct field_table *table,
                        const void *in, struct problem *err)
{
    bool registered = str_eq(h->state, "REGISTERED") && !h->is_assigned;
    unsigned caller = caller_is(c, h);

    for (const struct field *f = table->fields; f->name; f++)
        if (field_is_present(table, f, in) && !(writers_of(f->name, registered) & caller))
            return problem_fail(
                err, PROBLEM_FORBIDDEN,
                "%s is not the caller's to write: what is judged is written by the level above", f->name);
    return 0;
}
