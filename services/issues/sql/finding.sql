-- SPDX-License-Identifier: MIT
-- Findings against a unit's conduct (B.4, B.8 L7). Those of dereliction are rows that the policy
-- conduct_finding_restricted shows to few.

-- define: finding
f.id, f.issue_id, f.kind, case when f.party_code is not null then jsonb_build_object('code', f.party_code, 'name',
    f.party_name) end as unit,
f.facts, f.evidence_ids, f.found_by_name, f.found_level, f.found_at, f.cleared_by_name, f.cleared_at, f.clear_reason,
    f.row_version

-- name: finding_list
select {finding}, f.is_dereliction as _restricted from conduct_finding f
    where f.issue_id = :issue_id::uuid order by f.id desc;

-- name: finding_party
-- The unit that is found against leads or answers, or did since the issue was first assigned: under the code that it
-- has now, or else had as a party. It is written down as it was called as one.
select p.party_tenant_id, p.party_code, p.party_name
  from issue_party p left join api_tenant t on t.id = p.party_tenant_id
 where p.issue_id = :issue_id::uuid and p.role in ('LEAD_UNIT', 'RESP_UNIT') and :unit in (t.code, p.party_code)
   and (p.valid_to is null
        or p.valid_to >= (select min(s.at at time zone 'Asia/Shanghai')::date from state_log s
                           where s.issue_id = p.issue_id and s.to_state = 'ASSIGNED'))
 order by (t.code = :unit) is true desc, p.valid_to desc nulls first
 limit 1;

-- name: finding_open_proof
-- Places of what the parties see and none of them handed in.
select a.ordinality - 1 as index
  from jsonb_array_elements_text(:evidence_ids::jsonb) with ordinality a (value, ordinality)
  join evidence e on e.id = a.value::uuid
 where e.kind <> 'CONDUCT_PROOF'
   and not exists (select from issue_party p where p.issue_id = e.issue_id and p.party_tenant_id = e.uploaded_tenant_id
                      and p.role in ('LEAD_UNIT', 'RESP_UNIT'))
 order by 1;

-- name: finding_insert
insert into conduct_finding as f (id, issue_id, tenant_id, scope, kind, party_tenant_id, party_code, party_name,
    facts, evidence_ids, found_by, found_by_name, found_level, found_at)
select :ctx_new_id::uuid, i.id, i.tenant_id, i.scope, :kind, :party_tenant_id::uuid, :party_code, :party_name, :facts,
       :evidence_ids::jsonb, :ctx_actor, :ctx_actor_name, :ctx_kind, :ctx_now::timestamptz
  from issue i where i.id = :issue_id::uuid
returning {finding};

-- name: finding_state
select f.kind, f.found_level, f.row_version from conduct_finding f where f.id = :finding_id::uuid
    and f.issue_id = :issue_id::uuid;

-- name: finding_clear
update conduct_finding f
   set cleared_by = :ctx_actor, cleared_by_name = :ctx_actor_name, cleared_at = :ctx_now::timestamptz,
       clear_reason = :reason, row_version = f.row_version + 1
 where f.id = :finding_id::uuid and f.issue_id = :issue_id::uuid and f.cleared_at is null
   and f.row_version = :ctx_if_match::integer
returning {finding};

-- name: finding_follow
-- The issue says how it was rectified by the latest finding that stands.
update issue i
   set false_rectification = (select f.kind from conduct_finding f
                               where f.issue_id = i.id and not f.is_dereliction
                                   and f.cleared_at is null order by f.id desc limit 1)
 where i.id = :issue_id::uuid;
