-- SPDX-License-Identifier: MIT
-- I6: what is named by id exists and belongs here: evidence of a rebound is the issue's own and newer than its
-- closing (that it went on after a pause is none); what takes an issue over is another one whose work is not done yet;
-- a verification names members that are some.
select f.issue_id, 'reopened on evidence ' || coalesce(e.value, 'of nothing') as what
  from fresh f left join lateral jsonb_array_elements_text(f.detail -> 'evidence_ids') e on true
 where f.action = 'REOPEN'
   and not exists (select from evidence v
                    where v.id::text = e.value and v.issue_id = f.issue_id
                      and v.created_at >= (select max(s.at) from steps s where s.issue_id = f.issue_id and s.id < f.id
                                              and s.to_state in ('CLOSED', 'LONG_TERM')
                                              and s.from_state <> 'SUSPENDED'))
union all
select f.issue_id, 'reopened without an account of the recurrence' from fresh f where f.action = 'REOPEN'
       and coalesce(f.reason, '') = ''
union all
select f.issue_id, 'merged into nothing' from fresh f join issue i on i.id = f.issue_id
 where f.action = 'MERGE' and (i.merged_into is null or i.merged_into = i.id)
union all
select f.issue_id, 'merged into one that was ' || t.state
  from fresh f join issue i on i.id = f.issue_id
 cross join lateral (select s.to_state as state from steps s where s.issue_id = i.merged_into and s.at <= f.at
                      order by s.id desc limit 1) t
 where f.action = 'MERGE' and t.state not in ('REGISTERED', 'ASSIGNED', 'SIGNED', 'PLANNING', 'PLAN_REVIEW',
                                              'PLAN_FILED', 'RECTIFYING')
union all
select v.issue_id, 'verified by a member who is none'
  from verification v cross join lateral jsonb_array_elements(v.verifiers) p
 where p.value ? 'member_id'
   and not exists (select from member m where m.id::text = p.value ->> 'member_id')
