-- SPDX-License-Identifier: MIT
-- Lights: the facts in one statement for one issue or a batch; the verdict is domain/issue_light.c's.

-- define: light_facts
i.id, i.code, i.tenant_id, i.scope, i.state, i.light, i.light_reasons, i.due_date, i.suspended_on, i.progress_pct, i.upper_return_count,
i.false_rectification is not null as is_false, i.overdue_since, i.severity, i.due_nominal, i.light_since, i.yellow_count, i.red_count,
coalesce(w.expected, 0)::numeric(8, 2) as expected, coalesce(w.late_days, 0) as late_days,
(select true from progress_report r where r.issue_id = i.id and r.state = 'MISSED' limit 1) as has_missed

-- define: light_from
issue i left join lateral (
    select sum(m.weight) filter (where m.planned_date <= :ctx_today::date) as expected,
           max(:ctx_today::date - m.planned_date) filter (where m.actual_date is null and m.planned_date < :ctx_today::date) as late_days
      from issue_plan p join milestone m on m.plan_id = p.id
     where p.issue_id = i.id and p.is_active) w on true

-- name: light_of
select {light_facts} from {light_from} where i.id = :issue_id::uuid;

-- name: daily_batch
-- Open issues in key order, with what the ladder asks; the daily run walks through all of them.
select {light_facts},
       (select min(r.due_on) from progress_report r where r.issue_id = i.id and r.state = 'DUE' and r.due_on >= :ctx_today::date)
           as next_report_due,
       (select max(e.issued_on) from escalation e where e.issue_id = i.id and e.level = 4 and e.state = 'ISSUED') as listed_on,
       (select count(*) from escalation e where e.issue_id = i.id and e.level = 5 and e.state <> 'PROPOSED') as interviews,
       (select string_agg(e.rung, ' ') from escalation e where e.issue_id = i.id) as rungs
  from {light_from}
 where i.id > :after::uuid and i.closed_at is null and i.state not in ('REOPENED', 'CANCELLED', 'MERGED')
 order by i.id
 limit 500;

-- name: light_set
update issue
   set light = :light, light_since = case when light = :light then light_since else :ctx_today::date end,
       light_reasons = :reasons::jsonb, yellow_count = yellow_count + (light <> 'YELLOW' and :light = 'YELLOW')::integer,
       red_count = red_count + (light <> 'RED' and :light = 'RED')::integer
 where id = :issue_id::uuid;

-- name: light_log_insert
insert into light_log (issue_id, tenant_id, scope, from_light, to_light, reasons, on_date, at)
select id, tenant_id, scope, :from_light, :to_light, :reasons::jsonb, :ctx_today::date, :ctx_now::timestamptz
  from issue where id = :issue_id::uuid;

-- name: overdue_set
update issue set overdue_since = due_date + 1 where id = :issue_id::uuid and overdue_since is null;

-- name: daily_watermark
select watermark from job_run where job = :job;

-- name: daily_set_watermark
update job_run set watermark = :watermark where job = :job;
