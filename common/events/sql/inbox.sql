-- SPDX-License-Identifier: MIT
-- What a service has handled, what failed, and what it never saw. Times here are the server's own: they rule retries,
-- not business.

-- name: probe_by_index
-- Before a statement that looks up a few rows of a log, or takes its first ones: these tables are empty at times, and
-- what a server has learnt of them then (that to read the whole costs nothing) stays in the plans of a session.
select set_config('enable_seqscan', 'off', true);

-- name: inbox_take
-- Reads from the log the events that were pointed to (ids, from_producers) and marks as handled those that are new. One
-- row for each event that the log knows, in the order of the log; what is missing in the answer it does not know (yet),
-- or it is from more than 30 days before all was compared and so decided. `state`:
--   foreign  the service does not subscribe to it
--   seen     decided before: handled, failed and recorded, or behind what was compared with the log
--   waits    an earlier event of its aggregate is still being tried
--   early    an earlier event of its aggregate is undecided and not among these; then nothing at all is marked
--   fresh    this unit has to have the effect
-- An event that is tried again (is_retry) was decided to be tried, so only its effect counts; order is looked after
-- when in_order. The look-ups are scalar or stop at one row, so that behind probe_by_index each is a probe of an index;
-- none of a partition of months to come (the day is for clocks that were set back).
with hint as (
    select h.id, h.producer, h.n from unnest(:ids::uuid[], :from_producers::text[]) with ordinality as h (id, producer,
        n)
), mark as (
    select max(c.compared_xid) as xid,
           case when :is_retry::boolean then '-infinity'
               else coalesce(max(c.compared_to) - interval '30 days', '-infinity') end as since
      from event_cursor c where c.service = :service
), known as (
    select h.n, row_number() over (partition by h.id order by h.n) as turn, l.*,
           (select true from unnest(:producers::text[], :types::text[], :versions::smallint[]) as s (producer, type,
               version)
             where s.producer = l.producer and s.type = l.type
                 and s.version = l.version limit 1) is not null as subscribed
      from hint h
      cross join lateral (
        select e.id, e.producer, e.type, e.version, e.aggregate_id, e.sequence, e.tenant_id, e.scope, e.at,
            e.traceparent, e.data,
               e.position, e.xid
          from event_log e
         where e.id = h.id and e.producer = h.producer and e.published_at >= (select since from mark)
           and e.published_at < now() + interval '1 day' limit 1) l
), judged as (
    select k.*,
           case when not k.subscribed then 'foreign'
                when k.turn > 1 then 'seen'
                when :is_retry::boolean then 'fresh'
                when k.xid < (select xid from mark) then 'seen'
                when (select true from event_failure f where f.service = :service and f.event_id = k.id limit 1)
                    then 'seen'
                when (select true from event_failure f
                       where f.service = :service and f.aggregate_id = k.aggregate_id and f.sequence < k.sequence
                         and f.state in ('retry', 'waiting') limit 1) then 'waits'
                when :in_order::boolean and k.sequence > 1 and (
                    select p.xid >= (select xid from mark)
                           and (select true from known q where q.id = p.id and q.producer = p.producer limit 1) is null
                           and (select true from inbox i where i.service = :service
                                and i.event_id = p.id limit 1) is null
                           and (select true from event_failure f where f.service = :service
                                and f.event_id = p.id limit 1) is null
                      from event_log p
                     where p.aggregate_id = k.aggregate_id and p.producer = k.producer and p.sequence < k.sequence
                       and p.published_at >= (select since from mark) and p.published_at < now() + interval '1 day'
                       and (p.type, p.version) in (select s.type, s.version
                               from unnest(:producers::text[], :types::text[], :versions::smallint[]) as s (producer,
                                   type, version)
                              where s.producer = k.producer)
                     order by p.sequence desc limit 1) then 'early'
                else 'fresh' end as state
      from known k
), marked as (
    insert into inbox (event_id, handled_at)
    select id, now() from judged where state = 'fresh' and not exists (select from judged where state = 'early')
    on conflict do nothing
    returning event_id
)
select j.n, j.id, j.producer, j.type, j.version, j.aggregate_id, j.sequence, j.tenant_id, j.scope, j.at, j.traceparent,
    j.data,
       case when j.state = 'fresh' and m.event_id is null
           and not exists (select from judged where state = 'early') then 'seen'
            else j.state end as state
  from judged j left join marked m on m.event_id = j.id and j.state = 'fresh'
 order by j.xid, j.position;

