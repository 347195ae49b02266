-- SPDX-License-Identifier: MIT
-- Issues: registration, reading, own fields.

-- name: issue_insert
-- T01. The counter's row is locked until commit, so numbers have no gaps; an import brings a number that it took ahead,
-- or, when it is only a look at what would be, a mark in its place.
with next as (
    insert into issue_code_counter as c (region, year, last)
    select :region, extract(year from :ctx_today::date)::integer, 1 where :number::integer is null
    on conflict (region, year) do update set last = c.last + 1
    returning last
), counter as (
    select last from next union all select :number::integer where :number::integer is not null
)
insert into issue as i (id, tenant_id, tenant_code, tenant_name, scope, feedback_id, programme_id, clause, code,
                        serial_no, title,
    original_text, category, sub_category, element, severity, term_class, source_level, source_kind, closing_level,
        root_cause,
    region_code, location, secrecy, is_measurable, site_count, due_nominal, due_date, workflow_version, state,
        state_since, light_since,
    registered_by, derived_from, last_activity_at, source, external_id, created_by, created_at, updated_at)
select :ctx_new_id::uuid, :target_id::uuid, :target_code, :target_name, :target_scope, :feedback_id::uuid,
    :programme_id::uuid,
    :clause, 'WT-' || :region || '-' || to_char(:ctx_today::date, 'YYYY') || '-' || coalesce(:draft_mark, {number}),
        :serial_no, :title,
    :original_text, :category, :sub_category, :element, :severity, :term_class,
    :source_level, :source_kind, :closing_level, :root_cause, :region_code, :location::jsonb,
        coalesce(:secrecy, 'INTERNAL'),
    coalesce(:is_measurable::boolean, false), coalesce(:site_count::integer, 1), :due_date::date, :due_date::date,
    :workflow_version::integer, :state, :ctx_now::timestamptz, :ctx_today::date, :ctx_tenant_id::uuid,
        :derived_from::uuid,
    :ctx_now::timestamptz, :source, :external_id, :ctx_actor, :ctx_now::timestamptz, :ctx_now::timestamptz
  from counter
returning {issue_row}, i.derived_from, i.scope as _scope, i.tenant_id as _tenant_id;

-- name: registration_limits
-- In one look what a registration asks for: its source, what limits its due date, and in a row each the figures that
-- hold for the target.
select f.source_level, f.source_kind, f.feedback_date,
       (select p.due_date from programme p where p.id = :programme_id::uuid) as programme_due, v.name, v.value
  from inspection_feedback f left join ({parameters_at}) v on true
 where f.id = :feedback_id::uuid;

-- name: issue_due_change
-- What the update in hand would make of the due date and of what limits it: the term runs from the assignment, before
-- it from today, the programme from its issue, a draft from when it was written; with the days of pauses since.
select case when :has_due_date::boolean then :due_date::date when not i.due_by_term then i.due_date end as due_date,
    coalesce(:term_class, i.term_class) as term_class, i.due_nominal, i.due_date as due_now, b.begun,
       g.due_date as programme_due, z.of_term, z.of_programme
  from issue i join inspection_feedback f on f.id = i.feedback_id
  cross join lateral (select coalesce(i.assigned_on, greatest(f.feedback_date, :ctx_today::date)) as begun) b
  left join programme g on g.id = case when :has_programme_id::boolean then :programme_id::uuid else i.programme_id end
  cross join lateral (select sum(greatest(0, pz.resumed_on - greatest(pz.from_on, b.begun))) as of_term,
                             sum(greatest(0, pz.resumed_on - greatest(pz.from_on, coalesce(g.issued_on,
                                 (g.created_at at time zone 'Asia/Shanghai')::date)))) as of_programme
                        from issue_pause pz where pz.issue_id = i.id) z
 where i.id = :issue_id::uuid;

-- name: issue_get
select {issue_row}, i.original_text, i.root_cause, i.clause, i.programme_id, i.region_code, i.location, i.due_nominal,
    i.step_due,
       i.light_reasons, i.overdue_since, i.workflow_version, i.suspended_state, i.suspended_on, i.suspended_until,
       (select z.reason_code from issue_pause z where z.issue_id = i.id and z.resumed_on is null) as suspended_reason,
           i.bounce_count,
       i.return_count, i.upper_return_count, i.extension_count, i.false_rectification, i.criteria, i.site_count,
           i.is_measurable,
       i.effect_evaluation, i.assigned_on, i.late_days + ({late}) as late_days, i.late_steps, i.derived_from,
           i.reopened_from, i.merged_into, i.closed_at,
       i.last_activity_at, i.source, i.external_id, i.created_by,
       coalesce((select jsonb_agg(jsonb_build_object('tenant', k.former_code, 'source', k.source, 'external_id',
                                                     k.external_id,
                   'until', k.changed_at) order by k.id) from former_key k where k.object_id = i.id),
                       '[]') as former_keys,
       coalesce((select jsonb_agg(jsonb_build_object('role', p.role, 'tenant',
                                                     jsonb_build_object('id', p.party_tenant_id, 'code',
                   p.party_code, 'name', p.party_name), 'person_name', p.person_name, 'position', p.position,
                       'duty_text', p.duty_text)
                   order by p.role, p.party_code, p.person_name)
                   from issue_party p where p.issue_id = i.id and p.valid_to is null), '[]') as parties,
       (select jsonb_build_object('closed_at', c.closed_at, 'closed_by', c.closed_by_name, 'document_no', c.document_no,
                                  'opinion',
                   c.opinion, 'due_date', c.due_date, 'progress_pct', c.progress_pct::text, 'extended', c.extended,
                       'facts', c.facts)
          from issue_closure c where c.issue_id = i.id) as closure,
       coalesce((select jsonb_agg(jsonb_build_object('indicator', b.indicator_code, 'tenant',
                                                     jsonb_build_object('id', b.at_tenant_id, 'code', b.at_code,
                   'name', b.at_name), 'period', b.period, 'value', trim_scale(b.value)::text, 'limit_value',
                       trim_scale(b.limit_value)::text,
                   'target_type', b.target_type, 'red_line_class', b.red_line_class, 'revision', b.revision, 'value_id',
                       b.value_id,
                   'alert_id', b.alert_id, 'on_date', b.on_date) order by b.told_at, b.alert_id)
                   from issue_indicator_breach b where b.issue_id = i.id), '[]') as breaches,
       (select n.id from issue n where n.reopened_from = i.id order by n.id limit 1) as reopened_as,
       i.scope as _scope, i.tenant_id as _tenant_id
  from issue i
 where i.id = :issue_id::uuid;

