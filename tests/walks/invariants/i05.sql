-- SPDX-License-Identifier: MIT
-- I5: while an issue is suspended nothing changes by time alone; no report is missed for a day inside; a pause ends
-- on its day however
-- late the system comes to it, and lasts no longer than it may.
with still as (
    select p.* from pair p
     where p.from_state = 'SUSPENDED' and p.to_state = 'SUSPENDED' and not exists (select from fresh f
            where f.issue_id = p.issue_id)
       and not exists (select from issue_past e where e.issue_id = p.issue_id)
)
select issue_id, 'days late grew while suspended' as what from still where to_late > from_late
union all
select issue_id, 'the due date moved while suspended' from still where to_due is distinct from from_due
union all
select issue_id, 'the limit of the step moved while suspended' from still where to_step is distinct from from_step
union all
select issue_id, 'a report was missed while suspended' from still where to_missed > from_missed
union all
select issue_id, 'the ladder was climbed while suspended' from still where to_told > from_told
union all
select issue_id, 'the notice moved while suspended' from still where to_end is distinct from from_end
union all
select l.issue_id, 'the light turned ' || l.to_light || ' by time while suspended'
  from light_log l join still s on s.issue_id = l.issue_id
 where l.on_date > s.from_day and not exists (select from issue i where i.id = l.issue_id
        and i.false_rectification is not null)
   and not exists (select from touched e where e.issue_id = l.issue_id and e.action = 'issue.update' and e.at between
                   l.at - interval '1 minute' and l.at + interval '1 minute')
union all
select r.issue_id, 'a report due on ' || d.day || ' was missed inside a pause'
  from progress_report r cross join lateral (select coalesce(r.resubmit_by, r.due_on) as day) d
       join issue_pause z on z.issue_id = r.issue_id and d.day > z.from_on and d.day < z.resumed_on
 where r.was_missed and d.day > (select day from before) - 200 and r.created_at < z.from_on
union all
select z.issue_id, 'a pause until ' || z.until_on || ' ended on ' || z.resumed_on
  from issue_pause z where z.resumed_on > z.until_on + 1
union all
select z.issue_id, 'a pause of ' || z.until_on + 1 - z.from_on || ' days' from issue_pause z
       where z.until_on + 1 - z.from_on > 180
union all
select z.issue_id, 'pauses of more than 180 days together'
  from issue_pause z group by z.issue_id having sum(least(z.resumed_on, z.until_on + 1) - z.from_on) > 180
union all
select i.id, 'suspended beyond ' || i.suspended_until from issue i, today t where i.state = 'SUSPENDED'
       and i.suspended_until < t.day
union all
select f.issue_id, 'suspended without a reason' from fresh f where f.action = 'SUSPEND'
       and coalesce(f.reason, '') = ''
union all
select c.issue_id, 'the limit to ' || c.kind || ' is not ' || c.amount || ' working days outside pauses: ' || c.due_on
  from issue_clock c join issue i on i.id = c.issue_id
 where c.ended_on is null and c.unit = 'WD' and not c.due_provisional and i.state <> 'SUSPENDED'
   and c.amount <> pg_temp.workdays(c.started_on, c.due_on)
                   - (select count(distinct k.day) from issue_pause z join calendar k on k.day >= z.from_on
                      and k.day < z.resumed_on
                       where z.issue_id = c.issue_id and k.is_workday and k.day > c.started_on and k.day <= c.due_on)
