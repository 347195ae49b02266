-- SPDX-License-Identifier: MIT
-- The evaluation pipeline: what is to be computed, what it is computed from, and what came out.

-- define: subject
-- What is evaluated, with its district and its city: also of a station that does not count there, because it may have
-- counted before.
o.id as object_id, o.tenant_id, o.scope, o.kind, o.discharge_standard, o.air_class, o.body_type, o.target_class,
    o.baseline_class,
body.id as body_id, body.tenant_id as body_tenant_id, body.scope as body_scope,
district.id as district_id, district.scope as district_scope, city.id as city_id, city.scope as city_scope

-- define: places
left join monitored_object body on body.id = case o.kind when 'WATER_BODY' then o.id else o.body_id end
left join api_tenant district on district.scope = left(o.scope, 8) and district.kind = 'DISTRICT'
left join api_tenant city on city.scope = left(o.scope, 4) and city.kind = 'CITY'

-- name: evaluation_plan_freely
-- Once a batch, and what is asked for differs each time: every statement of it is planned for its own values.
select set_config('plan_cache_mode', 'force_custom_plan', true);

-- name: evaluation_latest
-- What is marked, the latest days first, so that yesterday does not wait for a year that was loaded.
select d.id, d.object_id, d.day from evaluation_dirty d
 where d.not_before is null or d.not_before <= :ctx_now::timestamptz
 order by d.day desc, d.object_id desc limit :marks;

-- name: evaluation_take
delete from evaluation_dirty where id = any (:marks::bigint[]);

-- name: evaluation_put_off
-- What could not be computed is tried again in an hour.
insert into evaluation_dirty (object_id, scope, day, not_before)
select o.id, o.scope, d, :ctx_now::timestamptz + interval '1 hour'
  from monitored_object o cross join unnest(:days::date[]) d where o.id = :object_id::uuid;

-- name: evaluation_subjects
-- They stay where they are until the results are written: a tenant that moves meanwhile waits.
select {subject} from monitored_object o {places} where o.id = any (:objects::uuid[]) order by o.id for share of o;

-- define: days_of_object
-- Days of an object in a range that have observations, or had some once.
(select (x.observed_at at time zone 'Asia/Shanghai')::date as day
   from observation x
  where x.object_id = :object_id::uuid and x.observed_at >= :from::date::timestamp at time zone 'Asia/Shanghai'
    and x.observed_at < (:to::date + 1)::timestamp at time zone 'Asia/Shanghai'
 union
 select e.period_start from evaluation e
  where e.subject_id = :object_id::uuid and e.kind in ('AIR_DAY', 'WATER_MONTH', 'DISCHARGE_DAY')
    and e.period_start between :from::date and :to::date)

-- name: evaluation_days_of_object
select o.id as object_id, d.day from monitored_object o cross join {days_of_object} d where o.id = :object_id::uuid;

-- name: evaluation_mark
insert into evaluation_dirty (object_id, scope, day)
select o.id, o.scope, d.day from monitored_object o cross join {days_of_object} d where o.id = :object_id::uuid;

-- name: evaluation_hours
-- In no order and of all items: the reader knows the place of each, and whether it has one. The second is cheaper than
-- a time's text.
select s.n, o.item, date_part('epoch', o.observed_at)::bigint as second, o.source, o.value
  from unnest(:subjects::uuid[]) with ordinality s(id, n) join observation o on o.object_id = s.id
 where o.averaging = '1H' and o.value is not null and o.flag = 'VALID'
   and o.observed_at >= :from::date::timestamp at time zone 'Asia/Shanghai'
   and o.observed_at < (:to::date + 1)::timestamp at time zone 'Asia/Shanghai';

-- name: evaluation_stations
-- The evaluation stations of places, with the days they were in service.
select p.n, o.id, o.valid_from, o.valid_to
  from unnest(:places::text[]) with ordinality p(scope, n)
  join monitored_object o on o.kind = 'AIR_STATION' and o.station_type = 'EVALUATION' and o.scope >= p.scope
      and o.scope < p.scope || '~'
 order by p.n, o.id;

