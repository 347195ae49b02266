-- SPDX-License-Identifier: MIT
-- Which month of a listed issue a reply is for is kept with it: counted by their days, a month that one unit had
-- answered before a pause and another had not was two, and the one behind it was never asked for.
-- breaking: a build that does not say the month counts the months wrongly.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

alter table escalation_duty add column nth integer not null default 1; -- of its kind: the month of a listed issue
update escalation_duty d set nth = m.nth
  from (select o.id, dense_rank() over (partition by o.escalation_id order by o.due_on) as nth
          from escalation_duty o where o.kind = 'REPLY') m
 where d.id = m.id and m.nth > 1;

-- One month is asked for once, whatever day it came to by a pause.
create or replace function duties_follow_parties(one_issue uuid, receipt_by date)
    returns void language sql security definer set search_path = bihuan, pg_temp as $$
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
    ), asked as (
        select g.escalation_id, g.issue_id, g.tenant_id, g.scope, g.level, g.kind, g.nth, max(g.due_on) as due_on
          from gone g where g.done_at is null and g.kind <> 'RECEIPT'
         group by g.escalation_id, g.issue_id, g.tenant_id, g.scope, g.level, g.kind, g.nth
        union
        select g.escalation_id, g.issue_id, g.tenant_id, g.scope, g.level, 'RECEIPT', 1, receipt_by
          from gone g
         where g.done_at is null
            or (g.level >= 4 and not exists (select from interview v
                                              where v.escalation_id = g.escalation_id and v.result is not null))
    )
    insert into escalation_duty (escalation_id, issue_id, tenant_id, scope, level, kind, nth, party_tenant_id,
        party_code, party_name, party_scope, due_on)
    select a.escalation_id, a.issue_id, a.tenant_id, a.scope, a.level, a.kind, a.nth, p.party_tenant_id, p.party_code,
           p.party_name, p.party_scope, a.due_on
      from asked a cross join present p
     where not exists (select from escalation_duty o
                        where o.escalation_id = a.escalation_id and o.party_tenant_id = p.party_tenant_id
                          and o.kind = a.kind and o.nth = a.nth)
$$;

create or replace function duties_succeed(old_id uuid, new_id uuid, new_code text, new_name text, new_scope text,
                                          one_issue uuid)
    returns void language sql security definer set search_path = bihuan, pg_temp as $$
    with passed as (
        select d.id, d.done_at, exists (select from escalation_duty o
                                         where o.escalation_id = d.escalation_id and o.party_tenant_id = new_id
                                           and o.kind = d.kind and o.nth = d.nth) as is_his
          from escalation_duty d
         where d.party_tenant_id = old_id and (one_issue is null or d.issue_id = one_issue)
           and exists (select from issue i where i.id = d.issue_id and i.closed_at is null)
    ), dropped as (
        delete from escalation_duty d using passed p where d.id = p.id and p.is_his and p.done_at is null
    )
    update escalation_duty d
       set party_tenant_id = new_id, party_code = new_code, party_name = new_name, party_scope = new_scope
      from passed p
     where d.id = p.id and not p.is_his
$$;
