/* SPDX-License-Identifier: MIT */
/* Kinds and codes of tenants, as a table of what may stand below what. */
#include "directory/domain/tenant_rules.h"

#include "base/str.h"

#include <string.h>

typedef bool code_fn(const char *code, const char *parent);
static code_fn code_of_city, code_of_district, code_of_street, code_of_devzone, code_of_department;

static const struct {
    const char *kind, *parents;
    code_fn *code_fits;
} places[] = {
    {"CITY",       "",                             code_of_city      },
    {"DISTRICT",   "CITY",                         code_of_district  },
    {"STREET",     "DISTRICT",                     code_of_street    },
    {"DEVZONE",    "CITY,DISTRICT",                code_of_devzone   },
    {"DEPARTMENT", "CITY,DISTRICT,STREET,DEVZONE", code_of_department},
};

static bool all_digits(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] < '0' || s[i] > '9')
            return false;
    return true;
}

static bool code_of_city(const char *code, const char *parent)
{
    (void)parent;
    return strlen(code) == 6 && all_digits(code, 6) && str_ends(code, "00");
}

static bool code_of_district(const char *code, const char *parent)
{
    return strlen(code) == 6 && all_digits(code, 6) && !str_ends(code, "00") && strncmp(code, parent, 2) == 0;
}

/* 001-099 street, 100-199 town, 200-399 township; from 400 on the numbers are statistical units (GB/T 10114). */
static bool code_of_street(const char *code, const char *parent)
{
    return strlen(code) == 9 && all_digits(code, 9) && strncmp(code, parent, 6) == 0 && code[6] < '4' &&
           strcmp(code + 6, "000") != 0;
}

static bool code_of_devzone(const char *code, const char *parent)
{
    return strlen(code) == 9 && strncmp(code, parent, 6) == 0 && code[6] == 'K' && all_digits(code + 7, 2);
}

static bool code_of_department(const char *code, const char *parent)
{
    size_t n = strlen(parent);
    return strncmp(code, parent, n) == 0 && code[n] == '-' && tenant_dept_code_of(code) != NULL;
}

const char *tenant_dept_code_of(const char *code)
{
    const char *dash = strchr(code, '-');
    size_t n = dash ? strspn(dash + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;

    return n >= 2 && n <= 8 && dash[1 + n] == '\0' ? dash + 1 : NULL;
}

int tenant_check(const struct tenant_facts *t, struct problem *err)
{
    const char *parent = t->parent_code ? t->parent_code : "";
    size_t i = 0;

    while (i < ARRAY_LEN(places) && !str_eq(places[i].kind, t->kind))
        i++;
    if (i == ARRAY_LEN(places))
        problem_field(err, "/kind", "enum", "unknown kind of tenant");
    else if (str_empty(t->parent_kind) ? places[i].parents[0] != '\0'
                                       : !str_has_word(places[i].parents, t->parent_kind))
        problem_field(err, "/parent", "place", "a %s stands below %s", t->kind,
                      places[i].parents[0] ? places[i].parents : "nothing");
    else if (!places[i].code_fits(t->code, parent))
        problem_field(err, "/code", "format", "not a code of a %s below '%s'", t->kind, parent);
    if (t->dept_code && !str_eq(t->dept_code, tenant_dept_code_of(t->code)))
        problem_field(err, "/dept_code", "mismatch", "the code says %s", t->code);
    return problem_fields_check(err);
}
