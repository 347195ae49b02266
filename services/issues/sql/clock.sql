-- SPDX-License-Identifier: MIT
-- Pauses, the limits of steps, and what a pause moves.

-- name: clock_start
insert into issue_clock (issue_id, tenant_id, scope, kind, started_on, amount, unit, due_on, due_provisional)
select i.id, i.tenant_id, i.scope, :kind, :ctx_today::date, :amount::integer, :unit, :due_on::date,
    :due_provisional::boolean
  from issue i where i.id = :issue_id::uuid;

-- name: clock_end
-- Those that do not go on in the state the issue comes to.
update issue_clock set ended_on = :ctx_today::date
 where issue_id = :issue_id::uuid and ended_on is null and kind <> all (:kept::text[]);

-- name: clock_open
select id, kind, started_on, amount, unit from issue_clock where issue_id = :issue_id::uuid and ended_on is null
    order by id;

-- name: clock_set
update issue_clock set due_on = :due_on::date, due_provisional = :due_provisional::boolean where id = :clock_id::bigint;

-- name: pause_start
insert into issue_pause (issue_id, tenant_id, scope, from_on, until_on, reason_code)
select i.id, i.tenant_id, i.scope, :ctx_today::date, :until::date, :reason_code from issue i
    where i.id = :issue_id::uuid;

-- name: pause_end
update issue_pause set resumed_on = :resumed_on::date where issue_id = :issue_id::uuid and resumed_on is null;

-- name: pause_list
select from_on, until_on, resumed_on from issue_pause where issue_id = :issue_id::uuid order by id;

-- name: pause_moves
-- Planned dates of what was still to be done move with the clocks, in the plan in force and in one under review; with
-- the latter its own due date, an extension that nobody has decided yet, and a public notice that had not run its time.
with plans as (
    update issue_plan set due_date = due_date + :days::integer, row_version = row_version + 1,
        updated_at = :ctx_now::timestamptz
     where issue_id = :issue_id::uuid and state = 'SUBMITTED'
), extensions as (
    update extension_request
       set old_due = old_due + :days::integer, new_due = new_due + :days::integer, row_version = row_version + 1
     where issue_id = :issue_id::uuid and decision is null
), notices as (
    update publicity set end_on = end_on + :days::integer, row_version = row_version + 1
     where issue_id = :issue_id::uuid and ended_on is null and end_on >= :from_on::date
)
update milestone m
   set planned_date = m.planned_date + :days::integer, row_version = m.row_version + 1,
       updated_at = :ctx_now::timestamptz
  from issue_plan p
 where p.id = m.plan_id and p.issue_id = :issue_id::uuid and (p.is_active or p.state = 'SUBMITTED')
   and (m.actual_date is null or m.planned_date >= :from_on::date);

-- name: clock_provisional
-- Limits that run and were computed without a calendar that is loaded by now; in key order, a batch.
select id, issue_id, kind, started_on, amount, unit from issue_clock
 where due_provisional and ended_on is null and id > :after::bigint order by id limit 200;

-- name: clock_follow
-- The issue's own copy of a limit that was computed again. A step that was counted late and is not is not counted.
update issue i
   set step_due = case when :kind = 'BOUNCE' then i.step_due else :due_on::date end,
       bounce_by = case when :kind = 'BOUNCE' then :due_on::date else i.bounce_by end,
       late_steps = i.late_steps - (:kind <> 'BOUNCE' and i.step_is_late and :due_on::date >= {clock_day})::integer,
       step_is_late = i.step_is_late and (:kind = 'BOUNCE' or :due_on::date < {clock_day}),
       row_version = i.row_version + 1, updated_at = :ctx_now::timestamptz
 where i.id = :issue_id::uuid
   and (case when :kind = 'BOUNCE' then i.bounce_by else i.step_due end) is distinct from :due_on::date;
