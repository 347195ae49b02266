-- SPDX-License-Identifier: MIT
-- The state machine: what its rules look at, and what a step writes.

-- name: issue_lock
-- Steps and changes of sub-resources of one issue follow each other.
select 1 as locked from issue where id = :issue_id::uuid for update;

-- name: merge_lock
-- Both issues of a merger, in one order whichever takes over the other, and the state that the one which does so is in
-- once it is held: whatever closes it comes before or after.
with held as (
    select id, state from issue where id in (:issue_id::uuid, :merged_into::uuid) order by id for update
)
select state from held where id = :merged_into::uuid and id <> :issue_id::uuid;

-- name: issue_facts
-- Everything the guards ask of one issue, but the parties. `p` is the plan in question: the newest that is not
-- superseded.
select i.id, i.code, i.tenant_id, i.scope, i.state, i.suspended_state, i.suspended_on, i.suspended_until,
    i.workflow_version, i.row_version,
       i.registered_by, i.source_level, i.source_kind, i.closing_level, i.category, i.severity, i.term_class, i.secrecy,
           i.false_rectification, i.due_date,
       i.due_nominal, i.due_by_term, i.reopened_from is not null as is_rebound,
       i.suspended_days, z.pauses, z.of_term, z.of_programme,
       i.assigned_on, i.bounce_by, i.bounce_count, i.extension_count, i.return_count, i.upper_return_count, i.episode,
       i.feedback_id, i.serial_no, i.progress_pct, i.title, i.site_count, i.is_measurable,
       (select string_agg(cr, ' ') from jsonb_array_elements_text(i.criteria) cr
         where k.opened_at is null or i.criteria_at > k.opened_at) as criteria_words,
       coalesce(i.effect_evaluation, '') <> '' and (k.opened_at is null
           or coalesce(i.effect_evaluated_at, '-infinity') > k.opened_at) as is_evaluated,
           duty_doer(i.acceptance_applied_by, :ctx_actor) as acceptance_applied_by,
       p.id as plan_id, p.version as plan_version, p.state as plan_state, p.due_date as plan_due,
           duty_doer(p.submitted_by, :ctx_actor) as plan_submitter,
       p.supervisor_passed_by is not null as passed_supervisor, p.office_passed_by is not null as passed_office,
       p.group_passed_by is not null as passed_group,
           duty_doer(p.supervisor_passed_by, :ctx_actor) as supervisor_passed_by,
           duty_doer(p.office_passed_by, :ctx_actor) as office_passed_by,
           duty_doer(p.group_passed_by, :ctx_actor) as group_passed_by,
       p.filed_no is not null as has_receipt,
       jsonb_array_length(coalesce(p.goals, '[]')) as goals,
       coalesce(p.state = 'SUBMITTED' and f.id is not null and f.id <> p.id, false) as change_pending,
       m.measures, m.planned_measures, m.measures_elsewhere, m.milestones, m.weights, m.planned_until,
       g.due_date as programme_due,
       f.id as filed_plan_id, w.mandatory, w.mandatory_done, w.measure_types,
       x.id as extension_id, duty_doer(x.applied_by, :ctx_actor) as extension_applicant, x.new_due as extension_due,
       e.kinds as evidence_kinds, e.round_kinds, e.notice_kinds, e.photo_pairs, coalesce(c.children, 0) as children,
           coalesce(c.behind, 0) as children_behind,
       k.applied_step, k.to_city_step, k.notice_step, k.objected_step, (k.applied_at at time zone 'Asia/Shanghai')::date as applied_on,
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
  -- what nobody has issued gives a plan no day
  left join programme g on g.id = i.programme_id and g.state = 'ISSUED'
  -- days of pauses since each limit of its due date began
  cross join lateral (select count(*) as pauses,
                             sum(greatest(0, pz.resumed_on - greatest(pz.from_on,
                                 coalesce(i.assigned_on, :ctx_today::date)))) as of_term,
                             sum(greatest(0, pz.resumed_on - greatest(pz.from_on, g.issued_on))) as of_programme
                        from issue_pause pz where pz.issue_id = i.id) z
  left join lateral (select * from issue_plan p where p.issue_id = i.id and p.state <> 'SUPERSEDED'
                      order by p.version desc limit 1) p on true
  left join issue_plan f on f.issue_id = i.id and f.state = 'FILED'
  cross join lateral (select count(distinct me.id) as measures, count(distinct mi.measure_id) as planned_measures,
                             count(distinct me.id) filter (
                                 where me.unit_tenant_id is not null
                                   and not exists (select from issue_party mp
                                                    where mp.issue_id = i.id and mp.valid_to is null
                                                      and mp.party_tenant_id = me.unit_tenant_id))
                                 as measures_elsewhere,
                             count(mi.id) as milestones, coalesce(sum(mi.weight), 0)::numeric(8, 2) as weights,
                             max(mi.planned_date) as planned_until
                        from measure me left join milestone mi on mi.measure_id = me.id where me.plan_id = p.id) m
  cross join lateral (select count(mi.id) filter (where mi.is_mandatory) as mandatory,
                             count(mi.id) filter (where mi.is_mandatory
                                                  and mi.actual_date is not null) as mandatory_done,
                             string_agg(distinct me.type, ' ') as measure_types
                        from measure me left join milestone mi on mi.measure_id = me.id where me.plan_id = f.id) w
  left join extension_request x on x.issue_id = i.id and x.decision is null
  cross join lateral issue_children(i.id) c
  cross join lateral (select max(s.id) filter (where s.rule = 'T12') as applied_step,
                      max(s.id) filter (where s.rule = 'T15') as to_city_step,
                             max(s.id) filter (where s.rule in ('T16', 'T17') and s.from_state <> s.to_state)
                                 as notice_step,
                             max(s.id) filter (where s.rule = 'T20') as objected_step,
                             max(s.id) filter (where s.rule in ('T09', 'T14', 'T18', 'T21')) as stage_step,
                             max(s.at) filter (where s.rule in ('T09', 'T14', 'T18', 'T21')) as stage_at,
                             max(s.at) filter (where s.rule = 'T02') as assigned_at,
                             max(s.at) filter (where s.rule in ('T12', 'T20', 'T21')) as opened_at,
                                 max(s.at) filter (where s.rule = 'T12') as applied_at,
                             max(s.at) filter (where s.rule = 'T15') as to_city_at,
                                 max(s.at) filter (where s.rule = 'T20') as objected_at
                        from state_log s where s.issue_id = i.id) k
  left join lateral (select pb.id, pb.start_on, pb.end_on, pb.created_at as given_at,
                            (select string_agg(ch, ' ')
                             from jsonb_array_elements_text(pb.channels) ch) as publicity_channels,
                            (select coalesce(sum(greatest(0, pz.resumed_on - greatest(pz.from_on, pb.start_on))), 0)
                               from issue_pause pz where pz.issue_id = i.id) as publicity_paused
                       from publicity pb where pb.issue_id = i.id and pb.ended_on is null limit 1) b on true
  -- what counts of this round (I12): handed in since it was opened, and for what shows the notice since that was given
  cross join lateral (select string_agg(distinct ev.kind, ' ') as kinds,
                             string_agg(distinct ev.kind, ' ')
                                 filter (where ev.created_at > coalesce(k.opened_at, '-infinity')) as round_kinds,
                             string_agg(distinct ev.kind, ' ') filter (where ev.created_at > b.given_at) as notice_kinds,
                             (select count(*)
                              from (select a.pair_key from evidence a where a.issue_id = i.id and a.deleted_at is null
                                and a.kind = 'BEFORE_AFTER_PHOTO' and a.pair_key is not null group by a.pair_key
                                having count(distinct a.phase) = 2) pairs) as photo_pairs
                        from evidence ev where ev.issue_id = i.id and ev.deleted_at is null) e
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
-- Verifications in the order they were recorded, a row for each verifier, with the scopes, as of now, of all units
-- that were the person's when it was recorded.
select v.id, v.seq, v.level, v.method, v.result, v.verified_on, v.goal, v.after_step, e.value ->> 'issuer' as issuer,
    e.value ->> 'subject' as subject,
       (select string_agg(distinct t.scope, ' ')
          from jsonb_array_elements_text(e.value -> 'unit_ids') u (id) join api_tenant t on t.id = u.id::uuid) as scopes
  from verification v cross join lateral jsonb_array_elements(v.verifiers) with ordinality e
 where v.issue_id = :issue_id::uuid
 order by v.seq, e.ordinality;

