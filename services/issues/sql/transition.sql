-- SPDX-License-Identifier: MIT
-- The state machine: what its rules look at, and what a step writes.

-- name: issue_lock
-- Steps and changes of sub-resources of one issue follow each other.
select 1 as locked from issue where id = :issue_id::uuid for update;

-- name: issue_facts
-- Everything the guards ask of one issue, but the parties. `p` is the plan in question: the newest that is not
-- superseded.
select i.id, i.code, i.tenant_id, i.scope, i.state, i.suspended_state, i.suspended_on, i.suspended_until,
    i.workflow_version, i.row_version,
       i.registered_by, i.source_level, i.source_kind, i.closing_level, i.category, i.severity, i.term_class, i.secrecy,
           i.due_date,
       i.due_nominal, i.suspended_days, (select count(*) from issue_pause pz where pz.issue_id = i.id) as pauses,
       i.assigned_on, i.bounce_by, i.bounce_count, i.extension_count, i.return_count, i.upper_return_count, i.episode,
       i.feedback_id, i.serial_no, i.progress_pct, i.title, i.site_count, i.is_measurable,
       (select string_agg(cr, ' ') from jsonb_array_elements_text(i.criteria) cr) as criteria_words,
       coalesce(i.effect_evaluation, '') <> '' as is_evaluated, i.acceptance_applied_by,
       p.id as plan_id, p.version as plan_version, p.state as plan_state, p.due_date as plan_due,
           p.submitted_by as plan_submitter,
       p.supervisor_passed_by is not null as passed_supervisor, p.office_passed_by is not null as passed_office,
       p.group_passed_by is not null as passed_group, p.filed_no is not null as has_receipt,
       jsonb_array_length(coalesce(p.goals, '[]')) as goals,
       coalesce(p.state = 'SUBMITTED' and f.id is not null and f.id <> p.id, false) as change_pending,
       m.measures, m.planned_measures, m.milestones, m.weights, g.due_date as programme_due,
       f.id as filed_plan_id, w.mandatory, w.mandatory_done, w.measure_types,
       x.id as extension_id, x.applied_by as extension_applicant, x.new_due as extension_due,
       e.kinds as evidence_kinds, e.photo_pairs, coalesce(c.children, 0) as children,
           coalesce(c.behind, 0) as children_behind,
       k.applied_step, k.to_city_step, k.objected_step, (k.applied_at at time zone 'Asia/Shanghai')::date as applied_on,
       k.stage_step, (k.stage_at at time zone 'Asia/Shanghai')::date as stage_on,
       (k.to_city_at at time zone 'Asia/Shanghai')::date as to_city_on,
           (k.objected_at at time zone 'Asia/Shanghai')::date as objected_on,
       (select string_agg(distinct rp.party_scope, ' ') from issue_party rp
         where rp.issue_id = i.id and rp.role = 'RESP_UNIT'
           and (rp.valid_to is null or rp.valid_to >= coalesce(k.assigned_at at time zone 'Asia/Shanghai',
               '-infinity')::date)) as responsible,
       b.id as publicity_id, b.start_on as publicity_start, b.end_on as publicity_end, b.publicity_paused,
           b.publicity_channels, q.open_objections, q.valid_objections
  from issue i
  left join programme g on g.id = i.programme_id
  left join lateral (select * from issue_plan p where p.issue_id = i.id and p.state <> 'SUPERSEDED'
                      order by p.version desc limit 1) p on true
  left join issue_plan f on f.issue_id = i.id and f.state = 'FILED'
  cross join lateral (select count(distinct me.id) as measures, count(distinct mi.measure_id) as planned_measures,
                             count(mi.id) as milestones, coalesce(sum(mi.weight), 0)::numeric(8, 2) as weights
                        from measure me left join milestone mi on mi.measure_id = me.id where me.plan_id = p.id) m
  cross join lateral (select count(mi.id) filter (where mi.is_mandatory) as mandatory,
                             count(mi.id) filter (where mi.is_mandatory
                                                  and mi.actual_date is not null) as mandatory_done,
                             string_agg(distinct me.type, ' ') as measure_types
                        from measure me left join milestone mi on mi.measure_id = me.id where me.plan_id = f.id) w
  left join extension_request x on x.issue_id = i.id and x.decision is null
  cross join lateral (select string_agg(distinct ev.kind, ' ') as kinds,
                             (select count(*)
                              from (select a.pair_key from evidence a where a.issue_id = i.id and a.deleted_at is null
                                and a.kind = 'BEFORE_AFTER_PHOTO' and a.pair_key is not null group by a.pair_key
                                having count(distinct a.phase) = 2) pairs) as photo_pairs
                        from evidence ev where ev.issue_id = i.id and ev.deleted_at is null) e
  cross join lateral issue_children(i.id) c
  cross join lateral (select max(s.id) filter (where s.rule = 'T12') as applied_step,
                      max(s.id) filter (where s.rule = 'T15') as to_city_step,
                             max(s.id) filter (where s.rule = 'T20') as objected_step,
                             max(s.id) filter (where s.rule in ('T09', 'T14', 'T18', 'T21')) as stage_step,
                             max(s.at) filter (where s.rule in ('T09', 'T14', 'T18', 'T21')) as stage_at,
                             max(s.at) filter (where s.rule = 'T02') as assigned_at,
                                 max(s.at) filter (where s.rule = 'T12') as applied_at,
                             max(s.at) filter (where s.rule = 'T15') as to_city_at,
                                 max(s.at) filter (where s.rule = 'T20') as objected_at
                        from state_log s where s.issue_id = i.id) k
  left join lateral (select pb.id, pb.start_on, pb.end_on,
                            (select string_agg(ch, ' ')
                             from jsonb_array_elements_text(pb.channels) ch) as publicity_channels,
                            (select coalesce(sum(greatest(0, pz.resumed_on - greatest(pz.from_on, pb.start_on))), 0)
                               from issue_pause pz where pz.issue_id = i.id) as publicity_paused
                       from publicity pb where pb.issue_id = i.id and pb.ended_on is null limit 1) b on true
  -- of any notice, whoever decides it when
  cross join lateral (select count(*) filter (where o.decision is null) as open_objections,
                             count(*) filter (where o.decision = 'VALID'
                                              and o.decided_at > coalesce(k.objected_at, '-infinity'))
                                                  as valid_objections
                        from publicity_objection o where o.issue_id = i.id) q
 where i.id = :issue_id::uuid;

