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

/* clang-format off */
const struct duty_pair duty_pairs[] = {
    {"issue",     "SUBMIT_PLAN",      "REVIEW_PLAN",       "who submits a plan does not review it",               "方案提交与审核分离"},
    {"issue",     "APPLY_EXTENSION",  "DECIDE_EXTENSION",  "who applies for an extension does not decide on it",  "延期申请与审批分离"},
    {"issue",     "APPLY_ACCEPTANCE", "DECIDE_ACCEPTANCE", "who applies for acceptance does not decide on it",    "验收申请与受理、销号分离"},
    {"issue",     "PROPOSE_DISCLOSURE", "APPROVE_DISCLOSURE", "two persons for a publication (B.9)",              "公开提出与批准双人制"},
    {"case",      "INVESTIGATE",      "REVIEW",            "who investigates does not review",                    "调查与审查分离"},
    {"case",      "INVESTIGATE",      "LEGAL_REVIEW",      "who investigates does not review the law",            "调查与法制审核分离"},
    {"case",      "REVIEW",           "LEGAL_REVIEW",      "who reviews does not review the law",                 "审查与法制审核分离"},
    {"case",      "INVESTIGATE",      "APPROVE",           "who investigates does not approve",                   "调查与批准分离"},
    {"run",       "SCORE",            "DECIDE_APPEAL",     "who scores does not decide on the appeal",            "评分与申诉裁定分离"},
    {"indicator", "ENTER",            "FREEZE",            "who enters a value does not freeze it",               "数据填报与冻结分离"},
    {0},
};
/* clang-format on */

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

bool roles_permit(const char *roles, enum level level, const char *permission)
{
    for (const struct role *r = role_table; r->name; r++)
        if ((r->levels & (unsigned)level) && str_has_word(roles, r->name) &&
            str_has_word(r->permissions, permission))
            return true;
    return false;
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

bool duties_conflict(const char *object, const char *first, const char *second)
{
    for (const struct duty_pair *d = duty_pairs; d->object; d++)
        if (str_eq(d->object, object) && ((str_eq(d->first, first) && str_eq(d->second, second)) ||
                                          (str_eq(d->first, second) && str_eq(d->second, first))))
            return true;
    return false;
}