-- name: parameters_of
{parameters_at};

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
       due_moved_to = case when :due::date is null then due_moved_to else :due_moved_to::date end,
       due_provisional = coalesce(:due_provisional::boolean, due_provisional),
       due_by_term = coalesce(:due_by_term::boolean, due_by_term),
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
-- What was reached under the old version stays reached in the new one, where it is the same milestone: of the same work
-- by the same unit, of the same name, with the same proof asked for; when it was planned and how it weighs may change.
-- Of several that are the same in all that, the first is the first.
with same as (
    select s.id, s.plan_id, s.actual_date, s.done_by, s.done_by_name, s.note, p.state,
           (e.type, e.text, e.unit_tenant_id, e.area_id, s.name, s.evidence_required) as what,
           row_number() over (partition by s.plan_id, e.type, e.text, e.unit_tenant_id, e.area_id, s.name,
                                           s.evidence_required
                              order by e.position, s.position) as nth
      from issue_plan p join measure e on e.plan_id = p.id join milestone s on s.measure_id = e.id
     where p.issue_id = :issue_id::uuid and (p.state = 'FILED' or p.id = :plan_id::uuid)
)
update milestone n
   set actual_date = o.actual_date, done_by = o.done_by, done_by_name = o.done_by_name, note = o.note
  from same o join same w on w.plan_id <> o.plan_id and w.what is not distinct from o.what and w.nth = o.nth
 where n.id = w.id and w.plan_id = :plan_id::uuid and o.state = 'FILED' and o.actual_date is not null
   and n.actual_date is null;

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

