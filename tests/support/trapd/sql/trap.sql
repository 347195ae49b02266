-- SPDX-License-Identifier: MIT
-- Notes: a tenant-owned table that tests/fault/conftest.py creates.

-- name: trap_note_insert
insert into trap_note (id, tenant_id, scope, text)
values (:ctx_new_id::uuid, :ctx_tenant_id::uuid, :ctx_scope, :text)
returning id, text, row_version;

-- name: trap_note_get
select id, text, row_version from trap_note where id = :note_id::uuid;

-- name: trap_note_update
update trap_note set text = :text, row_version = row_version + 1
 where id = :note_id::uuid and row_version = :ctx_if_match::bigint
returning id, text, row_version;

-- name: trap_note_list
select id, text, row_version from trap_note
 where scope >= :page_lo::text collate "C" and scope < :page_hi::text collate "C"
   and (:page_after::uuid is null or id < :page_after::uuid)
   and (:text::text is null or text = :text::text)
 order by id desc limit :page_limit::bigint;

-- name: trap_note_count
select count(*) as total from trap_note
 where scope >= :page_lo::text collate "C" and scope < :page_hi::text collate "C"
   and (:text::text is null or text = :text::text);

-- name: trap_contend
select trap_contend(:n::bigint);
