-- SPDX-License-Identifier: MIT
-- Calendars as every service sees them.

-- name: calendar_days_all
select day, is_workday from api_calendar_day order by day;

-- name: calendar_years_all
select year from api_calendar_year order by year;
