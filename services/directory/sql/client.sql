-- SPDX-License-Identifier: MIT
-- API clients and the keys that sign tokens.

-- name: client_list
select c.id, c.tenant_id, c.client_id, c.name, c.permissions, c.roles, c.last_used_at, c.disabled_at, c.row_version,
    c.created_by, c.created_at
  from api_client c
 where c.scope >= :page_lo and c.scope < :page_hi
   and (:page_after::uuid is null or c.id < :page_after::uuid)
 order by c.id desc
 limit :page_limit;

-- name: client_get
select c.id, c.tenant_id, c.client_id, c.name, c.permissions, c.roles, c.last_used_at, c.disabled_at, c.row_version,
    c.created_by, c.created_at
  from api_client c
 where c.id = :client_key::uuid;

-- name: client_insert
insert into api_client (id, tenant_id, scope, client_id, name, secret_salt, secret_hash, permissions, roles, created_by,
                        created_at)
values (:new_id, :target_id::uuid, :target_scope, :client_id, :name, :secret_salt, :secret_hash, :permissions,
        'SYSTEM_CLIENT',
        :ctx_actor, :ctx_now::timestamptz)
returning id;

-- name: client_update
update api_client c
   set name = coalesce(:name, c.name),
       permissions = coalesce(:permissions, c.permissions),
       secret_salt = coalesce(:secret_salt, c.secret_salt),
       secret_hash = coalesce(:secret_hash, c.secret_hash),
       rotated_by = case when :secret_hash::text is null or :ctx_actor::text = any (c.rotated_by) then c.rotated_by
                         else c.rotated_by || :ctx_actor::text end,
       disabled_at = case when :disabled::boolean then coalesce(c.disabled_at, :ctx_now::timestamptz)
                          when :has_disabled::boolean then null else c.disabled_at end,
       row_version = row_version + 1
 where c.id = :client_key::uuid and c.row_version = :ctx_if_match::bigint
returning c.id;

-- name: client_tenant
select a.code, tenant_closed(a.closed_on, :ctx_today::date) as is_closed
  from api_client c join api_tenant a on a.id = c.tenant_id where c.id = :client_key::uuid;

-- name: client_version
select row_version from api_client where id = :client_key::uuid;

-- name: client_by_client_id
select c.id, c.tenant_id, c.name, c.secret_salt, c.secret_hash, c.permissions, c.roles,
    c.disabled_at is not null or tenant_closed(a.closed_on, :ctx_today::date) as is_over, c.scope
  from api_client c join api_tenant a on a.id = c.tenant_id where c.client_id = :client_id;

-- name: client_used
update api_client set last_used_at = :ctx_now::timestamptz where id = :client_key::uuid;

-- name: signing_key_current
-- The newest key that is active now; older ones only verify.
select kid, private_pem from signing_key
 where active_from <= :ctx_now::timestamptz and retired_at is null
 order by active_from desc limit 1;
