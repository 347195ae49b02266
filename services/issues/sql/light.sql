-- SPDX-License-Identifier: MIT
-- Lights: the facts in one statement for one issue or a batch; the verdict is domain/issue_light.c's.

-- define: light_facts
i.id, i.code, i.tenant_id, i.scope, i.state, coalesce(i.suspended_state, i.state) as standing, i.light, i.light_reasons,
    i.due_date,
i.due_date - {clock_day} as days_left, {late} as days_late, i.step_due, {step_late} as step_days, i.step_is_late,
    i.progress_pct,
i.upper_return_count, i.false_rectification is not null as is_false, i.overdue_since, i.severity, i.due_nominal,
    i.light_since,
i.yellow_count, i.red_count, coalesce(w.expected, 0)::numeric(8, 2) as expected, coalesce(w.late_days, 0) as late_days,
(select true from progress_report r where r.issue_id = i.id and r.state = 'MISSED' and r.due_on <= {day} limit 1)
    as has_missed

-- define: light_from
-- exp and m of domain B.7, as they stand on the day of the issue's clocks.
issue i left join lateral (
    select sum(m.weight) filter (where m.planned_date <= {clock_day}) as expected,
           max({clock_day} - m.planned_date) filter (where m.actual_date is null
                                                     and m.planned_date < {clock_day}) as late_days
      from issue_plan p join milestone m on m.plan_id = p.id
     where p.issue_id = i.id and p.is_active) w on true

-- define: open_interviews
-- The L5 in force, each with its place among all. One that nobody was interviewed for is answered by an interview held
-- on a later one, and whichever by a later one that had its effect.
(select s.state, s.issued_on, v.result, v.report_due, v.escalation_id is not null as is_held,
        row_number() over (order by s.issued_on, s.id) as nth,
        count(v.escalation_id) over later as held, bool_or(v.result = 'EFFECTIVE') over later as had_effect
   from escalation s left join interview v on v.escalation_id = s.id
  where s.issue_id = i.id and s.level = 5 and s.issued_on is not null
 window later as (order by s.issued_on desc, s.id desc)) n
 where n.state = 'ISSUED' and n.had_effect is not true and (n.is_held or n.held = 0)

-- define: unanswered_interview
-- The first of them that no sixth step followed yet: more of the same step, issued later, puts nothing off. What was
-- refused, or is proposed, answers its own cause only; INTERVIEW once was the key of both.
select n.nth, n.issued_on, n.result, n.report_due, not n.is_held as is_unheld
  from {open_interviews} and e.interviews > 0
   and not exists (select from escalation x where x.issue_id = i.id and x.level = 6
                   and (x.state in ('ISSUED', 'LIFTED')
                        and substring(x.rung from '^L6-(?:INTERVIEW|UNHELD)-([0-9]+)$')::bigint >= n.nth
                        or x.state in ('PROPOSED', 'REFUSED')
                        and x.rung in ('L6-INTERVIEW-' || n.nth, case when not n.is_held then 'L6-UNHELD-' || n.nth end)))
 order by n.nth limit 1

-- name: light_of
select {light_facts} from {light_from} where i.id = any (:issue_ids::uuid[]);

-- define: findings_that_stand
-- Their places among all findings f of the issue, "1 3".
select string_agg(f.nth::text, ' ' order by f.nth)
  from (select f.cleared_at, f.is_dereliction,
               row_number() over (partition by f.is_dereliction order by f.id) as nth
          from conduct_finding f where f.issue_id = i.id) f
 where f.cleared_at is null

