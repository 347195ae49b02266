-- SPDX-License-Identifier: MIT
-- What requests refer to by id (store/references.c). Each statement gives the places of those that are not there, not
-- to be seen, or not of the object; of a single field the place 0.

-- define: target_scope
-- Of the tenant that the new row will be of.
coalesce((select t.scope from api_tenant t where t.code = :tenant or t.id::text = :tenant), :ctx_scope)

-- name: unknown_feedback
-- A level is told of what it and the levels above it were told; it may take up what one below it was told.
select 0 as index
 where not exists (select from inspection_feedback f
                    where f.id = :feedback_id::uuid
                      and (starts_with({target_scope}, f.scope) or starts_with(f.scope, {target_scope})));

-- name: unknown_parent_programme
select 0 as index
 where not exists (select from programme p where p.id = :parent_id::uuid and starts_with({target_scope}, p.scope));

-- name: unknown_programme
-- One that answers this feedback, or none in particular, and that no later version stands in for.
select 0 as index
 where not exists (select from programme p where p.id = :programme_id::uuid and starts_with({target_scope}, p.scope)
                      and p.state <> 'SUPERSEDED' and coalesce(p.feedback_id, :feedback_id::uuid) = :feedback_id::uuid);

-- name: unknown_programme_of_issue
select 0 as index
 where :programme_id::uuid is not null
   and not exists (select from programme p join issue i on i.id = :issue_id::uuid
                    where p.id = :programme_id::uuid and starts_with(i.scope, p.scope)
                      and p.state <> 'SUPERSEDED' and coalesce(p.feedback_id, i.feedback_id) = i.feedback_id);

-- name: unknown_person
-- A member of the unit that the row names.
select e.ordinality - 1 as index
  from jsonb_array_elements(:parties::jsonb) with ordinality e
 where e.value ->> 'person_id' is not null
   and not exists (select from api_membership m join api_tenant t on t.id = m.tenant_id
                    where m.id = (e.value ->> 'person_id')::uuid and m.disabled_at is null
                      and (t.code = e.value ->> 'tenant' or t.id::text = e.value ->> 'tenant'))
 order by 1;

-- name: unknown_indicator
select e.ordinality - 1 as index
  from jsonb_array_elements_text(:indicators::jsonb) with ordinality e
 where not exists (select from api_indicator i where i.code = e.value)
 order by 1;

-- name: unknown_goal_indicator
select e.ordinality - 1 as index
  from jsonb_array_elements(:goals::jsonb) with ordinality e
 where e.value ->> 'indicator' is not null
   and not exists (select from api_indicator i where i.code = e.value ->> 'indicator')
 order by 1;

-- name: unknown_measure_unit
-- Who carries out a measure is a party.
select e.ordinality - 1 as index
  from jsonb_array_elements(:measures::jsonb) with ordinality e
 where e.value ->> 'unit' is not null
   and not exists (select from issue_party p join api_tenant t on t.id = p.party_tenant_id
                    where p.issue_id = :issue_id::uuid and p.valid_to is null
                      and not tenant_closed(t.closed_on, :ctx_today::date)
                          and (t.code = e.value ->> 'unit' or t.id::text = e.value ->> 'unit'))
 order by 1;

-- name: unknown_measure_area
-- A protected area in use.
select e.ordinality - 1 as index
  from jsonb_array_elements(:measures::jsonb) with ordinality e
 where e.value ->> 'area_id' is not null
   and not exists (select from protected_area((e.value ->> 'area_id')::uuid) a
                    where coalesce(a.valid_to, 'infinity') >= :ctx_today::date)
 order by 1;

-- define: source_levels
-- In their order (domain/issue_codes.def, compared in a test).
array['STREET', 'DISTRICT', 'MUNICIPAL', 'CENTRAL']

-- define: closing_levels
array['STREET', 'DISTRICT', 'CITY']

-- define: severities
array['GENERAL', 'SERIOUS', 'MAJOR']

-- name: unknown_merge_target
-- Another issue; issued and closed no lower, or a level below would strike off or cancel both; and no lighter, or what
-- is grave would be worked and reported on as what is not.
select 0 as index
 where not exists (select from issue i join issue m on m.id = :issue_id::uuid
                    where i.id = :merged_into::uuid and i.id <> m.id
                      and array_position({source_levels}, i.source_level)
                          >= array_position({source_levels}, m.source_level)
                      and array_position({closing_levels}, i.closing_level)
                          >= array_position({closing_levels}, m.closing_level)
                      and array_position({severities}, i.severity) >= array_position({severities}, m.severity));

-- name: unknown_recurrence
-- Evidence of this issue, still there, recorded since it was struck off or kept as long-term; that it went on after a
-- pause is no beginning.
select n.ordinality - 1 as index
  from jsonb_array_elements_text(:evidence_ids::jsonb) with ordinality n
 where not exists (select from evidence e
                    where e.id = n.value::uuid and e.issue_id = :issue_id::uuid and e.deleted_at is null
                      and e.created_at >= (select max(l.at) from state_log l
                                            where l.issue_id = e.issue_id and l.to_state in ('CLOSED', 'LONG_TERM')
                                              and l.from_state <> 'SUSPENDED'))
 order by 1;

-- define: file_of_issue
-- The caller's or of a unit below, or evidence of this issue: not what another issue alone shows.
select from api_file f
 where f.id = n.value::uuid
   and (starts_with(f.scope, :ctx_scope)
        or exists (select from evidence e
                    where e.file_id = f.id and e.issue_id = :issue_id::uuid and e.deleted_at is null))

-- name: unknown_attachment
select n.ordinality - 1 as index
  from jsonb_array_elements_text(:attachments::jsonb) with ordinality n
 where not exists ({file_of_issue})
 order by 1;

-- name: unknown_verification_file
select n.ordinality - 1 as index
  from jsonb_array_elements_text(:file_ids::jsonb) with ordinality n
 where not exists ({file_of_issue})
 order by 1;

-- name: unknown_evidence
select a.ordinality - 1 as index
  from jsonb_array_elements_text(:evidence_ids::jsonb) with ordinality a (value, ordinality)
 where not exists (select from evidence e where e.id = a.value::uuid and e.issue_id = :issue_id::uuid
   and e.deleted_at is null)
 order by 1;

-- name: unknown_stage_goal
-- A goal of the plan in force.
select 0 as index
 where not exists (select from issue_plan p
                    where p.issue_id = :issue_id::uuid and p.state = 'FILED'
                      and :goal_no::integer <= jsonb_array_length(p.goals));

-- name: unknown_milestone
select 0 as index
 -- a draft's may be written anew
 where not exists (select from milestone m join issue_plan p on p.id = m.plan_id and p.is_active
                    where m.id = :milestone_id::uuid and m.issue_id = :issue_id::uuid);

-- name: unknown_verification
select 0 as index
 where not exists (select from verification v where v.id = :verification_id::uuid and v.issue_id = :issue_id::uuid);
