-- SPDX-License-Identifier: MIT
-- Tenants by reference.

-- name: tenant_find
-- An open tenant named by id or by today's code.
select t.id, t.code, t.name, t.scope, t.kind
  from api_tenant t
 where t.closed_on is null and (t.code = :ref or t.id::text = :ref)
 limit 1;
