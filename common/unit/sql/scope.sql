-- SPDX-License-Identifier: MIT
-- Rows follow a tenant that was moved.

-- name: move_scopes
-- Whatever the calling service has at or below the old scope; the list of columns is scope_column.
-- To where the body lies now: a move that is told late, or again, is not of where it lay then.
select move_scopes(:old_scope, t.scope) from api_tenant t where t.id = :tenant_id::uuid;
