-- SPDX-License-Identifier: MIT
-- The way of an event from its unit of work to the stream.

-- name: outbox_insert
-- One event, numbered within its aggregate. The row lock on event_sequence makes number, position and commit agree in order.
with numbered as (
    insert into event_sequence as s (aggregate_id, last) values (:aggregate_id::uuid, 1)
    on conflict (aggregate_id) do update set last = s.last + 1
    returning last
)
insert into outbox (id, type, version, aggregate_id, sequence, tenant_id, scope, at, traceparent, data)
select :event_id::uuid, :event_type, :event_version::smallint, :aggregate_id::uuid, n.last, :event_tenant_id::uuid, :event_scope,
       :event_at::timestamptz, :event_traceparent, :event_data::jsonb
  from numbered n;

-- name: relay_take
-- Moves the oldest events of this producer to the log and returns them in order. Losing this commit in a crash of the server
-- publishes them again, which consumers bear, so it need not wait for the disk.
with unsynced as materialized (select set_config('synchronous_commit', 'off', true)),
     gone as (
    delete from outbox where position = any (array( -- an array, so that a plan for any batch goes by the index
        select position from outbox, unsynced order by position limit :batch::bigint))
    returning *
), logged as (
    insert into event_log (position, id, producer, type, version, aggregate_id, sequence, tenant_id, scope, at, traceparent,
                           data, published_at)
    select position, id, producer, type, version, aggregate_id, sequence, tenant_id, scope, at, traceparent, data, now()
      from gone
)
select id, producer, type, version, aggregate_id, sequence, tenant_id, scope, at, traceparent, data
  from gone order by position;

-- name: relay_pending
-- How many events wait, counted up to 10000.
select count(*) as pending from (select from outbox limit 10000) o;
