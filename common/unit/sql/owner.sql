-- SPDX-License-Identifier: MIT
-- Tenants by reference.

-- name: tenant_find
-- An open tenant named by id or by today's code.
select t.id, t.code, t.name, t.scope, t.kind
  from api_tenant t
 where not tenant_closed(t.closed_on, :ctx_today::date) and (t.code = :ref or t.id::text = :ref)
 limit 1;
