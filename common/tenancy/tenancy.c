/* SPDX-License-Identifier: MIT */
/* Scopes, their ranges and the kinds of tenants. */
#include "tenancy/tenancy.h"
#include "base/attr.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { DISTRICT_SEGMENTS = 2 };

static const struct {
    enum tenant_kind kind;
    const char *name;
    char letter;
} kinds[] = {
    {TENANT_CITY,       "CITY",       'c'},
    {TENANT_DISTRICT,   "DISTRICT",   'd'},
    {TENANT_STREET,     "STREET",     's'},
    {TENANT_DEVZONE,    "DEVZONE",    'z'},
    {TENANT_DEPARTMENT, "DEPARTMENT", 'p'},
    {TENANT_SYSTEM,     "SYSTEM",     'y'},
};

bool scope_is_valid(const char *scope)
{
    size_t n = strspn(scope, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    return n > 0 && n <= SCOPE_MAX && n % SCOPE_SEGMENT == 0 && scope[n] == '\0';
}

void tenancy_set_scope(struct tenancy *t, const char *scope)
{
    assert(scope_is_valid(scope));
    (void)snprintf(t->scope, sizeof t->scope, "%s", scope);
    (void)snprintf(t->lo, sizeof t->lo, "%s", scope);
    (void)snprintf(t->hi, sizeof t->hi, "%s~",
                   scope); /* '~' sorts behind every digit and letter in C order */
}

struct tenancy tenancy_system(void)
{
    struct tenancy t = {.name = "system", .kind = TENANT_SYSTEM, .hi = "~"};

    return t;
}

bool scope_is_within(const char *scope, const char *ancestor)
{
    size_t n = strlen(ancestor);

    return n > 0 && n % SCOPE_SEGMENT == 0 && strncmp(scope, ancestor, n) == 0;
}

void scope_district(const char *scope, char out[SCOPE_TEXT])
{
    (void)snprintf(out, SCOPE_TEXT, "%.*s", DISTRICT_SEGMENTS * SCOPE_SEGMENT, scope);
}

const char *tenant_kind_name(enum tenant_kind kind)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (kinds[i].kind == kind)
            return kinds[i].name;
    }
    return "";
}

enum tenant_kind tenant_kind_parse(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (kinds[i].kind != TENANT_SYSTEM && strcmp(kinds[i].name, name) == 0)
            return kinds[i].kind;
    }
    return 0;
}

char tenant_level_letter(enum tenant_kind kind)
{
    if (kind == 0) /* a caller without a token: an empty range */
        return 'n';
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (kinds[i].kind == kind)
            return kinds[i].letter;
    }
    assert(0 && "a tenancy without a kind");
    return 'y';
}