-- name: stage_goals
-- Goals of the plan in force, as verifications name them.
select g.value ->> 'text' as goal
  from issue_plan p cross join lateral jsonb_array_elements(p.goals) with ordinality g
 where p.issue_id = :issue_id::uuid and p.state = 'FILED'
 order by g.ordinality;

-- name: verification_facts
-- Verifications in the order they were recorded, a row for each verifier, with the scopes of all units the person is a
-- member of.
select v.seq, v.level, v.method, v.result, v.verified_on, v.goal, v.after_step, e.value ->> 'issuer' as issuer,
    e.value ->> 'subject' as subject,
       (select string_agg(distinct t.scope, ' ') from api_tenant t
         where t.id = any (array(select m.tenant_id from api_membership m where m.issuer = e.value ->> 'issuer'
                                    and m.subject = e.value ->> 'subject' and m.disabled_at is null)
                           || (e.value ->> 'unit_id')::uuid)) as scopes
  from verification v cross join lateral jsonb_array_elements(v.verifiers) with ordinality e
 where v.issue_id = :issue_id::uuid
 order by v.seq, e.ordinality;

-- name: parameters_of
-- What holds for an issue at :at_scope: the nearest level that set a parameter wins.
select distinct on (p.name) p.name, p.value, t.code as tenant_code
  from issue_parameter p left join api_tenant t on t.id = p.tenant_id
 where starts_with(:at_scope, p.scope)
 order by p.name, length(p.scope) desc;

-- name: parameters_of_all
-- The same at several scopes.
select distinct on (s.scope, p.name) s.scope, p.name, p.value
  from unnest(:scopes::text[]) s (scope) join issue_parameter p on starts_with(s.scope, p.scope)
 order by s.scope, p.name, length(p.scope) desc;

-- define: late_then
-- Days behind the due date when the step is taken: what is less than before is over and recorded, and never cleared.
case when :to_state in ({closed_states}, 'LONG_TERM') or (:to_state = 'SUSPENDED' and :from_state = 'LONG_TERM') then 0
     else greatest(0, :ctx_today::date - coalesce(:due::date, i.due_date)) end

