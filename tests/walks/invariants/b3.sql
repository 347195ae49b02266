-- SPDX-License-Identifier: MIT
-- Domain B.3, row by row: what every step of the log must have behind it, whatever way led there.
with path as (
    select * from (values
        ('T01', null, 'REGISTERED'), ('T02', 'REGISTERED', 'ASSIGNED'), ('T03', 'ASSIGNED', 'SIGNED'), ('T04',
               'ASSIGNED', 'REGISTERED'),
        ('T05', 'SIGNED', 'PLANNING'), ('T06', 'PLANNING', 'PLAN_REVIEW'), ('T07', 'PLAN_REVIEW', 'PLANNING'),
        ('T07', 'PLAN_REVIEW', 'PLAN_REVIEW'), ('T08', 'PLAN_REVIEW', 'PLAN_FILED'), ('T09', 'PLAN_FILED',
               'RECTIFYING'),
        ('T10', 'RECTIFYING', 'RECTIFYING'), ('T11', 'RECTIFYING', 'RECTIFYING'), ('T12', 'RECTIFYING',
               'ACCEPT_APPLIED'),
        ('T13', 'ACCEPT_APPLIED', 'DIST_VERIFY'), ('T14', 'ACCEPT_APPLIED', 'RECTIFYING'), ('T14', 'DIST_VERIFY',
               'RECTIFYING'),
        ('T15', 'DIST_VERIFY', 'CITY_REVIEW'), ('T16', 'DIST_VERIFY', 'PUBLICITY'), ('T17', 'CITY_REVIEW',
               'PUBLICITY'), ('T16', 'PUBLICITY', 'PUBLICITY'), ('T17', 'PUBLICITY', 'PUBLICITY'),
        ('T18', 'CITY_REVIEW', 'RECTIFYING'), ('T19', 'PUBLICITY', 'CLOSED'), ('T20', 'PUBLICITY', 'DIST_VERIFY'),
        ('T21', 'RECTIFYING', 'LONG_TERM'), ('T22', 'LONG_TERM', 'CLOSED'), ('T23', 'CLOSED', 'REOPENED'),
        ('T23', 'LONG_TERM', 'REOPENED'), ('T23', null, 'REGISTERED')) p (rule, from_state, to_state)
), parties as (
    select f.id, f.issue_id, f.rule, count(*) filter (where p.role = 'LEAD_UNIT') as leads,
           count(*) filter (where p.role = 'SUPERVISE_UNIT') as supervisors,
                  count(*) filter (where p.role = 'RESP_UNIT') as resps,
           count(*) filter (where p.role = 'RESP_PERSON') as persons,
                  count(*) filter (where p.role = 'PARTY_LEAD') as party_leads,
           count(*) filter (where p.role = 'GOV_LEAD') as gov_leads,
           coalesce(bool_or(p.role = 'RESP_UNIT' and t.kind in ('STREET', 'DEVZONE')), false) as shares_duty,
           count(distinct p.party_tenant_id) filter (where p.role in ('SUPERVISE_UNIT', 'RESP_UNIT')) as sides,
           count(distinct p.party_tenant_id) filter (where p.role = 'RESP_UNIT') as answering
      from fresh f
      left join issue_party p on p.issue_id = f.issue_id and p.created_at <= f.at
             and (p.valid_to is null or p.valid_to > f.day)
      left join tenant t on t.id = p.party_tenant_id
     where f.rule in ('T02', 'T06') and not exists (select from issue i where i.id = f.issue_id
            and i.derived_from is not null)
       and not exists (select from touched e where e.issue_id = f.issue_id and e.action = 'issue.parties'
                       and e.at >= f.at)
     group by f.id, f.issue_id, f.rule
), planned as (
    select f.id, f.issue_id, p.goals, p.submitted_by, p.due_date,
           (select coalesce(sum(m.weight), 0) from milestone m where m.plan_id = p.id) as weights,
           (select max(m.planned_date) from milestone m where m.plan_id = p.id) as until, f.day,
           (select count(*) from measure m where m.plan_id = p.id) as measures
      from fresh f join issue_plan p on p.issue_id = f.issue_id
     where f.rule = 'T06' and p.version = (select max(n.version) from issue_plan n
            where n.issue_id = f.issue_id and n.created_at <= f.at)
)
select f.issue_id, f.rule || ' led from ' || coalesce(f.from_state, 'nothing') || ' to ' || f.to_state as what
  from fresh f
 where f.rule not in ('T24', 'T25')
   and not exists (select from path p where p.rule = f.rule and p.from_state is not distinct from f.from_state
          and p.to_state = f.to_state)
   and not (f.rule = 'T01' and exists (select from issue i where i.id = f.issue_id and i.derived_from is not null))
