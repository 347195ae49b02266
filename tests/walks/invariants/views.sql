-- SPDX-License-Identifier: MIT
-- What the invariants stand on: what an issue showed at each look, what was logged since the last one, and a few
-- words of the domain.

-- What an issue shows, look by look.
create temp table glance (look integer, day date, issue_id uuid, state text, due_date date, late integer,
       step_due date, missed bigint,
    told bigint, notice_end date, primary key (issue_id, look));

create temp table looked (look integer, day date, log_id bigint);

insert into looked values (0, null, 0);

create temp view today as select look, day, log_id from looked order by look desc limit 1;

create temp view before as select look, day, log_id from looked order by look desc offset 1 limit 1;

-- The log as far as it was looked at, and what is new of it since the last look.
create temp table steps as select l.*, null::date as day from state_log l where false;

alter table steps add primary key (id);

create index on steps (issue_id, rule, id);

create temp table fresh as select * from steps;

-- What was written over the API to an issue outside its steps.
create temp table touched (issue_id uuid, action text, at timestamptz);

create index on touched (issue_id);

-- What walks were shown since the last look.
create temp table opened (issue_id uuid, action text, thing text, unit text, subject text);

-- Each issue as it is now beside what it was at the last look.
create temp table pair (issue_id uuid primary key, from_day date, to_day date, from_state text, to_state text,
       from_due date, to_due date,
    from_late integer, to_late integer, from_step date, to_step date, from_missed bigint, to_missed bigint,
           from_told bigint,
    to_told bigint, from_end date, to_end date);

-- Every day of the years that walks see, and how many working days there were until then.
create temp table calendar as
select d::date as day, coalesce(c.is_workday, extract(isodow from d) < 6) as is_workday,
       count(*) filter (where coalesce(c.is_workday, extract(isodow from d) < 6)) over (order by d)::integer as worked
  from generate_series(date '2025-06-01', date '2032-12-31', interval '1 day') d
  left join work_calendar_day c on c.day = d::date;

alter table calendar add primary key (day);

-- Days that a suspension took out of a span, its first day counted and its last not (T24: the day it runs again
-- counts).
create function pg_temp.paused(issue uuid, first date, last date) returns integer stable language sql as $$
    select count(distinct d)::integer
      from bihuan.issue_pause z
     cross join lateral generate_series(greatest(z.from_on, first), least(coalesce(z.resumed_on - 1, last), last),
            interval '1 day') d
     where z.issue_id = issue
$$;

-- Working days after the first day, up to and with the last.
create function pg_temp.workdays(first date, last date) returns integer stable language sql as $$
    select greatest(0, (select worked from pg_temp.calendar where day = last)
                       - (select worked from pg_temp.calendar where day = first))
$$;

-- Where a round of verification began: the last application (T12) or upheld objection (T20) before a step.
create function pg_temp.round_of(issue uuid, step bigint) returns bigint stable language sql as $$
    select max(id) from pg_temp.steps where issue_id = issue and id < step and rule in ('T12', 'T20')
$$;

create procedure pg_temp.take_a_glance(n integer, on_day date) language sql as $$
    insert into looked select n, on_day, coalesce(max(id), 0) from bihuan.state_log;
    delete from glance where look < n - 1;
    insert into glance
    select n, on_day, i.id, i.state, i.due_date,
           i.late_days + case when i.state in ('CLOSED', 'REOPENED', 'CANCELLED', 'MERGED') or i.due_date is null
                                or coalesce(i.suspended_state, i.state) = 'LONG_TERM' then 0
                              else greatest(0, coalesce(i.suspended_on, on_day) - i.due_date) end,
           i.step_due,
           (select count(*) from bihuan.progress_report r where r.issue_id = i.id and r.state = 'MISSED'),
           (select count(*) from bihuan.escalation e where e.issue_id = i.id),
           (select max(b.end_on) from bihuan.publicity b where b.issue_id = i.id and b.ended_on is null)
      from bihuan.issue i;
    delete from fresh;
    insert into fresh
    select l.*, (l.at at time zone 'Asia/Shanghai')::date from bihuan.state_log l where l.id > (select log_id
           from before);
    insert into steps select * from fresh;
    insert into touched
    select e.object_id::uuid, e.action, e.at from bihuan.audit_entry e
     where e.object_kind = 'issue' and e.at > coalesce((select max(at) from touched), '-infinity');
    delete from pair;
    insert into pair
    select a.issue_id, a.day, b.day, a.state, b.state, a.due_date, b.due_date, a.late, b.late, a.step_due,
           b.step_due, a.missed, b.missed,
           a.told, b.told, a.notice_end, b.notice_end
      from glance b join glance a on a.issue_id = b.issue_id and a.look = b.look - 1
     where b.look = n;
$$;
