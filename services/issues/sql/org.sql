-- SPDX-License-Identifier: MIT
-- What a change of the tenant tree does to rows of this service. Run by the consumer with the whole range; safe to repeat.

-- name: rename_tenant
with parties as (
    update issue_party set party_code = :code, party_name = :name
     where party_tenant_id = :tenant_id::uuid and valid_to is null and (party_code, party_name) is distinct from (:code, :name)
)
update issue set tenant_code = :code, tenant_name = :name, updated_at = :ctx_now::timestamptz
 where tenant_id = :tenant_id::uuid and closed_at is null and (tenant_code, tenant_name) is distinct from (:code, :name);

-- name: successors_of
select t.id, t.code, t.name, t.scope
  from api_region_succession s join api_tenant t on t.id = s.successor_id
 where s.predecessor_id = :tenant_id::uuid;

-- name: succeed_issues
-- Open issues of a merged body go over to its successor; closed ones stay what they were.
update issue
   set tenant_id = :new_id::uuid, tenant_code = :new_code, tenant_name = :new_name, scope = :new_scope, row_version = row_version + 1,
       updated_at = :ctx_now::timestamptz
 where tenant_id = :tenant_id::uuid and state not in ({closed_states});

-- name: succeed_parties
-- Its parts in open issues end today and begin as the successor's, unless that one has the part already.
with ended as (
    update issue_party p set valid_to = :ctx_today::date
      from issue i
     where i.id = p.issue_id and p.party_tenant_id = :tenant_id::uuid and p.valid_to is null
       and i.state not in ({closed_states})
    returning p.issue_id, p.tenant_id, p.scope, p.role, p.person_id, p.person_name, p.position, p.phone, p.duty_text
)
insert into issue_party (issue_id, tenant_id, scope, role, party_tenant_id, party_code, party_name, party_scope, person_id, person_name,
    position, phone, duty_text, valid_from, created_by, created_at)
select e.issue_id, e.tenant_id, e.scope, e.role, :new_id::uuid, :new_code, :new_name, :new_scope, e.person_id, e.person_name, e.position,
       e.phone, e.duty_text, :ctx_today::date, :ctx_actor, :ctx_now::timestamptz
  from ended e
on conflict do nothing;

-- name: succeed_grants
with taken as (
    update issue_grant set valid_to = :ctx_today::date
     where tenant_id = :tenant_id::uuid and valid_to is null and state not in ({closed_states})
    returning issue_id, issue_scope, state, light, rights
)
insert into issue_grant as g (issue_id, tenant_id, scope, issue_scope, state, light, rights, valid_from)
select t.issue_id, :new_id::uuid, :new_scope, t.issue_scope, t.state, t.light, t.rights, :ctx_today::date from taken t
on conflict (issue_id, tenant_id) do update set valid_to = null;