-- name: extension_lapse
-- Nobody decided it.
update extension_request
   set decision = 'LAPSED', decided_at = :ctx_now::timestamptz, row_version = row_version + 1
 where issue_id = :issue_id::uuid and decision is null;

-- name: plan_follow
-- The due dates of versions that are not filed, when the issue's own moves: none lies behind it, and one that was not
-- chosen to lie before it is not left behind.
update issue_plan
   set due_date = case when :new_due::date < :old_due::date then least(due_date, :new_due::date)
                       else greatest(due_date, :new_due::date) end,
       row_version = row_version + 1, updated_at = :ctx_now::timestamptz
 where issue_id = :issue_id::uuid and state in ({unfiled})
   and case when :new_due::date < :old_due::date then due_date > :new_due::date and due_date <= :old_due::date
            else due_date >= :old_due::date and due_date < :new_due::date end;

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
    o.serial_no || '-R' || serial_next(o.feedback_id, o.serial_no || '-R'),
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
-- The parts of the old issue, in the hands that they are in now. Of a body without one heir the part is left out, and
-- so are the persons of one that has ended: T02 asks for them.
insert into issue_party (issue_id, tenant_id, scope, role, party_tenant_id, party_code, party_name, party_scope,
                         person_id, person_name,
    position, phone, duty_text, valid_from, created_by, created_at)
select n.id, n.tenant_id, n.scope, p.role, h.id, h.code, h.name, h.scope, o.person_id,
       o.person_name, o.position, o.phone, p.duty_text, :ctx_today::date, :ctx_actor, :ctx_now::timestamptz
  from issue n cross join issue_party p cross join lateral tenant_heir(p.party_tenant_id) h
  left join issue_party o on o.id = p.id and o.party_tenant_id = h.id
 where n.id = :new_id::uuid and p.issue_id = :issue_id::uuid and p.valid_to is null
   and (o.id is not null or {is_unit})
on conflict do nothing;

-- name: rebound_take_over
-- How the old issue was rectified, and what the ladder asked for over it, goes on with the new one.
select rebound_takes_over(:issue_id::uuid, :new_id::uuid);