-- define: ladder_facts
-- What the ladder asks. Of the steps that lapsed it takes no notice, so that their cause can lead to one again.
{light_facts},
       case when i.state in ({reporting_states}) then (select min(r.due_on) from progress_report r
         where r.issue_id = i.id and r.state in ('DUE', 'MISSED') and r.due_on > :ctx_today::date) end
             as next_report_due,
       i.term_class, case when i.state in ({reporting_states}) then (select max(r.period_end)
           from progress_report r where r.issue_id = i.id and r.period_kind <> 'ADHOC') end as reported_until,
       (greatest(i.last_activity_at, i.state_since) at time zone 'Asia/Shanghai')::date > :ctx_today::date
           or i.light_since > :ctx_today::date as judged_later,
       e.listed_on, s.nth as interviews, e.rungs,
       case when i.false_rectification is not null then ({findings_that_stand} and not f.is_dereliction) end
           as false_findings,
       ({findings_that_stand} and f.is_dereliction) as derelictions,
       case when strpos(e.proposed, 'L6-') > 0 then (select string_agg(
           case when n.is_held then '' else 'UNHELD-' || n.nth || ' ' end || 'INTERVIEW-' || n.nth, ' ')
           from {open_interviews} and (not n.is_held or n.result is not null or n.report_due < :ctx_today::date)) end
           as failed_interviews,
       s.result = 'NO_EFFECT' or (s.result is null and s.report_due < :ctx_today::date) as interview_failed,
       case when s.is_unheld then
         s.issued_on + coalesce((select sum(z.resumed_on - greatest(z.from_on, s.issued_on)) from issue_pause z
                                  where z.issue_id = i.id and z.resumed_on > s.issued_on), 0)::integer
         end as summoned_since,
       case when e.rungs is not null then (select string_agg(distinct s.level || ':' || d.kind || ':' || d.due_on, ' ')
           from escalation_duty d join escalation s on s.id = d.escalation_id and s.state = 'ISSUED'
          where d.issue_id = i.id and d.done_at is null and d.due_on <= :ctx_today::date + 30
            and strpos(e.rungs, 'LATE-' || d.kind || s.level || '-' || d.due_on) = 0) end as duties,
       e.lists_lifted, e.unlisted_since,
       case when i.suspended_days > 0 then (select sum(z.resumed_on - greatest(z.from_on, e.unlisted_since))
                                            from issue_pause z
           where z.issue_id = i.id and z.resumed_on > e.unlisted_since) end as unlisted_paused,
       case when i.suspended_days > 0 then (select sum(z.resumed_on - greatest(z.from_on, e.listed_on))
                                            from issue_pause z
           where z.issue_id = i.id and z.resumed_on > e.listed_on) end as listed_paused,
       e.proposed

-- define: ladder_from
{light_from}
  left join lateral (
    select min(e.issued_on) filter (where e.level = 4 and e.state = 'ISSUED') as listed_on,
           count(*) filter (where e.level = 5 and e.issued_on is not null) as interviews,
           string_agg(e.rung, ' ') filter (where e.state <> 'LAPSED') as rungs,
           string_agg(e.rung, ' ') filter (where e.state = 'PROPOSED') as proposed,
           -- the light as it is, and no listing that was lifted since; those of this red light that were
           greatest(i.light_since, max((e.lifted_at at time zone 'Asia/Shanghai')::date) filter (where e.level = 4))
               as unlisted_since,
           count(*) filter (where e.level = 4 and e.state = 'LIFTED' and i.light = 'RED'
                                  and (e.lifted_at at time zone 'Asia/Shanghai')::date >= i.light_since) as lists_lifted
      from escalation e where e.issue_id = i.id) e on true
  left join lateral ({unanswered_interview}) s on true

-- name: daily_batch
-- Open issues of the day being walked in key order; the daily run walks through all of them.
select {ladder_facts} from {ladder_from}
 where i.id > :after::uuid and {open} and (i.created_at at time zone 'Asia/Shanghai')::date <= :ctx_today::date
 order by i.id
 limit 500;

-- name: ladder_of
select {ladder_facts} from {ladder_from} where i.id = :issue_id::uuid;

-- name: light_mark
-- Writes verdicts: the light with its log, the first day behind the due date, the step that passed its limit, in one
-- update, for an issue has many indexes. An issue that a step or another verdict came to meanwhile was judged there.
with mark as (
    select * from jsonb_to_recordset(:marks::jsonb)
        as m (id uuid, state text, due_date date, step_due date, from_light text, to_light text, reasons jsonb,
              is_late boolean,
              step_is_late boolean)
), marked as (
    update issue i
       set light = m.to_light, light_since = case when m.to_light = m.from_light then i.light_since
           else :ctx_today::date end,
           light_reasons = m.reasons,
           yellow_count = i.yellow_count + (m.from_light <> 'YELLOW' and m.to_light = 'YELLOW')::integer,
           red_count = i.red_count + (m.from_light <> 'RED' and m.to_light = 'RED')::integer,
           overdue_since = case when m.is_late then i.due_date + 1 else i.overdue_since end,
           late_steps = i.late_steps + (m.step_is_late and not i.step_is_late)::integer,
           step_is_late = i.step_is_late or m.step_is_late
      from mark m
     where i.id = m.id and i.light = m.from_light and i.state = m.state
       and (i.due_date, i.step_due) is not distinct from (m.due_date, m.step_due)
    returning i.id, i.code, i.tenant_id, i.scope, i.due_date, i.late_days, m.from_light, m.to_light, m.reasons,
        m.is_late
), logged as (
    insert into light_log (issue_id, tenant_id, scope, from_light, to_light, reasons, on_date, at)
    select id, tenant_id, scope, from_light, to_light, reasons, :ctx_today::date, :ctx_now::timestamptz
      from marked where from_light <> to_light order by id
)
select * from marked order by id;

-- name: daily_watermark
-- The walk goes by indexes whatever the statistics say: in a table that was empty when they were made, and that this
-- walk fills, the few rows of an issue would be looked for among all.
select watermark, set_config('enable_seqscan', 'off', true) as by_index from job_run where job = :job;

-- name: daily_set_watermark
update job_run set watermark = :watermark where job = :job;
