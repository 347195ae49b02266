-- SPDX-License-Identifier: MIT
-- Values that follow from the register of objects: what is to be counted anew, and what there is to count.

-- define: counted
-- The kinds of objects that a figure counts, and its periods.
(values ('PARCEL', 'SOIL-FARM-R', 'Y', 'year', '1 year'::interval),
 ('CONTAMINATED_SITE', 'SOIL-SITE-R', 'Y', 'year', '1 year'),
        ('WATER_BODY', 'WAT-CHIEF-R', 'Q', 'quarter', '3 months'), ('PLANT', 'INF-STP-CAP', 'Y', 'year', '1 year'))
w(kind, code, period, unit, step)

-- name: register_mark
-- From today on; of a parcel from the day of its measure on, which its history can tell.
insert into register_dirty (scope, kind, day)
select o.scope, o.kind, coalesce(o.measure_since, :ctx_today::date)
  from monitored_object o join {counted} on w.kind = o.kind
 where o.id = :object_id::uuid;

-- name: register_mark_day
-- Once a day everything: objects begin and end by date, and so do periods. In a new year the last one of sections is
-- judged as one that is over.
with before as (
    select watermark from job_run where job = :job
), turned as (
    update job_run set watermark = :ctx_today::date::text
     where job = :job and watermark is distinct from :ctx_today::date::text
    returning 1
), ended as (
    insert into evaluation_dirty (object_id, scope, day)
    select e.object_id, e.scope, (date_trunc('year', :ctx_today::date) - interval '1 day')::date
      from turned cross join before b
      join evaluation e on e.kind = 'WATER_YEAR'
          and e.period_start = (date_trunc('year', :ctx_today::date) - interval '1 year')::date
     where coalesce(left(b.watermark, 4) < left(:ctx_today::date::text, 4), true)
     group by e.object_id, e.scope
)
insert into register_dirty (scope, kind, day)
select distinct left(o.scope, 8), o.kind, :ctx_today::date
  from turned cross join monitored_object o join {counted} on w.kind = o.kind;

-- name: register_take
-- Takes marks away and tells what they touch: the periods of the districts and the city that the objects lie in, from
-- the day of the mark on, each as on its last day or today. A period that is over is corrected where a value of it
-- stands; a new one would be of a register that nobody kept then.
with taken as (
    delete from register_dirty
     where id in (select d.id from register_dirty d order by d.id limit :marks)
    returning scope, kind, day
), touched as (
    select distinct p.id, p.scope, w.kind, w.code, w.period, g.start::date as start,
        (g.start + w.step - interval '1 day')::date as last_day
      from (select scope, kind, min(day) as day from taken group by scope, kind) t
      join {counted} on w.kind = t.kind
      join indicator i on i.code = w.code
      join api_tenant p on (p.kind = 'CITY' and p.scope = left(t.scope, 4))
          or (p.kind = 'DISTRICT' and p.scope = left(t.scope, 8))
     cross join lateral generate_series(date_trunc(w.unit, t.day), :ctx_today::date, w.step) g(start)
)
select t.id, t.scope, t.kind, t.code, t.period, t.start, least(t.last_day, :ctx_today::date) as day, s.stands,
       (select r.value <> 0
          from standard e join standard_rule r on r.standard_code = e.code and r.name = 'sites_by_area'
         where e.family = 'EVAL'
         order by e.valid_from <= t.last_day desc, abs(e.valid_from - t.last_day)
         limit 1) as by_area
  from touched t
 cross join lateral (select exists (select from indicator_value v
                                     where v.tenant_id = t.id and v.indicator_code = t.code and v.period_kind = t.period
                                       and v.period_start = t.start and v.superseded_at is null) as stands) s
 where s.stands or t.last_day >= :ctx_today::date
 order by t.scope, t.code, t.start;

-- name: register_objects
-- What lay in the places on the days, alike taken together, sites one by one. Areas in hectares; none is larger than a
-- million km².
select y.n, o.farmland_grade, m.measure, coalesce(m.produce_complies, false) as produce_complies,
       coalesce(o.is_redeveloped, false) as is_redeveloped,
           coalesce(s.stage = 'RELEASED' and o.planned_use is not null, false) as meets_use,
       o.chief_post is not null as has_chief, count(*) as objects,
           trim_scale(least(sum(o.area_m2) / 10000, 100000000)) as area,
       least(sum(o.capacity), 100000000) as capacity
  from unnest(:places::text[], :kinds::text[], :days::date[]) with ordinality y(scope, kind, day, n)
  join monitored_object o on o.kind = y.kind and o.scope >= y.scope and o.scope < y.scope || '~'
      and o.valid_from <= y.day
                         and (o.valid_to is null or o.valid_to >= y.day)
                         and (o.kind <> 'PLANT' or o.capacity is not null)
  left join lateral (select h.measure, h.produce_complies
                       from monitored_object_measure h
                      where o.kind = 'PARCEL' and h.object_id = o.id and h.since <= y.day
                      order by h.since desc limit 1) m on true
  left join lateral (select h.stage
                       from monitored_object_stage h
                      where o.kind = 'CONTAMINATED_SITE' and h.object_id = o.id and h.since <= y.day
                      order by h.since desc limit 1) s on true
 group by y.n, o.farmland_grade, m.measure, coalesce(m.produce_complies, false), coalesce(o.is_redeveloped, false),
          coalesce(s.stage = 'RELEASED' and o.planned_use is not null, false), o.chief_post is not null,
          case o.kind when 'CONTAMINATED_SITE' then o.id end
 order by y.n;
