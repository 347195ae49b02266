-- SPDX-License-Identifier: MIT
-- What the operator's tool reads and writes as bihuan_ctl.

-- name: ctl_tenant
select id, kind, code, name from api_tenant where code = :code and not tenant_closed(closed_on, 'infinity');

-- name: ctl_migrations
select name, to_char(applied_at, 'YYYY-MM-DD HH24:MI:SS TZ') as applied_at,
       case when breaking then 'breaking' else 'compatible' end as mark
  from schema_migration order by name;

-- name: ctl_key_current
-- The key that signs now: the newest that is active, whatever way the clock was moved.
select kid, private_pem from signing_key
 where retired_at is null
 order by active_from <= :ctx_now::timestamptz desc, active_from desc
 limit 1;

-- name: ctl_key_all
select kid, private_pem, retired_at is not null as is_retired from signing_key order by kid for update;

-- name: ctl_key_encrypt
update signing_key set private_pem = :private_pem where kid = :kid;

-- name: ctl_key_list
select kid, algorithm, to_char(active_from, 'YYYY-MM-DD HH24:MI:SS TZ') as active_from,
       to_char(retired_at, 'YYYY-MM-DD HH24:MI:SS TZ') as retired_at
  from signing_key order by active_from desc;

-- name: ctl_key_insert
-- It signs a minute from now, when every service has read its public half; at once where no other key signs.
insert into signing_key (kid, algorithm, private_pem, public_jwk, active_from, created_at)
select :kid, 'RS256', :private_pem, :public_jwk::jsonb,
       :ctx_now::timestamptz + case when exists (select from signing_key where retired_at is null
                                                 and active_from <= :ctx_now::timestamptz)
                                    then interval '1 minute' else interval '0' end,
       :ctx_now::timestamptz;

-- name: ctl_key_retire
update signing_key set retired_at = :ctx_now::timestamptz where kid = :kid and retired_at is null;

-- name: ctl_job_list
select service, job, to_char(started_at, 'YYYY-MM-DD HH24:MI:SS TZ') as started_at,
       to_char(finished_at, 'YYYY-MM-DD HH24:MI:SS TZ') as finished_at,
       case when isfinite(due_at) then to_char(due_at, 'YYYY-MM-DD HH24:MI:SS TZ') else 'now' end as due_at, runs,
           failures,
       last_error
  from job_run order by service, job;

-- name: ctl_job_run
update job_run set due_at = '-infinity' where service = :job_service and job = :job;

-- name: ctl_event_failures
select service, event_id, state, producer || ' ' || type as type, aggregate_id, sequence, tries, attempts,
       to_char(since, 'YYYY-MM-DD HH24:MI:SS TZ') as since,
       to_char(coalesce(dead_at, next_try_at), 'YYYY-MM-DD HH24:MI:SS TZ') as at, left(reason, 120) as reason
  from event_failure
 where (:only_service::text is null or service = :only_service)
 order by service, aggregate_id, sequence;

-- name: ctl_event_retry
-- All that are dead, or those that are named, of which some may only have to wait for their next try.
update event_failure
   set state = 'retry', tries = 0, dead_at = null, next_try_at = now()
 where (state = 'dead' or state = 'retry' and :ids::uuid[] is not null)
   and (:only_service::text is null or service = :only_service)
   and (:ids::uuid[] is null or event_id = any (:ids::uuid[]));

-- name: ctl_event_give_up
update event_failure
   set state = 'dead', dead_at = now(), reason = 'given up by an operator: ' || reason
 where state <> 'dead'
   and (:only_service::text is null or service = :only_service)
   and event_id = any (:ids::uuid[]);

-- name: ctl_replay_forget
-- Forgets that a service handled events of the log, and gives up nothing: what fails again is recorded anew.
delete from inbox i using event_log l
 where i.service = :replay_service and i.event_id = l.id
   and l.published_at >= greatest(:since::timestamptz, now() - interval '30 days')
   and (:type::text is null or l.type = :type)
   and (:aggregate::uuid is null or l.aggregate_id = :aggregate::uuid);

-- name: ctl_replay_from
-- The mark goes back to the first transaction that published since then, but by no more than 30 days: the inbox forgets
-- after 40.
update event_cursor
   set compared_xid = least(compared_xid, (select min(l.xid) from event_log l
                                            where l.published_at >= greatest(:since::timestamptz,
                                                now() - interval '30 days')))
 where service = :replay_service;

-- name: ctl_replay_count
-- Of those that the service has no effect of.
select count(*) as n from event_log l
 where l.published_at >= greatest(:since::timestamptz, now() - interval '30 days')
   and (:type::text is null or l.type = :type)
   and (:aggregate::uuid is null or l.aggregate_id = :aggregate::uuid)
   and not exists (select from inbox i where i.service = :replay_service and i.event_id = l.id);

-- name: ctl_audit_faults
-- Every link of every chain: the hash over the one before it and the entry as it stands now; and the entries that no
-- chain has or will get.
with link as (
    select s.tenant_id, s.number, s.entry_id, s.hash,
           lag(s.hash, 1, '\x'::bytea) over w as before, lag(s.number, 1, 0::bigint) over w as previous
      from audit_seal s
     where :only_tenant::uuid is null or s.tenant_id = :only_tenant::uuid
    window w as (partition by s.tenant_id order by s.number)
)
select l.tenant_id, l.number, l.entry_id::text as entry,
       case when l.number <> l.previous + 1 then 'a link before this one was removed'
            when a.id is null then 'the entry was removed'
            else 'the entry or the chain was changed' end as fault
  from link l left join audit_entry a on a.id = l.entry_id
 where a.id is null or l.number <> l.previous + 1 or l.hash <> sha256(l.before || audit_canonical(l.number, a))
union all
select c.tenant_id, c.number, null, 'the end of the chain was removed'
  from audit_chain c
 where (:only_tenant::uuid is null or c.tenant_id = :only_tenant::uuid)
   and not exists (select from audit_seal s where s.tenant_id = c.tenant_id and s.number = c.number and s.hash = c.hash)
union all
select a.tenant_id, null, a.id::text,
       case when a.xid < w.xid then 'the entry was slipped in behind the chain'
            else 'the entry is of no transaction of this server, and in no chain' end
  from audit_entry a cross join audit_watermark w
 where (:only_tenant::uuid is null or a.tenant_id = :only_tenant::uuid)
   and (a.xid < w.xid or a.xid >= pg_snapshot_xmax(pg_current_snapshot()))
   and not exists (select from audit_seal s where s.entry_id = a.id)
 order by 1, 2
 limit 200;

-- name: ctl_audit_heads
select c.tenant_id, c.number, encode(c.hash, 'hex') as hash from audit_chain c
 where :only_tenant::uuid is null or c.tenant_id = :only_tenant::uuid
 order by c.tenant_id;