-- name: issue_step
-- The result of a step, if nobody else was quicker.
with spell as (
    insert into issue_late_spell (issue_id, tenant_id, scope, due_on, ended_on, days, action)
    select i.id, i.tenant_id, i.scope, i.due_date, :ctx_today::date, ({late}) - ({late_then}), :action
      from issue i
     where i.id = :issue_id::uuid and i.row_version = :version::integer and i.state = :from_state
         and ({late}) > ({late_then})
)
update issue i
   set state = :to_state, state_since = case when state = :to_state then state_since else :ctx_now::timestamptz end,
       step_due = coalesce(:step_due::date, case when :keeps_step::boolean then step_due end),
       late_steps = late_steps + (not :keeps_step::boolean and not step_is_late and ({step_late}) > 0)::integer,
       step_is_late = step_is_late and :keeps_step::boolean,
       due_nominal = coalesce(:due_nominal::date, due_nominal), due_date = coalesce(:due::date, due_date),
       due_provisional = coalesce(:due_provisional::boolean, due_provisional),
       assigned_on = coalesce(:assigned_on::date, assigned_on), bounce_by = coalesce(:bounce_by::date, bounce_by),
       bounce_count = bounce_count + :bounces::integer, return_count = return_count + :returns::integer,
       upper_return_count = upper_return_count + :upper_returns::integer,
       extension_count = extension_count + :extensions::integer,
       episode = episode + :episodes::integer,
       suspended_state = case when :to_state = 'SUSPENDED' then :from_state end,
       suspended_on = case when :to_state = 'SUSPENDED' then :ctx_today::date end,
       suspended_until = case when :to_state = 'SUSPENDED' then :until::date end,
       suspended_days = suspended_days + :suspended_days::integer,
       acceptance_applied_by = coalesce(:applied_by, acceptance_applied_by),
       acceptance_applied_at = case when :applied_by::text is null then acceptance_applied_at
           else :ctx_now::timestamptz end,
       merged_into = coalesce(:merged_into::uuid, merged_into),
       closed_at = case when :to_state = 'CLOSED' then :ctx_now::timestamptz else closed_at end,
       late_days = late_days + greatest(0, ({late}) - ({late_then})),
       overdue_since = case when ({late_then}) > 0
           and overdue_since is not null then coalesce(:due::date, i.due_date) + 1 end,
       row_version = row_version + 1, updated_at = :ctx_now::timestamptz, last_activity_at = :ctx_now::timestamptz
 where id = :issue_id::uuid and row_version = :version::integer and state = :from_state
returning id, code, tenant_id, scope, state, row_version, due_date, light, closing_level,
    extension_count > 0 as is_extended,
    late_days, late_steps;

-- name: suspension_over
-- Suspended beyond the day they were suspended until.
select id from issue where state = 'SUSPENDED' and suspended_until < :ctx_today::date order by id limit 100;

-- name: state_log_insert
-- The system's own steps have no roles.
insert into state_log (issue_id, tenant_id, scope, rule, action, from_state, to_state, actor, actor_name, actor_roles,
    actor_tenant_id, actor_tenant_name, reason, document_no, detail, workflow_version, at)
select i.id, i.tenant_id, i.scope, :rule, :action, :from_state, :to_state, :ctx_actor, :ctx_actor_name,
    coalesce(:ctx_roles, ''),
    nullif(:ctx_tenant_id, '')::uuid, :ctx_tenant_name, :reason, :doc_no, :detail::jsonb, :workflow_version::integer,
    :ctx_now::timestamptz
  from issue i where i.id = :issue_id::uuid;

-- name: closure_insert
-- The facts as they are at the moment of striking off; everybody who sees the issue reads them, so without proof of
-- dereliction, which whoever closes it may see.
insert into issue_closure (issue_id, tenant_id, scope, closed_at, closed_by, closed_by_name, closing_tenant_id,
                           document_no, opinion,
    due_date, progress_pct, extended, facts)
select i.id, i.tenant_id, i.scope, :ctx_now::timestamptz, :ctx_actor, :ctx_actor_name, :ctx_tenant_id::uuid, :doc_no,
    :reason, i.due_date,
       i.progress_pct, i.extension_count > 0,
       jsonb_build_object('severity', i.severity, 'return_count', i.return_count, 'upper_return_count',
                          i.upper_return_count,
           'extension_count', i.extension_count, 'late_days', i.late_days + ({late}),
           'late_steps', i.late_steps, 'criteria', i.criteria, 'effect_evaluation', i.effect_evaluation,
           'plan_version', (select max(p.version) from issue_plan p where p.issue_id = i.id and p.state = 'FILED'),
           'evidence', (select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'sha256', e.sha256) order by e.id),
                                        '[]')
                          from evidence e
                         where e.issue_id = i.id and e.deleted_at is null and e.kind <> 'CONDUCT_PROOF'),
           'publicity', (select jsonb_build_object('start_on', b.start_on, 'end_on', b.end_on, 'url', b.url)
                           from publicity b where b.issue_id = i.id and b.ended_on is null limit 1))
  from issue i where i.id = :issue_id::uuid
on conflict (issue_id) do nothing;

