-- SPDX-License-Identifier: MIT
-- Disclosure: proposed by one person, published by another (B.9); what the public reads.

-- define: disclosure
d.id, d.issue_id, d.state, d.public_title, d.public_text, d.proposed_by_name, d.proposed_at, d.decided_by_name,
    d.decided_at,
d.withdrawn_at, d.withdraw_reason, d.row_version

-- name: disclosure_list
select {disclosure} from disclosure d where d.issue_id = :issue_id::uuid order by d.id desc;

-- name: disclosure_insert
insert into disclosure as d (id, issue_id, tenant_id, scope, state, public_title, public_text, proposed_by,
                             proposed_by_name, proposed_at)
select :ctx_new_id::uuid, i.id, i.tenant_id, i.scope, 'PROPOSED', :public_title, :public_text, :ctx_actor,
    :ctx_actor_name,
       :ctx_now::timestamptz
  from issue i where i.id = :issue_id::uuid and i.secrecy = 'PUBLIC'
returning {disclosure};

-- name: disclosure_decide
update disclosure d
   set state = :decision, decided_by = :ctx_actor, decided_by_name = :ctx_actor_name,
       decided_at = :ctx_now::timestamptz,
       row_version = d.row_version + 1
 where d.id = :disclosure_id::uuid and d.issue_id = :issue_id::uuid and d.state = 'PROPOSED'
     and d.row_version = :ctx_if_match::integer
   and (:decision <> 'PUBLISHED' or exists (select from issue i where i.id = d.issue_id and i.secrecy = 'PUBLIC'))
returning {disclosure};

-- name: disclosure_withdraw
update disclosure d
   set state = 'WITHDRAWN', withdrawn_by = :ctx_actor, withdrawn_at = :ctx_now::timestamptz, withdraw_reason = :reason,
       row_version = d.row_version + 1
 where d.id = :disclosure_id::uuid and d.issue_id = :issue_id::uuid and d.state = 'PUBLISHED'
     and d.row_version = :ctx_if_match::integer
returning {disclosure};

-- name: disclosure_recall
-- The issue is no longer public: what was published leaves a tombstone, what was proposed needs a new proposal.
with recalled as (
    update disclosure
       set state = case state when 'PUBLISHED' then 'WITHDRAWN' else 'REFUSED' end, row_version = row_version + 1,
           withdrawn_by = case state when 'PUBLISHED' then :ctx_actor end,
           withdrawn_at = case state when 'PUBLISHED' then :ctx_now::timestamptz end,
           withdraw_reason = case state when 'PUBLISHED' then '转为内部办理' end
     where issue_id = :issue_id::uuid and state in ('PROPOSED', 'PUBLISHED')
)
update issue set is_public = false where id = :issue_id::uuid and is_public;

-- name: disclosure_state
select d.state, d.proposed_by, d.row_version, i.secrecy = 'PUBLIC' as is_disclosable
  from disclosure d join issue i on i.id = d.issue_id where d.id = :disclosure_id::uuid
      and d.issue_id = :issue_id::uuid;

-- name: issue_set_public
update issue set is_public = :is_public::boolean, row_version = row_version + 1, updated_at = :ctx_now::timestamptz
 where id = :issue_id::uuid;

-- define: public_issue
p.id, p.serial_no, p.tenant_code, p.tenant_name, p.is_withdrawn, p.withdraw_reason, p.title, p.text, p.resp_units,
    p.due_date, p.state,
p.progress_pct, p.closure_notice, p.published_at, p.withdrawn_at

-- name: public_issue_list
select {public_issue} from public_issue p
 where p.id < coalesce(:page_after::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
     and (:tenant::text is null or p.tenant_code = :tenant)
 order by p.id desc
 limit :page_limit;

-- name: public_issue_get
select {public_issue} from public_issue p where p.id = :public_id::uuid;
