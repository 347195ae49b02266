-- SPDX-License-Identifier: MIT
-- Extension requests, verifications, public notices and objections.

-- define: extension
x.id, x.issue_id, x.old_due, x.new_due, x.reason as reason_code, x.detail as reason, x.applied_by_name, x.applied_at,
    x.approver_level,
x.decision, x.decided_by_name, x.decided_at, x.opinion, x.document_no, x.row_version

-- name: extension_list
select {extension} from extension_request x where x.issue_id = :issue_id::uuid order by x.id desc;

-- name: extension_insert
insert into extension_request as x (id, issue_id, tenant_id, scope, old_due, new_due, reason, detail, applied_by,
                                    applied_by_name,
    applied_tenant_id, applied_at, approver_level)
select :ctx_new_id::uuid, i.id, i.tenant_id, i.scope, i.due_date, :new_due::date, :reason_code, :reason, :ctx_actor,
    :ctx_actor_name,
       :ctx_tenant_id::uuid, :ctx_now::timestamptz, i.closing_level
  from issue i where i.id = :issue_id::uuid
returning {extension};

-- define: verification
v.id, v.issue_id, v.level, v.method, v.result, v.verified_on, v.opinion, v.goal, v.file_ids, v.created_by_name,
    v.created_at,
(select jsonb_agg(jsonb_build_object('name', e.value -> 'name', 'member_id', e.value -> 'member_id', 'organisation',
                                     e.value -> 'organisation',
            'unit', case when e.value ? 'unit_id' then jsonb_build_object('id', e.value -> 'unit_id', 'code',
                e.value -> 'unit_code',
                'name', e.value -> 'unit_name') end) order by e.ordinality)
   from jsonb_array_elements(v.verifiers) with ordinality e) as verifiers

-- name: verification_list
select {verification} from verification v where v.issue_id = :issue_id::uuid order by v.seq desc;

-- define: verifiers
-- Who is named: members of a unit within the caller's range or of a party to the issue, with the unit as it is now;
-- experts by name.
jsonb_array_elements(:verifiers::jsonb) with ordinality e
left join lateral (select m.id, m.issuer, m.subject, m.name, t.id as unit_id, t.code as unit_code, t.name as unit_name
                     from api_membership m join api_tenant t on t.id = m.tenant_id
                         and not tenant_closed(t.closed_on, :ctx_today::date)
                    where m.id = (e.value ->> 'member_id')::uuid and m.disabled_at is null
                      and (starts_with(t.scope, :ctx_scope)
                           or exists (select from issue_party p where p.issue_id = :issue_id::uuid
                                      and p.valid_to is null
                                         and p.party_tenant_id = t.id))) m on true

-- define: units_of_verifier
-- All units that the person is a member of, or was after the issue was assigned: who is judged may be the one who ends
-- and begins memberships, and changes nothing that way of what is recorded.
(select jsonb_agg(distinct o.tenant_id)
   from api_membership o
  where o.issuer = m.issuer and o.subject = m.subject
    and coalesce(o.disabled_at, 'infinity') >= coalesce((select max(s.at) from state_log s
                                                          where s.issue_id = i.id and s.rule = 'T02'), '-infinity'))

-- name: unknown_verifier
-- Those named as members who are none that the caller sees (store/references.c).
select e.ordinality - 1 as index from {verifiers} where e.value ->> 'member_id' is not null and m.id is null order by 1;

-- name: verification_insert
insert into verification as v (id, issue_id, tenant_id, scope, level, method, result, verified_on, verifiers, opinion,
                               goal, file_ids, after_step,
    created_by, created_by_name, created_tenant_id, created_at)
select :ctx_new_id::uuid, i.id, i.tenant_id, i.scope, :level, :method, :result, :verified_on::date,
       (select jsonb_agg(case when m.id is null then jsonb_strip_nulls(jsonb_build_object('name', e.value ->> 'name',
                                                         'organisation', e.value ->> 'organisation'))
                              else jsonb_build_object('member_id', m.id, 'issuer', m.issuer, 'subject', m.subject,
                                                      'name', m.name,
                                       'unit_id', m.unit_id, 'unit_code', m.unit_code, 'unit_name', m.unit_name,
                                       'unit_ids', {units_of_verifier}) end
                                           order by e.ordinality)
          from {verifiers}),
       :opinion, (select p.goals -> (:goal_no::integer - 1) ->> 'text' from issue_plan p where p.issue_id = i.id
                  and p.state = 'FILED'),
       coalesce(:file_ids::jsonb, '[]'), coalesce((select max(s.id) from state_log s where s.issue_id = i.id), 0),
           :ctx_actor,
       :ctx_actor_name, :ctx_tenant_id::uuid, :ctx_now::timestamptz
  from issue i where i.id = :issue_id::uuid
returning {verification};

-- define: publicity
b.id, b.issue_id, b.start_on, b.end_on, b.ended_on, b.recall_reason, b.channels, b.url, b.created_by_name, b.created_at,
    b.row_version,
coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'received_on', o.received_on, 'channel', o.channel, 'content',
                                              o.content,
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
 where b.id = :publicity_id::uuid and b.issue_id = :issue_id::uuid and b.ended_on is null
     and b.row_version = :ctx_if_match::integer
   and coalesce(:end_on::date >= b.end_on, true)
returning {publicity};

-- name: publicity_state
select b.row_version, b.ended_on, b.start_on, b.end_on, i.secrecy
  from publicity b join issue i on i.id = b.issue_id where b.id = :publicity_id::uuid and b.issue_id = :issue_id::uuid;

-- name: publicity_recall
-- The issue's secrecy has changed: what runs was told to the wrong ones. Another notice takes its place (T16, T17).
update publicity
   set ended_on = :ctx_today::date, row_version = row_version + 1,
       recall_reason = case :secrecy when 'INTERNAL' then '转为内部办理' else '转为公开办理' end
 where issue_id = :issue_id::uuid and ended_on is null;

-- define: objection
o.id, o.publicity_id, o.received_on, o.channel, o.content, o.decision, o.decided_by_name, o.decided_at, o.opinion,
    o.row_version,
o.created_at

-- define: still_heard
-- It runs, or was recalled in this round: who read it then has no other notice to object to.
(b.ended_on is null
 or b.recall_reason is not null
    and not exists (select from state_log l
                     where l.issue_id = b.issue_id and l.at >= b.created_at and l.from_state = 'PUBLICITY'
                       and l.to_state not in ('PUBLICITY', 'SUSPENDED')))

-- name: objection_insert
insert into publicity_objection as o (id, publicity_id, issue_id, tenant_id, scope, received_on, channel, content,
                                      created_by, created_at)
select :ctx_new_id::uuid, b.id, b.issue_id, b.tenant_id, b.scope, :received_on::date, :channel, :content, :ctx_actor,
       :ctx_now::timestamptz
  from publicity b join issue i on i.id = b.issue_id
 where b.id = :publicity_id::uuid and b.issue_id = :issue_id::uuid and {still_heard}
     and i.state in ('PUBLICITY', 'SUSPENDED')
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
