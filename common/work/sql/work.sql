-- SPDX-License-Identifier: MIT
-- Work that is answered later. A job is its tenant's own: neither levels above nor below see it.

-- define: work_row
j.id, j.operation, j.state, j.done, j.total, j.problem, j.created_at, j.started_at, j.finished_at, j.expires_at

-- name: work_add
insert into work_job as j (id, tenant_id, scope, operation, actor, actor_name, is_client, roles, permissions, english, params, query, request_id,
    state, created_at)
values (:id::uuid, :ctx_tenant_id::uuid, :ctx_scope, :ctx_operation, :ctx_actor, :ctx_actor_name, :ctx_is_client::boolean,
    coalesce(:ctx_roles, ''), :permissions, :english::boolean, :params, :query, :ctx_request_id, 'WAITING', :ctx_now::timestamptz)
returning {work_row};

-- name: work_due
-- What nobody works on: new, or of a process that has fallen silent.
select j.id from work_job j
 where j.service = :service and (j.state = 'WAITING' or (j.state = 'RUNNING' and j.beat_at < clock_timestamp() - interval '5 seconds'))
 order by j.id limit 20;

-- name: work_begin
update work_job j
   set state = 'RUNNING', attempts = j.attempts + 1, done = 0, total = null, beat_at = clock_timestamp(),
       started_at = coalesce(j.started_at, :ctx_now::timestamptz)
 where j.id = :id::uuid and j.state in ('WAITING', 'RUNNING')
returning j.tenant_id, j.operation, j.actor, j.actor_name, j.is_client, j.roles, j.permissions, j.english, j.params, j.query, j.request_id,
          j.attempts;

-- name: work_beat
-- No row: it was cancelled, or another process has begun it anew. So it is with all that a process says of its try.
update work_job j set done = :done::bigint, total = nullif(:total::bigint, 0), beat_at = clock_timestamp()
 where j.id = :id::uuid and j.state = 'RUNNING' and j.attempts = :attempt::integer
returning j.id;

-- name: work_sealed
-- In the transaction of the work itself, at its end: whoever cancels waits for it, and is too late.
update work_job j set is_sealed = true where j.id = :id::uuid and j.state = 'RUNNING' and j.attempts = :attempt::integer returning j.id;

-- name: work_done
update work_job j
   set state = 'DONE', done = :done::bigint, total = :done::bigint, status = :status::smallint, media_type = :media_type, filename = :filename,
       finished_at = :ctx_now::timestamptz, expires_at = :ctx_now::timestamptz + interval '24 hours'
 where j.id = :id::uuid and j.state = 'RUNNING' and j.attempts = :attempt::integer
returning j.id;

-- name: work_failed
update work_job j
   set state = 'FAILED', problem = :problem::jsonb, finished_at = :ctx_now::timestamptz, expires_at = :ctx_now::timestamptz + interval '24 hours'
 where j.id = :id::uuid and j.state = 'RUNNING' and j.attempts = :attempt::integer;

-- name: work_released
-- Its process ends; another takes it at once.
update work_job j set state = 'WAITING', attempts = j.attempts - 1
 where j.id = :id::uuid and j.state = 'RUNNING' and j.attempts = :attempt::integer;

-- name: work_get
select {work_row} from work_job j where j.id = :job_id::uuid and j.tenant_id = :ctx_tenant_id::uuid;

-- name: work_result
select j.id, j.state, j.status, j.media_type, j.filename, j.attempts
  from work_job j
 where j.id = :job_id::uuid and j.tenant_id = :ctx_tenant_id::uuid and (j.expires_at is null or j.expires_at > :ctx_now::timestamptz);

-- name: work_cancel
update work_job j
   set state = 'CANCELLED', finished_at = :ctx_now::timestamptz, expires_at = :ctx_now::timestamptz + interval '24 hours'
 where j.id = :job_id::uuid and j.tenant_id = :ctx_tenant_id::uuid and j.state in ('WAITING', 'RUNNING') and not j.is_sealed
returning j.id, j.attempts;

-- name: work_expired
delete from work_job j
 where j.id in (select d.id from work_job d where d.service = :service and d.expires_at <= :ctx_now::timestamptz limit 500)
returning j.id, j.attempts;
