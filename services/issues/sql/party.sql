-- SPDX-License-Identifier: MIT
-- Who answers for an issue, and who therefore sees it.

-- name: party_list
select p.id, p.role, jsonb_build_object('id', p.party_tenant_id, 'code', p.party_code, 'name', p.party_name) as tenant,
    p.person_id,
       p.person_name, p.position, p.phone, p.duty_text, p.valid_from, p.valid_to, p.created_by, p.created_at
  from issue_party p
 where p.issue_id = :issue_id::uuid
   and case when :as_of::date is null then p.valid_to is null
            else p.valid_from <= :as_of::date and (p.valid_to is null or p.valid_to > :as_of::date) end
 order by p.role, p.party_code, p.person_name;

-- name: party_resolve
-- The references of a new set in order; id is null where there is no such open tenant.
select e.ordinality - 1 as index, t.id, t.code, t.name, t.kind, t.scope, o.kind as owner_kind
  from jsonb_array_elements(:parties::jsonb) with ordinality e
  join api_tenant o on o.id = :owner_id::uuid
  left join api_tenant t on not tenant_closed(t.closed_on, :ctx_today::date)
      and (t.code = e.value ->> 'tenant' or t.id::text = e.value ->> 'tenant')
 order by 1;

-- name: party_facts
-- A closed tenant can sign nothing any more: it has no kind here, and who was named of it answers for nothing.
-- Districts lie right below the city.
select p.role, p.party_tenant_id, p.party_scope, t.kind as party_kind, p.person_id, p.person_name, o.kind as owner_kind,
       exists (select from api_tenant d where d.kind = 'DISTRICT' and d.scope = left(p.party_scope, 8)) as party_in_district,
       exists (select from api_tenant d where d.kind = 'DISTRICT' and d.scope = left(p.scope, 8)) as owner_in_district
  from issue_party p
  left join api_tenant t on t.id = p.party_tenant_id and not tenant_closed(t.closed_on, :ctx_today::date)
  left join api_tenant o on o.id = p.tenant_id
 where p.issue_id = :issue_id::uuid and p.valid_to is null and (t.id is not null or {is_unit});

-- define: units_wanted
select e.value ->> 'role', t.id
  from jsonb_array_elements(:parties::jsonb) e
  left join api_tenant t on not tenant_closed(t.closed_on, :ctx_today::date)
      and (t.code = e.value ->> 'tenant' or t.id::text = e.value ->> 'tenant')
 where e.value ->> 'role' like '%\_UNIT'

-- define: units_there
select p.role, p.party_tenant_id
  from issue_party p
 where p.issue_id = :issue_id::uuid and p.valid_to is null and p.role like '%\_UNIT'

-- name: party_units_kept
-- Whether a new set has the units that there are, so that only persons change.
select not exists ({units_wanted} except {units_there})
       and not exists ({units_there} except {units_wanted}) as are_kept;

-- name: party_replace
-- The whole set in one statement: what is not in it any more ends today, what is new begins; grants follow the units.
with wanted as (
    select e.value ->> 'role' as role, t.id as tenant_id, t.code, t.name, t.scope,
        (e.value ->> 'person_id')::uuid as person_id,
           e.value ->> 'person_name' as person_name, e.value ->> 'position' as position, e.value ->> 'phone' as phone,
           e.value ->> 'duty_text' as duty_text
      from jsonb_array_elements(:parties::jsonb) e
      join api_tenant t on not tenant_closed(t.closed_on, :ctx_today::date)
          and (t.code = e.value ->> 'tenant' or t.id::text = e.value ->> 'tenant')
), i as (
    select id, tenant_id, scope, state, light from issue where id = :issue_id::uuid
), ended as (
    update issue_party p set valid_to = :ctx_today::date
     where p.issue_id = :issue_id::uuid and p.valid_to is null
       and not exists (select from wanted w where w.role = p.role and w.tenant_id = p.party_tenant_id
                          and w.person_name is not distinct from p.person_name and w.position is not distinct
                              from p.position
                          and w.phone is not distinct from p.phone and w.duty_text is not distinct from p.duty_text
                          and w.person_id is not distinct from p.person_id)
    returning p.id
), kept as (
    select p.role, p.party_tenant_id, p.person_name from issue_party p
     where p.issue_id = :issue_id::uuid and p.valid_to is null and p.id not in (select id from ended)
)
insert into issue_party (issue_id, tenant_id, scope, role, party_tenant_id, party_code, party_name, party_scope,
                         person_id, person_name,
    position, phone, duty_text, valid_from, created_by, created_at)
select i.id, i.tenant_id, i.scope, w.role, w.tenant_id, w.code, w.name, w.scope, w.person_id, w.person_name, w.position,
    w.phone,
       w.duty_text, :ctx_today::date, :ctx_actor, :ctx_now::timestamptz
  from wanted w, i
 where not exists (select from kept k where k.role = w.role and k.party_tenant_id = w.tenant_id
                      and k.person_name is not distinct from w.person_name);

-- name: party_grant
-- Every tenant that is a party now sees the issue; who is none any more does not.
with units as (
    select p.party_tenant_id as tenant_id, p.party_scope as scope,
           case when bool_or(p.role in ('LEAD_UNIT', 'RESP_UNIT')) then 'EDIT_OWN_PART'
                when bool_or(p.role in ('COOP_UNIT')) then 'REPORT' else 'VIEW' end as rights
      from issue_party p where p.issue_id = :issue_id::uuid and p.valid_to is null
     group by 1, 2
), taken as (
    update issue_grant g set valid_to = :ctx_today::date
     where g.issue_id = :issue_id::uuid and g.valid_to is null and g.tenant_id not in (select tenant_id from units)
)
insert into issue_grant as g (issue_id, tenant_id, scope, issue_scope, state, light, rights, valid_from)
select i.id, u.tenant_id, u.scope, i.scope, i.state, i.light, u.rights, :ctx_today::date
  from units u join issue i on i.id = :issue_id::uuid
on conflict (issue_id, tenant_id) do update set valid_to = null, scope = excluded.scope, rights = excluded.rights,
    valid_from = case when g.valid_to is null then g.valid_from else excluded.valid_from end;

-- name: party_review_anew
-- Who comes to supervise reviews the plan himself, and the others after him.
update issue_plan p
   set supervisor_passed_by = null, supervisor_passed_at = null, office_passed_by = null, office_passed_at = null,
       group_passed_by = null, group_passed_at = null, row_version = p.row_version + 1,
       updated_at = :ctx_now::timestamptz
 where p.issue_id = :issue_id::uuid and p.state = 'SUBMITTED' and p.supervisor_passed_by is not null
   and exists ({units_wanted} and e.value ->> 'role' = 'SUPERVISE_UNIT' except {units_there});

-- name: party_touch
update issue set row_version = row_version + 1, updated_at = :ctx_now::timestamptz,
    last_activity_at = :ctx_now::timestamptz
 where id = :issue_id::uuid and row_version = :ctx_if_match::integer
returning row_version;
