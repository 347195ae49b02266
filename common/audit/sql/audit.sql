-- SPDX-License-Identifier: MIT
-- The append-only trail.

-- name: audit_insert
insert into audit_entry (id, tenant_id, scope, at, actor, actor_name, roles, action, object_kind, object_id, request_id,
                         remote,
                         detail)
values (:ctx_new_id::uuid, :audit_tenant_id::uuid, :audit_scope, :ctx_now::timestamptz, :ctx_actor, :ctx_actor_name,
        :ctx_roles, :audit_action, :audit_object_kind, :audit_object_id, :ctx_request_id, :audit_remote,
        :audit_detail::jsonb);

-- name: audit_seal
-- Chains what was committed since the last call; see the function in migrations/0377_platform_restored_entries.sql.
select audit_seal(:batch::integer) as sealed;
