/* SPDX-License-Identifier: MIT */
/* The role catalogue and its lookups. */
#include "auth/roles.h"
#include "base/str.h"
#include "tenancy/tenancy.h"
#include <stdio.h>
#include <string.h>

enum { WORD = 64 };

/* Pure rules know levels, the platform knows tenant kinds: the same bits. */
_Static_assert((int)LEVEL_CITY == (int)TENANT_CITY && (int)LEVEL_DISTRICT == (int)TENANT_DISTRICT &&
                   (int)LEVEL_STREET == (int)TENANT_STREET && (int)LEVEL_DEVZONE == (int)TENANT_DEVZONE &&
                   (int)LEVEL_DEPARTMENT == (int)TENANT_DEPARTMENT,
               "enum level and enum tenant_kind have the same bits");

const struct role role_table[] = {
#define ROLE(name, levels, en, zh, permissions) {#name, levels, en, zh, permissions},
#include "auth/roles.def"
#undef ROLE
    {0},
};

const struct role *role_find(const char *name)
{
    for (const struct role *r = role_table; r->name; r++)
        if (str_eq(r->name, name))
            return r;
    return NULL;
}

bool role_fits_level(const char *name, enum level level)
{
    const struct role *role = role_find(name);

    return role && (role->levels & (unsigned)level);
}

static bool next_word(const char **at, char out[WORD])
{
    size_t n;

    *at += strspn(*at, ", ");
    n = strcspn(*at, ", ");
    if (n == 0)
        return false;
    (void)snprintf(out, WORD, "%.*s", (int)n, *at);
    *at += n;
    return true;
}

static bool add_word(char *out, size_t size, const char *word)
{
    size_t len = strlen(out);

    if (str_has_word(out, word))
        return true;
    if (len + strlen(word) + 2 > size) {
        out[0] = '\0';
        return false;
    }
    (void)snprintf(out + len, size - len, "%s%s", len ? " " : "", word);
    return true;
}

bool roles_permissions(const char *roles, enum level level, char *out, size_t size)
{
    char word[WORD];

    out[0] = '\0';
    for (const struct role *r = role_table; r->name; r++) {
        const char *at = r->permissions;
        if (!(r->levels & (unsigned)level) || !str_has_word(roles, r->name))
            continue;
        while (next_word(&at, word))
            if (!add_word(out, size, word))
                return false;
    }
    return true;
}

bool permissions_granted(const char *permissions, const char *granted, char *out, size_t size)
{
    char word[WORD];

    out[0] = '\0';
    while (next_word(&permissions, word))
        if (str_has_word(granted, word) && !add_word(out, size, word))
            return false;
    return true;
}
