-- SPDX-License-Identifier: MIT
-- Monitored objects of all kinds.

-- define: columns
area_id, closed_on, premises, rebuilt_on, survey_approved_on, transferred_on,
name, address, valid_from, valid_to, lng, lat, datum, station_type, air_class, assess_level, body_type, target_class,
baseline_class, body_id, chainage_m, is_small, chief_post, length_km, farmland_grade, farmland_measure, measure_since,
    produce_complies, site_stage, stage_since, planned_use, is_redeveloped,
area_m2, has_water_line, has_sludge_line, has_odour_line, capacity, sludge_capacity, area_kind, area_level, polygon_ref,
is_heavy_metal, discharge_standard

-- define: values
:area_id::uuid, :closed_on::date, :premises, :rebuilt_on::date, :survey_approved_on::date, :transferred_on::date,
:name, :address, :valid_from::date, :valid_to::date, :lng::numeric, :lat::numeric, :datum, :station_type,
    :air_class::integer,
:assess_level, :body_type, :target_class::integer, :baseline_class::integer, :body_id::uuid, :chainage_m::integer,
    :is_small::boolean, :chief_post,
:length_km::numeric, :farmland_grade, :farmland_measure, :measure_since::date, :produce_complies::boolean, :site_stage,
:stage_since::date, :planned_use, :is_redeveloped::boolean, :area_m2::numeric,
:has_water_line::boolean, :has_sludge_line::boolean, :has_odour_line::boolean, :capacity::numeric,
    :sludge_capacity::numeric,
:area_kind, :area_level, :polygon_ref, :is_heavy_metal::boolean, :discharge_standard

-- define: object
o.id, o.kind, jsonb_build_object('id', o.tenant_id, 'code', t.code, 'name', t.name) as tenant,
o.area_id, o.closed_on, o.premises, o.rebuilt_on, o.survey_approved_on, o.transferred_on,
o.name, o.address, o.valid_from, o.valid_to, trim_scale(o.lng) as lng, trim_scale(o.lat) as lat, o.datum,
    o.station_type,
o.air_class, o.assess_level, o.body_type, o.target_class, o.baseline_class, o.body_id, o.chainage_m, o.is_small,
    o.chief_post,
trim_scale(o.length_km) as length_km, o.farmland_grade, o.farmland_measure, o.measure_since, o.produce_complies,
    o.site_stage, o.stage_since, o.planned_use, o.is_redeveloped,
trim_scale(o.area_m2) as area_m2, o.has_water_line, o.has_sludge_line, o.has_odour_line,
    trim_scale(o.capacity) as capacity,
trim_scale(o.sludge_capacity) as sludge_capacity, o.area_kind, o.area_level, o.polygon_ref, o.is_heavy_metal,
    o.discharge_standard,
o.source, o.external_id, o.row_version, o.created_by, o.created_at, o.updated_at

-- define: object_matches
o.scope >= :page_lo and o.scope < :page_hi
/*?page_as_of*/ and o.valid_from <= :page_as_of::date and (o.valid_to is null or o.valid_to >= :page_as_of::date) /*?*/
/*?kind*/ and o.kind = :kind /*?*/
/*?assess_level*/ and o.assess_level = :assess_level /*?*/
/*?body_id*/ and o.body_id = :body_id::uuid /*?*/
/*?premises*/ and o.premises = :premises /*?*/
/*?area_id*/ and o.area_id = :area_id::uuid /*?*/
/*?is_closed*/ and o.kind = 'ENTERPRISE' and coalesce(o.closed_on <= coalesce(:page_as_of::date, 'infinity'),
                                                      false) = :is_closed::boolean /*?*/
/*?q*/ and (strpos(o.name, :q) > 0 or strpos(o.external_id, :q) > 0) /*?*/

-- name: object_list
-- The page is cut before anything is looked up for its rows.
select {object}
  from (select * from monitored_object o
         where {object_matches} /*?page_after*/ and o.id < :page_after::uuid /*?*/
         order by o.id desc limit :page_limit) o
  join api_tenant t on t.id = o.tenant_id
 order by o.id desc;

-- name: object_count
select count(*) as total from monitored_object o where {object_matches};

-- name: object_get
select {object},
       (select coalesce(jsonb_agg(jsonb_build_object('stage', s.stage, 'since', s.since, 'recorded_by', s.recorded_by,
                                                     'recorded_at', s.recorded_at) order by s.since), '[]')
          from monitored_object_stage s where s.object_id = o.id) as stages,
       (select coalesce(jsonb_agg(jsonb_build_object('measure', m.measure, 'produce_complies', m.produce_complies,
                                                     'since', m.since,
                                                     'recorded_by', m.recorded_by, 'recorded_at', m.recorded_at)
                                                         order by m.since), '[]')
          from monitored_object_measure m where m.object_id = o.id) as measures
  from monitored_object o join api_tenant t on t.id = o.tenant_id
 where o.id = :object_id::uuid;

