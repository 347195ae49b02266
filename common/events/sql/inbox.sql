-- SPDX-License-Identifier: MIT
-- What a service has handled, what failed, and what it never saw. Times here are the server's own: they rule retries, not business.

-- name: inbox_take
-- Marks events as handled by this unit. Returns those that are new, and those that must wait because an earlier event of the
-- same aggregate is still being tried; what is missing in the answer was handled before.
with e as (
    select * from unnest(:ids::uuid[], :aggregates::uuid[], :sequences::bigint[]) as x (event_id, aggregate_id, sequence)
), held as (
    select distinct e.event_id from e
      join event_failure f on f.aggregate_id = e.aggregate_id and f.sequence < e.sequence and f.state in ('retry', 'waiting')
     where f.service = :service
), fresh as (
    insert into inbox (event_id, handled_at)
    select event_id, now() from e where event_id not in (select event_id from held)
    on conflict do nothing
    returning event_id
)
select event_id, false as waits from fresh
union all
select event_id, true from held;

-- name: failure_wait
-- An event behind a failing one of its aggregate.
insert into event_failure (event_id, producer, type, aggregate_id, sequence, state, tries, reason, failed_at, next_try_at, event)
values (:event_id::uuid, :producer, :type, :aggregate_id::uuid, :sequence::bigint, 'waiting', 0,
        'an earlier event of the same aggregate is being tried', now(), now(), :event::jsonb)
on conflict do nothing;

-- name: failure_record
-- One failed try; the wait grows fourfold with each, and after the last the event is dead.
insert into event_failure as f (event_id, producer, type, aggregate_id, sequence, state, tries, reason, failed_at, next_try_at,
                                dead_at, event)
values (:event_id::uuid, :producer, :type, :aggregate_id::uuid, :sequence::bigint,
        case when :retries::integer <= 1 then 'dead' else 'retry' end, 1, :reason, now(),
        now() + make_interval(secs => :pause_ms::double precision / 1000),
        case when :retries::integer <= 1 then now() end, :event::jsonb)
on conflict (service, event_id) do update
   set tries = f.tries + 1, reason = excluded.reason, failed_at = now(),
       state = case when f.tries + 1 >= :retries::integer then 'dead' else 'retry' end,
       dead_at = case when f.tries + 1 >= :retries::integer then now() end,
       next_try_at = now() + make_interval(secs => :pause_ms::double precision * power(4, f.tries) / 1000)
returning state, tries;

-- name: failure_due
-- The first undecided event of each aggregate whose time has come.
select f.event from event_failure f
 where f.service = :service
   and (f.state = 'waiting' or f.state = 'retry' and f.next_try_at <= now())
   and not exists (select from event_failure b
                    where b.service = f.service and b.aggregate_id = f.aggregate_id and b.state in ('retry', 'waiting')
                      and b.sequence < f.sequence)
 order by f.next_try_at
 limit 100;

-- name: failure_clear
delete from event_failure where event_id = :event_id::uuid;

-- name: reconcile_window
-- From where on the log has not been compared with the inbox, and up to where events are old enough to be missed.
insert into event_cursor as c (compared_to) values (now() - interval '30 days')
on conflict (service) do update set compared_to = least(c.compared_to, now())
returning c.compared_to::text as compared_to, (now() - make_interval(secs => :after_seconds::double precision))::text as upto;

-- name: reconcile_missing
-- Published events of the subscribed types, behind (from_at, from_position), that were neither handled nor recorded as failing. The
-- look-ups are scalar, so that each is one probe of a primary key whatever the statistics say.
select l.id, l.producer, l.type, l.version, l.aggregate_id, l.sequence, l.tenant_id, l.scope, l.at, l.traceparent, l.data,
       l.position, l.published_at::text as published_at
  from event_log l
  join unnest(:producers::text[], :types::text[], :versions::smallint[]) as s (producer, type, version)
    on s.producer = l.producer and s.type = l.type and s.version = l.version
 where l.published_at >= :from_at::timestamptz and l.published_at <= :upto::timestamptz
   and (l.published_at, l.position) > (:from_at::timestamptz, :from_position::bigint)
   and (select true from inbox i where i.service = :service and i.event_id = l.id limit 1) is null
   and (select true from event_failure f where f.service = :service and f.event_id = l.id limit 1) is null
 order by l.published_at, l.position
 limit :batch::bigint;

-- name: reconcile_advance
-- Does nothing when `events replay` has set the cursor back meanwhile.
update event_cursor set compared_to = greatest(compared_to, :upto::timestamptz) where compared_to = :compared_to::timestamptz;

-- name: inbox_clean_up
-- Far behind the 30 days the reconciler looks back.
delete from inbox where (service, event_id) in (
    select service, event_id from inbox
     where service = :service and handled_at < now() - interval '40 days' limit 5000);

-- name: idempotency_clean_up
delete from idempotency_key where (tenant_id, subject, key) in (
    select tenant_id, subject, key from idempotency_key where created_at < :ctx_now::timestamptz - interval '24 hours' limit 5000);

-- name: ping
select 1 as one;
