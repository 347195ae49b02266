-- SPDX-License-Identifier: MIT
-- Progress reports: laid out by the schedule, handed in by the units, confirmed or returned by the office.

-- define: report
r.id, r.issue_id, r.period_kind, r.period_start, r.period_end, r.due_on, r.due_minute, r.state, r.progress_pct,
    r.done_text, r.problem_text,
r.next_text, r.attachments, r.submitted_by_name, r.submitted_at, r.was_missed, r.decided_by_name, r.decided_at,
    r.opinion, r.resubmit_by, r.row_version,
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
       opinion = null, resubmit_by = null, resubmit_from = null, resubmit_days = null,
       row_version = r.row_version + 1, updated_at = :ctx_now::timestamptz
 where r.id = :report_id::uuid and r.issue_id = :issue_id::uuid and r.row_version = :ctx_if_match::integer
   and r.state in ('DUE', 'MISSED', 'RETURNED')
returning {report};

-- name: report_decide
-- What was confirmed and turns out wrong goes back too; by its own day or, where that is near, the one of :again_by it
-- is to come again.
update progress_report r
   set state = :decision, decided_by = :ctx_actor, decided_by_name = :ctx_actor_name,
       decided_at = :ctx_now::timestamptz,
       opinion = :opinion,
       resubmit_by = case when :decision = 'RETURNED' then greatest(r.due_on, :again_by::date) end,
       resubmit_from = case when :decision = 'RETURNED' then :ctx_today::date end,
       resubmit_days = case when :decision = 'RETURNED' then :again_days::integer end,
       row_version = r.row_version + 1, updated_at = :ctx_now::timestamptz
 where r.id = :report_id::uuid and r.issue_id = :issue_id::uuid and r.row_version = :ctx_if_match::integer
   and (r.state = 'SUBMITTED' or (r.state = 'CONFIRMED' and :decision = 'RETURNED'))
returning {report};

-- name: report_state
select r.state, r.row_version, r.period_start, r.submitted_by, r.submitted_tenant_id = :ctx_tenant_id::uuid as is_own
  from progress_report r where r.id = :report_id::uuid and r.issue_id = :issue_id::uuid;

-- name: report_progress
-- The issue's progress is the latest confirmed one: what was told of days to come is known as of the day it was told.
update issue i
   set progress_pct = coalesce((select r.progress_pct from progress_report r where r.issue_id = i.id
                                and r.state = 'CONFIRMED'
                                 order by least(r.period_end, (r.submitted_at at time zone 'Asia/Shanghai')::date) desc,
                                     r.submitted_at desc limit 1), 0),
       row_version = i.row_version + 1, updated_at = :ctx_now::timestamptz, last_activity_at = :ctx_now::timestamptz
 where i.id = :issue_id::uuid;

-- define: minute_has_come
r.state = 'DUE' and r.due_on <= :ctx_today::date
and (r.due_on + make_interval(mins => r.due_minute)) at time zone 'Asia/Shanghai' <= :ctx_now::timestamptz

-- define: came_not_again
r.state = 'RETURNED' and r.resubmit_by < :ctx_today::date

-- define: missed
set state = 'MISSED', was_missed = true, row_version = r.row_version + 1, updated_at = :ctx_now::timestamptz

-- define: of_running
progress_report r join issue i on i.id = r.issue_id and i.state in ({reporting_states})

-- name: report_miss_lock
-- The issues of a batch of them, held before their reports are, as whoever hands one in does.
select i.id from issue i
 where i.id in ((select r.issue_id from {of_running} where {minute_has_come} order by r.due_on, r.id limit 500)
                union all
                (select r.issue_id from {of_running} where {came_not_again} order by r.resubmit_by, r.id limit 500))
 order by i.id for update;

-- name: report_miss
-- Those whose time has come while the issue stands where reports are owed; a batch.
update progress_report r {missed}
 where r.id in ((select r.id from {of_running} where {minute_has_come} order by r.due_on, r.id limit 500)
                union all
                (select r.id from {of_running} where {came_not_again} order by r.resubmit_by, r.id limit 500))
returning r.issue_id;

-- name: report_settle
-- The same for an issue that is about to leave that state, or whose schedule is about to be laid out anew.
update progress_report r {missed}
 where r.issue_id = :issue_id::uuid and (({minute_has_come}) or ({came_not_again}));

-- name: report_again
-- Of an issue that comes back to where reports are owed: what was returned has its days again.
update progress_report
   set resubmit_by = greatest(resubmit_by, :again_by::date), resubmit_from = :ctx_today::date,
       resubmit_days = :again_days::integer, row_version = row_version + 1, updated_at = :ctx_now::timestamptz
 where issue_id = :issue_id::uuid and state = 'RETURNED' and resubmit_by < :again_by::date;

-- name: report_again_of_year
-- Returned reports whose days have some of a year whose calendar came or changed; in key order, a batch.
select r.id, r.resubmit_from, r.resubmit_days from progress_report r
 where r.state = 'RETURNED' and r.resubmit_from < make_date(:year::integer + 1, 1, 1)
   and r.resubmit_by >= make_date(:year::integer, 1, 1) and r.id > :after::uuid order by r.id limit 200;

