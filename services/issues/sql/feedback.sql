-- SPDX-License-Identifier: MIT
-- Inspection feedback and the programmes that answer it.

-- define: feedback
f.id, jsonb_build_object('id', f.tenant_id, 'code', t.code, 'name', t.name) as tenant, f.source_level, f.source_kind,
    f.title,
f.feedback_date, f.doc_no, f.expected_issue_count, f.plan_due, f.report_due, f.due_provisional, f.source, f.external_id,
f.row_version, f.created_by, f.created_at, f.updated_at

-- define: feedback_matches
f.scope >= :page_lo and f.scope < :page_hi
and f.created_at < coalesce(:page_as_of::date + 1, 'infinity'::date)::timestamp at time zone 'Asia/Shanghai'
and (:source_level::text is null or f.source_level = :source_level)
and (:source_kind::text is null or f.source_kind = :source_kind)

-- name: feedback_insert
insert into inspection_feedback as f (id, tenant_id, scope, source_level, source_kind, title, feedback_date, doc_no,
    expected_issue_count, plan_due, report_due, due_provisional, source, external_id, created_by, created_at,
        updated_at)
values (:ctx_new_id::uuid, :target_id::uuid, :target_scope, :source_level, :source_kind, :title, :feedback_date::date,
        :doc_no,
    :expected_issue_count::integer, :plan_due::date, :report_due::date, :due_provisional::boolean, :source,
        :external_id,
    :ctx_actor, :ctx_now::timestamptz, :ctx_now::timestamptz)
returning f.id;

-- name: feedback_get
-- With what is loaded against what was announced (S-021).
select {feedback},
       (select count(*) from issue i where i.feedback_id = f.id and i.derived_from is null
        and i.reopened_from is null) as issue_count
  from inspection_feedback f join api_tenant t on t.id = f.tenant_id
 where f.id = :feedback_id::uuid;

-- name: feedback_list
select {feedback}
  from inspection_feedback f join api_tenant t on t.id = f.tenant_id
 where {feedback_matches} and f.id < coalesce(:page_after::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
 order by f.id desc
 limit :page_limit;

-- name: feedback_count
select count(*) as total from inspection_feedback f where {feedback_matches};

-- name: feedback_update
update inspection_feedback
   set title = coalesce(:title, title),
       doc_no = case when :has_doc_no::boolean then :doc_no else doc_no end,
       expected_issue_count = case when :has_expected_issue_count::boolean then :expected_issue_count::integer
                                   else expected_issue_count end,
       row_version = row_version + 1, updated_at = :ctx_now::timestamptz
 where id = :feedback_id::uuid and row_version = :ctx_if_match::integer and tenant_id = :ctx_tenant_id::uuid
returning id, tenant_id, scope;

-- name: feedback_state
select tenant_id = :ctx_tenant_id::uuid as is_own, row_version from inspection_feedback where id = :feedback_id::uuid;

-- name: feedback_of_year
-- Feedback whose limits have days of a year whose calendar came or changed, or were computed without theirs; in key
-- order, a batch.
select id, scope, feedback_date from inspection_feedback
 where (due_provisional or (feedback_date < make_date(:year::integer + 1, 1, 1)
                            and greatest(plan_due, report_due) >= make_date(:year::integer, 1, 1)))
   and id > :after::uuid order by id limit 200;

-- name: feedback_set_due
update inspection_feedback
   set plan_due = :plan_due::date, report_due = :report_due::date, due_provisional = :due_provisional::boolean,
       row_version = row_version + 1, updated_at = :ctx_now::timestamptz
 where id = :feedback_id::uuid
   and (plan_due, report_due, due_provisional) is distinct
       from (:plan_due::date, :report_due::date, :due_provisional::boolean);
