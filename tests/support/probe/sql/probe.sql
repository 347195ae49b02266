-- SPDX-License-Identifier: MIT

-- name: probe_note
insert into probe_effect (event_id, aggregate_id, sequence, number, committed_at)
values (:event_id::uuid, :aggregate_id::uuid, :sequence::bigint, :number::bigint, clock_timestamp());

-- name: probe_switch
select coalesce(bool_or(is_on), false) as is_on from probe_switch where name = :name;

-- name: probe_pause
select pg_sleep(0.3);

-- name: probe_held
select pg_advisory_xact_lock_shared(4712);

-- name: probe_tick
insert into probe_run (job, ran_at) values (:job, :ctx_now::timestamptz);

-- name: probe_batch
with n as (insert into probe_run (job, ran_at) values ('batches', :ctx_now::timestamptz) returning id)
select count(*) < 9 as more from probe_run where job = 'batches';
