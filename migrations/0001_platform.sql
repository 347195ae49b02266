-- SPDX-License-Identifier: MIT
-- The ground all services stand on: the schema, one login role a service, the rule of tenancy as a procedure, the queue tables,
-- idempotency, audit and time-driven work. Run by `bihuanctl migrate` as a role that may create roles.

create schema if not exists bihuan;
create extension if not exists btree_gist with schema bihuan;

do $$
declare
    r text;
begin
    foreach r in array array['bihuan_owner', 'bihuan_directory', 'bihuan_issues', 'bihuan_ctl'] loop
        if not exists (select from pg_roles where rolname = r) then
            execute format('create role %I %s nosuperuser nobypassrls nocreatedb nocreaterole noinherit', r,
                           case when r = 'bihuan_owner' then 'nologin' else 'login' end);
        end if;
        if r <> 'bihuan_owner' then
            execute format('alter role %I set search_path = bihuan, pg_temp', r);
        end if;
    end loop;
end
$$;

alter schema bihuan owner to bihuan_owner;
grant usage on schema bihuan to bihuan_directory, bihuan_issues, bihuan_ctl;
set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- A scope is 1..6 segments of 4 characters; C order makes a subtree one range.
create domain scope_path as text collate "C" check (value ~ '^([0-9A-Z]{4}){1,6}$');

-- The wall: rows of a tenant-owned table are seen and written only inside [app.lo, app.hi). The settings are compared bare, so
-- that the planner knows their value; unset or empty settings select nothing.
create procedure tenant_wall(tbl regclass, extra text default null) language plpgsql as $$
declare
    own text := '(scope >= current_setting(''app.lo'', true) and scope < current_setting(''app.hi'', true))';
begin
    execute format('alter table %s enable row level security', tbl);
    execute format('alter table %s force row level security', tbl);
    execute format('create policy %I on %s using (%s) with check (%s)',
                   (select relname from pg_class where oid = tbl) || '_tenant', tbl,
                   case when extra is null then own else own || ' or ' || extra end,
                   case when extra is null then own else own || ' or ' || extra end);
end
$$;

-- ---- events ------------------------------------------------------------------------------------------------------------

-- The last number given to an event of an aggregate. Its row lock is what orders the events of one aggregate.
create table event_sequence (
    aggregate_id uuid primary key,
    last         bigint not null
) with (fillfactor = 70);

-- Events of committed work that are not yet on the producer's stream. Emptied by the relay.
create table outbox (
    position     bigint generated always as identity primary key,
    id           uuid not null,
    producer     text not null default substr(current_user, 8),
    type         text not null constraint outbox_type_check check (type ~ '^[a-z_]+\.[a-z_]+$'),
    version      smallint not null,
    aggregate_id uuid not null,
    sequence     bigint not null,
    tenant_id    uuid not null,
    scope        text collate "C" not null,
    at           timestamptz not null,
    traceparent  text,
    data         jsonb not null
);

-- Published events: what Redis can be refilled from, and what `events replay` reads. Partitioned by the month of publication.
create table event_log (
    position     bigint not null,
    id           uuid not null,
    producer     text not null,
    type         text not null,
    version      smallint not null,
    aggregate_id uuid not null,
    sequence     bigint not null,
    tenant_id    uuid not null,
    scope        text collate "C" not null,
    at           timestamptz not null,
    traceparent  text,
    data         jsonb not null,
    published_at timestamptz not null,
    primary key (producer, position, published_at)
) partition by range (published_at);
create index event_log_id on event_log (id);
create index event_log_aggregate on event_log (aggregate_id, sequence);
create index event_log_published on event_log (producer, published_at);

-- What a service has had its effect of; written in the effect's own transaction, so an event works exactly once.
create table inbox (
    service    text not null default substr(current_user, 8),
    event_id   uuid not null,
    handled_at timestamptz not null,
    primary key (service, event_id)
);
create index inbox_age on inbox (service, handled_at);

-- Events whose handling failed; dead_at is set after the last try and says that an operator has to decide.
create table event_failure (
    service    text not null default substr(current_user, 8),
    event_id   uuid not null,
    producer   text not null,
    type       text not null,
    aggregate_id uuid not null,
    tries      integer not null,
    reason     text not null,
    failed_at  timestamptz not null,
    dead_at    timestamptz,
    event      jsonb not null,
    primary key (service, event_id)
);
create index event_failure_dead on event_failure (service, dead_at);

-- A service sees its own queue rows; published events are read by every service.
alter table outbox enable row level security;
alter table outbox force row level security;
create policy outbox_producer on outbox using (producer = substr(current_user, 8)) with check (producer = substr(current_user, 8));
alter table event_log enable row level security;
alter table event_log force row level security;
create policy event_log_read on event_log for select using (true);
create policy event_log_write on event_log for insert with check (producer = substr(current_user, 8));
alter table inbox enable row level security;
alter table inbox force row level security;
create policy inbox_service on inbox using (service = substr(current_user, 8) or current_user = 'bihuan_ctl');
alter table event_failure enable row level security;
alter table event_failure force row level security;
create policy event_failure_service on event_failure using (service = substr(current_user, 8) or current_user = 'bihuan_ctl');