-- name: plan_submit
update issue_plan
   set state = 'SUBMITTED', submitted_by = :ctx_actor, submitted_at = :ctx_now::timestamptz,
       supervisor_passed_by = null,
       supervisor_passed_at = null, office_passed_by = null, office_passed_at = null, group_passed_by = null,
           group_passed_at = null,
       review_opinion = null, row_version = row_version + 1, updated_at = :ctx_now::timestamptz
 where id = :plan_id::uuid;

-- name: plan_return
update issue_plan set state = 'RETURNED', review_opinion = :reason, row_version = row_version + 1,
    updated_at = :ctx_now::timestamptz
 where id = :plan_id::uuid;

-- name: plan_pass
update issue_plan
   set supervisor_passed_by = case when :stage = 'SUPERVISOR' then :ctx_actor else supervisor_passed_by end,
       supervisor_passed_at = case when :stage = 'SUPERVISOR' then :ctx_now::timestamptz else supervisor_passed_at end,
       office_passed_by = case when :stage = 'OFFICE' then :ctx_actor else office_passed_by end,
       office_passed_at = case when :stage = 'OFFICE' then :ctx_now::timestamptz else office_passed_at end,
       group_passed_by = case when :stage = 'GROUP' then :ctx_actor else group_passed_by end,
       group_passed_at = case when :stage = 'GROUP' then :ctx_now::timestamptz else group_passed_at end,
       review_opinion = coalesce(:reason, review_opinion), row_version = row_version + 1,
           updated_at = :ctx_now::timestamptz
 where id = :plan_id::uuid;

-- name: plan_supersede
-- The version in force, when another takes its place.
update issue_plan set state = 'SUPERSEDED', is_active = false, row_version = row_version + 1,
    updated_at = :ctx_now::timestamptz
 where issue_id = :issue_id::uuid and state = 'FILED' and id <> :plan_id::uuid;

-- name: plan_carry_over
-- What was done under the old version stays done in the new one.
update milestone n
   set actual_date = o.actual_date, done_by = o.done_by, done_by_name = o.done_by_name, note = o.note
  from issue_plan p join milestone o on o.plan_id = p.id
 where n.plan_id = :plan_id::uuid and p.issue_id = :issue_id::uuid and p.state = 'FILED' and p.id <> n.plan_id
     and o.name = n.name
   and o.actual_date is not null and n.actual_date is null;

-- name: plan_file
update issue_plan
   set state = 'FILED', is_active = true, filed_no = coalesce(:filing_receipt_no, filed_no),
       filed_on = :ctx_today::date,
       goals_weaker = coalesce(:goals_verdict = 'WEAKER', false), city_consent_no = :city_consent_no,
       row_version = row_version + 1, updated_at = :ctx_now::timestamptz
 where id = :plan_id::uuid;

-- name: extension_decide
update extension_request
   set decision = :decision, decided_by = :ctx_actor, decided_by_name = :ctx_actor_name,
       decided_at = :ctx_now::timestamptz,
       opinion = :reason, document_no = :doc_no, row_version = row_version + 1
 where id = :extension_id::uuid and decision is null;

-- name: plan_extend
-- The due date of a change that waits, unless it was chosen to lie before the one that the issue had.
update issue_plan
   set due_date = greatest(due_date, :new_due::date), row_version = row_version + 1, updated_at = :ctx_now::timestamptz
 where issue_id = :issue_id::uuid and state = 'SUBMITTED' and due_date >= :old_due::date;

-- name: publicity_insert
insert into publicity (id, issue_id, tenant_id, scope, start_on, end_on, channels, url, created_by, created_by_name,
                       created_at)
select :ctx_new_id::uuid, i.id, i.tenant_id, i.scope, :start_on::date, :end_on::date, coalesce(:channels::jsonb, '[]'),
    :url, :ctx_actor,
       :ctx_actor_name, :ctx_now::timestamptz
  from issue i where i.id = :issue_id::uuid;

-- name: publicity_end
update publicity set ended_on = :ctx_today::date, row_version = row_version + 1 where issue_id = :issue_id::uuid
    and ended_on is null;

-- name: reports_clear
-- Periods that are only due and no longer wanted as they stand; what was handed in or missed stays.
with wanted as (
    select * from jsonb_to_recordset(:periods::jsonb) as (period_kind text, period_start date, period_end date,
                                                          due_on date,
                                                      due_minute integer)
)
delete from progress_report r
 where r.issue_id = :issue_id::uuid and r.state = 'DUE' and r.period_kind <> 'ADHOC'
   and not exists (select from wanted w where w.period_kind = r.period_kind and w.period_start = r.period_start
                      and w.period_end = r.period_end and w.due_on = r.due_on and w.due_minute = r.due_minute);

