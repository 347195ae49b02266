-- SPDX-License-Identifier: MIT
-- I5, B.6: reports are due by Friday, by the 25th, by the 25th of a quarter's last month, also after a pause; at the
-- end of the period only where the work ends before that day, or began after it, and later of days before the issue
-- left the work over that day. Periods do not lie over one another; what is late was not handed in by its day.
with report as (
    select r.*, case r.period_kind when 'WEEK' then date_trunc('week', r.period_end)::date + 4
                     when 'MONTH' then date_trunc('month', r.period_end)::date + 24
                     else (date_trunc('quarter', r.period_end) + interval '2 months')::date + 24 end as usual
      from progress_report r join issue i on i.id = r.issue_id
     where r.period_kind <> 'ADHOC' and r.updated_at >= (select day from before)
)
select issue_id, 'a report of the ' || lower(period_kind) || ' until ' || period_end || ' is due on ' || due_on as what
  from report
 where due_on <> usual and not (due_on = period_end and (usual > period_end or usual <= period_start))
   and not (due_on > period_end
            and exists (select from steps s
                         where s.issue_id = report.issue_id and s.day = report.period_end + 1
                           and s.from_state in ('RECTIFYING', 'LONG_TERM')
                           and s.to_state not in ('RECTIFYING', 'LONG_TERM')))
union all
select a.issue_id, 'two reports for ' || b.period_start
  from report a join progress_report b on b.issue_id = a.issue_id and b.period_kind = a.period_kind
 where b.period_start > a.period_start and b.period_start <= a.period_end
union all
select r.issue_id, 'a report due on ' || r.due_on || ' counts as missed'
  from report r, today t where r.was_missed and r.due_on > t.day
