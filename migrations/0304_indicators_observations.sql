-- SPDX-License-Identifier: MIT
-- What was measured at a monitored object, by the month, and what corrections took the place of.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- Observations name their object as SOURCE:EXTERNAL_ID; a column, because an expression is no index condition behind a policy.
alter table monitored_object add column reference text generated always as (source || ':' || external_id) stored;
create index monitored_object_reference on monitored_object (reference);

-- Objects are never deleted and an import resolves every one it takes, so the rows need no foreign key, which would be looked up a row.
-- A value that was not measured is a row too: somebody looked.
create table observation (
    object_id   uuid not null,
    item        text collate "C" not null,
    averaging   text collate "C" not null constraint observation_averaging_check
                check (averaging in ('1H', '8H', '24H', '4H', 'SAMPLE', 'MONTH')),
    observed_at timestamptz not null,
    source      text collate "C" not null,
    value       numeric(18, 6),
    flag        text not null constraint observation_flag_check check (flag in ('VALID', 'MISSING', 'MAINTENANCE', 'INVALID', 'BELOW_DETECTION', 'MANIPULATED')),
    revision    integer not null default 1,
    received_at timestamptz not null,
    entered_by  text not null,
    tenant_id   uuid not null,
    scope       scope_path not null,
    primary key (object_id, item, averaging, observed_at, source),
    constraint observation_value_check check ((flag not in ('VALID', 'BELOW_DETECTION', 'MANIPULATED') or value is not null) and (flag <> 'MISSING' or value is null))
) partition by range (observed_at);
call tenant_wall('observation');

-- What stood there before a correction, with the reason that the correction was given.
create table observation_revision (
    object_id   uuid not null,
    item        text collate "C" not null,
    averaging   text collate "C" not null,
    observed_at timestamptz not null,
    source      text collate "C" not null,
    revision    integer not null,
    value       numeric(18, 6),
    flag        text not null,
    received_at timestamptz not null,
    entered_by  text not null,
    tenant_id   uuid not null,
    scope       scope_path not null,
    reason      text not null constraint observation_revision_reason_check check (char_length(reason) between 1 and 500),
    replaced_at timestamptz not null,
    replaced_by text not null,
    primary key (object_id, item, averaging, observed_at, source, revision)
);
call tenant_wall('observation_revision');

grant select, insert, update (value, flag, revision, received_at, entered_by, scope) on observation to bihuan_indicators;
grant select, insert, update (scope) on observation_revision to bihuan_indicators;

-- The same as before, for observations too; these have no default partition, so that pages are read month by month. One that is there
-- is seen without waiting for whoever is making another.
create or replace function ensure_month_partition(parent regclass, month date) returns boolean
language plpgsql security definer set search_path = bihuan, pg_temp as $$
declare
    first date := date_trunc('month', month);
    name text := format('%s_%s', (select relname from pg_class where oid = parent), to_char(first, 'YYYYMM'));
    key text := case parent when 'event_log'::regclass then 'published_at' when 'observation'::regclass then 'observed_at' else 'at' end;
    from_at timestamptz := first::timestamp at time zone 'Asia/Shanghai';
    to_at timestamptz := (first + interval '1 month') at time zone 'Asia/Shanghai';
begin
    if parent not in ('event_log'::regclass, 'audit_entry'::regclass, 'observation'::regclass) then
        raise exception 'not a table of monthly partitions: %', parent;
    end if;
    if to_regclass(format('bihuan.%I', name)) is not null then
        return false;
    end if;
    perform pg_advisory_xact_lock(hashtext('ensure_month_partition'));
    if to_regclass(format('bihuan.%I', name)) is not null then
        return false;
    end if;
    execute format('create table %I (like %s including defaults including constraints)', name, parent);
    -- Rows of the month that arrived before their partition (a clock moved by a test, a job long down) wait in the default one.
    if to_regclass(format('bihuan.%I', parent::text || '_default')) is not null then
        execute format('with moved as (delete from %s_default where %I >= %L and %I < %L returning *) insert into %I select * from moved',
                       parent, key, from_at, key, to_at, name);
    end if;
    execute format('alter table %s attach partition %I for values from (%L) to (%L)', parent, name, from_at, to_at);
    return true;
end
$$;

-- The rows of an import on their way into the table: COPY does not work where row security does. Made once a connection, as the
-- caller's own, with a list of those that it is the first to call manipulated; `object` is the number of the object in the import, `month` that of the time since 2000-01.
create function observation_stage() returns void language plpgsql set client_min_messages = warning as $$
begin
    create temporary table if not exists observation_stage (
        row_no integer, line integer, object integer, month integer, item text collate "C", averaging text collate "C", observed_at timestamptz, value numeric, flag text
    ) on commit delete rows;
    create temporary table if not exists observation_manipulated (object_id uuid, observed_at timestamptz) on commit delete rows;
end
$$;
grant execute on function observation_stage() to bihuan_indicators;

-- Nobody else analyses a temporary table, and a plan for a small one is quadratic for a large one.
create function observation_stage_count() returns void language plpgsql as $$
begin
    analyze pg_temp.observation_stage;
end
$$;
grant execute on function observation_stage_count() to bihuan_indicators;