union all
select f.issue_id, f.rule || ' ' || f.action || ' without a reason'
  from fresh f where f.action in ('BOUNCE', 'RETURN_PLAN', 'REFUSE_PLAN_CHANGE', 'REFUSE_EXTENSION', 'RETURN',
         'RETURN_BY_CITY')
                 and coalesce(f.reason, '') = ''
union all
select f.issue_id, f.action || ' without a document' from fresh f
 where f.action in ('MERGE', 'CANCEL', 'CLOSE_LONG_TERM') and coalesce(f.document_no, '') = ''
union all
select f.issue_id, 'registered by a street for another level'
  from fresh f join issue i on i.id = f.issue_id join tenant t on t.id = f.actor_tenant_id
 where f.rule = 'T01' and t.kind = 'STREET' and i.closing_level <> 'STREET'
union all
select issue_id, rule || ' with ' || leads || ' lead, ' || supervisors || ' supervising, ' || resps
       || ' responsible units'
  from parties where leads <> 1 or supervisors <> 1 or resps < 1
union all
select issue_id, 'the supervising unit answers itself' from parties where resps > 0 and sides = answering
union all
select issue_id, 'assigned without both leaders' from parties where rule = 'T02' and shares_duty
       and (party_leads = 0 or gov_leads = 0)
union all
select issue_id, 'a plan without a person responsible' from parties where rule = 'T06' and persons = 0
union all
select issue_id, 'a plan of ' || weights || ' per cent' from planned where weights <> 100
union all
select issue_id, 'a milestone planned behind the plan''s due date' from planned
 where until > due_date and due_date >= day
   and not exists (select from issue_pause z where z.issue_id = planned.issue_id) -- which moves both
union all
select issue_id, 'a plan without a goal or measure' from planned where jsonb_array_length(goals) = 0 or measures = 0
union all
select f.issue_id, 'returned by the unit ' || pg_temp.workdays(a.day, f.day) || ' working days after it was assigned'
  from fresh f join steps a on a.id = (select max(s.id) from steps s where s.issue_id = f.issue_id
         and s.rule = 'T02' and s.id < f.id)
 where f.rule = 'T04' and pg_temp.workdays(a.day, f.day) > 3 + pg_temp.paused(f.issue_id, a.day, f.day)
union all
select f.issue_id, 'returned by the unit a third time'
  from fresh f where f.rule = 'T04' and (select count(*) from steps s where s.issue_id = f.issue_id
         and s.rule = 'T04') > 2
union all
select f.issue_id, 'a plan reviewed by who handed it in'
  from fresh f join steps h on h.id = (select max(s.id) from steps s where s.issue_id = f.issue_id and s.id < f.id
                                          and s.action in ('SUBMIT_PLAN', 'APPLY_PLAN_CHANGE'))
 where f.action in ('PASS_REVIEW', 'RETURN_PLAN', 'FILE_PLAN', 'APPROVE_PLAN_CHANGE', 'REFUSE_PLAN_CHANGE')
        and f.actor = h.actor
union all
select f.issue_id, 'two reviews of a plan passed by one person'
  from fresh f join steps r on r.issue_id = f.issue_id and r.id < f.id and r.action = f.action and r.actor = f.actor
 where f.action = 'PASS_REVIEW' and r.detail ->> 'stage' <> f.detail ->> 'stage'
   and not exists (select from steps h where h.issue_id = f.issue_id and h.id > r.id and h.id < f.id
                      and (h.action = 'SUBMIT_PLAN' -- or another's review took its place
                           or h.action = 'PASS_REVIEW' and h.detail ->> 'stage' = r.detail ->> 'stage'))
   -- or it began anew, for another came to supervise
   and not exists (select from issue_party p where p.issue_id = f.issue_id and p.role = 'SUPERVISE_UNIT'
                      and p.created_at between r.at and f.at)
union all
select f.issue_id, 'a plan filed on the review of a unit that supervises no more'
  from fresh f join steps r on r.id = (select max(s.id) from steps s where s.issue_id = f.issue_id and s.id < f.id
                                          and s.action = 'PASS_REVIEW' and s.detail ->> 'stage' = 'SUPERVISOR')
  join issue_party p on p.issue_id = f.issue_id and p.role = 'SUPERVISE_UNIT' and p.valid_to is null
 where f.rule = 'T08' and p.created_at < f.at and p.party_tenant_id <> r.actor_tenant_id