-- name: evaluation_days
-- Days of some subjects, by all editions. Figures are the same in all of them: they come with the first.
select array_position(:subjects::uuid[], e.subject_id) as n, e.period_start, e.standard_version, e.aqi,
       x.so2, x.no2, x.co, x.pm10, x.pm25, x.o3, x.o3_8h
  from evaluation e
  left join lateral jsonb_to_record(case when e.standard_version = :first_edition then e.figures -> 'exact' end)
       x(so2 text, no2 text, co text, pm10 text, pm25 text, o3 text, o3_8h text) on true
 where e.subject_id = any (:subjects::uuid[]) and e.kind = 'AIR_DAY'
     and e.period_start between :from::date and :to::date;

-- name: evaluation_put
-- What came out as before is left as it is.
insert into evaluation as e (id, subject_id, object_id, tenant_id, scope, kind, period_start, standard_version, valid,
                             aqi, level, class,
                             attained, figures, revision, computed_at)
select r.id, coalesce(r.object_id, r.tenant_id), r.object_id, r.tenant_id, r.scope, r.kind, r.period_start,
    r.standard_version, r.valid,
       r.aqi, r.level, r.class, r.attained, r.figures, 1, :ctx_now::timestamptz
  from jsonb_to_recordset(:rows::jsonb) r(id uuid, object_id uuid, tenant_id uuid, scope text, kind text,
                                          period_start date,
           standard_version text, valid boolean, aqi integer, level integer, class integer, attained boolean,
               figures jsonb)
on conflict (subject_id, kind, period_start, standard_version) do update
   set scope = excluded.scope, valid = excluded.valid, aqi = excluded.aqi, level = excluded.level,
       class = excluded.class, attained = excluded.attained,
       figures = excluded.figures, revision = e.revision + 1, computed_at = excluded.computed_at
 where (e.scope, e.valid, e.aqi, e.level, e.class, e.attained, e.figures)
       is distinct from (excluded.scope, excluded.valid, excluded.aqi, excluded.level, excluded.class,
                         excluded.attained, excluded.figures);

-- name: evaluation_editions
select s.code from standard s
 where s.family in ('HJ633', 'GB3095', 'HJ663', 'GB3838', 'STAT', 'EVAL', 'BLACK-ODOUR')
 order by s.valid_from;

-- name: evaluation_samples
-- What was measured at a section in a month. An item that is known in several ways counts in one: a published monthly
-- mean before samples, these before what a station measures by itself.
select n, item, value, flag
  from (select m.n, o.item, o.value, o.flag,
               dense_rank() over (partition by m.n, o.item
                                  order by position(o.averaging in 'MONTH SAMPLE 24H 4H 1H')) as way
          from unnest(:subjects::uuid[], :months::date[]) with ordinality m(id, month, n)
          join observation o on o.object_id = m.id and o.observed_at >= m.month::timestamp at time zone 'Asia/Shanghai'
                            and o.observed_at < (m.month + interval '1 month') at time zone 'Asia/Shanghai'
         where o.value is not null and o.flag in ('VALID', 'BELOW_DETECTION')) s
 where way = 1;

-- name: evaluation_months
-- Months of some sections, an item a row; a month without any has one row.
select array_position(:subjects::uuid[], e.subject_id) as n, e.period_start, e.class, x.item, x.value
  from evaluation e left join lateral jsonb_each_text(e.figures -> 'exact') x(item, value) on true
 where e.subject_id = any (:subjects::uuid[]) and e.kind = 'WATER_MONTH' and e.standard_version = :edition
   and e.period_start between :from::date and :to::date;

-- name: evaluation_sections
-- Judged sections of groups, an item a row: those that lie in a body, or the assessed rivers' of a place. A finished
-- year of a section counts when it has its months.
select g.n, e.subject_id as section, e.class, o.body_type, x.item, x.value
  from unnest(:bodies::uuid[], :places::text[], :starts::date[]) with ordinality g(body, place, start, n)
  join monitored_object o on o.kind = 'WATER_SECTION'
                         and case when g.body is not null then o.body_id = g.body
                                  else o.scope >= g.place and o.scope < g.place || '~' and o.body_type = 'RIVER'
                                      and o.assess_level <> 'NONE' end
  join evaluation e on e.subject_id = o.id and e.kind = :kind and e.standard_version = :edition
      and e.period_start = g.start
  left join lateral jsonb_each_text(e.figures -> 'exact') x(item, value) on true
 where e.class is not null and (e.valid or :ctx_today::date < (g.start + interval '1 year')::date)
 order by g.n, e.subject_id;

