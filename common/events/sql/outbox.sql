-- SPDX-License-Identifier: MIT
-- The way of an event from its unit of work to the stream.

-- name: outbox_insert
-- One event, numbered within its aggregate. The row lock on event_sequence makes number, position and commit agree in
-- order.
with numbered as (
    insert into event_sequence as s (aggregate_id, last) values (:aggregate_id::uuid, 1)
    on conflict (aggregate_id) do update set last = s.last + 1
    returning last
)
insert into outbox (id, type, version, aggregate_id, sequence, tenant_id, scope, at, traceparent, data)
select :event_id::uuid, :event_type, :event_version::smallint, :aggregate_id::uuid, n.last, :event_tenant_id::uuid,
    :event_scope,
       :event_at::timestamptz, :event_traceparent, :event_data::jsonb
  from numbered n;

-- name: outbox_insert_all
-- Several events in the order of the array. All numbers are taken before the first position is, in the order of their
-- keys.
with e as (
    select *
      from rows from (jsonb_to_recordset(:events::jsonb) as (id uuid, type text, version smallint, aggregate_id uuid,
          tenant_id uuid,
                                                             scope text, data jsonb)) with ordinality
           as e (id, type, version, aggregate_id, tenant_id, scope, data, n)
), numbered as (
    insert into event_sequence as s (aggregate_id, last)
    select aggregate_id, count(*) from e group by aggregate_id order by aggregate_id
    on conflict (aggregate_id) do update set last = s.last + excluded.last
    returning aggregate_id, last
)
insert into outbox (id, type, version, aggregate_id, sequence, tenant_id, scope, at, traceparent, data)
select e.id, e.type, e.version, e.aggregate_id,
       s.last - count(*) over (partition by e.aggregate_id) + row_number() over (partition by e.aggregate_id
           order by e.n),
       e.tenant_id, e.scope, :event_at::timestamptz, :event_traceparent, e.data
  from e join numbered s on s.aggregate_id = e.aggregate_id
 order by e.n;

-- name: relay_take
-- Moves the oldest events of this producer to the log and returns them in order. Losing this commit in a crash of the
-- server publishes them again, which consumers bear, so it need not wait for the disk.
with unsynced as materialized (select set_config('synchronous_commit', 'off', true)),
     gone as (
    delete from outbox where position = any (array( -- an array, so that a plan for any batch goes by the index
        select position from outbox, unsynced order by position limit :batch::bigint))
    returning *
), logged as (
    insert into event_log (position, id, producer, type, version, aggregate_id, sequence, tenant_id, scope, at,
                           traceparent,
                           data, published_at)
    select position, id, producer, type, version, aggregate_id, sequence, tenant_id, scope, at, traceparent, data, now()
      from gone
)
select id, producer, type, version, aggregate_id, sequence, tenant_id, scope, at, traceparent, data
  from gone order by position;

-- name: relay_last
-- The last batch that was taken, in order.
select id, producer, type, version, aggregate_id, sequence, tenant_id, scope, at, traceparent, data
  from (select * from event_log where producer = substr(current_user, 8) order by position desc limit :batch::bigint) l
 order by position;

-- name: relay_pending
-- How many events wait, counted up to 10000.
select count(*) as pending from (select from outbox limit 10000) o;
