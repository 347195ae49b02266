-- SPDX-License-Identifier: MIT
-- What is monitored: stations, sections, water bodies, parcels, contaminated sites, plants and protected areas of a tenant.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- One table for all kinds: what observations and values refer to is one key. Which attributes a kind has is a rule of the program
-- (domain/object_entry); here stand their bounds.
create table monitored_object (
    id              uuid primary key,
    tenant_id       uuid not null,
    scope           scope_path not null,
    kind            text not null constraint monitored_object_kind_check check (kind in (
                        'AIR_STATION', 'WATER_SECTION', 'WATER_BODY', 'PARCEL', 'CONTAMINATED_SITE', 'PLANT', 'PROTECTED_AREA')),
    name            text not null constraint monitored_object_name_check check (char_length(name) between 1 and 120),
    address         text constraint monitored_object_address_check check (char_length(address) between 1 and 200),
    valid_from      date not null,
    valid_to        date,
    lng             numeric(9, 6) constraint monitored_object_lng_check check (lng between -180 and 180),
    lat             numeric(8, 6) constraint monitored_object_lat_check check (lat between -90 and 90),
    datum           text constraint monitored_object_datum_check check (datum in ('WGS84', 'GCJ02', 'CGCS2000')),
    -- air station: 评价点 EVALUATION counts in means of areas; GB 3095 class of the area
    station_type    text constraint monitored_object_station_type_check
                    check (station_type in ('EVALUATION', 'BACKGROUND', 'CONTROL', 'ROADSIDE')),
    air_class       integer constraint monitored_object_air_class_check check (air_class in (1, 2)),
    -- water: 国考 NATIONAL, 市考 MUNICIPAL; classes Ⅰ..Ⅴ are 1..5, 劣Ⅴ is 6
    assess_level    text constraint monitored_object_assess_level_check check (assess_level in ('NATIONAL', 'MUNICIPAL', 'DISTRICT', 'NONE')),
    body_type       text constraint monitored_object_body_type_check check (body_type in ('RIVER', 'LAKE')),
    target_class    integer constraint monitored_object_target_class_check check (target_class between 1 and 5),
    baseline_class  integer constraint monitored_object_baseline_class_check check (baseline_class between 1 and 6),
    body_id         uuid,
    is_small        boolean,
    chief_post      text constraint monitored_object_chief_post_check check (char_length(chief_post) between 1 and 120),
    length_km       numeric(9, 3) constraint monitored_object_length_km_check check (length_km > 0),
    -- soil
    farmland_grade  text constraint monitored_object_farmland_grade_check check (farmland_grade in ('CLEAN', 'SLIGHT', 'LIGHT', 'MEDIUM', 'HEAVY')),
    site_stage      text constraint monitored_object_site_stage_check check (site_stage in (
                        'SUSPECTED', 'INVESTIGATION', 'RISK_ASSESSMENT', 'REMEDIATION', 'EFFECT_ASSESSMENT', 'RELEASED')),
    stage_since     date,
    planned_use     text constraint monitored_object_planned_use_check check (planned_use in ('CLASS_1', 'CLASS_2')),
    is_redeveloped  boolean,
    area_m2         numeric(17, 2) constraint monitored_object_area_m2_check check (area_m2 > 0),
    -- plant: which lines it has; 万m³/d of sewage, t/d of sludge
    has_water_line  boolean,
    has_sludge_line boolean,
    has_odour_line  boolean,
    capacity        numeric(12, 4) constraint monitored_object_capacity_check check (capacity > 0),
    sludge_capacity numeric(12, 4) constraint monitored_object_sludge_capacity_check check (sludge_capacity > 0),
    -- protected area
    area_kind       text constraint monitored_object_area_kind_check check (area_kind in (
                        'WATER_SOURCE_1', 'WATER_SOURCE_2', 'FOREST_PARK', 'HABITAT', 'WETLAND', 'RED_LINE', 'OTHER')),
    area_level      text constraint monitored_object_area_level_check check (area_level in ('NATIONAL', 'MUNICIPAL', 'DISTRICT')),
    polygon_ref     text constraint monitored_object_polygon_ref_check check (char_length(polygon_ref) between 1 and 200),
    source          text,
    external_id     text,
    row_version     bigint not null default 1,
    created_by      text not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    constraint monitored_object_body_id_fkey foreign key (body_id) references monitored_object (id)
);
create unique index monitored_object_external_id_key on monitored_object (tenant_id, source, external_id);
create index monitored_object_scope on monitored_object (scope, id);
create index monitored_object_kind on monitored_object (kind, scope, id);
call tenant_wall('monitored_object');

-- The stages of a contaminated site (污染地块) with their days.
create table monitored_object_stage (
    object_id   uuid not null references monitored_object (id),
    since       date not null,
    stage       text not null constraint monitored_object_stage_stage_check check (stage in (
                    'SUSPECTED', 'INVESTIGATION', 'RISK_ASSESSMENT', 'REMEDIATION', 'EFFECT_ASSESSMENT', 'RELEASED')),
    recorded_by text not null,
    recorded_at timestamptz not null,
    primary key (object_id, since)
);
alter table monitored_object_stage enable row level security;
alter table monitored_object_stage force row level security;
create policy monitored_object_stage_object on monitored_object_stage
    using ((select true from monitored_object o where o.id = object_id limit 1))
    with check ((select true from monitored_object o where o.id = object_id limit 1));

grant select, insert, update on monitored_object, monitored_object_stage to bihuan_indicators;