-- name: evaluation_points
-- What was measured in a month at the points of a water body: at the body itself and at the sections that lie in it,
-- points in the order of the stream. With a transparency comes the depth of the water, where it was measured at the
-- same time. An item that is known in several ways counts in one, as in a sample.
select *
  from (
select m.n, p.id as point, p.chainage_m, o.item, o.value, o.flag,
    extract(day from o.observed_at at time zone 'Asia/Shanghai')::integer as day,
       extract(epoch from o.observed_at)::bigint as second, d.value as depth, o.source,
       dense_rank() over (partition by m.n, p.id, o.item
                          order by position(o.averaging in 'MONTH SAMPLE 24H 4H 1H')) as way
  from unnest(:subjects::uuid[], :months::date[]) with ordinality m(id, month, n)
  join monitored_object p on p.id = m.id or p.body_id = m.id
  join observation o on o.object_id = p.id and o.observed_at >= m.month::timestamp at time zone 'Asia/Shanghai'
                    and o.observed_at < (m.month + interval '1 month') at time zone 'Asia/Shanghai'
  left join lateral (select x.value from observation x
                      where o.item = 'transparency' and x.object_id = o.object_id and x.item = 'depth'
                          and x.observed_at = o.observed_at
                        and x.value is not null and x.flag = 'VALID'
                      order by x.source, x.averaging limit 1) d on true
 where o.item in ('transparency', 'do', 'orp', 'nh3n', 'survey_black_odour', 'survey_satisfaction')
   and o.value is not null and o.flag in ('VALID', 'BELOW_DETECTION')) s
 where way = 1
 order by n, chainage_m, point, second, source;

-- name: evaluation_body_months
-- All months of a body, with what residents said. A month that is not found is known to be clean when every indicator
-- was measured.
select e.period_start, e.valid and (not e.attained or e.figures -> 'means' ?& '{transparency,do,orp,nh3n}') as valid,
    coalesce(e.level, 0) as level, coalesce(not e.attained, false) as is_found,
        (e.figures ->> 'survey_satisfaction')::numeric as satisfaction
  from evaluation e
 where e.subject_id = :subject::uuid and e.kind = 'BLACK_ODOUR' and e.standard_version = :edition
 order by e.period_start;

-- name: evaluation_discharges
-- Everything measured at an outfall on a day.
select d.n, o.item, o.value, o.flag
  from unnest(:subjects::uuid[], :days::date[]) with ordinality d(id, day, n)
  join observation o on o.object_id = d.id and o.observed_at >= d.day::timestamp at time zone 'Asia/Shanghai'
                    and o.observed_at < (d.day + 1)::timestamp at time zone 'Asia/Shanghai'
 where o.value is not null and o.flag in ('VALID', 'BELOW_DETECTION');

-- name: evaluation_discharge_empty
-- An edition that the object does not name any longer says nothing of the days; - is none.
update evaluation e
   set valid = false, attained = null, figures = '{"exact": {}, "items": {}, "exceeding": []}',
       revision = e.revision + 1,
       computed_at = :ctx_now::timestamptz
  from unnest(:subjects::uuid[], :days::date[], :standards::text[]) d(id, day, standard)
 where e.subject_id = d.id and e.kind = 'DISCHARGE_DAY' and e.period_start = d.day and e.standard_version <> d.standard
     and e.valid;

-- ---- what is read by others

-- define: evaluation
e.id, e.kind, e.period_start, e.standard_version,
case when o.id is not null then jsonb_build_object('id', o.id, 'kind', o.kind, 'name', o.name) end as object,
jsonb_build_object('id', t.id, 'code', t.code, 'name', t.name) as tenant,
e.valid, e.aqi, e.level, e.class, e.attained, e.figures, e.revision, e.computed_at

