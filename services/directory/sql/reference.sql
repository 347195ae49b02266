-- SPDX-License-Identifier: MIT
-- What requests refer to (references.c): the places of those that are not there or not to be seen.

-- define: tenant_named
-- An open one that the caller sees, by code or id.
select from api_tenant a
 where (a.code = e.value ->> 'tenant' or a.id::text = e.value ->> 'tenant')
   and not tenant_closed(a.closed_on, :ctx_today::date)

-- name: unknown_post_tenant
select e.ordinality - 1 as index
  from jsonb_array_elements(:members::jsonb) with ordinality e
 where not exists ({tenant_named})
 order by 1;

-- name: unknown_post_holder
-- A member of the unit that the post is of.
select e.ordinality - 1 as index
  from jsonb_array_elements(:members::jsonb) with ordinality e
 where e.value ->> 'member_id' is not null
   and not exists ({tenant_named}
                      and exists (select from member m
                                   where m.id = (e.value ->> 'member_id')::uuid and m.tenant_id = a.id
                                     and m.disabled_at is null))
 order by 1;

-- name: unknown_section_tenant
select e.ordinality - 1 as index
  from jsonb_array_elements(:sections::jsonb) with ordinality e
 where not exists ({tenant_named})
 order by 1;