-- define: facts
-- The row as it was written, for the rules; what the row lies at and the caller does not see has no kind. Looked up
-- only where one is
-- named: a join would read the whole table for each row of an import.
select made.*, case when made.body_id is not null
                    then (select b.kind from monitored_object b where b.id = made.body_id) end as body_kind,
       case when made.area_id is not null
            then (select p.kind from monitored_object p where p.id = made.area_id) end as protected_kind,
       exists (select from standard_rule r where r.standard_code = made.discharge_standard and r.item = ''
               and r.name = 'discharge')
       as is_discharge
  from made

-- name: object_insert
with made as (
    insert into monitored_object (id, tenant_id, scope, kind, source, external_id, created_by, created_at, updated_at,
        {columns})
    values (:ctx_new_id::uuid, :owner_id::uuid, :owner_scope, :kind, :source, :external_id, :ctx_actor,
            :ctx_now::timestamptz,
        :ctx_now::timestamptz, {values})
    returning *
)
{facts};

-- name: object_update
with made as (
    update monitored_object o
       set name = coalesce(:name, o.name),
           area_id = case when :has_area_id::boolean then :area_id::uuid else o.area_id end,
           closed_on = case when :has_closed_on::boolean then :closed_on::date else o.closed_on end,
           premises = case when :has_premises::boolean then :premises else o.premises end,
           rebuilt_on = case when :has_rebuilt_on::boolean then :rebuilt_on::date else o.rebuilt_on end,
           survey_approved_on = case when :has_survey_approved_on::boolean then :survey_approved_on::date
               else o.survey_approved_on end,
           transferred_on = case when :has_transferred_on::boolean then :transferred_on::date else o.transferred_on end,
           address = case when :has_address::boolean then :address else o.address end,
           valid_from = coalesce(:valid_from::date, o.valid_from),
           valid_to = case when :has_valid_to::boolean then :valid_to::date else o.valid_to end,
           lng = case when :has_lng::boolean then :lng::numeric else o.lng end,
           lat = case when :has_lat::boolean then :lat::numeric else o.lat end,
           datum = case when :has_datum::boolean then :datum else o.datum end,
           station_type = case when :has_station_type::boolean then :station_type else o.station_type end,
           air_class = case when :has_air_class::boolean then :air_class::integer else o.air_class end,
           assess_level = case when :has_assess_level::boolean then :assess_level else o.assess_level end,
           body_type = case when :has_body_type::boolean then :body_type else o.body_type end,
           target_class = case when :has_target_class::boolean then :target_class::integer else o.target_class end,
           baseline_class = case when :has_baseline_class::boolean then :baseline_class::integer
               else o.baseline_class end,
           body_id = case when :has_body_id::boolean then :body_id::uuid else o.body_id end,
           chainage_m = case when :has_chainage_m::boolean then :chainage_m::integer else o.chainage_m end,
           is_small = case when :has_is_small::boolean then :is_small::boolean else o.is_small end,
           chief_post = case when :has_chief_post::boolean then :chief_post else o.chief_post end,
           length_km = case when :has_length_km::boolean then :length_km::numeric else o.length_km end,
           farmland_grade = case when :has_farmland_grade::boolean then :farmland_grade else o.farmland_grade end,
           farmland_measure = case when :has_farmland_measure::boolean then :farmland_measure
               else o.farmland_measure end,
           measure_since = case when :has_measure_since::boolean then :measure_since::date else o.measure_since end,
           produce_complies = case when :has_produce_complies::boolean then :produce_complies::boolean
               else o.produce_complies end,
           site_stage = case when :has_site_stage::boolean then :site_stage else o.site_stage end,
           stage_since = case when :has_stage_since::boolean then :stage_since::date else o.stage_since end,
           planned_use = case when :has_planned_use::boolean then :planned_use else o.planned_use end,
           is_redeveloped = case when :has_is_redeveloped::boolean then :is_redeveloped::boolean
               else o.is_redeveloped end,
           area_m2 = case when :has_area_m2::boolean then :area_m2::numeric else o.area_m2 end,
           has_water_line = case when :has_has_water_line::boolean then :has_water_line::boolean
               else o.has_water_line end,
           has_sludge_line = case when :has_has_sludge_line::boolean then :has_sludge_line::boolean
               else o.has_sludge_line end,
           has_odour_line = case when :has_has_odour_line::boolean then :has_odour_line::boolean
               else o.has_odour_line end,
           capacity = case when :has_capacity::boolean then :capacity::numeric else o.capacity end,
           sludge_capacity = case when :has_sludge_capacity::boolean then :sludge_capacity::numeric
               else o.sludge_capacity end,
           area_kind = case when :has_area_kind::boolean then :area_kind else o.area_kind end,
           area_level = case when :has_area_level::boolean then :area_level else o.area_level end,
           polygon_ref = case when :has_polygon_ref::boolean then :polygon_ref else o.polygon_ref end,
           is_heavy_metal = case when :has_is_heavy_metal::boolean then :is_heavy_metal::boolean
               else o.is_heavy_metal end,
           discharge_standard = case when :has_discharge_standard::boolean then :discharge_standard
               else o.discharge_standard end,
           row_version = o.row_version + 1, updated_at = :ctx_now::timestamptz
     where o.id = :object_id::uuid and o.row_version = :ctx_if_match::bigint
    returning *
)
{facts};

