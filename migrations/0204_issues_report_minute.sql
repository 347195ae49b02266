-- SPDX-License-Identifier: MIT
-- A report is due by the minute (domain B.6): the tenant's figure at the time the period was laid out. Those laid out before were
-- due by the end of the day.
set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table progress_report add column due_minute integer not null default 1440
    constraint progress_report_due_minute_check check (due_minute between 0 and 1440);
