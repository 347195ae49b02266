-- SPDX-License-Identifier: MIT
-- Working-day calendars: the State Council's days off and make-up working days (调休), by year.

-- name: calendar_list
select c.year, c.source, c.loaded_at, c.row_version,
       (select count(*) from work_calendar_day d where d.year = c.year) as days
  from work_calendar c order by c.year desc;

-- name: calendar_get
select c.year, c.source, c.loaded_by, c.loaded_at, c.row_version,
       (select coalesce(jsonb_agg(jsonb_build_object('date', d.day, 'is_workday', d.is_workday, 'name', d.name) order by d.day), '[]')
          from work_calendar_day d where d.year = c.year) as days
  from work_calendar c where c.year = :year::integer;

-- name: calendar_put
insert into work_calendar as c (year, source, loaded_by, loaded_at)
values (:year::integer, :source, :ctx_actor, :ctx_now::timestamptz)
on conflict (year) do update set source = excluded.source, loaded_by = excluded.loaded_by, loaded_at = excluded.loaded_at,
                                 row_version = c.row_version + 1
returning year, row_version;

-- name: calendar_same
-- Whether the year is stored exactly like this already.
select (select c.source from work_calendar c where c.year = :year::integer) is not distinct from :source
       and coalesce((select jsonb_agg(jsonb_build_array(d.day::text, d.is_workday, d.name) order by d.day)
                       from work_calendar_day d where d.year = :year::integer), '[]')
         = coalesce((select jsonb_agg(jsonb_build_array(x."date"::text, x.is_workday, x.name) order by x."date")
                       from jsonb_to_recordset(:days::jsonb) x("date" date, is_workday boolean, name text)), '[]') as same;

-- name: calendar_days_delete
delete from work_calendar_day where year = :year::integer;

-- name: calendar_days_insert
insert into work_calendar_day (day, year, is_workday, name)
select x."date", :year::integer, x.is_workday, x.name
  from jsonb_to_recordset(:days::jsonb) x("date" date, is_workday boolean, name text);
