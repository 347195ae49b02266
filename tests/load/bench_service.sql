-- SPDX-License-Identifier: MIT
-- Role and table of the bench service, on a migrated database; applied as a superuser.
create role bihuan_bench login nosuperuser nobypassrls;
alter role bihuan_bench set search_path = bihuan, pg_temp;
grant usage on schema bihuan to bihuan_bench;
set search_path = bihuan, pg_temp;

-- What an event does: one row. Its transaction's commit time (track_commit_timestamp) is when the effect was there.
create table bench_effect (
    event_id uuid primary key,
    number   bigint not null,
    at       timestamptz not null default clock_timestamp()
);

grant select, insert, update on event_sequence, event_cursor, job_run to bihuan_bench;
grant select, insert, delete on outbox, inbox to bihuan_bench;
grant select, insert on event_log, audit_entry to bihuan_bench;
grant select, insert, update, delete on event_failure, idempotency_key to bihuan_bench;
grant execute on function ensure_month_partition(regclass, date), audit_seal(integer) to bihuan_bench;
grant select, insert on bench_effect to bihuan_bench;
