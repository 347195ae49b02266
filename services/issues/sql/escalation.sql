-- SPDX-License-Identifier: MIT
-- The ladder of supervision: proposed by the daily run, issued by an office, answered by the units, lifted after verification.

-- define: escalation
e.id, e.issue_id, e.level, e.rung, e.state, e.reason, e.doc_no, e.issued_by_name, e.issued_on, e.reply_due, e.reply, e.reply_by_name,
e.replied_at, e.lifted_at, e.lifted_by_name, e.lift_verification_id, e.row_version, e.created_at

-- name: escalation_list
select {escalation} from escalation e where e.issue_id = :issue_id::uuid order by e.id desc;

-- name: escalation_current
-- The highest step in force: listed and beyond until lifted, letters until answered.
select coalesce(max(e.level), 0) as level
  from escalation e
 where e.issue_id = :issue_id::uuid and e.state = 'ISSUED' and e.level > 1 and (e.level >= 4 or e.reply is null);

-- name: escalation_take
-- What the daily run found due: reminders go out, the rest is proposed. One cause leads to one step, whoever looks and however
-- often; the answer has the reminders that are new.
with step as (
    select * from jsonb_to_recordset(:steps::jsonb) as s (id uuid, issue_id uuid, level integer, rung text, reason text)
), taken as (
    insert into escalation as e (id, issue_id, tenant_id, scope, level, rung, state, reason, created_at, issued_by, issued_by_name, issued_on)
    select s.id, i.id, i.tenant_id, i.scope, s.level, s.rung, case when s.level = 1 then 'ISSUED' else 'PROPOSED' end, s.reason,
           :ctx_now::timestamptz, case when s.level = 1 then :ctx_actor end, case when s.level = 1 then :ctx_actor_name end,
           case when s.level = 1 then :ctx_today::date end
      from step s join issue i on i.id = s.issue_id
     order by i.id, s.level
    on conflict (issue_id, rung) do nothing
    returning e.id, e.issue_id, e.tenant_id, e.scope, e.level, e.doc_no, e.reply_due
)
select t.*, i.code from taken t join issue i on i.id = t.issue_id where t.level = 1 order by t.issue_id, t.id;

-- name: escalation_insert
-- One cause leads to one step, whoever looks and however often.
insert into escalation as e (id, issue_id, tenant_id, scope, level, rung, state, reason, doc_no, created_at, issued_by, issued_by_name,
    issued_tenant_id, issued_on, reply_due)
select :ctx_new_id::uuid, i.id, i.tenant_id, i.scope, :level::integer, :rung, :state, :reason, :doc_no, :ctx_now::timestamptz,
       case when :state = 'ISSUED' then :ctx_actor end, case when :state = 'ISSUED' then :ctx_actor_name end,
       case when :state = 'ISSUED' then nullif(:ctx_tenant_id, '')::uuid end,
       case when :state = 'ISSUED' then :ctx_today::date end, :reply_due::date
  from issue i where i.id = :issue_id::uuid
on conflict (issue_id, rung) do nothing
returning {escalation};

-- name: escalation_issue
update escalation e
   set state = 'ISSUED', doc_no = :doc_no, issued_by = :ctx_actor, issued_by_name = :ctx_actor_name, issued_tenant_id = :ctx_tenant_id::uuid,
       issued_on = :ctx_today::date, reply_due = :reply_due::date, row_version = e.row_version + 1
 where e.id = :escalation_id::uuid and e.issue_id = :issue_id::uuid and e.state = 'PROPOSED' and e.row_version = :ctx_if_match::integer
returning {escalation};

-- name: escalation_reply
update escalation e
   set reply = :reply, reply_by = :ctx_actor, reply_by_name = :ctx_actor_name, reply_tenant_id = :ctx_tenant_id::uuid,
       replied_at = :ctx_now::timestamptz, row_version = e.row_version + 1
 where e.id = :escalation_id::uuid and e.issue_id = :issue_id::uuid and e.state = 'ISSUED' and e.row_version = :ctx_if_match::integer
returning {escalation};

-- name: escalation_lift
update escalation e
   set state = 'LIFTED', lifted_at = :ctx_now::timestamptz, lifted_by_name = :ctx_actor_name,
       lift_verification_id = :verification_id::uuid, row_version = e.row_version + 1
 where e.id = :escalation_id::uuid and e.issue_id = :issue_id::uuid and e.state = 'ISSUED' and e.row_version = :ctx_if_match::integer
   and exists (select from verification v where v.id = :verification_id::uuid and v.issue_id = e.issue_id and v.result = 'PASS'
                  and v.verified_on >= e.issued_on)
returning {escalation};

-- name: escalation_state
select level, state, row_version from escalation where id = :escalation_id::uuid and issue_id = :issue_id::uuid;

-- define: referral
a.id, a.issue_id, a.misconduct, a.facts, a.doc_no, a.receiving_body, a.referred_by_name, a.referred_at, a.result, a.result_doc_no,
a.result_recorded_at, a.row_version

-- name: referral_list
select {referral} from accountability_referral a where a.issue_id = :issue_id::uuid order by a.id desc;

-- name: referral_insert
insert into accountability_referral as a (id, issue_id, tenant_id, scope, misconduct, facts, doc_no, receiving_body, referred_by,
    referred_by_name, referred_tenant_id, referred_at)
select :ctx_new_id::uuid, i.id, i.tenant_id, i.scope, :misconduct, :facts, :doc_no, :receiving_body, :ctx_actor, :ctx_actor_name,
       :ctx_tenant_id::uuid, :ctx_now::timestamptz
  from issue i where i.id = :issue_id::uuid
returning {referral};

-- name: referral_result
update accountability_referral a
   set result = :result, result_doc_no = :doc_no, result_recorded_by = :ctx_actor, result_recorded_at = :ctx_now::timestamptz,
       row_version = a.row_version + 1
 where a.id = :referral_id::uuid and a.issue_id = :issue_id::uuid and a.result is null and a.row_version = :ctx_if_match::integer
returning {referral};

-- name: referral_state
select row_version from accountability_referral where id = :referral_id::uuid and issue_id = :issue_id::uuid;
