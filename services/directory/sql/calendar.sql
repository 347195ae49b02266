-- SPDX-License-Identifier: MIT
-- Working-day calendars: the State Council's days off and make-up working days (调休), by year.

-- name: calendar_list
select c.year, c.source, c.loaded_at, c.row_version,
       (select count(*) from work_calendar_day d where d.year = c.year) as days
  from work_calendar c order by c.year desc;

-- name: calendar_get
select c.year, c.source, c.loaded_by, c.loaded_at, c.row_version,
       (select coalesce(jsonb_agg(jsonb_build_object('date', d.day, 'is_workday', d.is_workday, 'name', d.name)
                                  order by d.day), '[]')
          from work_calendar_day d where d.year = c.year) as days
  from work_calendar c where c.year = :year::integer;

-- name: calendar_put
-- A first one, or the next version of the one that the caller read; no row when it stands otherwise.
with first as (
    insert into work_calendar (year, source, loaded_by, loaded_at)
    select :year::integer, :source, :ctx_actor, :ctx_now::timestamptz where :ctx_if_match::integer is null
    on conflict (year) do nothing
    returning row_version
), next as (
    update work_calendar c
       set source = :source, loaded_by = :ctx_actor, loaded_at = :ctx_now::timestamptz, row_version = c.row_version + 1
     where c.year = :year::integer and c.row_version = :ctx_if_match::integer
    returning row_version
)
select row_version from first union all select row_version from next;

-- name: calendar_same
-- Whether the year is stored exactly like this already, and its version, 0 for none.
select coalesce((select c.row_version from work_calendar c where c.year = :year::integer), 0) as row_version,
       (select c.source from work_calendar c where c.year = :year::integer) is not distinct from :source
       and coalesce((select jsonb_agg(jsonb_build_array(d.day::text, d.is_workday, d.name) order by d.day)
                       from work_calendar_day d where d.year = :year::integer), '[]')
         = coalesce((select jsonb_agg(jsonb_build_array(x."date"::text, x.is_workday, x.name) order by x."date")
                       from jsonb_to_recordset(:days::jsonb) x("date" date, is_workday boolean, name text)),
                           '[]') as same;

-- name: calendar_days_delete
delete from work_calendar_day where year = :year::integer;

-- name: calendar_days_insert
insert into work_calendar_day (day, year, is_workday, name)
select x."date", :year::integer, x.is_workday, x.name
  from jsonb_to_recordset(:days::jsonb) x("date" date, is_workday boolean, name text);
