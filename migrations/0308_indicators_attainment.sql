-- SPDX-License-Identifier: MIT
-- Attainment, counted: how many targets of a tenant have which verdict in a year.
--
-- Whatever a verdict rests on leaves a mark for its tenant in the same statement; a job counts marked tenants anew. The board takes
-- the counts of the others, and judges the targets of the marked ones when it is read, in one statement: it is exact at every commit.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- Tenants whose counts no longer hold, as often as they were touched: appending never waits.
create table attainment_mark (
    id        bigint generated always as identity primary key,
    tenant_id uuid not null,
    scope     scope_path not null
);
create index attainment_mark_tenant on attainment_mark (tenant_id);
create index attainment_mark_scope on attainment_mark (scope);
-- A queue: rows go as fast as they come.
alter table attainment_mark set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

create table attainment_count (
    tenant_id      uuid not null,
    scope          scope_path not null,
    year           integer not null,
    element        text not null,
    attained       integer not null,
    not_attained   integer not null,
    at_risk        integer not null,
    no_data        integer not null,
    not_comparable integer not null,
    unset          integer not null,
    breaches       integer not null,              -- of them red lines that are broken
    alerts         integer not null,              -- of them with an open alert
    primary key (tenant_id, year, element)
);
create index attainment_count_scope on attainment_count (year, scope);

-- What the counts of a tenant hold for. A target of no year stands in every year; only some of them are counted.
create table attainment_tenant (
    tenant_id    uuid primary key,
    scope        scope_path not null,
    has_yearless boolean not null,
    years        integer[] not null,
    judged_on    date not null,
    holds_until  date                             -- a year ends, or a date that something is to be complete by; null: no day changes them
);
create index attainment_tenant_scope on attainment_tenant (scope);
create index attainment_tenant_due on attainment_tenant (holds_until) where holds_until is not null;

-- Written as the owner: who enters a region's value from a department does not cover the region's scope.
create function attainment_marked() returns trigger language plpgsql security definer
    set search_path = bihuan, pg_temp as $$
begin
    insert into attainment_mark (tenant_id, scope) values (new.tenant_id, new.scope);
    return null;
end $$;

-- What the catalogue says of an indicator counts for every tenant with a target for it.
create function attainment_marked_all() returns trigger language plpgsql security definer
    set search_path = bihuan, pg_temp as $$
begin
    insert into attainment_mark (tenant_id, scope)
    select distinct t.tenant_id, t.scope from indicator_target t where t.indicator_code = new.code and t.superseded_at is null;
    return null;
end $$;

create trigger attainment_value_insert after insert on indicator_value for each row execute function attainment_marked();
create trigger attainment_value_update after update on indicator_value for each row
    when (old.superseded_at is distinct from new.superseded_at) execute function attainment_marked();
create trigger attainment_target_insert after insert on indicator_target for each row execute function attainment_marked();
create trigger attainment_target_update after update on indicator_target for each row
    when ((old.superseded_at, old.scope) is distinct from (new.superseded_at, new.scope)) execute function attainment_marked();
create trigger attainment_alert_insert after insert on indicator_alert for each row execute function attainment_marked();
create trigger attainment_alert_update after update on indicator_alert for each row
    when (old.ended_at is distinct from new.ended_at) execute function attainment_marked();
create trigger attainment_indicator_update after update on indicator for each row execute function attainment_marked_all();

call tenant_wall('attainment_mark');
call tenant_wall('attainment_count');
call tenant_wall('attainment_tenant');
-- The owner's functions' own way in; nobody logs in as the owner.
create policy attainment_mark_owner on attainment_mark to bihuan_owner using (true);
create policy indicator_target_owner on indicator_target for select to bihuan_owner using (true);

grant select, delete, update (scope) on attainment_mark to bihuan_indicators;
grant select, insert, delete, update (scope) on attainment_count, attainment_tenant to bihuan_indicators;

-- What there is already.
insert into attainment_mark (tenant_id, scope) select distinct t.tenant_id, t.scope from indicator_target t where t.superseded_at is null;
