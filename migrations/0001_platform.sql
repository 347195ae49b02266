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

-- A queue: rows go as fast as they come, and the index must not fill up with dead ones.
alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

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

-- Received events that are not decided: to be tried again at next_try_at (retry), behind an earlier one of their aggregate (waiting),
-- or given up after the last try (dead), which an operator has to decide. Kept here and not in Redis, whose loss loses nothing.
create table event_failure (
    service    text not null default substr(current_user, 8),
    event_id   uuid not null,
    producer   text not null,
    type       text not null,
    aggregate_id uuid not null,
    sequence   bigint not null,
    state      text not null constraint event_failure_state_check check (state in ('retry', 'waiting', 'dead')),
    tries      integer not null,
    reason     text not null,
    failed_at  timestamptz not null,
    next_try_at timestamptz not null,
    dead_at    timestamptz constraint event_failure_dead_at_check check ((dead_at is not null) = (state = 'dead')),
    event      jsonb not null,
    primary key (service, event_id)
);
create index event_failure_order on event_failure (service, aggregate_id, sequence);

-- Up to where a service has compared event_log with its inbox; set back by `bihuanctl events replay`.
create table event_cursor (
    service     text primary key default substr(current_user, 8),
    compared_to timestamptz not null
);

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

alter table event_cursor enable row level security;
alter table event_cursor force row level security;
create policy event_cursor_service on event_cursor using (service = substr(current_user, 8) or current_user = 'bihuan_ctl');

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
    xid         xid8 not null default pg_current_xact_id(),
    primary key (id, at)
) partition by range (at);
create index audit_entry_commit on audit_entry (xid, id);
create index audit_entry_tenant on audit_entry (scope, id);
create index audit_entry_object on audit_entry (object_kind, object_id, id);
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy audit_entry_tenant on audit_entry for select
    using (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true));
create policy audit_entry_write on audit_entry for insert
    with check (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true));

-- The chain of a tenant: entry `number` with SHA-256 over the hash before it and the entry's canonical text. Written by audit_seal()
-- only; no service may insert, change or delete here.
create table audit_seal (
    tenant_id uuid not null,
    number    bigint not null,
    scope     text collate "C" not null,
    entry_id  uuid not null unique,
    hash      bytea not null,
    sealed_at timestamptz not null,
    primary key (tenant_id, number)
);
call tenant_wall('audit_seal');
-- The head of each chain, so that a chain cut at its end is noticed.
create table audit_chain (
    tenant_id uuid primary key,
    scope     text collate "C" not null,
    number    bigint not null,
    hash      bytea not null
);
call tenant_wall('audit_chain');
-- Every transaction before this one has been sealed.
create table audit_watermark (
    only_one boolean primary key default true constraint audit_watermark_only_one_check check (only_one),
    xid      xid8 not null
);
insert into audit_watermark (xid) values ('0');

create function audit_canonical(number bigint, e audit_entry) returns bytea language sql stable as $$
    select convert_to(jsonb_build_array(number, e.id, e.tenant_id, e.scope, (extract(epoch from e.at) * 1000000)::bigint, e.actor,
                                        e.actor_name, e.roles, e.action, e.object_kind, e.object_id, e.request_id, e.remote,
                                        e.service, e.detail)::text, 'UTF8')
$$;

-- Seals what committed since the last call, at most `batch` entries; returns how many. Entries of transactions older than every
-- running one cannot become more, so none is passed over, and nobody who writes an entry has to wait for anybody.
create function audit_seal(batch integer) returns integer
language plpgsql security definer set search_path = bihuan, pg_temp as $$
declare
    horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
    low xid8;
    entry audit_entry;
    head audit_chain;
    n integer := 0;
begin
    if not pg_try_advisory_xact_lock(hashtext('audit_seal')) then
        return 0;
    end if;
    if current_setting('app.lo', true) is distinct from '' or current_setting('app.hi', true) is distinct from '~' then
        raise exception 'audit_seal() is work of the system: it needs the whole range';
    end if;
    select xid into low from audit_watermark;
    if low > horizon then -- restored into a server that counts its transactions from the start
        low := '0';
    end if;
    for entry in
        select * from audit_entry a
         where a.xid >= low and a.xid < horizon and not exists (select from audit_seal s where s.entry_id = a.id)
         order by a.xid, a.id limit batch
    loop
        select * into head from audit_chain c where c.tenant_id = entry.tenant_id for update;
        if not found then
            head := row (entry.tenant_id, entry.scope, 0, '\x'::bytea)::audit_chain;
            insert into audit_chain select head.*;
        end if;
        head.number := head.number + 1;
        head.hash := sha256(head.hash || audit_canonical(head.number, entry));
        insert into audit_seal (tenant_id, number, scope, entry_id, hash, sealed_at)
        values (entry.tenant_id, head.number, entry.scope, entry.id, head.hash, clock_timestamp());
        update audit_chain c set number = head.number, hash = head.hash where c.tenant_id = entry.tenant_id;
        n := n + 1;
    end loop;
    if n > 0 then
        update audit_watermark set xid = case when n < batch then horizon else entry.xid end;
    end if;
    return n;
end
$$;
revoke execute on function audit_seal(integer) from public;

-- ---- time-driven work ----------------------------------------------------------------------------------------------------

create table job_run (
    service     text not null default substr(current_user, 8),
    job         text not null,
    due_at      timestamptz not null,
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
grant select, insert, update on event_cursor to bihuan_directory, bihuan_issues;
grant select, insert, update, delete on idempotency_key to bihuan_directory, bihuan_issues;
grant select, insert on audit_entry to bihuan_directory, bihuan_issues;
grant select, insert, update on job_run to bihuan_directory, bihuan_issues;
grant execute on function ensure_month_partition(regclass, date), audit_seal(integer) to bihuan_directory, bihuan_issues;
grant select on audit_seal, audit_chain to bihuan_directory;

grant select on event_log, outbox, audit_entry, audit_seal, audit_chain, audit_watermark, job_run to bihuan_ctl;
grant update (due_at) on job_run to bihuan_ctl;
grant select, insert, update, delete on event_failure, inbox to bihuan_ctl;
grant select, update on event_cursor to bihuan_ctl;
grant execute on function ensure_month_partition(regclass, date), audit_seal(integer) to bihuan_ctl;
create policy outbox_operator on outbox for select to bihuan_ctl using (true);

create table event_log_default partition of event_log default;
create table audit_entry_default partition of audit_entry default;
-- Partitions around today, so that the first request finds its own; the job keeps two months ahead from here on.
select ensure_month_partition(p, (date_trunc('month', current_date) + make_interval(months => m))::date)
  from unnest(array['event_log'::regclass, 'audit_entry'::regclass]) p, generate_series(-1, 3) m;
