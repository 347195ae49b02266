-- SPDX-License-Identifier: MIT
-- Domain B.4: no step towards the end, nor out of the way, while a finding of how the issue was rectified stands; the
-- issue shows the latest that stands; what the city found the city clears. Nor over derived issues that have not come
-- to work.
select f.issue_id, f.rule || ' over a finding of ' || c.kind as what
  from fresh f join conduct_finding c on c.issue_id = f.issue_id
 where f.rule in ('T15', 'T16', 'T17', 'T19', 'T21', 'T22', 'T25') and not c.is_dereliction and c.found_at <= f.at
   and (c.cleared_at is null or c.cleared_at > f.at)
union all
select i.id, 'shows ' || coalesce(i.false_rectification, 'nothing') || ' of the findings that stand'
  from issue i
 where i.false_rectification is distinct from (select c.kind from conduct_finding c
                                                where c.issue_id = i.id and not c.is_dereliction
                                                  and c.cleared_at is null order by c.id desc limit 1)
union all
select c.issue_id, 'a finding of the city cleared by a ' || t.kind
  from conduct_finding c join audit_entry a on a.object_kind = 'finding' and a.object_id = c.id::text
        and a.action = 'finding.clear'
  join tenant t on t.id = a.tenant_id
 where c.found_level = 'CITY' and t.kind <> 'CITY'
union all
-- the parent does not go on over derived issues that have not come to work, nor over those of what was merged into it
-- or was opened again as it
select f.issue_id, f.rule || ' over ' || k.code || ', which had not come to work'
  from fresh f
 cross join lateral (with recursive root (id) as (
                         select f.issue_id
                         union
                         select b.id
                           from root r
                          cross join lateral (select m.id from issue m
                                                join steps s on s.issue_id = m.id and s.to_state = 'MERGED'
                                                     and s.at <= f.at
                                               where m.merged_into = r.id
                                              union all
                                              select n.reopened_from from issue n
                                               where n.id = r.id and n.reopened_from is not null) b
                     )
                     select i.id, i.code from root r join issue i on i.derived_from = r.id and i.created_at < f.at) k
 where f.rule in ('T12', 'T13', 'T15', 'T16', 'T17', 'T19', 'T21', 'T22')
   and (select case s.to_state when 'SUSPENDED' then s.from_state else s.to_state end
          from steps s where s.issue_id = k.id and s.at <= f.at order by s.id desc limit 1)
       in ('REGISTERED', 'ASSIGNED', 'SIGNED', 'PLANNING', 'PLAN_REVIEW', 'PLAN_FILED')