-- name: object_version
select row_version from monitored_object where id = :object_id::uuid;

-- name: object_stage_add
-- The stage that the site is in goes into its history; the same day's is corrected.
insert into monitored_object_stage as s (object_id, since, stage, recorded_by, recorded_at)
select o.id, o.stage_since, o.site_stage, :ctx_actor, :ctx_now::timestamptz
  from monitored_object o where o.id = :object_id::uuid and o.site_stage is not null
on conflict (object_id, since) do update
   set stage = excluded.stage, recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at
 where s.stage <> excluded.stage;

-- name: object_measure_add
-- The measure on a parcel goes into its history; the same day's is corrected.
insert into monitored_object_measure as m (object_id, since, measure, produce_complies, recorded_by, recorded_at)
select o.id, o.measure_since, o.farmland_measure, o.produce_complies, :ctx_actor, :ctx_now::timestamptz
  from monitored_object o where o.id = :object_id::uuid
on conflict (object_id, since) do update
   set measure = excluded.measure, produce_complies = excluded.produce_complies, recorded_by = excluded.recorded_by,
       recorded_at = excluded.recorded_at
 where (m.measure, m.produce_complies) is distinct from (excluded.measure, excluded.produce_complies);

-- name: object_place_find
-- What an object lies at, by the number that its source gives it.
select o.id from monitored_object o where o.kind = :place_kind and o.source = :source
    and o.external_id = :number limit 2;

-- name: object_known
-- What is stored of an imported row, and whether the row says anything new.
select (o.area_id, o.closed_on, o.premises, o.rebuilt_on, o.survey_approved_on, o.transferred_on,
        o.kind, o.name, o.address, o.valid_from, o.valid_to, o.lng, o.lat, o.datum, o.station_type, o.air_class,
            o.assess_level,
        o.body_type, o.target_class, o.baseline_class, o.body_id, o.chainage_m, o.is_small, o.chief_post, o.length_km,
            o.farmland_grade,
        o.farmland_measure, o.measure_since, o.produce_complies,
        o.site_stage, o.stage_since, o.planned_use, o.is_redeveloped, o.area_m2, o.has_water_line, o.has_sludge_line,
        o.has_odour_line, o.capacity, o.sludge_capacity, o.area_kind, o.area_level, o.polygon_ref,
        o.is_heavy_metal, o.discharge_standard)
       is not distinct from
       (:area_id::uuid, :closed_on::date, :premises::text, :rebuilt_on::date, :survey_approved_on::date,
        :transferred_on::date,
        :kind::text, :name::text, :address::text, :valid_from::date, :valid_to::date, :lng::numeric, :lat::numeric,
            :datum::text,
        :station_type::text, :air_class::integer, :assess_level::text, :body_type::text, :target_class::integer,
        :baseline_class::integer, :body_id::uuid, :chainage_m::integer, :is_small::boolean, :chief_post::text,
            :length_km::numeric, :farmland_grade::text,
        :farmland_measure::text, :measure_since::date, :produce_complies::boolean, :site_stage::text,
            :stage_since::date,
        :planned_use::text, :is_redeveloped::boolean, :area_m2::numeric,
        :has_water_line::boolean, :has_sludge_line::boolean, :has_odour_line::boolean, :capacity::numeric,
        :sludge_capacity::numeric, :area_kind::text, :area_level::text, :polygon_ref::text,
        :is_heavy_metal::boolean, :discharge_standard::text) as same
  from monitored_object o
 where o.tenant_id = :owner_id::uuid and o.source = :source and o.external_id = :external_id;

-- name: object_replace
-- An imported row takes the place of what was known of the object.
with made as (
    update monitored_object o
       set ({columns})
         = ({values}),
           row_version = o.row_version + 1, updated_at = :ctx_now::timestamptz
     where o.tenant_id = :owner_id::uuid and o.source = :source and o.external_id = :external_id and o.kind = :kind
    returning *
)
{facts};
