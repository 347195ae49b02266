-- SPDX-License-Identifier: MIT
-- Reading the audit trail (domain F.5).

-- name: audit_list
select e.id, e.tenant_id, e.at, e.actor, e.actor_name, e.roles, e.action, e.object_kind, e.object_id, e.request_id,
    e.service, e.detail
  from audit_entry e
 where e.scope >= :page_lo and e.scope < :page_hi
   and (:page_after::uuid is null or e.id < :page_after::uuid)
   and (:object_kind::text is null or e.object_kind = :object_kind)
   and (:object_id::text is null or e.object_id = :object_id)
   and (:actor::text is null or e.actor = :actor)
   and (:action::text is null or e.action = :action)
   and (:since::timestamptz is null or e.at >= :since::timestamptz)
   and (:until::timestamptz is null or e.at < :until::timestamptz)
 order by e.id desc
 limit :page_limit;

-- name: audit_count
select count(*) as total
  from audit_entry e
 where e.scope >= :page_lo and e.scope < :page_hi
   and (:object_kind::text is null or e.object_kind = :object_kind)
   and (:object_id::text is null or e.object_id = :object_id)
   and (:actor::text is null or e.actor = :actor)
   and (:action::text is null or e.action = :action)
   and (:since::timestamptz is null or e.at >= :since::timestamptz)
   and (:until::timestamptz is null or e.at < :until::timestamptz);