-- name: issue_head
-- What rules about sub-resources need to know of the issue.
select i.id, i.code, i.tenant_id, i.scope, i.state, i.closing_level, i.source_level, i.due_date,
    i.due_by_term, i.return_count, i.row_version,
       i.title, i.category, i.secrecy, i.tenant_code, i.light, i.episode, i.feedback_id, i.assigned_on,
           i.extension_count, i.closed_at, i.severity, i.registered_by,
       i.reopened_from,
       i.tenant_id = :ctx_tenant_id::uuid as is_own,
       exists (select from issue_party p where p.issue_id = i.id and p.valid_to is null
               and p.party_tenant_id = i.tenant_id
                  and p.role in ('LEAD_UNIT', 'RESP_UNIT')) as holder_works,
       coalesce((select string_agg(p.role, ' ') from issue_party p where p.issue_id = i.id and p.valid_to is null
                    and p.party_tenant_id = :ctx_tenant_id::uuid), '') as my_roles
  from issue i
 where i.id = :issue_id::uuid;

-- define: late_over
-- Days late of a day that nobody named, where the update in hand names another or none.
case when :has_due_date::boolean and i.due_by_term
     then greatest(0, ({late}) - greatest(0, {clock_day} - :due_date::date)) else 0 end

-- name: issue_update
-- Own fields; the state machine's are not among them. What parties may write is decided before. Days late that ran by a
-- day that nobody named stay, whatever day is named now.
with spell as (
    insert into issue_late_spell (issue_id, tenant_id, scope, due_on, ended_on, days, action)
    select i.id, i.tenant_id, i.scope, i.due_date, :ctx_today::date, {late_over}, 'UPDATE'
      from issue i where i.id = :issue_id::uuid and i.row_version = :ctx_if_match::integer and {late_over} > 0
)
update issue i
   set title = coalesce(:title, i.title), category = coalesce(:category, i.category),
       element = coalesce(:element, i.element),
       sub_category = case when :has_sub_category::boolean then :sub_category else i.sub_category end,
       severity = coalesce(:severity, i.severity), term_class = coalesce(:term_class, i.term_class),
       root_cause = case when :has_root_cause::boolean then :root_cause else i.root_cause end,
       clause = case when :has_clause::boolean then :clause else i.clause end,
       programme_id = case when :has_programme_id::boolean then :programme_id::uuid else i.programme_id end,
       region_code = case when :has_region_code::boolean then :region_code else i.region_code end,
       location = case when :has_location::boolean then :location::jsonb else i.location end,
       secrecy = coalesce(:secrecy, i.secrecy),
       due_nominal = case when :has_due_date::boolean then :due_date::date else i.due_nominal end,
       due_date = case when :has_due_date::boolean then :due_date::date else i.due_date end,
       due_moved_to = case when not :has_due_date::boolean then i.due_moved_to end,
       due_provisional = i.due_provisional and not :has_due_date::boolean,
       due_by_term = i.due_by_term and not :has_due_date::boolean, late_days = i.late_days + {late_over},
       overdue_since = case when not :has_due_date::boolean then i.overdue_since
           when i.overdue_since is not null and :due_date::date < {clock_day} then :due_date::date + 1 end,
       is_measurable = coalesce(:is_measurable::boolean, i.is_measurable),
       site_count = coalesce(:site_count::integer, i.site_count),
       criteria = coalesce(:criteria::jsonb, i.criteria),
       criteria_at = case when :criteria::jsonb is null then i.criteria_at else :ctx_now::timestamptz end,
       effect_evaluation = case when :has_effect_evaluation::boolean then :effect_evaluation
           else i.effect_evaluation end,
       effect_evaluated_at = case when :has_effect_evaluation::boolean then :ctx_now::timestamptz
           else i.effect_evaluated_at end,
       row_version = i.row_version + 1, updated_at = :ctx_now::timestamptz, last_activity_at = :ctx_now::timestamptz
 where i.id = :issue_id::uuid and i.row_version = :ctx_if_match::integer
returning i.id, i.row_version;

-- name: issue_touch
-- Activity on a sub-resource: the idle report (S-024) runs from here.
update issue set last_activity_at = :ctx_now::timestamptz where id = :issue_id::uuid;

-- name: issue_after_step
-- The answer to a transition; `new_issue` is the one a reopening created beside it.
select {issue_row}, i.step_due, i.light_reasons, i.closed_at, i.suspended_until,
       (select jsonb_build_object('id', n.id, 'code', n.code, 'state', n.state, 'severity', n.severity, 'due_date',
                                  n.due_date)
          from issue n where n.id = :new_issue_id::uuid) as new_issue
  from issue i where i.id = :issue_id::uuid;
