-- SPDX-License-Identifier: MIT
-- I2: no way to the end over an objection that is undecided, nor, but for a cancellation, over one that was upheld
-- without a new verification (T20); nothing is withdrawn from one.
select c.issue_id, 'ended over an undecided objection' as what
  from fresh c join publicity_objection o on o.issue_id = c.issue_id
 where c.to_state in ('CLOSED', 'MERGED', 'CANCELLED') and o.created_at <= c.at
   and (o.decided_at is null or o.decided_at > c.at)
union all
select c.issue_id, 'ended over an upheld objection'
  from fresh c join publicity_objection o on o.issue_id = c.issue_id
 where c.to_state in ('CLOSED', 'MERGED') and o.decision = 'VALID' and o.decided_at <= c.at
   and not exists (select from steps s where s.issue_id = c.issue_id and s.rule = 'T20'
          and s.at >= o.decided_at and s.id < c.id)
union all
select o.issue_id, 'who took the objection down decided it'
  from publicity_objection o where o.decided_by = o.created_by and o.decided_at is not null