-- define: evaluation_matches
e.scope >= :page_lo and e.scope < :page_hi
/*?attained*/ and e.attained = :attained::boolean /*?*/
/*?from*/ and e.period_start >= :from::date /*?*/
/*?kind*/ and e.kind = :kind /*?*/
/*?object_id*/ and e.subject_id = :object_id::uuid /*?*/
/*?places*/ and (e.object_id is null) = :places::boolean /*?*/
/*?standard*/ and e.standard_version = :standard /*?*/
/*?to*/ and e.period_start <= :to::date /*?*/

-- name: evaluation_list
select {evaluation}
  from evaluation e join api_tenant t on t.id = e.tenant_id left join monitored_object o on o.id = e.object_id
 where {evaluation_matches} /*?page_after*/ and e.id < :page_after::uuid /*?*/
 order by e.id desc
 limit :page_limit;

-- name: evaluation_count
select count(*) as total from evaluation e where {evaluation_matches};

-- name: evaluation_of_range
-- An object's results that the range touches: its days, and the months and years they are in.
select {evaluation}
  from evaluation e join api_tenant t on t.id = e.tenant_id left join monitored_object o on o.id = e.object_id
 where e.subject_id = :object_id::uuid and e.period_start <= :to::date
   and e.period_start >= case when e.kind like '%\_YEAR%' then date_trunc('year', :from::date)
                              when e.kind in ('AIR_DAY', 'DISCHARGE_DAY') then :from::date
                                  else date_trunc('month', :from::date) end
 order by e.kind, e.standard_version, e.period_start;

-- name: evaluation_calendar
-- A year of days by one edition; without a wish the one in force on its last day, or today.
with edition as (
    select s.code from standard s
     where s.family = 'HJ633' and (:standard::text is null or s.code = :standard)
     order by s.valid_from <= least((:first_day::date + interval '1 year - 1 day')::date, :ctx_today::date) desc,
              abs(s.valid_from - least((:first_day::date + interval '1 year - 1 day')::date, :ctx_today::date))
     limit 1)
select :subject::uuid as subject_id, extract(year from :first_day::date)::integer as year, x.code as standard_version,
       (select e.figures from evaluation e
         where e.subject_id = :subject::uuid and e.kind = 'AIR_YEAR_DAYS' and e.standard_version = x.code
           and e.period_start = :first_day::date) as summary,
       (select coalesce(jsonb_agg(jsonb_build_object('date', e.period_start, 'aqi', e.aqi, 'level', e.level,
                                                     'primary', e.figures -> 'primary') order by e.period_start), '[]')
          from evaluation e
         where e.subject_id = :subject::uuid and e.kind = 'AIR_DAY' and e.standard_version = x.code
           and e.period_start >= :first_day::date
               and e.period_start < (:first_day::date + interval '1 year')::date) as days
  from edition x;

-- ---- what becomes of it: values of indicators, of districts and the city

-- name: evaluation_waiting
-- Places of which objects of some kinds are still marked in a year: their values wait until that is computed, and come
-- with the batch that takes the last mark. What was put off keeps nobody waiting.
select y.n
  from unnest(:places::text[], :years::date[]) with ordinality y(scope, first_day, n)
 where exists (select from evaluation_dirty d join monitored_object o on o.id = d.object_id
                where o.kind = any (:kinds::text[]) and o.scope >= y.scope and o.scope < y.scope || '~'
                    and d.not_before is null
                  and d.day >= y.first_day and d.day < (y.first_day + interval '1 year')::date);

