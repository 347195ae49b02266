-- SPDX-License-Identifier: MIT
-- What the service asks of the directory.

-- name: region_of_department
-- The region that the calling department belongs to, if it is the one named.
select t.id, t.code, t.name, t.scope, t.kind
  from api_tenant t
 where not tenant_closed(t.closed_on, :ctx_today::date) and (t.code = :ref or t.id::text = :ref)
   and t.id = (select d.parent_id from api_tenant d where d.id = :ctx_tenant_id::uuid);

-- name: department_region
select d.dept_code, r.scope as region_scope
  from api_tenant d join api_tenant r on r.id = d.parent_id
 where d.id = :ctx_tenant_id::uuid;
