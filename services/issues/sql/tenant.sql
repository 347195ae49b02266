-- SPDX-License-Identifier: MIT
-- What the issues service asks of the directory: the working-day calendar.

-- name: calendar_days
-- Years that are loaded (no day), then their special days, ascending.
select y.year, null::date as day, true as is_workday from api_calendar_year y
 where y.year between extract(year from :from_day::date)::integer - 1 and extract(year from :to_day::date)::integer + 1
union all
select d.year, d.day, d.is_workday from api_calendar_day d where d.day between :from_day::date and :to_day::date
 order by 2 nulls first, 1;