-- name: event_read
-- One event as the log has it.
select id, producer, type, version, aggregate_id, sequence, tenant_id, scope, at, traceparent, data
  from event_log where id = :event_id::uuid and producer = :producer limit 1;

-- name: failure_wait
-- An event behind a failing one of its aggregate.
insert into event_failure (event_id, producer, type, aggregate_id, sequence, state, tries, reason, failed_at,
                           next_try_at, event)
values (:event_id::uuid, :producer, :type, :aggregate_id::uuid, :sequence::bigint, 'waiting', 0,
        'an earlier event of the same aggregate is being tried', now(), now(), :event::jsonb)
on conflict do nothing;

-- name: failure_record
-- One failed try; the wait grows fourfold with each, and after the last the event is dead. What was not to be had just
-- then (others held it, the server took too long) is waited for, and no try: nothing dies of that, and from then on it
-- is tried by those who have time (slow). What an operator has given up meanwhile remains so.
insert into event_failure as f (event_id, producer, type, aggregate_id, sequence, state, tries, attempts, slow,
                                reason, failed_at, next_try_at, dead_at, event)
values (:event_id::uuid, :producer, :type, :aggregate_id::uuid, :sequence::bigint,
        case when not :slow::boolean and :retries::integer <= 1 then 'dead' else 'retry' end,
        (not :slow::boolean)::integer, 1, :slow::boolean, :reason, now(),
        now() + make_interval(secs => :pause_ms::double precision / 1000),
        case when not :slow::boolean and :retries::integer <= 1 then now() end, :event::jsonb)
on conflict (service, event_id) do update
   set tries = f.tries + excluded.tries, attempts = f.attempts + 1, slow = f.slow or excluded.slow,
       reason = excluded.reason, failed_at = now(),
       state = case when not :slow::boolean and f.tries + 1 >= :retries::integer then 'dead' else 'retry' end,
       dead_at = case when not :slow::boolean and f.tries + 1 >= :retries::integer then now() end,
       next_try_at = now() + make_interval(secs => :pause_ms::double precision
                                                   * case when not :slow::boolean then power(4, f.tries)
                                                          when f.slow then 64 else 1 end
                                                   / 1000)
 where f.state <> 'dead'
returning state, tries;

-- name: failure_due
-- The first undecided event of each aggregate whose time has come, of those that the service subscribes to (and the log
-- knows): those that need time, or the others.
select f.event_id, f.producer
  from event_failure f
  join event_log l on l.id = f.event_id and l.producer = f.producer
  join unnest(:producers::text[], :types::text[], :versions::smallint[]) as s (producer, type, version)
    on s.producer = l.producer and s.type = l.type and s.version = l.version
 where f.service = :service
   and (f.state = 'waiting' or f.state = 'retry' and f.next_try_at <= now())
   and f.slow = :slow::boolean
   and not exists (select from event_failure b
                    where b.service = f.service and b.aggregate_id = f.aggregate_id and b.state in ('retry', 'waiting')
                      and b.sequence < f.sequence)
 order by f.attempts, f.next_try_at
 limit 100;

-- name: failure_gauge
select count(*) filter (where state = 'retry') as retry, count(*) filter (where state = 'waiting') as waiting,
       count(*) filter (where state = 'dead') as dead,
       coalesce(extract(epoch from now() - min(since) filter (where state <> 'dead')), 0)::bigint as oldest
  from event_failure where service = :service;

-- name: failure_claim
-- A slow event for the transaction that is about to try it; no row when another is at it, or when it was decided.
select f.event_id
  from event_failure f
 where f.service = :service and f.event_id = :event_id::uuid and f.state = 'retry' and f.slow and f.next_try_at <= now()
   and pg_try_advisory_xact_lock(hashtextextended('bihuan:event:' || f.service || ':' || f.event_id, 0));

