-- SPDX-License-Identifier: MIT
-- B.3 T09, T21, B.6: who stands where work goes on, or where a stage is kept up, is asked for reports, also behind the
-- due date and after years; what was not handed in by its day, or not again, is missed. Where none is owed, time alone
-- asks for none. Who comes back is still asked for what he worked before he left.
with running as (
    select i.id, i.state_since from issue i where i.state in ('RECTIFYING', 'LONG_TERM')
), asked as (
    select r.*, (r.created_at at time zone 'Asia/Shanghai')::date as created_on from progress_report r
     where r.period_kind <> 'ADHOC'
)
select i.id as issue_id, 'no report is asked for' as what
  from running i, today t
 where i.state_since < (t.day::timestamp at time zone 'Asia/Shanghai')
   and not exists (select from asked r where r.issue_id = i.id and t.day between r.period_start and r.period_end)
union all
select r.issue_id, 'a report due on ' || r.due_on || ' is still ' || lower(r.state)
  from progress_report r join running i on i.id = r.issue_id, today t
 where (r.state = 'DUE' and r.due_on < t.day) or (r.state = 'RETURNED' and coalesce(r.resubmit_by < t.day, true))
union all
select s.issue_id, 'no report asks for ' || s.day - 1
  from steps s join running i on i.id = s.issue_id
 where s.from_state in ('RECTIFYING', 'LONG_TERM') and s.to_state not in ('RECTIFYING', 'LONG_TERM')
   and exists (select from steps e
                where e.issue_id = s.issue_id and e.id < s.id and e.day < s.day
                  and e.to_state in ('RECTIFYING', 'LONG_TERM')
                  and not exists (select from steps o where o.issue_id = s.issue_id and o.id > e.id and o.id < s.id
                                     and o.to_state not in ('RECTIFYING', 'LONG_TERM')))
   and not exists (select from asked r where r.issue_id = s.issue_id
                      and s.day - 1 between r.period_start and r.period_end)
union all
select r.issue_id, 'a report is asked for in ' || p.to_state
  from asked r join pair p on p.issue_id = r.issue_id
 where r.created_on > (select day from before) and p.from_state = p.to_state
   and p.to_state not in ('RECTIFYING', 'LONG_TERM') and not exists (select from fresh f where f.issue_id = p.issue_id)