-- name: reports_schedule
-- Periods to come that are not there yet; of days that a report handed in or missed covers, none is asked for again. A
-- statement of its own: a row that the same one deletes would still be in the way.
with wanted as (
    select * from jsonb_to_recordset(:periods::jsonb) as (period_kind text, period_start date, period_end date,
                                                          due_on date,
                                                      due_minute integer)
)
insert into progress_report (issue_id, tenant_id, scope, period_kind, period_start, period_end, due_on, due_minute,
                             state, created_at,
    updated_at)
select i.id, i.tenant_id, i.scope, w.period_kind, coalesce(covered.until + 1, w.period_start), w.period_end, w.due_on,
    w.due_minute, 'DUE',
       :ctx_now::timestamptz, :ctx_now::timestamptz
  from issue i cross join wanted w
 cross join lateral (select max(r.period_end) as until from progress_report r
                      where r.issue_id = i.id and r.period_kind <> 'ADHOC'
                          and w.period_start between r.period_start and r.period_end) covered
 where i.id = :issue_id::uuid and (covered.until is null or covered.until < w.period_end)
on conflict do nothing;

-- name: rebound_insert
-- T23: the same finding again, one degree graver, in a row of its own; the old one and its closure stay as they are. It
-- is held by whoever answers for the old holder now, and where that is nobody below him, by whoever opens it again.
with heir as (
    select h.id, h.code, h.name, h.scope from issue o cross join lateral tenant_heir(o.tenant_id) h
     where o.id = :issue_id::uuid and starts_with(h.scope, :ctx_scope)
), holder as (
    select * from heir
    union all
    select :ctx_tenant_id::uuid, :ctx_tenant_code, :ctx_tenant_name, :ctx_scope where not exists (select from heir)
), counter as (
    insert into issue_code_counter as c (region, year, last)
    select left(o.tenant_code, 6), extract(year from :ctx_today::date)::integer, 1
      from issue o where o.id = :issue_id::uuid
    on conflict (region, year) do update set last = c.last + 1
    returning last
)
insert into issue as i (id, tenant_id, tenant_code, tenant_name, scope, feedback_id, programme_id, clause, code,
                        serial_no, title,
    original_text, category, sub_category, element, severity, term_class, source_level, source_kind, closing_level,
        root_cause, region_code,
    location, secrecy, is_measurable, site_count, due_nominal, due_date, workflow_version, state, state_since,
        light_since, registered_by,
    reopened_from, last_activity_at, created_by, created_at, updated_at)
select :ctx_new_id::uuid, holder.id, holder.code, holder.name, holder.scope, o.feedback_id, null, o.clause,
    'WT-' || left(o.tenant_code, 6) || '-' || to_char(:ctx_today::date, 'YYYY') || '-' || {number},
    o.serial_no || '-R' || (select count(*) + 1 from issue s where s.feedback_id = o.feedback_id
                               and starts_with(s.serial_no, o.serial_no || '-R')),
    o.title, o.original_text, o.category, o.sub_category, o.element, :severity, o.term_class, o.source_level,
        o.source_kind,
    o.closing_level, o.root_cause, o.region_code, o.location, o.secrecy, o.is_measurable, o.site_count, :due::date,
        :due::date,
    :workflow_version::integer, 'REGISTERED', :ctx_now::timestamptz, :ctx_today::date, :ctx_tenant_id::uuid, o.id,
        :ctx_now::timestamptz,
    :ctx_actor, :ctx_now::timestamptz, :ctx_now::timestamptz
  from issue o, holder, counter where o.id = :issue_id::uuid
returning i.id, i.code, i.state, i.severity, i.due_date, i.feedback_id, i.source_level, i.category, i.closing_level,
    i.scope as _scope,
    i.tenant_id as _tenant_id;

-- name: rebound_parties
-- The parts of the old issue, in the hands that they are in now. Of a body without one heir the part is left out: T02
-- asks for it.
insert into issue_party (issue_id, tenant_id, scope, role, party_tenant_id, party_code, party_name, party_scope,
                         person_id, person_name,
    position, phone, duty_text, valid_from, created_by, created_at)
select n.id, n.tenant_id, n.scope, p.role, h.id, h.code, h.name, h.scope, p.person_id,
       p.person_name, p.position, p.phone, p.duty_text, :ctx_today::date, :ctx_actor, :ctx_now::timestamptz
  from issue n cross join issue_party p cross join lateral tenant_heir(p.party_tenant_id) h
 where n.id = :new_id::uuid and p.issue_id = :issue_id::uuid and p.valid_to is null
on conflict do nothing;
