/* SPDX-License-Identifier: MIT */
/* The needs of each kind of change, as a table. */
#include "directory/domain/region_rules.h"

#include "base/date.h"
#include "base/str.h"

enum need { NO, MAY, MUST };

static const struct {
    const char *kind;
    enum need name, code, parent;
    size_t least, most; /* successors */
} needs[] = {
    {"RENAME",   MUST, MAY,  NO,   0, 0 },
    {"RECODE",   MAY,  MUST, NO,   0, 0 },
    {"TRANSFER", MAY,  MAY,  MUST, 0, 0 },
    {"MERGE",    NO,   NO,   NO,   1, 1 },
    {"SPLIT",    NO,   NO,   NO,   2, 20},
    {"ABOLISH",  NO,   NO,   NO,   0, 1 },
};

static void check_need(enum need need, const char *value, const char *pointer, const char *kind,
                       struct problem *err)
{
    if (need == MUST && str_empty(value))
        problem_field(err, pointer, "required", "a %s needs it", kind);
    if (need == NO && !str_empty(value))
        problem_field(err, pointer, "not-allowed", "a %s has none", kind);
}

int region_check(const struct region_facts *f, struct problem *err)
{
    for (size_t i = 0; i < ARRAY_LEN(needs); i++) {
        if (!str_eq(needs[i].kind, f->kind))
            continue;
        check_need(needs[i].name, f->new_name, "/new_name", f->kind, err);
        check_need(needs[i].code, f->new_code, "/new_code", f->kind, err);
        check_need(needs[i].parent, f->parent_kind, "/new_parent", f->kind, err);
        if (f->n_successors < needs[i].least || f->n_successors > needs[i].most)
            problem_field(err, "/successors", "count", "a %s has %zu..%zu", f->kind, needs[i].least,
                          needs[i].most);
        else if (f->n_successors && str_eq(f->kind, "SPLIT") && f->share_sum != 1000000)
            problem_field(err, "/successors", "sum", "shares must sum to 1");
    }
    if (str_eq(f->subject_kind, "CITY") && !str_eq(f->kind, "RENAME") && !str_eq(f->kind, "RECODE"))
        problem_field(err, "/tenant", "place", "the city itself is only renamed or recoded");
    return problem_fields_check(err);
}

bool region_is_naming(const char *kind)
{
    return str_eq(kind, "RENAME") || str_eq(kind, "RECODE");
}

int region_check_times(const struct region_times *t, struct problem *err)
{
    bool naming = region_is_naming(t->kind), transfer = str_eq(t->kind, "TRANSFER");

    if (t->day < t->opened_on)
        return problem_fail(err, PROBLEM_CONFLICT, "the body was not there on that day");
    if (t->closed_on != DATE_NONE && (!naming || t->day >= t->closed_on))
        return problem_fail(err, PROBLEM_CONFLICT, "the body is closed");
    if (transfer && t->last_placed_on != DATE_NONE && t->day < t->last_placed_on)
        return problem_fail(err, PROBLEM_CONFLICT, "a later transfer, or code, has been applied already");
    if (!naming && !transfer && t->day <= t->last_change_on)
        return problem_fail(err, PROBLEM_CONFLICT,
                            "a change of that day or a later one has been applied already");
    return 0;
}
