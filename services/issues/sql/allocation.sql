-- SPDX-License-Identifier: MIT
-- Open work that still lies with a body that has ended: an office says which body takes it (domain F.6).

-- define: left_over
-- One row an issue and closed body: what of the issue is that body's. :tenant names one body.
select i.id, t.id as tenant_id, t.code, t.name, t.closed_on, 'OWNER' as part
  from api_tenant t join issue i on i.tenant_id = t.id
 where tenant_closed(t.closed_on, :ctx_today::date) and {open} and i.scope >= :page_lo and i.scope < :page_hi
   and (:tenant::text is null or t.code = :tenant or t.id::text = :tenant)
union all
select i.id, t.id, t.code, t.name, t.closed_on, p.role
  from api_tenant t join issue_party p on p.party_tenant_id = t.id and p.valid_to is null join issue i
      on i.id = p.issue_id
 where tenant_closed(t.closed_on, :ctx_today::date) and {open} and i.scope >= :page_lo and i.scope < :page_hi
   and (:tenant::text is null or t.code = :tenant or t.id::text = :tenant)

-- name: unallocated_list
with bodies as (
    select w.id, w.tenant_id, w.code, w.name, w.closed_on, jsonb_agg(distinct w.part) as parts
        from ({left_over}) w group by 1, 2, 3, 4, 5
)
select i.id, i.code, i.title, i.state, i.light, i.due_date, i.row_version,
       (select jsonb_agg(jsonb_build_object('tenant',
                                            jsonb_build_object('id', b.tenant_id, 'code', b.code, 'name', b.name),
                'closed_on', b.closed_on, 'parts', b.parts,
                'successors', (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'code', n.code, 'name', n.name)
                                                         order by n.code), '[]')
                                 from api_tenant n where n.id in (select tenant_heirs(b.tenant_id)))) order by b.code)
          from bodies b where b.id = i.id) as bodies
  from issue i
 where i.id in (select id from bodies) and (:page_after::uuid is null or i.id < :page_after::uuid)
 order by i.id desc
 limit :page_limit;

-- name: unallocated_count
select count(distinct w.id) as total from ({left_over}) w;

-- define: parts_of_body
-- How much of the issue is the body's.
(i.tenant_id = t.id)::integer + (select count(*) from issue_party p where p.issue_id = i.id
                                     and p.party_tenant_id = t.id and p.valid_to is null)

-- name: allocation_from
-- The closed body named, if it still has a part in the issue.
select t.id, t.code, {parts_of_body} as parts
  from api_tenant t join issue i on i.id = :issue_id::uuid
 where tenant_closed(t.closed_on, :ctx_today::date) and (t.code = :from or t.id::text = :from)
   and (i.tenant_id = t.id or exists (select from issue_party p where p.issue_id = i.id and p.party_tenant_id = t.id
                                      and p.valid_to is null))
 order by t.closed_on desc
 limit 1;

-- name: allocation_heirs
-- Its successors, with all its parts, and those in which each would not come to accept its own work.
select n.id, n.kind, n.scope, h.scope as holder_scope, h.kind as holder_kind, i.tenant_id = :gone_id::uuid as is_held,
       coalesce(string_agg(distinct p.role, ' '), '') as roles,
       coalesce(string_agg(distinct p.role, ' ') filter (
                where not exists (select from issue_party o
                                   where o.issue_id = i.id and o.party_tenant_id = n.id
                                     and o.valid_to is null and ({own_judge}))), '') as free_roles
  from issue i
  join api_tenant n on n.id in (select tenant_heirs(:gone_id::uuid))
  join api_tenant h on h.id = case when i.tenant_id = :gone_id::uuid then n.id else i.tenant_id end
  left join issue_party p on p.issue_id = i.id and p.party_tenant_id = :gone_id::uuid and p.valid_to is null
 where i.id = :issue_id::uuid
 group by n.id, n.kind, n.scope, h.scope, h.kind, i.tenant_id;

-- name: allocation_left
select {parts_of_body} as parts, h.scope as holder_scope, h.kind as holder_kind,
       coalesce((select string_agg(distinct p.role, ' ') from issue_party p
                  where p.issue_id = i.id and p.party_tenant_id = t.id and p.valid_to is null), '') as roles
  from api_tenant t join issue i on i.id = :issue_id::uuid join api_tenant h on h.id = i.tenant_id
 where t.id = :gone_id::uuid;

-- name: allocation_conflict
select exists (select from issue_party s join issue_party r on r.issue_id = s.issue_id
               and r.party_tenant_id = s.party_tenant_id
                where s.issue_id = :issue_id::uuid and s.valid_to is null and r.valid_to is null
                  and s.role = 'SUPERVISE_UNIT' and r.role = 'RESP_UNIT') as supervises_itself;
