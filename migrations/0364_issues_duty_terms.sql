-- SPDX-License-Identifier: MIT
-- What a step of the ladder asks for keeps what its day was computed from, so that a calendar that comes later, or is
-- corrected, computes it anew (0.3): a letter of the last days of December is answered within the working days of a year
-- whose calendar was not there. So does the day by which a returned report is to come again. Rows of before keep the
-- days that they were given, and so does what a person named a day for.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

alter table escalation_duty
    add column began_on date, -- the day that the limit runs from
    add column amount integer,
    add column unit text,
    add column computed_on date, -- what the calendar said; pauses move due_on from there
    add constraint escalation_duty_term_check check (num_nulls(began_on, amount, unit, computed_on) in (0, 4)),
    add constraint escalation_duty_unit_check check (unit in ('CD', 'WD', 'MON'));

-- What a step asks of a unit is told apart by its number, not its day: two that fall on one day are two.
with numbered as (
    select d.id, row_number() over (partition by d.escalation_id, d.party_tenant_id, d.kind order by d.nth, d.due_on) as nth,
           count(*) over (partition by d.escalation_id, d.party_tenant_id, d.kind, d.nth) as twins
      from escalation_duty d
)
update escalation_duty d set nth = n.nth from numbered n
 where n.id = d.id and exists (select from numbered t join escalation_duty o on o.id = t.id
                                where t.twins > 1 and o.escalation_id = d.escalation_id and o.kind = d.kind
                                  and o.party_tenant_id = d.party_tenant_id);
alter table escalation_duty drop constraint escalation_duty_key,
    add constraint escalation_duty_key unique (escalation_id, party_tenant_id, kind, nth) deferrable;

grant update (due_on, is_late) on escalation_reply to bihuan_issues;

alter table progress_report
    add column resubmit_from date, -- the day that it was given back, or came to be owed again
    add column resubmit_days integer,
    add constraint progress_report_resubmit_check check ((resubmit_from is null) = (resubmit_days is null));

-- The days of plan and report are the last by which anybody still owes one.
create function interview_follows(one_issue uuid) returns void
    language sql security definer set search_path = bihuan, pg_temp
as $$
    update interview v
       set plan_due = greatest(v.plan_due, o.plan_due), report_due = greatest(v.report_due, o.report_due)
      from (select d.escalation_id, max(d.due_on) filter (where d.kind = 'PLAN') as plan_due,
                   max(d.due_on) filter (where d.kind = 'REPORT') as report_due
              from escalation_duty d where d.issue_id = one_issue and d.done_at is null group by d.escalation_id) o
     where o.escalation_id = v.escalation_id and v.result is null
$$;
revoke all on function interview_follows(uuid) from public;

-- The parties are others: what was asked of those that went passes on. Who takes over has days of his own, for the plan
-- and the report of an interview as for a reply, or the days that are left where those are more: he owed it since before
-- he was told. `terms` say what is asked for today: {kind, due_on, began_on, amount, unit}.
create function duties_pass_on(one_issue uuid, terms jsonb) returns void
    language sql security definer set search_path = bihuan, pg_temp
as $$
    with present as (
        select distinct on (p.party_tenant_id) p.party_tenant_id, p.party_code, p.party_name, p.party_scope
          from issue_party p
         where p.issue_id = one_issue and p.valid_to is null and p.role in ('LEAD_UNIT', 'RESP_UNIT')
    ), gone as (
        select d.*
          from escalation_duty d join escalation e on e.id = d.escalation_id and e.state = 'ISSUED'
         where d.issue_id = one_issue and d.party_tenant_id not in (select party_tenant_id from present)
    ), dropped as (
        delete from escalation_duty d using gone g where d.id = g.id and g.done_at is null
    ), term as (
        select * from jsonb_to_recordset(terms) as t (kind text, due_on date, began_on date, amount integer, unit text)
    ), owed as (
        select g.escalation_id, g.issue_id, g.tenant_id, g.scope, g.level, g.kind, g.nth, g.due_on, g.began_on,
               g.amount, g.unit, g.computed_on
          from gone g where g.done_at is null and g.kind <> 'RECEIPT'
        union all
        select g.escalation_id, g.issue_id, g.tenant_id, g.scope, g.level, g.kind, g.nth, t.due_on, t.began_on,
               t.amount, t.unit, case when t.began_on is not null then t.due_on end
          from gone g join term t on t.kind = g.kind
         where g.done_at is null and g.kind <> 'RECEIPT'
        union all
        select g.escalation_id, g.issue_id, g.tenant_id, g.scope, g.level, t.kind, 1, t.due_on, t.began_on,
               t.amount, t.unit, case when t.began_on is not null then t.due_on end
          from gone g join term t on t.kind = 'RECEIPT'
         where g.done_at is null
            or (g.level >= 4 and not exists (select from interview v
                                              where v.escalation_id = g.escalation_id and v.result is not null))
    ), asked as (
        select distinct on (escalation_id, kind, nth) * from owed order by escalation_id, kind, nth, due_on desc
    )
    insert into escalation_duty (escalation_id, issue_id, tenant_id, scope, level, kind, nth, party_tenant_id,
        party_code, party_name, party_scope, due_on, began_on, amount, unit, computed_on)
    select a.escalation_id, a.issue_id, a.tenant_id, a.scope, a.level, a.kind, a.nth, p.party_tenant_id, p.party_code,
           p.party_name, p.party_scope, a.due_on, a.began_on, a.amount, a.unit, a.computed_on
      from asked a cross join present p
     where not exists (select from escalation_duty o
                        where o.escalation_id = a.escalation_id and o.party_tenant_id = p.party_tenant_id
                          and o.kind = a.kind and o.nth = a.nth);
    select interview_follows(one_issue)
$$;
revoke all on function duties_pass_on(uuid, jsonb) from public;
grant execute on function duties_pass_on(uuid, jsonb) to bihuan_issues;

-- What units that are none any more, and bodies that ended, were left with, as above; nobody could answer it.
select duties_pass_on(i.id, jsonb_build_array(jsonb_build_object('kind', 'RECEIPT', 'due_on',
                                                                 (now() at time zone 'Asia/Shanghai')::date + 7)))
  from issue i
 where i.closed_at is null and i.state not in ('CLOSED', 'REOPENED', 'CANCELLED', 'MERGED')
   and exists (select from escalation_duty d where d.issue_id = i.id);