-- name: report_again_set
update progress_report r
   set resubmit_by = greatest(r.due_on, :again_by::date), row_version = r.row_version + 1,
       updated_at = :ctx_now::timestamptz
 where r.id = :report_id::uuid and r.state = 'RETURNED' and r.resubmit_by <> greatest(r.due_on, :again_by::date);

-- name: report_cut
-- The same for what had not been handed in when the issue left that state, and whose day has passed since: it is of the
-- days that were worked, and due by :again_by.
update progress_report r
   set period_end = least(r.period_end, s.left_on - 1), due_on = :again_by::date, due_minute = 1440,
       row_version = r.row_version + 1, updated_at = :ctx_now::timestamptz
  from (select max((l.at at time zone 'Asia/Shanghai')::date) as left_on from state_log l
         where l.issue_id = :issue_id::uuid and l.from_state in ({reporting_states})
           and l.to_state not in ({reporting_states})) s
 where r.issue_id = :issue_id::uuid and r.period_kind <> 'ADHOC' and r.period_start < s.left_on and {minute_has_come};

-- name: reports_clear
-- Periods that are only due and no longer wanted as they stand; what was handed in or missed stays, and so does what is
-- still owed of days that are over. The answer is the first day of those that were worked at.
with wanted as (
    select * from jsonb_to_recordset(:periods::jsonb) as (period_kind text, period_start date, period_end date,
                                                          due_on date,
                                                      due_minute integer)
), gone as (
    delete from progress_report r
     where r.issue_id = :issue_id::uuid and r.state = 'DUE' and r.period_kind <> 'ADHOC'
       and not (r.period_end < :ctx_today::date and r.due_on >= :ctx_today::date)
       and not exists (select from wanted w where w.period_kind = r.period_kind and w.period_start = r.period_start
                          and w.period_end = r.period_end and w.due_on = r.due_on and w.due_minute = r.due_minute)
    returning r.period_start
)
select min(g.period_start) as since
  from gone g
 where g.period_start < coalesce((select max((l.at at time zone 'Asia/Shanghai')::date) from state_log l
                                   where not :goes_on::boolean and l.issue_id = :issue_id::uuid
                                     and l.from_state in ({reporting_states})
                                     and l.to_state not in ({reporting_states})), :ctx_today::date);

-- name: reports_schedule
-- Periods to come that are not there yet; of days that a report handed in or missed covers, none is asked for again.
-- Days that passed since the last one go into the first, where reports were owed for them: from :since on, of a period
-- that had begun. A statement of its own: a row that the same one deletes would still be in the way.
with wanted as (
    select * from jsonb_to_recordset(:periods::jsonb) as (period_kind text, period_start date, period_end date,
                                                          due_on date,
                                                      due_minute integer)
)
insert into progress_report (issue_id, tenant_id, scope, period_kind, period_start, period_end, due_on, due_minute,
                             state, created_at,
    updated_at)
select i.id, i.tenant_id, i.scope, w.period_kind, coalesce(covered.until + 1, passed.since, w.period_start),
    w.period_end, w.due_on, w.due_minute, 'DUE',
       :ctx_now::timestamptz, :ctx_now::timestamptz
  from issue i cross join wanted w
 cross join lateral (select case when w.period_start <> :ctx_today::date then null
                            when :since::date is not null then greatest(max(r.period_end) + 1, :since::date)
                            when :goes_on::boolean
                            then greatest(max(r.period_end) + 1, (i.state_since at time zone 'Asia/Shanghai')::date)
                            end as since
                       from progress_report r
                      where r.issue_id = i.id and r.period_kind <> 'ADHOC' and r.period_end < w.period_start) passed
 cross join lateral (select max(r.period_end) as until from progress_report r
                      where r.issue_id = i.id and r.period_kind <> 'ADHOC'
                          and w.period_start between r.period_start and r.period_end) covered
 where i.id = :issue_id::uuid and (covered.until is null or covered.until < w.period_end)
on conflict do nothing;

-- name: reports_lock
-- Issues whose schedule the daily walk goes on with: a step that is being taken is waited for, and its schedule seen.
select 1 as locked from issue
 where id in (select w.issue_id from jsonb_to_recordset(:lines::jsonb) as w (issue_id uuid)) order by id for update;

-- name: reports_go_on
-- Periods behind those that are laid out, of issues that stand as they were seen.
with wanted as (
    select * from jsonb_to_recordset(:lines::jsonb)
        as (issue_id uuid, state text, due_date date, from_day date, period_kind text, period_start date,
            period_end date, due_on date, due_minute integer)
)
insert into progress_report (issue_id, tenant_id, scope, period_kind, period_start, period_end, due_on, due_minute,
                             state, created_at, updated_at)
select i.id, i.tenant_id, i.scope, w.period_kind, w.period_start, w.period_end, w.due_on, w.due_minute, 'DUE',
       :ctx_now::timestamptz, :ctx_now::timestamptz
  from wanted w join issue i on i.id = w.issue_id and i.state = w.state and i.due_date is not distinct from w.due_date
 where not exists (select from progress_report r where r.issue_id = i.id and r.period_kind <> 'ADHOC'
                      and r.period_end >= w.from_day);
