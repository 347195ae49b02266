/* SPDX-License-Identifier: MIT */
/* What requests refer to: it is there and the caller sees it. Single tenants are looked up with their facts
 * (store/, unit/owner.h). */
#include "directory/references.h"

#include "directory/inputs.h"
#include "directory_sql.h"

/* clang-format off */
const struct reference directory_references[] = {
    {&leading_group_create_table, "members",  "/members/%s/tenant",    &sql_unknown_post_tenant},
    {&leading_group_create_table, "members",  "/members/%s/member_id", &sql_unknown_post_holder},
    {&leading_group_create_table, "sections", "/sections/%s/tenant",   &sql_unknown_section_tenant},
    {&leading_group_update_table, "members",  "/members/%s/tenant",    &sql_unknown_post_tenant},
    {&leading_group_update_table, "members",  "/members/%s/member_id", &sql_unknown_post_holder},
    {&leading_group_update_table, "sections", "/sections/%s/tenant",   &sql_unknown_section_tenant},
    {0},
};
/* clang-format on */
