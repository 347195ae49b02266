-- SPDX-License-Identifier: MIT
-- What is computed from observations: days, months and years of objects and places, and what is to be computed anew.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- One result: of an object, or of a place (a district or the city: the object is null and the subject is the tenant), for one period,
-- by one edition of a standard. What lists filter by are columns; the figures behind it are kept as they are shown. A row is never
-- history: it is what its observations give, and `revision` counts how often that has changed. No foreign keys: rows are written by the
-- thousand from objects and editions read in the same transaction, and neither is ever deleted.
create table evaluation (
    id               uuid not null,
    subject_id       uuid not null,
    object_id        uuid,
    tenant_id        uuid not null,
    scope            scope_path not null,
    kind             text collate "C" not null constraint evaluation_kind_check check (kind in (
                         'AIR_DAY', 'AIR_MONTH', 'AIR_YEAR', 'AIR_YEAR_DAYS', 'WATER_MONTH', 'WATER_YEAR', 'RIVER_MONTH', 'RIVER_YEAR', 'BLACK_ODOUR',
                         'DISCHARGE_DAY')),
    period_start     date not null,
    standard_version text collate "C" not null,
    valid            boolean not null,   -- there are data enough for a result
    aqi              integer constraint evaluation_aqi_check check (aqi between 0 and 500),
    level            integer constraint evaluation_level_check check (level between 0 and 6),
    class            integer constraint evaluation_class_check check (class between 1 and 6),
    attained         boolean,
    figures          jsonb not null,
    revision         integer not null,
    computed_at      timestamptz not null,
    primary key (subject_id, kind, period_start, standard_version),
    constraint evaluation_subject_check check (subject_id = coalesce(object_id, tenant_id))
);
create unique index evaluation_id_key on evaluation (id);
create index evaluation_scope on evaluation (scope, id);
call tenant_wall('evaluation');

-- Whoever changes observations adds a row for each object and day in the same transaction; the job takes them away. Only added to
-- and taken from, never looked for: writers do not wait for each other, and no change can hide behind one that is being computed.
create table evaluation_dirty (
    id        bigint generated always as identity primary key,
    object_id uuid not null,
    scope     scope_path not null,
    day       date not null,
    not_before timestamptz -- of what could not be computed
);
create index evaluation_dirty_day on evaluation_dirty (day, object_id);
alter table evaluation_dirty set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
call tenant_wall('evaluation_dirty');

-- By an edition that is new or different everything is computed anew, whoever brought it.
create function evaluation_mark_editions(codes text[]) returns void language sql security definer
set search_path = bihuan, pg_temp as $$
    insert into evaluation_dirty (object_id, scope, day)
    select e.object_id, e.scope, e.period_start
      from evaluation e
     where e.object_id is not null and e.kind in ('AIR_DAY', 'WATER_MONTH', 'BLACK_ODOUR', 'DISCHARGE_DAY')
       and (e.standard_version = any (codes)
            or exists (select from standard s where s.code = any (codes)
                          and s.family in ('HJ633', 'GB3095', 'HJ663', 'GB3838', 'STAT', 'EVAL', 'BLACK-ODOUR')))
     group by e.object_id, e.scope, e.period_start
$$;
create policy evaluation_owner on evaluation for select to bihuan_owner using (true);
create policy evaluation_dirty_owner on evaluation_dirty for insert to bihuan_owner with check (true);
revoke all on function evaluation_mark_editions(text[]) from public;
grant execute on function evaluation_mark_editions(text[]) to bihuan_indicators;

-- A section that leaves a body leaves a mark for it, in its own place: whoever moves it may not see the body.
create function evaluation_mark_left_body() returns trigger language plpgsql set search_path = bihuan, pg_temp as $$
begin
    insert into evaluation_dirty (object_id, scope, day)
    select old.body_id, new.scope, e.period_start from evaluation e where e.subject_id = old.id and e.kind = 'WATER_MONTH'
     group by e.period_start;
    return null;
end
$$;
create trigger evaluation_left_body after update of body_id on monitored_object for each row
    when (old.body_id is not null and old.body_id is distinct from new.body_id) execute function evaluation_mark_left_body();

grant select, insert, update on evaluation to bihuan_indicators;
grant select, insert, delete, update (scope) on evaluation_dirty to bihuan_indicators;
