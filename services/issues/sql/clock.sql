-- SPDX-License-Identifier: MIT
-- Pauses, the limits of steps, and what a pause moves.

-- define: unplanned_states
-- Assigned, and without a filed plan (issue_is_unplanned of domain/issue_due.h, compared in a test).
'ASSIGNED', 'SIGNED', 'PLANNING', 'PLAN_REVIEW'

-- define: late_by_term
-- Days behind the due date that it gets; null is none.
greatest(0, {clock_day} - :due_on::date)

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
-- Planned dates of what was still to be done move with the clocks, in the plan in force and in those that are not filed
-- yet; with the latter their own due date, which keeps to the issue's, an extension that nobody has decided yet, and a
-- public notice that had not run its time: by the days of the pause that it ran, as publicity_paused counts them.
with plans as (
    update issue_plan
       set due_date = case when due_date = :old_due::date then :new_due::date
                           when due_date < :old_due::date then least(due_date + :days::integer, :new_due::date)
                           else due_date + :days::integer end,
           row_version = row_version + 1, updated_at = :ctx_now::timestamptz
     where issue_id = :issue_id::uuid and state in ({unfiled})
), extensions as (
    update extension_request
       set old_due = old_due + :days::integer, new_due = new_due + :days::integer, row_version = row_version + 1
     where issue_id = :issue_id::uuid and decision is null
), notices as (
    update publicity
       set end_on = end_on + (:from_on::date + :days::integer - greatest(:from_on::date, start_on)),
           row_version = row_version + 1
     where issue_id = :issue_id::uuid and ended_on is null and end_on >= :from_on::date
       and start_on < :from_on::date + :days::integer
)
update milestone m
   set planned_date = m.planned_date + :days::integer, row_version = m.row_version + 1,
       updated_at = :ctx_now::timestamptz
  from issue_plan p
 where p.id = m.plan_id and p.issue_id = :issue_id::uuid and (p.is_active or p.state in ({unfiled}))
   and (m.actual_date is null or m.planned_date >= :from_on::date);

-- name: clock_of_year
-- Limits that run and have days of a year whose calendar came or changed, or were computed without theirs; in key
-- order, a batch.
select id, issue_id, kind, started_on, amount, unit, due_on, due_provisional from issue_clock
 where (due_provisional or (started_on < make_date(:year::integer + 1, 1, 1)
                            and due_on >= make_date(:year::integer, 1, 1)))
   and ended_on is null and id > :after::bigint order by id limit 200;

-- name: clock_running
-- One of them, if no step has ended it meanwhile.
select id, kind, started_on, amount, unit, due_on, due_provisional from issue_clock
 where id = :clock_id::bigint and ended_on is null;

-- name: clock_follow
-- A limit that was computed again, and the issue's own copy of it. A step that was counted late and is not is not
-- counted.
with moved as (
    update issue_clock set due_on = :due_on::date, due_provisional = :due_provisional::boolean
     where id = :clock_id::bigint and ended_on is null
    returning issue_id, kind = 'BOUNCE' as is_bounce
)
update issue i
   set step_due = case when s.is_bounce then i.step_due else :due_on::date end,
       bounce_by = case when s.is_bounce then :due_on::date else i.bounce_by end,
       late_steps = i.late_steps - (not s.is_bounce and i.step_is_late and :due_on::date >= {clock_day})::integer,
       step_is_late = i.step_is_late and (s.is_bounce or :due_on::date < {clock_day}),
       row_version = i.row_version + 1, updated_at = :ctx_now::timestamptz
  from moved s
 where i.id = s.issue_id
   and (case when s.is_bounce then i.bounce_by else i.step_due end) is distinct from :due_on::date;

-- name: due_by_term
-- The due date of an issue that nobody named one for (domain/issue_due.h). Days late that ran stay, and the ladder
-- begins anew.
with spell as (
    insert into issue_late_spell (issue_id, tenant_id, scope, due_on, ended_on, days, action)
    select i.id, i.tenant_id, i.scope, i.due_date, :ctx_today::date, ({late}) - ({late_by_term}), 'UPDATE'
      from issue i where i.id = :issue_id::uuid and ({late}) > ({late_by_term})
)
update issue i
   set due_date = :due_on::date, due_nominal = :due_on::date, due_moved_to = null, due_provisional = false,
       due_by_term = :due_on::date is not null,
       late_days = i.late_days + greatest(0, ({late}) - ({late_by_term})),
       overdue_since = case when i.overdue_since is not null and :due_on::date < {clock_day}
                            then :due_on::date + 1 end,
       episode = i.episode + (i.due_date is not null)::integer,
       row_version = i.row_version + 1, updated_at = :ctx_now::timestamptz
 where i.id = :issue_id::uuid;

-- name: due_of_programme
-- Issues without a due date of their own that are carried out by a programme; in key order, a batch.
select i.id from issue i
 where i.programme_id = :programme_id::uuid and i.state in ({unplanned_states})
   and (i.due_by_term or i.due_date is null) and i.id > :after::uuid order by i.id limit 200;

-- name: due_missing
-- Assigned issues without a due date, or with one that nobody named and that is not their programme's; in key order, a
-- batch.
select i.id from issue i left join programme g on g.id = i.programme_id and g.state = 'ISSUED'
 where i.state in ({unplanned_states}) and (i.due_date is null or i.due_by_term and g.due_date <> i.due_nominal)
   and i.id > :after::uuid order by i.id limit 200;

-- name: due_of_year
-- Open issues whose due date a pause moved to days of a year whose calendar came or changed, or by one that was not
-- there; in key order, a batch. What a person named is not rolled. A step that moves it now comes before this or
-- behind it.
select id, scope, state, severity, term_class, due_nominal, due_date from issue i
 where (i.due_provisional or (i.due_moved_to = i.due_date and i.due_nominal < make_date(:year::integer + 1, 1, 1)
                              and i.due_date >= make_date(:year::integer, 1, 1)))
   and {open} and i.id > :after::uuid order by i.id limit 200 for update;

-- name: due_set
-- The day that it is late since goes along; who is not late any more is not.
update issue i
   set due_date = :due_on::date, due_moved_to = :due_on::date, due_provisional = :due_provisional::boolean,
       overdue_since = case when i.overdue_since is not null and :due_on::date < {clock_day} then :due_on::date + 1 end,
       row_version = i.row_version + 1, updated_at = :ctx_now::timestamptz
 where i.id = :issue_id::uuid
   and (i.due_date, i.due_provisional) is distinct from (:due_on::date, :due_provisional::boolean);
