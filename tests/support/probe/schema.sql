-- SPDX-License-Identifier: MIT
-- Role and tables of the probe, on a migrated database; applied by tests/support/probe.py as a superuser.
create role bihuan_probe login nosuperuser nobypassrls;
alter role bihuan_probe set search_path = bihuan, pg_temp;
grant usage on schema bihuan to bihuan_probe;
set search_path = bihuan, pg_temp;

-- No unique constraint: an effect that happens twice shows as two rows.
create table probe_effect (
    id           bigint generated always as identity primary key,
    event_id     uuid not null,
    aggregate_id uuid not null,
    sequence     bigint not null,
    number       bigint not null,
    committed_at timestamptz not null
);
create table probe_switch (name text not null, is_on boolean not null);
create table probe_run (id bigint generated always as identity primary key, job text not null,
                        ran_at timestamptz not null);

grant select, insert, update on event_sequence, event_cursor, job_run to bihuan_probe;
grant select, insert, delete on outbox, inbox to bihuan_probe;
grant select, insert on event_log, audit_entry to bihuan_probe;
grant select, insert, update, delete on event_failure, idempotency_key to bihuan_probe;
grant execute on function ensure_month_partition(regclass, date), audit_seal(integer) to bihuan_probe;
grant select (kid, algorithm, public_jwk, active_from, retired_at) on signing_key to bihuan_probe;
grant select on api_signing_key to bihuan_probe;
grant select, insert on probe_effect, probe_run to bihuan_probe;
grant select on probe_switch to bihuan_probe;
