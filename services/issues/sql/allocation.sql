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
                                 from api_region_succession s join api_tenant n on n.id = s.successor_id
                                where s.predecessor_id = b.tenant_id
                                    and not tenant_closed(n.closed_on, :ctx_today::date))) order by b.code)
          from bodies b where b.id = i.id) as bodies
  from issue i
 where i.id in (select id from bodies) and (:page_after::uuid is null or i.id < :page_after::uuid)
 order by i.id desc
 limit :page_limit;

-- name: unallocated_count
select count(distinct w.id) as total from ({left_over}) w;

-- name: allocation_from
-- The closed body named, if it still has a part in the issue; and whether the one that is to take it may: a successor,
-- where there are any.
select t.id, t.code, t.name,
       not exists (select from api_region_succession s join api_tenant n on n.id = s.successor_id
                    where s.predecessor_id = t.id and not tenant_closed(n.closed_on, :ctx_today::date))
       or exists (select from api_region_succession s where s.predecessor_id = t.id
                  and s.successor_id = :to_id::uuid) as is_heir
  from api_tenant t join issue i on i.id = :issue_id::uuid
 where tenant_closed(t.closed_on, :ctx_today::date) and (t.code = :from or t.id::text = :from)
   and (i.tenant_id = t.id or exists (select from issue_party p where p.issue_id = i.id and p.party_tenant_id = t.id
                                      and p.valid_to is null))
 order by t.closed_on desc
 limit 1;

-- name: allocation_conflict
select exists (select from issue_party s join issue_party r on r.issue_id = s.issue_id
               and r.party_tenant_id = s.party_tenant_id
                where s.issue_id = :issue_id::uuid and s.valid_to is null and r.valid_to is null
                  and s.role = 'SUPERVISE_UNIT' and r.role = 'RESP_UNIT') as supervises_itself;
