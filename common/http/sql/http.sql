-- SPDX-License-Identifier: MIT
-- What every service asks for on behalf of a request: tenants, and the answers kept for repeated requests.

-- name: tenant_by_id
select t.id, t.code, t.name, t.kind, t.scope, tenant_closed(t.closed_on, :ctx_today::date) as is_closed
  from api_tenant t
 where t.id = :id::uuid;

-- name: tenant_in_range
-- A tenant by id or code, inside a range; by a code that it had, where none has it now. Of bodies that had the code one
-- after another it is the one that is there, else the last. What is found first is the answer: nobody pays for the
-- rest. Who has the id or the code is looked up before the range (offset 0): the range of a city is all its tenants.
(select f.scope from (select t.scope from api_tenant t where t.id = :ref_id::uuid offset 0) f
  where f.scope >= :ctx_lo::text collate "C" and f.scope < :ctx_hi::text collate "C"
  limit 1)
union all
(select f.scope
   from (select t.scope, t.closed_on as until from api_tenant t where t.code = :ref_code::text offset 0) f
  where f.scope >= :ctx_lo::text collate "C" and f.scope < :ctx_hi::text collate "C"
  order by f.until desc nulls first
  limit 1)
union all
(select f.scope
   from (select v.scope, v.valid_to as until from api_tenant_version v where v.code = :ref_code::text offset 0) f
  where f.scope >= :ctx_lo::text collate "C" and f.scope < :ctx_hi::text collate "C"
  order by f.until desc nulls first
  limit 1)
limit 1;

-- name: duty_doer
select duty_doer(:first_by::text, :ctx_actor::text) as doer;

-- name: idempotency_claim
-- One row when the key is new or older than a day. A second request with the key waits here for the first to end.
insert into idempotency_key as k (tenant_id, scope, subject, key, operation, request_hash, created_at)
values (:ctx_tenant_id::uuid, :ctx_scope, :ctx_actor, :ctx_idempotency_key, :ctx_operation, :request_hash,
        :ctx_now::timestamptz)
on conflict (tenant_id, subject, key) do update
   set operation = excluded.operation, request_hash = excluded.request_hash, created_at = excluded.created_at,
       status = null, headers = null, body = null
 where k.created_at <= excluded.created_at - interval '24 hours'
returning k.key;

-- name: idempotency_find
select k.operation, k.request_hash, k.status, k.headers, k.body
  from idempotency_key k
 where k.tenant_id = :ctx_tenant_id::uuid and k.subject = :ctx_actor and k.key = :ctx_idempotency_key;

-- name: idempotency_keep
update idempotency_key
   set status = :status::smallint, headers = :headers::jsonb, body = :body::text
 where tenant_id = :ctx_tenant_id::uuid and subject = :ctx_actor and key = :ctx_idempotency_key;

-- name: idempotency_drop
delete from idempotency_key
 where tenant_id = :ctx_tenant_id::uuid and subject = :ctx_actor and key = :ctx_idempotency_key;
