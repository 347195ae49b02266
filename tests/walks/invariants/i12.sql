-- SPDX-License-Identifier: MIT
-- I12: struck off (T19) only after a notice of this round ran seven days or more, its first day counted and pauses
-- left out; the materials
-- of B.5 are there (nos. 9 to 11 of this round), the five standards are met, and who strikes off is not who applied.
with closing as (
    select c.issue_id, c.id, c.at, c.day, c.actor, o.at as opened_at
      from fresh c join steps o on o.id = pg_temp.round_of(c.issue_id, c.id)
     where c.rule = 'T19'
), notice as (
    select c.id as step, max(c.day - b.start_on - pg_temp.paused(c.issue_id, b.start_on, c.day - 1)) as days
      from closing c join publicity b on b.issue_id = c.issue_id and b.created_at >= c.opened_at
             and b.created_at <= c.at
                                     and (b.ended_on is null or b.ended_on >= c.day)
     group by c.id
), needed as (
    select c.issue_id, k.kind
      from closing c cross join unnest(array['APPLICATION_FORM', 'PLAN_APPROVAL', 'SELF_CHECK_REPORT',
             'LONG_TERM_NOTE', 'ONSITE_SHEET',
                                             'PUBLICITY_PROOF', 'ACCEPTANCE_OPINION']) k (kind)
    union
    select c.issue_id, k.kind
      from closing c join issue_plan p on p.issue_id = c.issue_id and p.is_active join measure m on m.plan_id = p.id
      join (values ('ENG', 'ENGINEERING_FILE'), ('ENG', 'BEFORE_AFTER_PHOTO'), ('INST',
             'INSTITUTION_FILE')) k (type, kind) on k.type = m.type
)
select c.issue_id, 'the notice ran ' || coalesce(n.days, 0) || ' days' as what
  from closing c left join notice n on n.step = c.id where coalesce(n.days, 0) < 7
union all
select c.issue_id, 'struck off without ' || n.kind
  from closing c join needed n on n.issue_id = c.issue_id
 where not exists (select from evidence e where e.issue_id = c.issue_id and e.kind = n.kind and e.created_at <= c.at
                      and (e.deleted_at is null or e.deleted_at > c.at))
union all
select c.issue_id, 'struck off with ' || k.kind || ' of an earlier round or notice'
  from closing c cross join unnest(array['ONSITE_SHEET', 'PUBLICITY_PROOF', 'ACCEPTANCE_OPINION']) k (kind)
 where not exists (select from evidence e where e.issue_id = c.issue_id and e.kind = k.kind and e.created_at <= c.at
                      and e.created_at > c.opened_at and (e.deleted_at is null or e.deleted_at > c.at)
                      and (e.kind <> 'PUBLICITY_PROOF' or e.created_at > (select max(b.created_at) from publicity b
                              where b.issue_id = c.issue_id and b.created_at <= c.at)))
union all
select c.issue_id, 'struck off with ' || jsonb_array_length(f.facts -> 'criteria') || ' of the five standards'
  from closing c join issue_closure f on f.issue_id = c.issue_id
 where (select count(distinct k) from jsonb_array_elements_text(f.facts -> 'criteria') k) < 5
union all
select c.issue_id, 'struck off without an evaluation of the effect'
  from closing c join issue_closure f on f.issue_id = c.issue_id
         where coalesce(f.facts ->> 'effect_evaluation', '') = ''
union all
select c.issue_id, 'struck off by who applied for acceptance'
  from closing c join steps a on a.issue_id = c.issue_id and a.actor = c.actor
 where a.id = (select max(s.id) from steps s where s.issue_id = c.issue_id and s.rule = 'T12' and s.id < c.id)