union all
select f.issue_id, f.action || ' of a plan with work for who has no part in the issue'
  from fresh f join issue_plan p on p.issue_id = f.issue_id join measure m on m.plan_id = p.id
 where (f.rule in ('T06', 'T08') or f.action in ('APPLY_PLAN_CHANGE', 'APPROVE_PLAN_CHANGE'))
   and p.version = (select max(n.version) from issue_plan n where n.issue_id = f.issue_id and n.created_at <= f.at)
   and p.updated_at <= f.at and m.unit_tenant_id is not null
   and not exists (select from issue_party o where o.issue_id = f.issue_id and o.party_tenant_id = m.unit_tenant_id
                      and o.created_at <= f.at and (o.valid_to is null or o.valid_to > f.day))
   and not exists (select from touched e where e.issue_id = f.issue_id and e.action = 'issue.parties'
                   and e.at >= f.at)
union all
select f.issue_id, 'a plan filed without the review of ' || w.stage
  from fresh f join issue i on i.id = f.issue_id cross join (values ('SUPERVISOR'), ('OFFICE'), ('GROUP')) w (stage)
 where f.rule = 'T08' and (w.stage <> 'GROUP' or i.severity = 'MAJOR')
   and not exists (select from steps r where r.issue_id = f.issue_id and r.action = 'PASS_REVIEW'
          and r.detail ->> 'stage' = w.stage
                      and r.id < f.id and r.id > (select max(s.id) from steps s where s.issue_id = f.issue_id
                             and s.rule = 'T06' and s.id < f.id))
   and not exists (select from touched e where e.issue_id = f.issue_id and e.action = 'issue.update'
                   and w.stage = 'GROUP')
union all
select f.issue_id, 'the office or the group reviewed before who supervises'
  from fresh f
 where f.action = 'PASS_REVIEW' and f.detail ->> 'stage' <> 'SUPERVISOR'
   and not exists (select from steps r where r.issue_id = f.issue_id and r.action = 'PASS_REVIEW'
          and r.detail ->> 'stage' = 'SUPERVISOR'
                      and r.id < f.id and r.id > (select max(s.id) from steps s where s.issue_id = f.issue_id
                             and s.rule = 'T06' and s.id < f.id))
union all
select f.issue_id, 'filed without the receipt of the city'
  from fresh f join issue i on i.id = f.issue_id
 where f.rule = 'T08' and i.source_level in ('MUNICIPAL', 'CENTRAL')
   and not exists (select from issue_plan p where p.issue_id = f.issue_id and p.is_active and p.filed_no is not null)
union all
select f.issue_id, 'a change of plan decided that nobody asked for, or a second one asked for'
  from fresh f
 where f.rule = 'T10'
   and (select s.action = 'APPLY_PLAN_CHANGE' from steps s where s.issue_id = f.issue_id and s.id < f.id
          and s.rule in ('T09', 'T10')
         order by s.id desc limit 1) is distinct from (f.action <> 'APPLY_PLAN_CHANGE')
   and not (f.action = 'APPLY_PLAN_CHANGE' and exists (select from steps s where s.issue_id = f.issue_id
          and s.id < f.id and s.rule in ('T14', 'T18')))
union all
select f.issue_id, 'weaker goals adopted without the city'
  from fresh f join issue_plan p on p.issue_id = f.issue_id and p.is_active
 where f.action = 'APPROVE_PLAN_CHANGE' and p.goals_weaker and p.city_consent_no is null
union all
select f.issue_id, 'a change of plan adopted without a verdict on its goals'
  from fresh f join state_log s on s.id = f.id
 where f.action = 'APPROVE_PLAN_CHANGE' and coalesce(s.detail ->> 'goals_verdict', '') not in ('MET', 'WEAKER')
union all
select f.issue_id, 'an extension decided that nobody asked for, or a second one asked for'
  from fresh f
 where f.rule = 'T11'
   and coalesce((select s.action = 'APPLY_EXTENSION' from steps s where s.issue_id = f.issue_id and s.id < f.id
          and s.rule in ('T11', 'T12', 'T21', 'T25') -- with the work an undecided one lapses
                  order by s.id desc limit 1), false) is distinct from (f.action <> 'APPLY_EXTENSION')
union all
select f.issue_id, 'applied for acceptance with milestones left'
  from fresh f join issue_plan p on p.issue_id = f.issue_id and p.is_active join milestone m on m.plan_id = p.id
 where f.rule = 'T12' and m.is_mandatory and m.actual_date is null
   and not exists (select from fresh n where n.issue_id = f.issue_id and n.id > f.id)
union all
select f.issue_id, f.rule || ' without ' || k.kind
  from fresh f cross join unnest(array['APPLICATION_FORM', 'PLAN_APPROVAL', 'SELF_CHECK_REPORT',
         'LONG_TERM_NOTE']) k (kind)
 where f.rule in ('T12', 'T13', 'T22')
   and not exists (select from evidence e where e.issue_id = f.issue_id and e.kind = k.kind and e.created_at <= f.at
                      and (e.deleted_at is null or e.deleted_at > f.at))
