-- SPDX-License-Identifier: MIT
-- I11: a step whose limit has passed is yellow at least and never red by itself; it is reminded of, and counted
-- also when it is done.
with late as (
    select i.id, i.light, i.light_reasons, i.late_steps, c.kind, c.due_on
      from issue i join issue_clock c on c.issue_id = i.id, today t
     where c.ended_on is null and c.kind <> 'BOUNCE' and c.due_on < t.day
       and i.state not in ('SUSPENDED', 'CLOSED', 'REOPENED', 'CANCELLED', 'MERGED')
)
select id as issue_id, 'the limit to ' || kind || ' passed on ' || due_on || ' and the light is green' as what
       from late where light = 'GREEN'
union all
select id, 'the limit to ' || kind || ' passed and nobody was reminded' from late l
 where not exists (select from steps s, today t where s.issue_id = l.id and s.day = t.day)
   and not exists (select from escalation e where e.issue_id = l.id and e.level = 1
          and starts_with(e.rung, 'L1-STEP'))
union all
select id, 'the limit to ' || kind || ' passed and is not counted' from late where late_steps = 0
union all
select l.issue_id, 'red by nothing but the limit of a step'
  from light_log l, before b
 where l.to_light = 'RED' and l.on_date >= b.day and l.reasons::text ~ 'STEP' and jsonb_array_length(l.reasons) = 1
union all
select c.issue_id, 'the step ' || c.kind || ' was done late, and is not counted'
  from issue_clock c join issue i on i.id = c.issue_id, before b
 where c.kind <> 'BOUNCE' and c.ended_on > c.due_on and c.ended_on >= b.day and i.late_steps = 0
