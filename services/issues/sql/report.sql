-- SPDX-License-Identifier: MIT
-- Progress reports: laid out by the schedule, handed in by the units, confirmed or returned by the office.

-- define: report
r.id, r.issue_id, r.period_kind, r.period_start, r.period_end, r.due_on, r.due_minute, r.state, r.progress_pct,
    r.done_text, r.problem_text,
r.next_text, r.attachments, r.submitted_by_name, r.submitted_at, r.was_missed, r.decided_by_name, r.decided_at,
    r.opinion, r.row_version,
r.created_at, r.updated_at

-- name: report_list
select {report} from progress_report r where r.issue_id = :issue_id::uuid order by r.period_end desc, r.id;

-- name: report_insert
-- Beside the schedule.
insert into progress_report as r (id, issue_id, tenant_id, scope, period_kind, period_start, period_end, due_on, state,
                                  progress_pct,
    done_text, problem_text, next_text, attachments, submitted_by, submitted_by_name, submitted_tenant_id, submitted_at,
        created_at, updated_at)
select :ctx_new_id::uuid, i.id, i.tenant_id, i.scope, 'ADHOC', :period_start::date, :period_end::date,
    :period_end::date, 'SUBMITTED',
       :progress_pct::numeric, :done_text, :problem_text, :next_text, coalesce(:attachments::jsonb, '[]'), :ctx_actor,
           :ctx_actor_name,
       :ctx_tenant_id::uuid, :ctx_now::timestamptz, :ctx_now::timestamptz, :ctx_now::timestamptz
  from issue i where i.id = :issue_id::uuid
returning {report};

-- name: report_submit
-- A late one is handed in all the same; that it was missed stays.
update progress_report r
   set state = 'SUBMITTED', progress_pct = :progress_pct::numeric, done_text = :done_text, problem_text = :problem_text,
       next_text = :next_text, attachments = coalesce(:attachments::jsonb, '[]'), submitted_by = :ctx_actor,
       submitted_by_name = :ctx_actor_name, submitted_tenant_id = :ctx_tenant_id::uuid,
           submitted_at = :ctx_now::timestamptz,
       opinion = null, row_version = r.row_version + 1, updated_at = :ctx_now::timestamptz
 where r.id = :report_id::uuid and r.issue_id = :issue_id::uuid and r.row_version = :ctx_if_match::integer
   and r.state in ('DUE', 'MISSED', 'RETURNED')
returning {report};

-- name: report_decide
-- What was confirmed and turns out wrong goes back too.
update progress_report r
   set state = :decision, decided_by = :ctx_actor, decided_by_name = :ctx_actor_name,
       decided_at = :ctx_now::timestamptz,
       opinion = :opinion, row_version = r.row_version + 1, updated_at = :ctx_now::timestamptz
 where r.id = :report_id::uuid and r.issue_id = :issue_id::uuid and r.row_version = :ctx_if_match::integer
   and (r.state = 'SUBMITTED' or (r.state = 'CONFIRMED' and :decision = 'RETURNED'))
returning {report};

-- name: report_state
select r.state, r.row_version, r.period_start, r.submitted_by, r.submitted_tenant_id = :ctx_tenant_id::uuid as is_own
  from progress_report r where r.id = :report_id::uuid and r.issue_id = :issue_id::uuid;

-- name: report_progress
-- The issue's progress is the latest confirmed one.
update issue i
   set progress_pct = coalesce((select r.progress_pct from progress_report r where r.issue_id = i.id
                                and r.state = 'CONFIRMED'
                                 order by r.period_end desc, r.decided_at desc limit 1), 0),
       row_version = i.row_version + 1, updated_at = :ctx_now::timestamptz, last_activity_at = :ctx_now::timestamptz
 where i.id = :issue_id::uuid;

-- define: minute_has_come
r.state = 'DUE' and r.due_on <= :ctx_today::date
and (r.due_on + make_interval(mins => r.due_minute)) at time zone 'Asia/Shanghai' <= :ctx_now::timestamptz

-- define: missed
set state = 'MISSED', was_missed = true, row_version = r.row_version + 1, updated_at = :ctx_now::timestamptz

-- name: report_miss
-- Those whose minute has come while the issue stands where reports are owed (issue_reports_run); a batch.
update progress_report r {missed}
 where r.id in (select r.id from progress_report r join issue i on i.id = r.issue_id
                 where {minute_has_come} and i.state in ('RECTIFYING', 'LONG_TERM')
                 order by r.due_on, r.id limit 500)
returning r.issue_id;

-- name: report_settle
-- The same for an issue that is about to leave that state, or whose schedule is about to be laid out anew.
update progress_report r {missed} where r.issue_id = :issue_id::uuid and {minute_has_come};
