-- SPDX-License-Identifier: MIT
-- Members and their roles (domain F.3).

-- name: member_list
select m.id, m.tenant_id, a.code as tenant_code, a.name as tenant_name, m.issuer, m.subject, m.name, m.post, m.env_duty,
    m.disabled_at,
       m.external_id, m.source, m.row_version, m.created_at,
       (select coalesce(jsonb_agg(r.role order by r.role), '[]') from member_role r where r.member_id = m.id
        and r.revoked_at is null) as roles
  from member m join api_tenant a on a.id = m.tenant_id
 where m.scope >= :page_lo and m.scope < :page_hi
   and (:page_after::uuid is null or m.id < :page_after::uuid)
   and (:tenant::text is null or a.code = :tenant or m.tenant_id::text = :tenant)
   and (:role::text is null or exists (select from member_role r where r.member_id = m.id and r.role = :role
                                       and r.revoked_at is null))
   and (:q::text is null or strpos(m.name, :q) > 0 or m.subject = :q)
 order by m.id desc
 limit :page_limit;

-- name: member_count
select count(*) as total
  from member m join api_tenant a on a.id = m.tenant_id
 where m.scope >= :page_lo and m.scope < :page_hi
   and (:tenant::text is null or a.code = :tenant or m.tenant_id::text = :tenant)
   and (:role::text is null or exists (select from member_role r where r.member_id = m.id and r.role = :role
                                       and r.revoked_at is null))
   and (:q::text is null or strpos(m.name, :q) > 0 or m.subject = :q);

-- name: member_get
select m.id, m.tenant_id, a.code as tenant_code, a.name as tenant_name, m.issuer, m.subject, m.name, m.post, m.env_duty,
    m.disabled_at,
       m.external_id, m.source, m.row_version, m.created_by, m.created_at,
       (select coalesce(jsonb_agg(r.role order by r.role), '[]') from member_role r where r.member_id = m.id
        and r.revoked_at is null) as roles,
       (select coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'granted_by', r.granted_by, 'granted_at',
                                                     r.granted_at,
                                                     'revoked_by', r.revoked_by, 'revoked_at', r.revoked_at)
                                                         order by r.granted_at), '[]')
          from member_role r where r.member_id = m.id) as role_history
  from member m join api_tenant a on a.id = m.tenant_id
 where m.id = :member_id::uuid;

-- name: member_insert
insert into member (id, tenant_id, scope, issuer, subject, name, post, env_duty, external_id, source, created_by,
                    created_at)
values (:new_id, :target_id::uuid, :target_scope, :issuer, :subject, :name, :post, coalesce(:env_duty::boolean, false),
        :external_id, :source, :ctx_actor, :ctx_now::timestamptz)
returning id;

-- name: member_update
update member m
   set name = coalesce(:name, m.name),
       post = case when :has_post::boolean then :post else m.post end,
       env_duty = coalesce(:env_duty::boolean, m.env_duty),
       disabled_at = case when :disabled::boolean then coalesce(m.disabled_at, :ctx_now::timestamptz)
                          when :has_disabled::boolean then null else m.disabled_at end,
       row_version = row_version + 1
 where m.id = :member_id::uuid and m.row_version = :ctx_if_match::bigint
returning m.id;

-- name: member_exists
select m.row_version, a.kind from member m join api_tenant a on a.id = m.tenant_id where m.id = :member_id::uuid;

-- name: member_held
-- Whose roles are to be given; `held_by` is the caller when it is himself. A person is (issuer, subject).
select m.row_version, a.kind, a.code, tenant_closed(a.closed_on, :ctx_today::date) as is_closed,
       exists (select from member_role r where r.member_id = m.id and r.role = 'PLATFORM_ADMIN'
               and r.revoked_at is null) as is_platform,
       case when m.issuer = :own_issuer::text
    and m.subject = :own_subject::text then :ctx_actor end as held_by
  from member m join api_tenant a on a.id = m.tenant_id where m.id = :member_id::uuid;

-- name: member_named
-- The same of somebody who is to become a member.
select case when :issuer::text = :own_issuer::text
    and :subject::text = :own_subject::text then :ctx_actor end as held_by;

-- name: member_touch
update member set row_version = row_version + 1 where id = :member_id::uuid and row_version = :ctx_if_match::bigint
    returning id;

-- name: member_roles_revoke
-- Roles that are held and not in the new set end now; the rows stay as history.
update member_role set revoked_at = :ctx_now::timestamptz, revoked_by = :ctx_actor
 where member_id = :member_id::uuid and revoked_at is null
   and not (to_jsonb(role) <@ :roles::jsonb);

-- name: member_roles_grant
insert into member_role (member_id, tenant_id, scope, role, granted_by, granted_at)
select m.id, m.tenant_id, m.scope, r.role, :ctx_actor, :ctx_now::timestamptz
  from member m, jsonb_array_elements_text(:roles::jsonb) r(role)
 where m.id = :member_id::uuid
   and not exists (select from member_role x where x.member_id = m.id and x.role = r.role and x.revoked_at is null);
