-- SPDX-License-Identifier: MIT
-- Plans by version, with measures and weighted milestones.

-- define: plan
p.id, p.issue_id, p.version, p.state, p.is_active, p.due_date, p.summary, p.goals, p.goals_weaker, p.city_consent_no,
    p.filed_no,
p.filed_on, p.submitted_by, p.submitted_at, p.supervisor_passed_at, p.office_passed_at, p.group_passed_at,
    p.review_opinion,
p.row_version, p.created_by_name as created_by, p.created_at, p.updated_at

-- define: insert_measures
-- Measures and milestones of :measures into plan `target`.
rows as (
    select e.ordinality as position, e.value, gen_random_uuid() as id, u.id as unit_id, u.code as unit_code,
        u.name as unit_name,
           a.id as area_id, a.name as area_name
      from jsonb_array_elements(:measures::jsonb) with ordinality e
      left join lateral protected_area((e.value ->> 'area_id')::uuid) a on true
      left join api_tenant u on not tenant_closed(u.closed_on, :ctx_today::date)
          and (u.code = e.value ->> 'unit' or u.id::text = e.value ->> 'unit')
), measures as (
    insert into measure (id, plan_id, issue_id, tenant_id, scope, position, type, text, unit_tenant_id, unit_code,
                         unit_name, due_date,
                         area_id, area_name)
    select r.id, t.plan_id, t.issue_id, t.tenant_id, t.scope, r.position, r.value ->> 'type', r.value ->> 'text',
        r.unit_id, r.unit_code,
           r.unit_name, (r.value ->> 'due_date')::date, r.area_id, r.area_name
      from rows r, target t
)
insert into milestone (measure_id, plan_id, issue_id, tenant_id, scope, position, name, planned_date, weight,
                       is_mandatory,
    evidence_required, updated_at)
select r.id, t.plan_id, t.issue_id, t.tenant_id, t.scope, m.ordinality, m.value ->> 'name',
    (m.value ->> 'planned_date')::date,
       (m.value ->> 'weight')::numeric, coalesce((m.value ->> 'is_mandatory')::boolean, true),
       coalesce((m.value ->> 'evidence_required')::boolean, false), :ctx_now::timestamptz
  from rows r cross join target t
 cross join lateral jsonb_array_elements(coalesce(r.value -> 'milestones', '[]')) with ordinality m

-- name: plan_insert
with i as (
    select id, tenant_id, scope from issue where id = :issue_id::uuid
), target as (
    insert into issue_plan (id, issue_id, tenant_id, scope, version, due_date, summary, goals, created_by,
        created_by_name, created_at, updated_at)
    select :plan_id::uuid, i.id, i.tenant_id, i.scope,
           1 + coalesce((select max(version) from issue_plan o where o.issue_id = i.id), 0), :due_date::date, :summary,
           :goals::jsonb, :ctx_actor, :ctx_actor_name,
           :ctx_now::timestamptz, :ctx_now::timestamptz
      from i
    returning id as plan_id, issue_id, tenant_id, scope
), {insert_measures};

-- name: plan_list
select {plan} from issue_plan p where p.issue_id = :issue_id::uuid order by p.version desc;

-- name: plan_get
select {plan},
       coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'type', m.type, 'text', m.text, 'due_date', m.due_date,
                   'unit', case when m.unit_tenant_id is null then null
                       else jsonb_build_object('id', m.unit_tenant_id, 'code', m.unit_code,
                       'name', m.unit_name) end,
                   'area', case when m.area_id is null then null
                       else jsonb_build_object('id', m.area_id, 'name', m.area_name) end,
                   'milestones',
                       coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'planned_date',
                           s.planned_date,
                       'actual_date', s.actual_date, 'weight', s.weight::text, 'is_mandatory', s.is_mandatory,
                       'evidence_required', s.evidence_required) order by s.position)
                       from milestone s where s.measure_id = m.id), '[]')) order by m.position)
                   from measure m where m.plan_id = p.id), '[]') as measures
  from issue_plan p
 where p.id = :plan_id::uuid and p.issue_id = :issue_id::uuid;

-- name: plan_update
-- Of a draft, or of one that was returned.
update issue_plan
   set due_date = coalesce(:due_date::date, due_date), summary = coalesce(:summary, summary),
       goals = coalesce(:goals::jsonb, goals),
       row_version = row_version + 1, updated_at = :ctx_now::timestamptz
 where id = :plan_id::uuid and issue_id = :issue_id::uuid and row_version = :ctx_if_match::integer
     and state in ('DRAFT', 'RETURNED')
returning id;

-- name: plan_clear
delete from measure where plan_id = :plan_id::uuid;

-- name: plan_fill
with target as (
    select p.id as plan_id, p.issue_id, p.tenant_id, p.scope from issue_plan p where p.id = :plan_id::uuid
), {insert_measures};

-- name: plan_state
select state, row_version, submitted_by from issue_plan where id = :plan_id::uuid and issue_id = :issue_id::uuid;

-- define: milestone
s.id, s.plan_id, s.measure_id, s.name, s.planned_date, s.actual_date, s.weight, s.is_mandatory, s.evidence_required,
    s.done_by_name,
s.note, s.actual_date is null and s.planned_date < {clock_day} as is_late, s.row_version, s.updated_at

-- name: milestone_list
-- Of the plan in force.
select {milestone}
  from milestone s join issue_plan p on p.id = s.plan_id and p.is_active join issue i on i.id = s.issue_id
 where s.issue_id = :issue_id::uuid
 order by s.planned_date, s.id;

-- name: milestone_update
update milestone s
   set actual_date = :actual_date::date, note = coalesce(:note, note),
       done_by = case when :actual_date::date is null then null else :ctx_actor end,
       done_by_name = case when :actual_date::date is null then null else :ctx_actor_name end,
       row_version = s.row_version + 1, updated_at = :ctx_now::timestamptz
  from issue_plan p join issue i on i.id = p.issue_id
 where s.id = :milestone_id::uuid and s.issue_id = :issue_id::uuid and p.id = s.plan_id and p.is_active
   and s.row_version = :ctx_if_match::integer
returning {milestone};

-- name: milestone_state
select s.row_version, s.evidence_required and not exists (select from evidence e where e.milestone_id = s.id
                                                          and e.deleted_at is null)
       as lacks_evidence
  from milestone s join issue_plan p on p.id = s.plan_id and p.is_active
 where s.id = :milestone_id::uuid and s.issue_id = :issue_id::uuid;
