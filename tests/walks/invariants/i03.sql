-- SPDX-License-Identifier: MIT
-- I3: the stage of a long-term issue (T21) and its end (T22) rest on verifications of their own, PASS at the level
-- that closes, of each goal of the plan; the end has a document.
with step as (
    select c.issue_id, c.id, c.rule, c.at, c.document_no, i.term_class,
           case when i.closing_level = 'CITY' then 'CITY' else 'DISTRICT' end as level,
           (select max(s.at) from steps s where s.issue_id = c.issue_id and s.id < c.id
               and s.rule in (case when c.rule = 'T22' then 'T21' else 'T09' end, case
                      when c.rule = 'T21' then 'T14' end,
                              case when c.rule = 'T21' then 'T18' end)) as since
      from fresh c join issue i on i.id = c.issue_id
     where c.rule in ('T21', 'T22')
)
select issue_id, rule || ' without a ' || level || ' verification that passed since ' || since as what
  from step s
 where coalesce((select v.result from verification v where v.issue_id = s.issue_id and v.level = s.level
        and v.created_at >= s.since
                    and v.created_at <= s.at order by v.verified_on desc, v.seq desc limit 1), '') <> 'PASS'
union all
select s.issue_id, s.rule || ' without a ' || s.level || ' verification that passed of the goal ' ||
    (g.value ->> 'text')
  from step s join issue_plan p on p.issue_id = s.issue_id and p.is_active
 cross join lateral jsonb_array_elements(p.goals) g
 where coalesce((select v.result from verification v where v.issue_id = s.issue_id and v.level = s.level
        and v.goal = g.value ->> 'text' and v.created_at >= s.since and v.created_at <= s.at
      order by v.verified_on desc, v.seq desc limit 1), '') <> 'PASS'
union all
select issue_id, 'T22 without a document' from step where rule = 'T22' and coalesce(document_no, '') = ''
union all
select issue_id, 'T21 of an issue that is not long-term' from step where rule = 'T21' and term_class <> 'LONG_TERM'
