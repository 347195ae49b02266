-- SPDX-License-Identifier: MIT
-- Changes of administrative division and of bodies (区划调整、机构改革; domain F.6).

-- define: is_behind
-- Whether the body of the change `r` is to move or to end by an earlier one first: what came after it can have been
-- meant for the body as that leaves it only, and would make it impossible.
exists (select from region_change e
         where e.tenant_id = r.tenant_id and e.state = 'PLANNED' and e.kind not in ('RENAME', 'RECODE')
           and (e.effective_date, e.id) < (r.effective_date, r.id))

-- name: region_change_list
select r.id, r.tenant_id, r.kind, r.effective_date, r.approval_doc, r.detail, r.state, r.applied_at, r.created_by,
    r.created_at, r.withdrawn_at, r.withdrawn_by, r.withdraw_reason, r.row_version
  from region_change r
 where r.scope >= :page_lo and r.scope < :page_hi
   and (:page_after::uuid is null or r.id < :page_after::uuid)
   and (:state::text is null or r.state = :state)
 order by r.id desc
 limit :page_limit;

-- name: region_change_get
select r.id, r.tenant_id, r.kind, r.effective_date, r.approval_doc, r.detail, r.state, r.applied_at, r.created_by,
    r.created_at, r.withdrawn_at, r.withdrawn_by, r.withdraw_reason, r.row_version,
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
-- The next planned change whose day has come, oldest first; one that could not be applied is tried again later, and
-- behind those that never were, so that it holds nobody up but later ones of its body. Locked so that two runs do not
-- both apply one.
select r.id, r.tenant_id, r.kind, r.effective_date, r.approval_doc, r.detail
  from region_change r
 where r.state = 'PLANNED' and r.effective_date <= :ctx_today::date
   and (r.try_again_at is null or r.try_again_at <= :ctx_now::timestamptz) and not {is_behind}
 order by r.tried_at nulls first, r.effective_date, r.id
 limit 1
   for update skip locked;

-- name: region_change_planned
select r.id, r.tenant_id, r.kind, r.effective_date, r.detail ->> 'new_code' as new_code,
       r.detail ->> 'new_name' as new_name, r.detail ->> 'new_short_name' as new_short_name,
       r.detail ->> 'new_parent_id' as new_parent_id, {is_behind} as is_behind
  from region_change r where r.id = :change_id::uuid and r.state = 'PLANNED' for update;

-- name: region_successors
select successor_id from region_succession where change_id = :change_id::uuid;

-- name: region_change_patience
-- How long a planned change waits for those who hold what it needs; what it has taken by then, others wait for. (A job
-- has no bound of its own, a request has.)
select set_config('lock_timeout', '2s', true);

-- name: region_change_refused
-- Waiting for others is a matter of minutes, a refusal one of people.
update region_change
   set detail = detail || jsonb_build_object('refused', :reason::text), tried_at = :ctx_now::timestamptz,
       try_again_at = :ctx_now::timestamptz + case when :is_waiting::boolean then interval '1 minute'
                                                   else interval '1 hour' end
 where id = :change_id::uuid;

-- name: region_change_applied
with lineage as (update region_succession set applied = true where change_id = :change_id::uuid)
update region_change set state = 'APPLIED', applied_at = :ctx_now::timestamptz, row_version = row_version + 1
    where id = :change_id::uuid;

-- name: region_change_part
select r.row_version, r.state from region_change r where r.id = :region_change_id::uuid;

-- name: region_change_withdraw
-- Whoever applies it holds the row, and is before or behind.
update region_change
   set state = 'WITHDRAWN', withdrawn_at = :ctx_now::timestamptz, withdrawn_by = :ctx_actor, withdraw_reason = :reason,
       row_version = row_version + 1
 where id = :region_change_id::uuid and row_version = :ctx_if_match::bigint and state = 'PLANNED'
returning id;

-- name: region_succession_insert
insert into region_succession (change_id, predecessor_id, successor_id, share, effective_date)
values (:change_id::uuid, :predecessor_id::uuid, :successor_id::uuid, :share::numeric, :effective_date::date);
