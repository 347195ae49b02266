-- SPDX-License-Identifier: MIT
-- Changes of administrative division and of bodies (区划调整、机构改革; domain F.6).

-- name: region_change_list
select r.id, r.tenant_id, r.kind, r.effective_date, r.approval_doc, r.detail, r.state, r.applied_at, r.created_by,
    r.created_at, r.row_version
  from region_change r
 where r.scope >= :page_lo and r.scope < :page_hi
   and (:page_after::uuid is null or r.id < :page_after::uuid)
   and (:state::text is null or r.state = :state)
 order by r.id desc
 limit :page_limit;

-- name: region_change_get
select r.id, r.tenant_id, r.kind, r.effective_date, r.approval_doc, r.detail, r.state, r.applied_at, r.created_by,
    r.created_at, r.row_version,
       (select coalesce(jsonb_agg(jsonb_build_object('predecessor_id', s.predecessor_id, 'successor_id', s.successor_id,
                                                     'share', s.share::text)), '[]')
          from region_succession s where s.change_id = r.id) as successions
  from region_change r
 where r.id = :region_change_id::uuid;

-- name: region_change_insert
insert into region_change (id, tenant_id, scope, kind, effective_date, approval_doc, detail, state, created_by,
                           created_at)
values (:new_id, :subject_id::uuid, :subject_scope, :kind, :effective_date::date, :approval_doc, :detail::jsonb,
        'PLANNED',
        :ctx_actor, :ctx_now::timestamptz)
returning id;

-- name: region_change_due
-- Planned changes whose day has come, oldest first; one that was refused is tried again an hour later, and behind those
-- that never were, so that it holds nobody up. Locked so that two runs do not both apply one.
select id, tenant_id, kind, effective_date, approval_doc, detail
  from region_change
 where state = 'PLANNED' and effective_date <= :ctx_today::date
   and (tried_at is null or tried_at <= :ctx_now::timestamptz - interval '1 hour')
 order by tried_at nulls first, effective_date, id
 limit 20
   for update skip locked;

-- name: region_change_planned
select id, tenant_id, kind, effective_date, detail ->> 'new_code' as new_code, detail ->> 'new_name' as new_name,
       detail ->> 'new_short_name' as new_short_name, detail ->> 'new_parent_id' as new_parent_id
  from region_change where id = :change_id::uuid and state = 'PLANNED' for update;

-- name: region_successors
select successor_id from region_succession where change_id = :change_id::uuid;

-- name: region_change_refused
update region_change set detail = detail || jsonb_build_object('refused', :reason::text), tried_at = :ctx_now::timestamptz
 where id = :change_id::uuid;

-- name: region_change_applied
with lineage as (update region_succession set applied = true where change_id = :change_id::uuid)
update region_change set state = 'APPLIED', applied_at = :ctx_now::timestamptz, row_version = row_version + 1
    where id = :change_id::uuid;

-- name: region_succession_insert
insert into region_succession (change_id, predecessor_id, successor_id, share, effective_date)
values (:change_id::uuid, :predecessor_id::uuid, :successor_id::uuid, :share::numeric, :effective_date::date);
