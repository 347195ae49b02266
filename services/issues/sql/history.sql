-- SPDX-License-Identifier: MIT
-- What happened to an issue; restricted particulars; parameters; derived issues.

-- name: issue_history
select i.id, i.code,
       (select jsonb_agg(jsonb_build_object('rule', s.rule, 'action', s.action, 'from_state', s.from_state, 'to_state',
                                            s.to_state,
                   'actor_name', s.actor_name, 'actor_tenant', s.actor_tenant_name, 'reason', s.reason, 'document_no',
                       s.document_no,
                   'detail', s.detail, 'workflow_version', s.workflow_version, 'at', s.at) order by s.id)
          from state_log s where s.issue_id = i.id) as states,
       (select coalesce(jsonb_agg(jsonb_build_object('from_light', l.from_light, 'to_light', l.to_light, 'reasons',
                                                     l.reasons,
                   'on_date', l.on_date, 'at', l.at) order by l.id), '[]')
          from light_log l where l.issue_id = i.id) as lights,
       (select coalesce(jsonb_agg(jsonb_build_object('version', p.version, 'state', p.state, 'due_date', p.due_date,
                                                     'filed_on', p.filed_on,
                   'filed_no', p.filed_no) order by p.version), '[]')
          from issue_plan p where p.issue_id = i.id) as plans,
       (select coalesce(jsonb_agg(jsonb_build_object('role', p.role, 'tenant_code', p.party_code, 'tenant_name',
                                                     p.party_name,
                   'person_name', p.person_name, 'valid_from', p.valid_from, 'valid_to', p.valid_to)
                       order by p.valid_from, p.role), '[]')
          from issue_party p where p.issue_id = i.id) as parties,
       (select coalesce(jsonb_agg(jsonb_build_object('from_on', z.from_on, 'until_on', z.until_on, 'resumed_on',
                                                     z.resumed_on,
                   'reason_code', z.reason_code) order by z.id), '[]')
          from issue_pause z where z.issue_id = i.id) as pauses,
       coalesce((select jsonb_agg(jsonb_build_object('indicator', b.indicator_code, 'tenant',
                                                     jsonb_build_object('id', b.at_tenant_id, 'code', b.at_code,
                   'name', b.at_name), 'period', b.period, 'value', trim_scale(b.value)::text, 'limit_value',
                       trim_scale(b.limit_value)::text,
                   'target_type', b.target_type, 'red_line_class', b.red_line_class, 'revision', b.revision, 'value_id',
                       b.value_id,
                   'alert_id', b.alert_id, 'on_date', b.on_date) order by b.told_at, b.alert_id)
                   from issue_indicator_breach b where b.issue_id = i.id), '[]') as breaches
  from issue i where i.id = :issue_id::uuid;

-- name: petitioner_get
select issue_id, name, phone, channel, note, created_by, created_at, row_version
  from issue_petitioner where issue_id = :issue_id::uuid;

-- name: petitioner_put
-- The first particulars, or the next version of those that the caller read; no row when they stand otherwise.
with first as (
    insert into issue_petitioner as p (issue_id, tenant_id, scope, name, phone, channel, note, created_by, created_at)
    select i.id, i.tenant_id, i.scope, :name, :phone, :channel, :note, :ctx_actor, :ctx_now::timestamptz
      from issue i where i.id = :issue_id::uuid and :ctx_if_match::integer is null
    on conflict (issue_id) do nothing
    returning p.*
), next as (
    update issue_petitioner p
       set name = :name, phone = :phone, channel = :channel, note = :note, row_version = p.row_version + 1
     where p.issue_id = :issue_id::uuid and p.row_version = :ctx_if_match::integer
    returning p.*
)
select issue_id, name, phone, channel, note, created_by, created_at, row_version
  from (select * from first union all select * from next) kept;

-- name: petitioner_version
select coalesce((select row_version from issue_petitioner where issue_id = :issue_id::uuid), 0) as row_version;

-- name: parameter_set_version
-- Of the tenant's own settings as a set: 1 before the first of them, and it only grows.
select coalesce((select row_version from issue_parameter_set where tenant_id = :ctx_tenant_id::uuid), 1) as row_version;

-- name: parameter_set_touch
-- The set's next version, for who read the one before; of two who write at once the second finds no row.
insert into issue_parameter_set as s (tenant_id, scope, row_version, updated_by, updated_at)
select :ctx_tenant_id::uuid, :ctx_scope, 2, :ctx_actor, :ctx_now::timestamptz
 where :ctx_if_match::integer = 1
    or exists (select from issue_parameter_set o where o.tenant_id = :ctx_tenant_id::uuid
               and o.row_version = :ctx_if_match::integer)
on conflict (tenant_id) do update set row_version = s.row_version + 1, updated_by = excluded.updated_by,
    updated_at = excluded.updated_at
 where s.row_version = :ctx_if_match::integer
returning row_version;

-- name: parameter_put
insert into issue_parameter as p (tenant_id, scope, name, value, updated_by, updated_at)
values (:ctx_tenant_id::uuid, :ctx_scope, :name, :value::integer, :ctx_actor, :ctx_now::timestamptz)
on conflict (tenant_id, name) do update set value = excluded.value, row_version = p.row_version + 1,
    updated_by = excluded.updated_by,
    updated_at = excluded.updated_at;

-- name: parameter_drop
delete from issue_parameter where tenant_id = :ctx_tenant_id::uuid and name = :name;

-- name: derive_source
-- What children take over from their parent.
select i.feedback_id, i.programme_id, i.serial_no, i.title, i.original_text, i.category, i.sub_category, i.element,
    i.severity,
       i.term_class, i.clause, i.root_cause, i.source_level,
       serial_next(i.feedback_id, i.serial_no || '-D') as number,
       (select p.party_code from issue_party p where p.issue_id = i.id and p.role = 'SUPERVISE_UNIT'
        and p.valid_to is null) as supervisor
  from issue i where i.id = :issue_id::uuid;

-- name: derive_sibling
-- The child that a tenant has of this parent already; one that was cancelled or merged is none.
select k.code from issue k
 where k.derived_from = :parent_id::uuid and k.tenant_id = :target_id::uuid and k.state not in ('CANCELLED', 'MERGED');