-- name: evaluation_air_values
select y.n, v.code, 'Y' as period_kind, y.first_day as period_start, e.standard_version, v.value, v.top, v.bottom,
    v.sufficient
  from unnest(:subjects::uuid[], :years::date[]) with ordinality y(id, first_day, n)
  join evaluation e on e.subject_id = y.id and e.kind in ('AIR_YEAR', 'AIR_YEAR_DAYS') and e.period_start = y.first_day
 cross join lateral (
       select w.code, (e.figures #>> array['items', w.item, w.part, 'exact'])::numeric, null::integer, null::integer,
              coalesce((e.figures #>> array['items', w.item, w.part, 'valid'])::boolean, false)
         from (values ('AIR-PM25-Y', 'pm25', 'mean'), ('AIR-PM10-Y', 'pm10', 'mean'), ('AIR-SO2-Y', 'so2', 'mean'),
                      ('AIR-NO2-Y', 'no2', 'mean'), ('AIR-CO-P95', 'co', 'percentile'),
                          ('AIR-O3-P90', 'o3_8h', 'percentile'))
              w(code, item, part)
        where e.kind = 'AIR_YEAR'
       union all
       select 'AIR-AQIR-Y', null, (e.figures ->> 'good_days')::integer, (e.figures ->> 'valid_days')::integer, e.valid
        where e.kind = 'AIR_YEAR_DAYS'
       union all
       select 'AIR-HPD-D', (e.figures ->> 'heavy_days')::numeric, null, null, e.valid where e.kind = 'AIR_YEAR_DAYS'
       ) v(code, value, top, bottom, sufficient)
  join indicator i on i.code = v.code
union all
-- Months have means without a limit: they stand beside each edition that the year is judged by.
select y.n, i.code, 'M', m.period_start, e.standard_version, (m.figures #>> '{exact,pm25}')::numeric, null, null,
       not m.figures -> 'insufficient' ? 'pm25'
  from unnest(:subjects::uuid[], :years::date[]) with ordinality y(id, first_day, n)
  join indicator i on i.code = 'AIR-PM25-Y'
  join evaluation e on e.subject_id = y.id and e.kind = 'AIR_YEAR' and e.period_start = y.first_day
  join (select distinct on (x.subject_id, x.period_start) x.* from evaluation x
         where x.subject_id = any (:subjects::uuid[]) and x.kind = 'AIR_MONTH'
         order by x.subject_id, x.period_start, x.standard_version) m
    on m.subject_id = y.id and m.period_start >= y.first_day
        and m.period_start < (y.first_day + interval '1 year')::date;

-- name: evaluation_water_values
-- Of sections: those of a year count when they have their months, or while the year runs; of a quarter counts the
-- latest month. A figure that nothing is left of is insufficient.
with place as (
    select y.tenant_id, y.scope, y.first_day, y.n
      from unnest(:subjects::uuid[], :places::text[], :years::date[]) with ordinality y(tenant_id, scope, first_day, n)
), year as (
    select p.n, p.first_day, e.standard_version, o.assess_level, e.class, e.attained,
        (e.figures ->> 'improved')::boolean as improved
      from place p
      join monitored_object o on o.kind = 'WATER_SECTION' and o.assess_level <> 'NONE' and o.scope >= p.scope
          and o.scope < p.scope || '~'
      join evaluation e on e.subject_id = o.id and e.kind = 'WATER_YEAR' and e.period_start = p.first_day
          and e.class is not null
                       and (e.valid or :ctx_today::date < (p.first_day + interval '1 year')::date)
), month as (
    select p.n, e.period_start, date_trunc('quarter', e.period_start)::date as quarter, o.id, o.kind, o.assess_level,
           e.standard_version, e.class, e.attained,
           row_number() over (partition by p.n, o.id, date_trunc('quarter', e.period_start), e.standard_version
                              order by e.period_start desc) as back
      from place p
      join monitored_object o on o.kind in ('WATER_SECTION', 'WATER_BODY') and o.scope >= p.scope
          and o.scope < p.scope || '~'
      join evaluation e on e.subject_id = o.id and e.kind = case o.kind when 'WATER_BODY' then 'BLACK_ODOUR'
          else 'WATER_MONTH' end
                       and e.period_start >= p.first_day and e.period_start < (p.first_day + interval '1 year')::date
                           and e.valid
), river as (
    -- Worse than class V as a river: by its class, or by the shares of its sections where they are many.
    select p.n, date_trunc('quarter', e.period_start)::date as quarter, e.standard_version,
        coalesce(e.class = 6, e.level = 5) as is_worst,
           row_number() over (partition by p.n, o.id, date_trunc('quarter', e.period_start), e.standard_version
                              order by e.period_start desc) as back
      from place p
      join monitored_object o on o.kind = 'WATER_BODY' and o.is_small and o.scope >= p.scope
          and o.scope < p.scope || '~'
      join evaluation e on e.subject_id = o.id and e.kind = 'RIVER_MONTH' and e.valid
                       and e.period_start >= p.first_day and e.period_start < (p.first_day + interval '1 year')::date
), made(n, code, period_kind, period_start, standard_version, value, top, bottom) as (
    select n, 'WAT-SEC-ATT-R', 'Y', first_day, standard_version, null::numeric, count(*) filter (where attained),
        count(attained)
      from year where assess_level in ('NATIONAL', 'MUNICIPAL') group by n, first_day, standard_version
    union all
    select n, 'WAT-SEC-UP-N', 'Y', first_day, standard_version, count(*) filter (where attained or improved), null, null
      from year where assess_level in ('NATIONAL', 'MUNICIPAL') group by n, first_day, standard_version
    union all
    select n, 'WAT-INFV-R', 'Y', first_day, standard_version, null, count(*) filter (where class = 6), count(*)
      from year group by n, first_day, standard_version
    union all
    select n, 'WAT-INFV-N', 'Y', first_day, standard_version, count(*) filter (where class = 6), null, null
      from year group by n, first_day, standard_version
    union all
    select n, 'WAT-INFV-R', 'M', period_start, standard_version, null, count(*) filter (where class = 6), count(*)
      from month where kind = 'WATER_SECTION' and assess_level <> 'NONE' group by n, period_start, standard_version
    union all
    select n, 'WAT-INFV-N', 'M', period_start, standard_version, count(*) filter (where class = 6), null, null
      from month where kind = 'WATER_SECTION' and assess_level <> 'NONE' group by n, period_start, standard_version
    union all
    select n, 'WAT-SMALL-INFV-R', 'Q', quarter, standard_version, null, count(*) filter (where is_worst), count(*)
      from river where back = 1 group by n, quarter, standard_version
    union all
    select n, 'WAT-BO-N', 'Q', quarter, standard_version, count(*) filter (where not attained), null, null
      from month where kind = 'WATER_BODY' and back = 1 group by n, quarter, standard_version
)
select m.*, true as sufficient from made m join indicator i on i.code = m.code
union all
select p.n, v.indicator_code, v.period_kind, v.period_start, v.standard_version, null, null, null, false
  from place p
  join indicator_value v on v.tenant_id = p.tenant_id and v.superseded_at is null and v.computed_by = 'ENGINE'
      and v.validity = 'VALID'
                        and v.period_start >= p.first_day and v.period_start < (p.first_day + interval '1 year')::date
                        and v.indicator_code in ('WAT-SEC-ATT-R', 'WAT-SEC-UP-N', 'WAT-INFV-R', 'WAT-INFV-N',
                                                 'WAT-SMALL-INFV-R', 'WAT-BO-N')
 where not exists (select from made m where m.n = p.n and m.code = v.indicator_code and m.period_kind = v.period_kind
                      and m.period_start = v.period_start and m.standard_version = v.standard_version)
 order by 1, 2, 4;

-- name: evaluation_mark_editions
select evaluation_mark_editions(:codes::text[]);

-- name: evaluation_mark_object
-- The object itself changed: everything that was computed of it is to be computed anew, and what its discharge standard
-- may now judge.
insert into evaluation_dirty (object_id, scope, day)
select o.id, o.scope, e.period_start
  from monitored_object o
  join evaluation e on e.subject_id = o.id and e.kind in ('AIR_DAY', 'WATER_MONTH', 'BLACK_ODOUR', 'DISCHARGE_DAY')
 where o.id = :object_id::uuid
union
select o.id, o.scope, (x.observed_at at time zone 'Asia/Shanghai')::date
  from monitored_object o join observation x on x.object_id = o.id
 where o.id = :object_id::uuid and o.discharge_standard is not null;