-- name: failure_clear
delete from event_failure where event_id = :event_id::uuid and state <> 'dead';

-- define: this_cluster
-- The same for a server and all its standbys; another after a dump was restored.
(select s.system_identifier from pg_control_system() s)

-- define: this_server
-- Another after a fail-over, and after a restart.
({this_cluster}::text || '@' || pg_postmaster_start_time()::text)

-- name: reconcile_window
-- From where on the log has not been compared with the inbox (from_xid), and up to where nothing can be added any more:
-- every running transaction is younger than `horizon`; `visible` is behind all that can be seen. A service begins 30
-- days back. A mark of another cluster, or from the future, was restored with a dump into a server that counts its
-- transactions by itself: then the inbox alone tells what was decided. The mark of a standby that took over is good: it
-- came by the same log as the transactions before it, and behind them.
with mark as (
    select compared_xid from event_cursor where service = :service
), begun as (
    insert into event_cursor (compared_to, compared_xid, cluster)
    select now(), coalesce((select min(l.xid) from event_log l where l.published_at >= now() - interval '30 days'),
                           pg_snapshot_xmin(pg_current_snapshot())), {this_cluster}
     where not exists (select from mark)
    returning compared_xid
), restored as (
    update event_cursor set compared_xid = '0', cluster = {this_cluster}
     where service = :service and (compared_xid > pg_snapshot_xmax(pg_current_snapshot()) or cluster <> {this_cluster})
    returning compared_xid
)
select coalesce((select compared_xid from begun), (select compared_xid from restored),
                (select compared_xid from mark))::text as from_xid,
       pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
           pg_snapshot_xmax(pg_current_snapshot())::text as visible,
       now()::text as taken_at, {this_server} as server;

-- name: walk_by_index
-- Before a statement that walks a log in the order of an index and stops: its plan must not read and sort all that is
-- behind the mark, for each batch would do it again; and no statistics know in time how many rows came since.
select set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true),
       set_config('enable_bitmapscan', 'off', true);

-- name: reconcile_missing
-- Events of the subscribed types, behind (from_xid, from_position) and published after_seconds ago or earlier, that
-- were neither handled nor recorded as failing. The look-ups are scalar, so that each is one probe of a primary key
-- whatever the statistics say, and that the order of the index remains.
select l.id, l.producer, l.xid::text as xid, l.position
  from event_log l
 where l.xid >= :from_xid::xid8 and l.xid < :upto_xid::xid8
     and (l.xid, l.position) > (:from_xid::xid8, :from_position::bigint)
   and l.published_at >= (select c.compared_to - interval '30 days' from event_cursor c where c.service = :service)
   and l.published_at <= now() - make_interval(secs => :after_seconds::double precision)
   and (select true from unnest(:producers::text[], :types::text[], :versions::smallint[]) as s (producer, type,
            version)
         where s.producer = l.producer and s.type = l.type and s.version = l.version limit 1) is not null
   and (select true from inbox i where i.service = :service and i.event_id = l.id limit 1) is null
   and (select true from event_failure f where f.service = :service and f.event_id = l.id limit 1) is null
 order by l.xid, l.position
 limit :batch::bigint;

-- name: reconcile_advance
-- Does nothing when `events replay` has set the mark back meanwhile, nor with what another server has said: one that
-- took over without having heard of the last transactions gives their numbers to others.
update event_cursor set compared_xid = :upto_xid::xid8, compared_to = :taken_at::timestamptz, cluster = {this_cluster}
 where compared_xid = :from_xid::xid8 and compared_xid < :upto_xid::xid8 and :server = {this_server};

-- name: inbox_clean_up
-- Far behind the 30 days that are ever looked back from what was compared.
delete from inbox where (service, event_id) in (
    select i.service, i.event_id from inbox i
     where i.service = :service
       and i.handled_at < (select least(now(), c.compared_to) - interval '40 days' from event_cursor c
                           where c.service = :service)
     limit 5000);

-- name: idempotency_clean_up
delete from idempotency_key where (tenant_id, subject, key) in (
    select tenant_id, subject, key from idempotency_key where created_at < :ctx_now::timestamptz - interval '24 hours'
        limit 5000);

-- name: ping
select 1 as one;
