-- SPDX-License-Identifier: MIT
-- The leading group (领导小组): posts, office and four special groups (domain F.1).

-- name: leading_group_list
select g.id, g.tenant_id, g.name, g.document_no, g.established_on, g.dissolved_on, g.row_version, g.created_at
  from leading_group g
 where g.scope >= :page_lo and g.scope < :page_hi
   and (:page_after::uuid is null or g.id < :page_after::uuid)
 order by g.id desc
 limit :page_limit;

-- name: leading_group_get
-- A unit that is out of sight, in another district by now, is called what it was.
select g.id, g.tenant_id, g.name, g.document_no, g.established_on, g.dissolved_on, g.row_version, g.created_by,
    g.created_at,
       (select coalesce(jsonb_agg(jsonb_build_object('role', m.role, 'post', m.post, 'tenant_id', m.tenant_id,
                                                     'tenant_name', coalesce(a.name, m.tenant_name),
                                                     'member_id', m.member_id) order by m.sort), '[]')
          from leading_group_member m left join api_tenant a on a.id = m.tenant_id where m.group_id = g.id) as members,
       (select coalesce(jsonb_agg(jsonb_build_object('kind', s.kind, 'tenant_id', s.tenant_id,
                                                     'tenant_name', coalesce(a.name, s.tenant_name),
                                                     'duties', s.duties)
                                  order by s.kind), '[]')
          from leading_group_section s left join api_tenant a on a.id = s.tenant_id where s.group_id = g.id) as sections
  from leading_group g
 where g.id = :leading_group_id::uuid;

-- name: leading_group_insert
insert into leading_group (id, tenant_id, scope, name, document_no, established_on, created_by, created_at)
values (:new_id, :ctx_tenant_id::uuid, :ctx_scope, :name, :document_no, :established_on::date, :ctx_actor,
        :ctx_now::timestamptz)
returning id;

-- name: leading_group_update
update leading_group g
   set name = coalesce(:name, g.name),
       document_no = case when :has_document_no::boolean then :document_no else g.document_no end,
       dissolved_on = case when :has_dissolved_on::boolean then :dissolved_on::date else g.dissolved_on end,
       row_version = row_version + 1
 where g.id = :leading_group_id::uuid and g.row_version = :ctx_if_match::bigint
returning g.id, g.established_on, case when :has_dissolved_on::boolean then g.dissolved_on end as ends_on;

-- name: leading_group_version
select row_version, scope >= :ctx_lo and scope < :ctx_hi as mine from leading_group where id = :leading_group_id::uuid;

-- name: leading_group_members_delete
delete from leading_group_member where group_id = :group_id::uuid;

-- name: leading_group_members_insert
-- Units are named by code or id; they were looked up before (references.c).
insert into leading_group_member (id, group_id, tenant_id, tenant_name, scope, role, post, member_id, sort)
select gen_random_uuid(), g.id, a.id, a.name, g.scope, m.role, m.post, m.member_id, m.sort
  from leading_group g
  cross join (select x.value ->> 'tenant' as tenant, x.value ->> 'role' as role, x.value ->> 'post' as post,
               (x.value ->> 'member_id')::uuid as member_id, x.ordinality::integer as sort
          from jsonb_array_elements(:members::jsonb) with ordinality x(value, ordinality)) m
  join api_tenant a on (a.code = m.tenant or a.id::text = m.tenant) and not tenant_closed(a.closed_on, :ctx_today::date)
 where g.id = :group_id::uuid;

-- name: leading_group_sections_delete
delete from leading_group_section where group_id = :group_id::uuid;

-- name: leading_group_sections_insert
insert into leading_group_section (group_id, tenant_id, tenant_name, scope, kind, duties)
select g.id, a.id, a.name, g.scope, s.kind, s.duties
  from leading_group g
  cross join jsonb_to_recordset(:sections::jsonb) s(tenant text, kind text, duties text)
  join api_tenant a on (a.code = s.tenant or a.id::text = s.tenant) and not tenant_closed(a.closed_on, :ctx_today::date)
 where g.id = :group_id::uuid;
