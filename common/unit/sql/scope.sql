-- SPDX-License-Identifier: MIT
-- Rows follow a tenant that was moved.

-- name: move_scopes
-- Whatever the calling service has at or below the old scope; the list of columns is scope_column.
select move_scopes(:old_scope, :new_scope);
