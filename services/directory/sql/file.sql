-- SPDX-License-Identifier: MIT
-- Files: content once by its SHA-256, uploads as rows of a tenant.

-- name: file_content_insert
insert into file_content (sha256, size, media_type, stored_at)
values (:sha256, :size::bigint, :media_type, :ctx_now::timestamptz)
on conflict (sha256) do nothing;

-- name: file_content_known
-- Which of these contents somebody has uploaded: their places in the list.
select n.place from unnest(:names::text[]) with ordinality n (sha256, place)
  join file_content f on f.sha256 = n.sha256;

-- name: file_insert
insert into file (id, tenant_id, scope, sha256, name, uploaded_by, uploaded_at)
values (:new_id, :ctx_tenant_id::uuid, :ctx_scope, :sha256, :name, :ctx_actor, :ctx_now::timestamptz)
returning id;

-- name: file_get
select f.id, f.tenant_id, f.sha256, f.name, f.size, f.media_type, f.uploaded_by, f.uploaded_at
  from api_file f where f.id = :file_id::uuid;

-- name: file_to_open
select f.id, f.tenant_id, f.sha256, f.name, f.media_type, file_is_restricted(f.id) as is_restricted
  from api_file f where f.id = :file_id::uuid;

-- name: file_list
select f.id, f.tenant_id, f.sha256, f.name, f.size, f.media_type, f.uploaded_by, f.uploaded_at
  from api_file f
 where f.scope >= :page_lo and f.scope < :page_hi
   and (:page_after::uuid is null or f.id < :page_after::uuid)
   and (:sha256::text is null or f.sha256 = :sha256)
 order by f.id desc
 limit :page_limit;
