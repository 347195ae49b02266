-- SPDX-License-Identifier: MIT
-- What a change of the tenant tree does to rows of this service. Run by the consumer with the whole range; safe to
-- repeat. With an issue_id the statements of a succession are about that issue only, which is how an office allocates
-- (allocation.sql).

-- name: rename_tenant
with parties as (
    update issue_party set party_code = :code, party_name = :name
     where party_tenant_id = :tenant_id::uuid and valid_to is null and (party_code, party_name) is distinct
         from (:code, :name)
)
update issue set tenant_code = :code, tenant_name = :name, updated_at = :ctx_now::timestamptz
 where tenant_id = :tenant_id::uuid and closed_at is null and (tenant_code, tenant_name) is distinct
     from (:code, :name);

-- name: successors_of
-- Held where they lie, so that none is moved before what is handed over to it is there.
select t.id, t.code, t.name, t.scope
  from api_region_succession s join api_tenant t on t.id = s.successor_id
 where s.predecessor_id = :tenant_id::uuid and scope_hold(t.id, t.scope, false);

-- name: succession_work
-- The open issues that a body holds or has a part in.
select i.id from issue i where i.tenant_id = :tenant_id::uuid and {open}
    and (:issue_id::uuid is null or i.id = :issue_id::uuid)
union
select i.id from issue_party p join issue i on i.id = p.issue_id
 where p.party_tenant_id = :tenant_id::uuid and p.valid_to is null and {open}
     and (:issue_id::uuid is null or i.id = :issue_id::uuid);

-- name: succeed_issues
-- Open issues of a merged body go over to its successor; closed ones stay what they were. The key that the successor
-- has given to another issue already gets the issue's code behind it.
with gone as (
    select i.id, i.code, i.tenant_id, i.tenant_code, i.source, i.external_id,
           exists (select from issue o where o.tenant_id = :new_id::uuid and o.source = i.source
                   and o.external_id = i.external_id) as is_taken
      from issue i
     where i.tenant_id = :tenant_id::uuid and {open} and (:issue_id::uuid is null or i.id = :issue_id::uuid)
), older as (
    update former_key k set tenant_id = :new_id::uuid, scope = :new_scope from gone g where k.object_kind = 'ISSUE'
        and k.object_id = g.id
), kept as (
    insert into former_key (object_kind, object_id, tenant_id, scope, former_tenant_id, former_code, source,
                            external_id, changed_at)
    select 'ISSUE', g.id, :new_id::uuid, :new_scope, g.tenant_id, g.tenant_code, g.source, g.external_id,
        :ctx_now::timestamptz
      from gone g where g.external_id is not null
)
update issue i
   set tenant_id = :new_id::uuid, tenant_code = :new_code, tenant_name = :new_name, scope = :new_scope,
       row_version = i.row_version + 1,
       external_id = case when g.is_taken then i.external_id || '@' || i.code else i.external_id end,
           updated_at = :ctx_now::timestamptz
  from gone g where i.id = g.id;

-- name: succeed_registrar
-- Who registered an open issue decides on it.
update issue i set registered_by = :new_id::uuid
 where i.registered_by = :tenant_id::uuid and {open} and (:issue_id::uuid is null or i.id = :issue_id::uuid);

-- name: succeed_feedbacks
-- What inspections told a merged body is its successor's to answer, with the key as for issues.
with gone as (
    select f.id, f.tenant_id, f.source, f.external_id,
           exists (select from inspection_feedback o where o.tenant_id = :new_id::uuid and o.source = f.source
                   and o.external_id = f.external_id) as is_taken
      from inspection_feedback f where f.tenant_id = :tenant_id::uuid
), older as (
    update former_key k set tenant_id = :new_id::uuid, scope = :new_scope from gone g where k.object_kind = 'FEEDBACK'
        and k.object_id = g.id
), kept as (
    insert into former_key (object_kind, object_id, tenant_id, scope, former_tenant_id, former_code, source,
                            external_id, changed_at)
    select 'FEEDBACK', g.id, :new_id::uuid, :new_scope, g.tenant_id, t.code, g.source, g.external_id,
        :ctx_now::timestamptz
      from gone g join api_tenant t on t.id = g.tenant_id where g.external_id is not null
)
update inspection_feedback f
   set tenant_id = :new_id::uuid, scope = :new_scope, row_version = f.row_version + 1,
       updated_at = :ctx_now::timestamptz,
       external_id = case when g.is_taken then f.external_id || '@' || f.id else f.external_id end
  from gone g where f.id = g.id;

-- name: succeed_programmes
-- A programme goes along unless the successor has its own for the same feedback, which then stands.
update programme p
   set tenant_id = :new_id::uuid, scope = :new_scope, row_version = p.row_version + 1,
       updated_at = :ctx_now::timestamptz
 where p.tenant_id = :tenant_id::uuid
   and not exists (select from programme o where o.tenant_id = :new_id::uuid and o.kind = p.kind
                   and o.feedback_id = p.feedback_id);

-- name: succeed_parties
-- Its parts in open issues end today and begin as the successor's, unless that one has the part already.
with ended as (
    update issue_party p set valid_to = :ctx_today::date
      from issue i
     where i.id = p.issue_id and p.party_tenant_id = :tenant_id::uuid and p.valid_to is null
       and {open} and (:issue_id::uuid is null or i.id = :issue_id::uuid)
       -- nobody comes to supervise his own work: the part stays listed for an office
       and not exists (select from issue_party o
                        where o.issue_id = p.issue_id and o.party_tenant_id = :new_id::uuid and o.valid_to is null
                          and (p.role = 'SUPERVISE_UNIT' and o.role in ('LEAD_UNIT', 'RESP_UNIT')
                               or o.role = 'SUPERVISE_UNIT' and p.role in ('LEAD_UNIT', 'RESP_UNIT')))
    returning p.issue_id, p.tenant_id, p.scope, p.role, p.person_id, p.person_name, p.position, p.phone, p.duty_text
)
insert into issue_party (issue_id, tenant_id, scope, role, party_tenant_id, party_code, party_name, party_scope,
                         person_id, person_name,
    position, phone, duty_text, valid_from, created_by, created_at)
select e.issue_id, e.tenant_id, e.scope, e.role, :new_id::uuid, :new_code, :new_name, :new_scope, e.person_id,
    e.person_name, e.position,
       e.phone, e.duty_text, :ctx_today::date, :ctx_actor, :ctx_now::timestamptz
  from ended e
on conflict do nothing;

-- name: succeed_duties
-- And what the ladder's steps asked of it.
select duties_succeed(:tenant_id::uuid, :new_id::uuid, :new_code, :new_name, :new_scope, :issue_id::uuid);

-- name: succeed_grants
with taken as (
    update issue_grant set valid_to = :ctx_today::date
     where tenant_id = :tenant_id::uuid and valid_to is null and state not in ({closed_states})
       and (:issue_id::uuid is null or issue_id = :issue_id::uuid)
    returning issue_id, issue_scope, state, light, rights
)
insert into issue_grant as g (issue_id, tenant_id, scope, issue_scope, state, light, rights, valid_from)
select t.issue_id, :new_id::uuid, :new_scope, t.issue_scope, t.state, t.light, t.rights, :ctx_today::date from taken t
on conflict (issue_id, tenant_id) do update set valid_to = null, scope = excluded.scope,
    valid_from = case when g.valid_to is null then g.valid_from else excluded.valid_from end;
