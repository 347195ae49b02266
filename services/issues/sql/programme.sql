-- SPDX-License-Identifier: MIT
-- Programmes: the district's plan that answers a feedback (S-001), and rolling action programmes (S-019).

-- define: programme
p.id, jsonb_build_object('id', p.tenant_id, 'code', t.code, 'name', t.name) as tenant, p.kind, p.feedback_id,
    p.parent_id, p.title,
p.version, p.state, p.element, p.start_date, p.due_date, p.doc_no, p.issued_on, p.row_version, p.created_by,
    p.created_at,
p.updated_at

-- define: programme_matches
p.scope >= :page_lo and p.scope < :page_hi
and p.created_at < coalesce(:page_as_of::date + 1, 'infinity'::date)::timestamp at time zone 'Asia/Shanghai'
and (:kind::text is null or p.kind = :kind)
and (:state::text is null or p.state = :state)
and (:feedback_id::uuid is null or p.feedback_id = :feedback_id::uuid)

-- name: programme_insert
-- The next version of the tenant's programme for this feedback.
insert into programme (id, tenant_id, scope, kind, feedback_id, parent_id, title, version, element, guiding_ideology,
                       policy_basis,
    chapters, start_date, due_date, created_by, drafted_by, created_at, updated_at)
values (:ctx_new_id::uuid, :target_id::uuid, :target_scope, :kind, :feedback_id::uuid, :parent_id::uuid, :title,
    (select 1 + coalesce(max(version), 0) from programme o where o.tenant_id = :target_id::uuid and o.kind = :kind
        and o.feedback_id is not distinct from :feedback_id::uuid),
    :element, :guiding_ideology, coalesce(:policy_basis::jsonb, '[]'), coalesce(:chapters::jsonb, '[]'),
        :start_date::date,
    :due_date::date, :ctx_actor, :ctx_actor, :ctx_now::timestamptz, :ctx_now::timestamptz)
returning id;

-- name: programme_get
select {programme}, p.guiding_ideology, p.policy_basis, p.chapters
  from programme p join api_tenant t on t.id = p.tenant_id
 where p.id = :programme_id::uuid;

-- name: programme_list
select {programme}
  from programme p join api_tenant t on t.id = p.tenant_id
 where {programme_matches} and p.id < coalesce(:page_after::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
 order by p.id desc
 limit :page_limit;

-- name: programme_count
select count(*) as total from programme p where {programme_matches};

-- name: programme_update
-- Of a draft only: an issued programme is changed by its next version.
update programme
   set title = coalesce(:title, title), element = coalesce(:element, element),
       guiding_ideology = case when :has_guiding_ideology::boolean then :guiding_ideology else guiding_ideology end,
       policy_basis = coalesce(:policy_basis::jsonb, policy_basis), chapters = coalesce(:chapters::jsonb, chapters),
       start_date = case when :has_start_date::boolean then :start_date::date else start_date end,
       due_date = case when :has_due_date::boolean then :due_date::date else due_date end,
       drafted_by = :ctx_actor, row_version = row_version + 1, updated_at = :ctx_now::timestamptz
 where id = :programme_id::uuid and row_version = :ctx_if_match::integer and tenant_id = :ctx_tenant_id::uuid
     and state = 'DRAFT'
returning id, tenant_id, scope;

-- name: programme_state
select tenant_id = :ctx_tenant_id::uuid as is_own, row_version, state, coalesce(drafted_by, created_by) as drafted_by,
    feedback_id, tenant_id, scope
  from programme where id = :programme_id::uuid;

-- name: programme_supersede
update programme o set state = 'SUPERSEDED', row_version = o.row_version + 1, updated_at = :ctx_now::timestamptz
  from programme p
 where p.id = :programme_id::uuid and o.tenant_id = p.tenant_id and o.kind = 'RECTIFICATION'
     and p.kind = 'RECTIFICATION'
   and o.feedback_id = p.feedback_id and o.state = 'ISSUED' and o.version < p.version;

-- name: programme_carry
-- What the versions before it were to carry out is this one's to carry out (0365).
select programme_carry(:programme_id::uuid, :ctx_now::timestamptz);

-- name: programme_issue
-- Not behind a version that is in force already.
update programme p
   set state = 'ISSUED', doc_no = :doc_no, issued_on = :ctx_today::date, row_version = row_version + 1,
       updated_at = :ctx_now::timestamptz
 where id = :programme_id::uuid and row_version = :ctx_if_match::integer and tenant_id = :ctx_tenant_id::uuid
     and state = 'DRAFT'
     and not exists (select from programme n where n.tenant_id = p.tenant_id and n.kind = 'RECTIFICATION'
                     and p.kind = 'RECTIFICATION' and n.feedback_id = p.feedback_id and n.version > p.version
                     and n.state = 'ISSUED')
returning id, tenant_id, scope;

-- name: programme_coverage
-- Each clause of the chapters with the issues that carry it out, and what has none; a cancelled one carries out
-- nothing. Issues are counted as feedback_get does.
with c as (
    select ch.ordinality as chapter_no, ch.value ->> 'no' as chapter, cl.ordinality as clause_no,
        cl.value ->> 'clause' as clause,
           cl.value ->> 'text' as text
      from programme p, jsonb_array_elements(p.chapters) with ordinality ch,
           jsonb_array_elements(coalesce(ch.value -> 'clauses', '[]')) with ordinality cl
     where p.id = :programme_id::uuid
), covered as (
    select c.*,
        coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'code', i.code, 'state', i.state, 'light', i.light)
                                           order by i.id)
                            from issue i where i.programme_id = :programme_id::uuid and i.clause = c.clause
                             and i.state <> 'CANCELLED'),
                                '[]') as issues
      from c
)
select p.id as programme_id, f.expected_issue_count,
       (select count(*) from issue i where i.programme_id = p.id and i.derived_from is null
        and i.reopened_from is null) as issue_count,
       coalesce((select jsonb_agg(jsonb_build_object('chapter', v.chapter, 'clause', v.clause, 'text', v.text, 'issues',
                                                     v.issues)
                                  order by v.chapter_no, v.clause_no) from covered v), '[]') as clauses,
       (select count(*) from covered v where v.issues = '[]') as uncovered
  from programme p left join inspection_feedback f on f.id = p.feedback_id
 where p.id = :programme_id::uuid;