union all
select f.issue_id, 'applied for acceptance before derived issues are rectified'
  from fresh f join issue c on c.derived_from = f.issue_id
 where f.rule = 'T12' and c.created_at <= f.at and c.state in ('ASSIGNED', 'SIGNED', 'PLANNING', 'PLAN_REVIEW')
   and not exists (select from state_log l where l.issue_id = c.id and l.at > f.at)
union all
select f.issue_id, f.action || ' by who applied for acceptance'
  from fresh f join steps a on a.id = (select max(s.id) from steps s where s.issue_id = f.issue_id
         and s.rule = 'T12' and s.id < f.id)
 where f.rule in ('T13', 'T15', 'T16') and f.actor = a.actor
union all
select f.issue_id, f.rule || ' of an issue that ' || i.closing_level || ' closes'
  from fresh f join issue i on i.id = f.issue_id
 where (f.rule in ('T15', 'T17', 'T18') and i.closing_level <> 'CITY') or (f.rule = 'T16'
        and i.closing_level = 'CITY')
union all
select f.issue_id, 'passed by the city without its verification'
  from fresh f
 where f.rule = 'T17'
   and coalesce((select v.result from verification v where v.issue_id = f.issue_id and v.level = 'CITY'
          and v.created_at <= f.at
                    and v.created_at >= (select max(s.at) from steps s where s.issue_id = f.issue_id
                           and s.rule = 'T15' and s.id < f.id)
                  order by v.verified_on desc, v.seq desc limit 1), '') <> 'PASS'
union all
select f.issue_id, f.rule || ' without ' || case when i.effect_evaluation is null then 'an evaluation'
       else 'the five standards' end
  from fresh f join issue i on i.id = f.issue_id
 where f.rule in ('T15', 'T16', 'T22') and (coalesce(i.effect_evaluation, '') = '' or jsonb_array_length(i.criteria) < 5)
   and not exists (select from touched e where e.issue_id = f.issue_id and e.action = 'issue.update' and e.at >= f.at)
union all
select f.issue_id, f.rule || ' on what was judged before ' || o.rule
  from fresh f join issue i on i.id = f.issue_id
  join steps o on o.id = (select max(s.id) from steps s where s.issue_id = f.issue_id and s.id < f.id
                             and s.rule in ('T12', 'T20', 'T21'))
 where f.rule in ('T15', 'T16', 'T19', 'T22')
   and least(coalesce(i.criteria_at, '-infinity'), coalesce(i.effect_evaluated_at, '-infinity')) <= o.at
union all
select f.issue_id, 'back to verification without an upheld objection'
  from fresh f
 where f.action = 'UPHOLD_OBJECTION'
   and not exists (select from publicity_objection o where o.issue_id = f.issue_id and o.decision = 'VALID'
          and o.decided_at <= f.at
                      and o.created_at >= (select max(s.at) from steps s where s.issue_id = f.issue_id
                             and s.rule in ('T16', 'T17') and s.from_state <> s.to_state and s.id < f.id))
union all
select f.issue_id, 'back to verification though nothing failed'
  from fresh f
 where f.action = 'RECHECK'
   and not exists (select from verification v where v.issue_id = f.issue_id and v.level in ('DISTRICT', 'CITY')
          and v.result <> 'PASS' and v.created_at <= f.at
                      and v.created_at >= (select max(s.at) from steps s where s.issue_id = f.issue_id
                             and s.rule in ('T12', 'T20') and s.id < f.id))
union all
select n.id, 'a rebound due ' || n.due_nominal - f.day || ' days on'
  from fresh f join issue n on n.reopened_from = f.issue_id where f.action = 'REOPEN'
         and n.state = 'REGISTERED' and n.due_nominal > f.day + 60 + pg_temp.paused(n.id, f.day, (select day from today))
   and not exists (select from touched e where e.issue_id = n.id and e.action = 'issue.update')
union all
select n.id, 'a rebound no graver than before'
  from fresh f join issue n on n.reopened_from = f.issue_id join issue o on o.id = f.issue_id
 where f.action = 'REOPEN' and n.severity = o.severity and o.severity <> 'MAJOR'
   and not exists (select from touched e where e.issue_id = n.id and e.action = 'issue.update')
union all
select f.issue_id, f.action || ' of a ' || i.source_level || ' issue below the city'
  from fresh f join issue i on i.id = f.issue_id join tenant t on t.id = f.actor_tenant_id
 where f.rule = 'T25' and i.source_level in ('MUNICIPAL', 'CENTRAL') and t.kind <> 'CITY'
union all
select f.issue_id, f.rule || ' by a unit' from fresh f join tenant t on t.id = f.actor_tenant_id
 where f.rule in ('T08', 'T13', 'T15', 'T16', 'T17', 'T18', 'T20', 'T21', 'T22', 'T23')
        and t.kind = 'DEPARTMENT' and f.from_state is not null
