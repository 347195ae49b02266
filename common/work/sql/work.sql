-- SPDX-License-Identifier: MIT
-- Work that is answered later. A job is of who asked for it: neither levels above nor below see it, nor do his
-- colleagues.

-- define: work_row
j.id, j.operation, j.state, j.done, j.total, j.problem, j.created_at, j.started_at, j.finished_at, j.expires_at

-- define: work_own
-- Of this caller, for this tenant.
j.id = :job_id::uuid and j.tenant_id = :ctx_tenant_id::uuid and j.actor = :ctx_actor

-- name: work_add
insert into work_job as j (id, tenant_id, scope, operation, actor, actor_name, issuer, subject, is_client, roles,
                           permissions, english, params,
    query, request_id, remote, state, created_at)
values (:id::uuid, :ctx_tenant_id::uuid, :ctx_scope, :ctx_operation, :ctx_actor, :ctx_actor_name, :issuer, :subject,
        :ctx_is_client::boolean,
    coalesce(:ctx_roles, ''), :permissions, :english::boolean, :params, :query, :ctx_request_id, :ctx_remote, 'WAITING',
        :ctx_now::timestamptz)
returning {work_row};

-- name: work_open
-- Jobs of the caller's tenant that have not ended.
select count(*) as n from work_job j where j.tenant_id = :ctx_tenant_id::uuid and j.state in ('WAITING', 'RUNNING');

-- name: work_due
-- What nobody works on: new, or of a process that has fallen silent. First whose turn was longest ago; his first. What
-- one job of a tenant waits for, all of them would.
select j.id from work_job j
 where j.service = :service
   and not j.is_sealed
   and (j.state = 'WAITING' or j.state = 'RUNNING' and j.beat_at < clock_timestamp() - interval '5 seconds')
   and not exists (select from work_job k
                    where k.service = j.service and k.tenant_id = j.tenant_id and k.state = 'WAITING'
                        and k.not_before > clock_timestamp())
 order by (select max(k.turn_at) from work_job k
            where k.service = j.service and k.tenant_id = j.tenant_id) nulls first, j.id
 limit 20;

-- define: client_now
-- The client that asked, while it acts for the tenant.
api_client_standing s where s.client_id = j.subject and s.tenant_id = j.tenant_id and s.disabled_at is null

-- define: roles_now
-- What he may be now who asked: a client's grant, a member's roles. Our own issuer says roles itself, in tokens of an
-- hour.
case when j.is_client then (select s.roles from {client_now})
     when coalesce(j.subject, j.actor) = j.actor then j.roles
     else (select m.roles from api_membership m
            where m.issuer = j.issuer and m.subject = j.subject and m.tenant_id = j.tenant_id
                and m.disabled_at is null) end

-- name: work_begin
update work_job j
   set state = 'RUNNING', attempts = j.attempts + 1, done = 0, total = null, beat_at = clock_timestamp(),
       turn_at = clock_timestamp(), not_before = null,
       started_at = coalesce(j.started_at, :ctx_now::timestamptz)
 where j.id = :id::uuid and j.state in ('WAITING', 'RUNNING') and not j.is_sealed
returning j.tenant_id, j.operation, j.actor, j.actor_name, j.is_client, {roles_now} as roles, j.permissions,
    case when j.is_client then (select s.permissions from {client_now}) end as granted, j.english, j.params, j.query,
    j.request_id,
          j.remote, j.attempts, j.started_at > :ctx_now::timestamptz - interval '1 hour' as is_young;

-- name: work_beat
-- No row: it was cancelled, or another process has begun it anew. So it is with all that a process says of its try.
update work_job j set done = :done::bigint, total = nullif(:total::bigint, 0), beat_at = clock_timestamp()
 where j.id = :id::uuid and j.state = 'RUNNING' and j.attempts = :attempt::integer
returning j.id;

-- name: work_sealed
-- In the transaction of the work itself, at its end: whoever cancels waits for it, and is too late.
update work_job j set is_sealed = true where j.id = :id::uuid and j.state = 'RUNNING' and j.attempts = :attempt::integer
    returning j.id;

-- name: work_done
update work_job j
   set state = 'DONE', done = :done::bigint, total = :done::bigint, status = :status::smallint,
       media_type = :media_type, filename = :filename, roles = :roles,
       finished_at = :ctx_now::timestamptz, expires_at = :ctx_now::timestamptz + interval '24 hours'
 where j.id = :id::uuid and j.state = 'RUNNING' and j.attempts = :attempt::integer
returning j.id;

-- name: work_failed
update work_job j
   set state = 'FAILED', problem = :problem::jsonb, finished_at = :ctx_now::timestamptz,
       expires_at = :ctx_now::timestamptz + interval '24 hours'
 where j.id = :id::uuid and j.state = 'RUNNING' and not j.is_sealed and j.attempts = :attempt::integer;

-- name: work_released
-- Its process ends, and another takes it at once; or its tenant is being moved, and it rests. What is sealed is written
-- and not begun again: work_lost ends it.
update work_job j
   set state = 'WAITING', attempts = j.attempts - 1,
       not_before = case when :rests::boolean then clock_timestamp() + interval '3 seconds' end
 where j.id = :id::uuid and j.state = 'RUNNING' and not j.is_sealed and j.attempts = :attempt::integer;

-- name: work_get
select {work_row} from work_job j where {work_own};

-- name: work_result
select j.id, j.state, j.status, j.media_type, j.filename, j.attempts, j.operation, j.params,
       string_to_array(j.roles, ',') <@ string_to_array(coalesce(:ctx_roles, ''), ',') as is_held
  from work_job j
 where {work_own} and (j.expires_at is null or j.expires_at > :ctx_now::timestamptz);

-- name: work_cancel
update work_job j
   set state = 'CANCELLED', finished_at = :ctx_now::timestamptz,
       expires_at = :ctx_now::timestamptz + interval '24 hours'
 where {work_own} and j.state in ('WAITING', 'RUNNING') and not j.is_sealed
returning j.id, j.attempts;

-- name: work_lost
-- What was written is there; its process ended before it could say so, and it is not done again.
update work_job j
   set state = 'FAILED', problem = :problem::jsonb, finished_at = :ctx_now::timestamptz,
       expires_at = :ctx_now::timestamptz + interval '24 hours'
 where j.service = :service and j.state in ('RUNNING', 'WAITING') and j.is_sealed
     and j.beat_at < clock_timestamp() - interval '1 minute';

-- name: work_expired
delete from work_job j
 where j.id in (select d.id from work_job d where d.service = :service
                and d.expires_at <= :ctx_now::timestamptz limit 500)
returning j.id, j.attempts;
