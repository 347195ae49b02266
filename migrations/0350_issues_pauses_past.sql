-- SPDX-License-Identifier: MIT
-- An interview that is entered after a pause asks for the days that one entered before it does (0.3), and the days that
-- a step and an interview show move with what is asked.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

-- The days by which a pause moves what was to be done by `due` and was asked for from `began` on: those that it lasted
-- meanwhile.
create function pause_shift(from_on date, resumed_on date, began date, due date) returns integer
    language sql immutable set search_path = bihuan, pg_temp as $$
    select case when due >= from_on then greatest(0, resumed_on - greatest(from_on, began)) else 0 end
$$;
revoke all on function pause_shift(date, date, date, date) from public;
grant execute on function pause_shift(date, date, date, date) to bihuan_issues;

-- One pause after the other that is over, as they came.
create function due_past_pauses(one_issue uuid, began date, due date) returns date
    language plpgsql stable set search_path = bihuan, pg_temp as $$
declare
    z record;
begin
    for z in select p.from_on, p.resumed_on from issue_pause p
              where p.issue_id = one_issue and p.resumed_on is not null order by p.id loop
        due := due + pause_shift(z.from_on, z.resumed_on, began, due);
    end loop;
    return due;
end $$;
revoke all on function due_past_pauses(uuid, date, date) from public;
grant execute on function due_past_pauses(uuid, date, date) to bihuan_issues;

-- What a step and an interview show is moved as long as it is asked for; the day of the report till the follow-up.
create or replace function issue_pause_moves_duties() returns trigger
    language plpgsql security definer set search_path = bihuan, pg_temp as $$
begin
    with owed as (
        select d.id, d.escalation_id, d.kind, d.due_on,
               pause_shift(new.from_on, new.resumed_on,
                           case when d.kind in ('PLAN', 'REPORT') then v.held_on else e.issued_on end, d.due_on) as days
          from escalation_duty d
          join escalation e on e.id = d.escalation_id
          left join interview v on v.escalation_id = d.escalation_id
         where d.issue_id = new.issue_id and d.done_at is null
    ), duties as (
        update escalation_duty d set due_on = o.due_on + o.days from owed o where d.id = o.id and o.days > 0
    ), steps as (
        update escalation e set reply_due = o.due_on + o.days
          from (select distinct escalation_id, due_on, days from owed where kind in ('REPLY', 'PLAN')) o
         where e.id = o.escalation_id and e.reply_due = o.due_on
    )
    update interview v
       set plan_due = coalesce((select min(o.due_on + o.days) from owed o
                                 where o.escalation_id = v.escalation_id and o.kind = 'PLAN' and o.due_on = v.plan_due),
                               v.plan_due),
           report_due = v.report_due + pause_shift(new.from_on, new.resumed_on, v.held_on, v.report_due)
     where v.issue_id = new.issue_id and v.result is null;
    return null;
end $$;

-- What is asked for still is shown as it is asked.
update interview v set plan_due = d.due_on
  from escalation_duty d
 where d.escalation_id = v.escalation_id and d.kind = 'PLAN' and d.done_at is null and v.result is null
   and v.plan_due <> d.due_on;
update escalation e set reply_due = d.due_on
  from escalation_duty d
 where d.escalation_id = e.id and d.kind = case when e.level = 5 then 'PLAN' else 'REPLY' end and d.done_at is null
   and e.level <> 4 and e.reply_due <> d.due_on;
