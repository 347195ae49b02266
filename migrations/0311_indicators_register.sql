-- SPDX-License-Identifier: MIT
-- Figures that follow from the register of objects: what is done on a piece of farmland, and what is to be counted anew.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table monitored_object
    -- soil: 优先保护 PROTECTED, 安全利用或治理修复 SAFE_USE, 严格管控 CONTROLLED
    add column farmland_measure text constraint monitored_object_farmland_measure_check
        check (farmland_measure in ('NONE', 'PROTECTED', 'SAFE_USE', 'CONTROLLED')),
    add column measure_since    date,
    add column produce_complies boolean;

-- The measures on a parcel with their days, and whether its produce complied under them.
create table monitored_object_measure (
    object_id        uuid not null references monitored_object (id),
    since            date not null,
    measure          text not null constraint monitored_object_measure_measure_check
                     check (measure in ('NONE', 'PROTECTED', 'SAFE_USE', 'CONTROLLED')),
    produce_complies boolean,
    recorded_by      text not null,
    recorded_at      timestamptz not null,
    primary key (object_id, since)
);

-- Of parcels that are known already no measure was told.
select set_config('app.lo', '', true), set_config('app.hi', '~', true);
update monitored_object set farmland_measure = 'NONE', measure_since = least(valid_from, created_at::date) where kind = 'PARCEL';
insert into monitored_object_measure (object_id, since, measure, recorded_by, recorded_at)
select id, measure_since, farmland_measure, created_by, created_at from monitored_object where kind = 'PARCEL';

alter table monitored_object_measure enable row level security;
alter table monitored_object_measure force row level security;
create policy monitored_object_measure_object on monitored_object_measure
    using ((select true from monitored_object o where o.id = object_id limit 1))
    with check ((select true from monitored_object o where o.id = object_id limit 1));

-- Whoever changes an object that a figure counts adds a row in the same transaction; the job takes it away. Only added to and taken
-- from, as evaluation_dirty is. The periods from that of `day` on are to be counted.
create table register_dirty (
    id    bigint generated always as identity primary key,
    scope scope_path not null,
    kind  text not null constraint register_dirty_kind_check check (kind in ('PARCEL', 'CONTAMINATED_SITE', 'WATER_BODY', 'PLANT')),
    day   date not null
);
call tenant_wall('register_dirty');

grant select, insert, update on monitored_object_measure to bihuan_indicators;
grant select, insert, delete, update (scope) on register_dirty to bihuan_indicators;
