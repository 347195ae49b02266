/* SPDX-License-Identifier: MIT */
/* Tests of roles and permissions of a caller. */
#include "unit/principal.h"
#include "base/str.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct principal at(enum tenant_kind kind)
{
    return (struct principal){.tenant = {.kind = kind}};
}

static void only_roles_of_the_level_count(void **state)
{
    struct principal p = at(TENANT_DISTRICT);

    (void)state;
    principal_set_roles(&p, "CITY_OFFICE,DIST_OFFICE,NONSENSE,AUDITOR,DIST_OFFICE,,UNIT_LEADER", "");
    assert_int_equal(p.n_roles, 2);
    assert_string_equal(p.roles_text, "DIST_OFFICE,AUDITOR");
    assert_true(principal_has_role(&p, "AUDITOR"));
    assert_false(principal_has_role(&p, "CITY_OFFICE"));
    assert_true(principal_has_permission(&p, "issues:register"));
    assert_true(principal_has_permission(&p, "audit:read"));
    assert_false(principal_has_permission(&p, "issues"));
    assert_false(principal_has_permission(&p, "tenants:write"));
}

static void roles_are_set_anew_each_time(void **state)
{
    struct principal p = at(TENANT_STREET);

    (void)state;
    principal_set_roles(&p, "UNIT_ADMIN", "");
    principal_set_roles(&p, "", "");
    assert_int_equal(p.n_roles, 0);
    assert_string_equal(p.permissions, "");
}

static void a_client_has_what_roles_and_scopes_share(void **state)
{
    struct principal p = at(TENANT_DISTRICT);

    (void)state;
    p.is_client = true;
    principal_set_roles(&p, "SYSTEM_CLIENT", "issues:read tenants:write");
    assert_string_equal(p.permissions, "issues:read");
    principal_set_roles(&p, "SYSTEM_CLIENT", "");
    assert_string_equal(p.permissions, "");
}

static void every_role_at_once_fits(void **state)
{
    struct principal p = at(TENANT_CITY);

    (void)state;
    principal_set_roles(
        &p,
        "PLATFORM_ADMIN,TENANT_ADMIN,CITY_OFFICE,GROUP_HEAD,GROUP_DEPUTY,GROUP_RECTIFY,GROUP_SUPERVISE,"
        "GROUP_ACCOUNT,GROUP_PUBLICITY,ASSESS_MANAGER,EVALUATOR,AUDITOR,SYSTEM_CLIENT",
        "");
    assert_int_equal(p.n_roles, 13);
    assert_true(principal_has_permission(&p, "tenants:write"));
    assert_true(principal_has_permission(&p, "issues:publish"));
}

static void the_system_sees_all_and_the_public_nothing(void **state)
{
    struct principal p;

    (void)state;
    principal_system("issues", &p);
    assert_string_equal(p.actor, "system:issues");
    assert_string_equal(p.tenant.lo, "");
    assert_true(p.tenant.hi[0] > 'Z');
    principal_public(&p);
    assert_string_equal(p.tenant.lo, "");
    assert_string_equal(p.tenant.hi, ""); /* scope >= '' and scope < '' */
    assert_string_equal(p.permissions, "");
    assert_string_equal(p.actor, "public");
}

static void an_actor_is_issuer_and_subject(void **state)
{
    static const char *const reserved[] = {"system:issues", "public", "https://a.cn#u-7"};
    char own[ACTOR_MAX], first[ACTOR_MAX], second[ACTOR_MAX];
    struct problem err = {0};

    (void)state;
    assert_int_equal(actor_key(true, "https://own.cn", "u-7", own, &err), 0);
    assert_int_equal(actor_key(false, "https://a.cn", "u-7", first, &err), 0);
    assert_int_equal(actor_key(false, "https://b.cn", "u-7", second, &err), 0);
    assert_string_equal(own, "u-7");
    assert_string_equal(first, "https://a.cn#u-7");
    assert_string_equal(second, "https://b.cn#u-7");
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        assert_int_equal(actor_key(true, "https://own.cn", reserved[i], own, &err), -1);
        assert_int_equal(err.code, PROBLEM_BAD_TOKEN);
    }
    assert_int_equal(actor_key(false, "https://a.cn", "system:issues", first, &err), 0);
    assert_string_equal(first, "https://a.cn#system:issues");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_roles_of_the_level_count),
        cmocka_unit_test(roles_are_set_anew_each_time),
        cmocka_unit_test(a_client_has_what_roles_and_scopes_share),
        cmocka_unit_test(every_role_at_once_fits),
        cmocka_unit_test(the_system_sees_all_and_the_public_nothing),
        cmocka_unit_test(an_actor_is_issuer_and_subject),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
