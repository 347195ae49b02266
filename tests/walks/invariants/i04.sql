-- SPDX-License-Identifier: MIT
-- I4: once a plan was filed the due date moves by T11, T14 and the pause (T24) alone, and no extension asked for before
-- T14 undoes its day; the first plan keeps what was registered; days late that have run are never cleared.
with moved as (
    select p.*, array_agg(case when f.from_state = 'SUSPENDED' then 'RESUME' else f.action end)
               filter (where f.id is not null) as actions,
           bool_or(f.rule = 'T08') as filed_now,
           exists (select from steps s where s.issue_id = p.issue_id and s.rule = 'T08'
                  and s.id <= (select log_id from before)) as filed,
           (select max(x.new_due) from extension_request x where x.issue_id = p.issue_id
                  and x.decision = 'APPROVED') as extended_to
      from pair p left join fresh f on f.issue_id = p.issue_id
     group by p.issue_id
)
select issue_id, 'the due date moved from ' || from_due || ' to ' || coalesce(to_due::text, 'none') || ' by ' ||
       coalesce(array_to_string(actions, ' '), 'nothing') as what
  from moved
 where filed and from_due is not null and to_due is distinct from from_due
   and not coalesce(actions && array['APPROVE_EXTENSION', 'RETURN', 'RESUME', 'APPROVE_PLAN_CHANGE'], false)
union all
select issue_id, 'a change of plan moved the due date from ' || from_due || ' to ' || to_due
  from moved
 where filed and to_due > from_due and 'APPROVE_PLAN_CHANGE' = any (actions)
   and not actions && array['APPROVE_EXTENSION', 'RETURN', 'RESUME']
union all
select issue_id, 'an extension brought the due date forward from ' || from_due || ' to ' || to_due
  from moved
 where to_due < from_due and 'APPROVE_EXTENSION' = any (actions)
     and not actions && array['RETURN', 'APPROVE_PLAN_CHANGE']
union all
select issue_id, 'the first plan is due on ' || to_due || ', later than the registered ' || from_due
  from moved
 where not filed and filed_now and from_due is not null and to_due > from_due
   and not actions && array['RESUME', 'APPROVE_EXTENSION', 'RETURN']
   and not exists (select from fresh f where f.issue_id = moved.issue_id and f.to_state = 'REGISTERED')
union all
select issue_id, 'days late fell from ' || from_late || ' to ' || to_late from moved
 where to_late < from_late and from_state <> 'REGISTERED'
union all
select f.issue_id, 'returned with more than 30 days'
  from fresh f join pair p on p.issue_id = f.issue_id
 where f.rule = 'T14' and f.id = (select max(l.id) from fresh l where l.issue_id = f.issue_id)
        and p.to_due > f.day + 30
union all
select x.issue_id, 'an extension applied for ' || x.days || ' working days before the due date'
  from (select *, pg_temp.workdays(applied_on - 1, old_due - 1) as days -- back from the due date, which may be a Sunday
          from (select *, (applied_at at time zone 'Asia/Shanghai')::date as applied_on from extension_request) a) x
 where x.applied_on >= (select day from before) and x.days < 10
union all
select x.issue_id, 'more than two extensions'
  from extension_request x where x.decision = 'APPROVED' group by x.issue_id having count(*) > 2
union all
select x.issue_id, 'an extension granted by its applicant'
  from extension_request x where x.decision is not null and x.decided_by = x.applied_by
union all
select x.issue_id, 'an extension granted that was applied for before ' || s.rule
  from extension_request x join steps s on s.issue_id = x.issue_id and s.at > x.applied_at and s.at < x.decided_at
 where x.decision = 'APPROVED' and s.rule in ('T14', 'T18', 'T21')
union all
select f.issue_id, 'the first plan of an issue without a due date exceeds its term'
  from fresh f join issue_plan p on p.issue_id = f.issue_id and p.is_active join issue i on i.id = f.issue_id
  join steps a on a.issue_id = f.issue_id and a.rule = 'T02'
 where f.rule = 'T08' and i.derived_from is null and i.reopened_from is null and p.version = 1
        and i.term_class = 'IMMEDIATE'
   and p.due_date > a.day + 30 + pg_temp.paused(f.issue_id, '2026-01-01', f.day) + 10
   and not exists (select from steps b where b.issue_id = f.issue_id and b.rule = 'T02' and b.id > a.id)
   and not exists (select from touched e where e.issue_id = f.issue_id and e.action = 'issue.update')
union all
select m.issue_id, 'the due date moved by ' || m.to_due - m.from_due || ' days for a pause of ' || z.resumed_on
    - z.from_on
  from moved m join issue_pause z on z.issue_id = m.issue_id
 where m.actions = array['RESUME'] and m.from_state = 'SUSPENDED' and m.from_due is not null
   and z.id = (select max(y.id) from issue_pause y where y.issue_id = m.issue_id)
   and not exists (select from touched e where e.issue_id = m.issue_id and e.action = 'issue.update'
                      and e.at >= m.from_day::timestamp at time zone 'Asia/Shanghai')
   and (m.to_due - m.from_due) not between z.resumed_on - z.from_on - 10 and z.resumed_on - z.from_on + 10
union all
select i.id, 'is ' || i.state || ' without a due date, though its term sets one'
  from issue i where i.state in ('ASSIGNED', 'SIGNED', 'PLANNING', 'PLAN_REVIEW') and i.due_date is null
   and i.term_class <> 'LONG_TERM'