-- Monthly partitions are made ahead by a job; services may not create tables, so this runs as the owner.
create function ensure_month_partition(parent regclass, month date) returns boolean
language plpgsql security definer set search_path = bihuan, pg_temp as $$
declare
    first date := date_trunc('month', month);
    name text := format('%s_%s', (select relname from pg_class where oid = parent), to_char(first, 'YYYYMM'));
    key text := case parent when 'event_log'::regclass then 'published_at' else 'at' end;
    from_at timestamptz := first::timestamp at time zone 'Asia/Shanghai';
    to_at timestamptz := (first + interval '1 month') at time zone 'Asia/Shanghai';
begin
    if parent not in ('event_log'::regclass, 'audit_entry'::regclass) then
        raise exception 'not a table of monthly partitions: %', parent;
    end if;
    perform pg_advisory_xact_lock(hashtext('ensure_month_partition'));
    if to_regclass(format('bihuan.%I', name)) is not null then
        return false;
    end if;
    -- Rows of the month that arrived before their partition (a clock moved by a test, a job long down) wait in the default one.
    execute format('create table %I (like %s including defaults including constraints)', name, parent);
    execute format('with moved as (delete from %s_default where %I >= %L and %I < %L returning *) insert into %I select * from moved',
                   parent, key, from_at, key, to_at, name);
    execute format('alter table %s attach partition %I for values from (%L) to (%L)', parent, name, from_at, to_at);
    return true;
end
$$;

-- ---- idempotency -------------------------------------------------------------------------------------------------------

-- The stored answer of a write, kept 24 h. The row is written in the effect's own transaction.
create table idempotency_key (
    tenant_id    uuid not null,
    scope        scope_path not null,
    subject      text not null,
    key          text not null,
    operation    text not null,
    request_hash text not null,
    status       smallint,
    headers      jsonb,
    body         text,
    created_at   timestamptz not null,
    primary key (tenant_id, subject, key)
);
create index idempotency_key_age on idempotency_key (created_at);
call tenant_wall('idempotency_key');

-- ---- audit -------------------------------------------------------------------------------------------------------------

-- Append-only (domain F.5): who did what for which tenant. The chain (number, previous hash, hash) is closed per tenant by the
-- sealing function within about a second of the commit, in commit order, so that writers never wait for each other.
create table audit_entry (
    id          uuid not null,
    tenant_id   uuid not null,
    scope       text collate "C" not null,
    at          timestamptz not null,
    actor       text not null,
    actor_name  text,
    roles       text,
    action      text not null,
    object_kind text not null,
    object_id   text not null,
    request_id  text,
    remote      text,
    service     text not null default substr(current_user, 8),
    detail      jsonb,
    primary key (id, at)
) partition by range (at);
create index audit_entry_tenant on audit_entry (scope, id);
create index audit_entry_object on audit_entry (object_kind, object_id, id);
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy audit_entry_tenant on audit_entry for select
    using (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true));
create policy audit_entry_write on audit_entry for insert
    with check (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true));

-- ---- time-driven work ----------------------------------------------------------------------------------------------------

create table job_run (
    service     text not null default substr(current_user, 8),
    job         text not null,
    started_at  timestamptz,
    finished_at timestamptz,
    watermark   text,
    runs        bigint not null default 0,
    failures    bigint not null default 0,
    last_error  text,
    primary key (service, job)
);
alter table job_run enable row level security;
alter table job_run force row level security;
create policy job_run_service on job_run using (service = substr(current_user, 8) or current_user = 'bihuan_ctl');

grant select, insert, update on event_sequence to bihuan_directory, bihuan_issues;
grant select, insert, delete on outbox to bihuan_directory, bihuan_issues;
grant select, insert on event_log to bihuan_directory, bihuan_issues;
grant select, insert, delete on inbox to bihuan_directory, bihuan_issues;
grant select, insert, update, delete on event_failure to bihuan_directory, bihuan_issues;
grant select, insert, update, delete on idempotency_key to bihuan_directory, bihuan_issues;
grant select, insert on audit_entry to bihuan_directory, bihuan_issues;
grant select, insert, update on job_run to bihuan_directory, bihuan_issues;
grant execute on function ensure_month_partition(regclass, date) to bihuan_directory, bihuan_issues;

grant select on event_log, outbox, audit_entry, job_run to bihuan_ctl;
grant select, insert, update, delete on event_failure, inbox to bihuan_ctl;
grant execute on function ensure_month_partition(regclass, date) to bihuan_ctl;
create policy outbox_operator on outbox for select to bihuan_ctl using (true);

create table event_log_default partition of event_log default;
create table audit_entry_default partition of audit_entry default;
-- Partitions around today, so that the first request finds its own; the job keeps two months ahead from here on.
select ensure_month_partition(p, (date_trunc('month', current_date) + make_interval(months => m))::date)
  from unnest(array['event_log'::regclass, 'audit_entry'::regclass]) p, generate_series(-1, 3) m;
