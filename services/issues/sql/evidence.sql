-- SPDX-License-Identifier: MIT
-- Evidence: files by their SHA-256, in a chain of hashes per issue.

-- define: evidence
e.id, e.issue_id, e.kind, e.phase, e.pair_key, e.milestone_id, e.file_id, e.sha256, e.size, e.mime, e.filename, e.title,
    e.taken_at, e.lng,
e.lat, e.uploaded_by_name, e.chain_hash, e.row_version, e.created_at

-- name: evidence_list
select {evidence}
  from evidence e
 where e.issue_id = :issue_id::uuid and e.deleted_at is null
   /*?page_after*/ and e.id < :page_after::uuid /*?*/
 order by e.id desc limit :page_limit;

-- name: evidence_count
select count(*) as total from evidence e where e.issue_id = :issue_id::uuid and e.deleted_at is null;

-- name: evidence_insert
-- The file must be one the caller can see; its facts are taken over, so that what was handed in stays known. What few
-- see has a chain of its own, or the others would break where one does not see it.
insert into evidence as e (id, issue_id, tenant_id, scope, kind, milestone_id, pair_key, phase, file_id, sha256, size,
                           mime, filename, title,
    taken_at, lng, lat, uploaded_by, uploaded_by_name, uploaded_tenant_id, chain_hash, created_at)
select :ctx_new_id::uuid, i.id, i.tenant_id, i.scope, :kind, :milestone_id::uuid, :pair_key, :phase, f.id, f.sha256,
    f.size, f.media_type,
       f.name, :title, :taken_at::timestamptz, :lng::numeric, :lat::numeric, :ctx_actor, :ctx_actor_name,
           :ctx_tenant_id::uuid,
       encode(sha256(convert_to(coalesce((select l.chain_hash from evidence l where l.issue_id = i.id
                                             and (l.kind = 'CONDUCT_PROOF') = (:kind = 'CONDUCT_PROOF')
                                           order by l.id desc limit 1), '')
                                || f.sha256, 'UTF8')), 'hex'), :ctx_now::timestamptz
  from issue i
  join lateral (select * from api_file f where f.sha256 = :sha256 order by (f.tenant_id = :ctx_tenant_id::uuid) desc,
                f.id desc limit 1) f
       on true
 where i.id = :issue_id::uuid
returning {evidence};

-- define: rested_on
-- A finding names it, or a milestone that was reported as done asks for it and has no other.
exists (select from conduct_finding f where f.issue_id = e.issue_id and jsonb_exists(f.evidence_ids, e.id::text))
or exists (select from milestone m where m.id = e.milestone_id and m.evidence_required and m.actual_date is not null
              and not exists (select from evidence o where o.milestone_id = m.id and o.id <> e.id
                              and o.deleted_at is null))

-- name: evidence_remove
update evidence e
   set deleted_at = :ctx_now::timestamptz, deleted_by = :ctx_actor, delete_reason = :reason,
       row_version = e.row_version + 1
 where e.id = :evidence_id::uuid and e.issue_id = :issue_id::uuid and e.deleted_at is null
     and e.row_version = :ctx_if_match::integer
   and e.uploaded_tenant_id = :ctx_tenant_id::uuid and not ({rested_on})
returning e.id, e.kind;

-- name: evidence_state
select e.row_version, e.uploaded_tenant_id = :ctx_tenant_id::uuid as is_mine
  from evidence e where e.id = :evidence_id::uuid and e.issue_id = :issue_id::uuid and e.deleted_at is null;
