-- SPDX-License-Identifier: MIT
-- Extension requests, verifications, public notices and objections.

-- define: extension
x.id, x.issue_id, x.old_due, x.new_due, x.reason as reason_code, x.detail as reason, x.applied_by_name, x.applied_at, x.approver_level,
x.decision, x.decided_by_name, x.decided_at, x.opinion, x.document_no, x.row_version

-- name: extension_list
select {extension} from extension_request x where x.issue_id = :issue_id::uuid order by x.id desc;

-- name: extension_insert
insert into extension_request as x (id, issue_id, tenant_id, scope, old_due, new_due, reason, detail, applied_by, applied_by_name,
    applied_tenant_id, applied_at, approver_level)
select :ctx_new_id::uuid, i.id, i.tenant_id, i.scope, i.due_date, :new_due::date, :reason_code, :reason, :ctx_actor, :ctx_actor_name,
       :ctx_tenant_id::uuid, :ctx_now::timestamptz, i.closing_level
  from issue i where i.id = :issue_id::uuid
returning {extension};

-- define: verification
v.id, v.issue_id, v.level, v.method, v.result, v.verified_on, v.verifiers, v.opinion, v.file_ids, v.created_by_name, v.created_at

-- name: verification_list
select {verification} from verification v where v.issue_id = :issue_id::uuid order by v.id desc;

-- name: verification_insert
insert into verification as v (id, issue_id, tenant_id, scope, level, method, result, verified_on, verifiers, opinion, file_ids, created_by,
    created_by_name, created_tenant_id, created_at)
select :ctx_new_id::uuid, i.id, i.tenant_id, i.scope, :level, :method, :result, :verified_on::date, :verifiers::jsonb, :opinion,
       coalesce(:file_ids::jsonb, '[]'), :ctx_actor, :ctx_actor_name, :ctx_tenant_id::uuid, :ctx_now::timestamptz
  from issue i where i.id = :issue_id::uuid
returning {verification};

-- define: publicity
b.id, b.issue_id, b.start_on, b.end_on, b.ended_on, b.channels, b.url, b.created_by_name, b.created_at, b.row_version,
coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'received_on', o.received_on, 'channel', o.channel, 'content', o.content,
            'decision', o.decision, 'decided_by', o.decided_by_name, 'decided_at', o.decided_at, 'opinion', o.opinion,
            'row_version', o.row_version) order by o.id)
            from publicity_objection o where o.publicity_id = b.id), '[]') as objections

-- name: publicity_list
select {publicity} from publicity b where b.issue_id = :issue_id::uuid order by b.id desc;

-- name: publicity_update
-- A notice that still runs may be prolonged and told where it stands, never shortened.
update publicity b
   set channels = coalesce(:channels::jsonb, b.channels), url = case when :has_url::boolean then :url else b.url end,
       end_on = coalesce(:end_on::date, b.end_on), row_version = b.row_version + 1
 where b.id = :publicity_id::uuid and b.issue_id = :issue_id::uuid and b.ended_on is null and b.row_version = :ctx_if_match::integer
   and coalesce(:end_on::date >= b.end_on, true)
returning {publicity};

-- name: publicity_state
select b.row_version, b.ended_on, b.start_on, b.end_on from publicity b where b.id = :publicity_id::uuid and b.issue_id = :issue_id::uuid;

-- define: objection
o.id, o.publicity_id, o.received_on, o.channel, o.content, o.decision, o.decided_by_name, o.decided_at, o.opinion, o.row_version,
o.created_at

-- name: objection_insert
insert into publicity_objection as o (id, publicity_id, issue_id, tenant_id, scope, received_on, channel, content, created_by, created_at)
select :ctx_new_id::uuid, b.id, b.issue_id, b.tenant_id, b.scope, :received_on::date, :channel, :content, :ctx_actor,
       :ctx_now::timestamptz
  from publicity b where b.id = :publicity_id::uuid and b.issue_id = :issue_id::uuid and b.ended_on is null
returning {objection};

-- name: objection_decide
update publicity_objection o
   set decision = :decision, opinion = :opinion, decided_by = :ctx_actor, decided_by_name = :ctx_actor_name,
       decided_at = :ctx_now::timestamptz, row_version = o.row_version + 1
 where o.id = :objection_id::uuid and o.publicity_id = :publicity_id::uuid and o.issue_id = :issue_id::uuid
   and o.row_version = :ctx_if_match::integer and o.decision is null
returning {objection};

-- name: objection_state
select row_version, created_by from publicity_objection where id = :objection_id::uuid and issue_id = :issue_id::uuid;
