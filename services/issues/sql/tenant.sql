-- SPDX-License-Identifier: MIT
-- What the issues service asks of the directory: tenants by reference, and the working-day calendar.

-- name: tenant_find
-- An open tenant named by id or by today's code.
select t.id, t.code, t.name, t.scope, t.kind
  from api_tenant t
 where t.closed_on is null and (t.code = :ref or t.id::text = :ref)
 limit 1;

-- name: calendar_days
-- Years that are loaded (no day), then their special days, ascending.
select y.year, null::date as day, true as is_workday from api_calendar_year y
 where y.year between extract(year from :from_day::date)::integer - 1 and extract(year from :to_day::date)::integer + 1
union all
select d.year, d.day, d.is_workday from api_calendar_day d where d.day between :from_day::date and :to_day::date
 order by 2 nulls first, 1;
