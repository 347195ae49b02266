-- SPDX-License-Identifier: MIT
-- What a step of the ladder asks of a unit that leads or answers no more passes to those that do: nobody could answer it,
-- and so nobody prevent the next step.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

-- What is open of steps in force. Where more is still to be asked, from a listing on, the new ones sign for the step
-- themselves. What the old ones did stays theirs. Whoever replaces parties may not be shown every step, so this is the
-- owner's work, as for bodies that end.
create function duties_follow_parties(one_issue uuid, receipt_by date)
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
        select g.escalation_id, g.issue_id, g.tenant_id, g.scope, g.level, g.kind, g.due_on
          from gone g where g.done_at is null and g.kind <> 'RECEIPT'
        union
        select g.escalation_id, g.issue_id, g.tenant_id, g.scope, g.level, 'RECEIPT', receipt_by
          from gone g
         where g.done_at is null
            or (g.level >= 4 and not exists (select from interview v
                                              where v.escalation_id = g.escalation_id and v.result is not null))
    )
    insert into escalation_duty (escalation_id, issue_id, tenant_id, scope, level, kind, party_tenant_id, party_code,
        party_name, party_scope, due_on)
    select a.escalation_id, a.issue_id, a.tenant_id, a.scope, a.level, a.kind, p.party_tenant_id, p.party_code,
           p.party_name, p.party_scope, a.due_on
      from asked a cross join present p
     where not exists (select from escalation_duty o
                        where o.escalation_id = a.escalation_id and o.party_tenant_id = p.party_tenant_id
                          and o.kind = a.kind and (a.kind = 'RECEIPT' or o.due_on = a.due_on))
$$;
revoke all on function duties_follow_parties(uuid, date) from public;
grant execute on function duties_follow_parties(uuid, date) to bihuan_issues;

select duties_follow_parties(i.id, (now() at time zone 'Asia/Shanghai')::date + 7)
  from issue i
 where i.closed_at is null and i.state not in ('CLOSED', 'REOPENED', 'CANCELLED', 'MERGED')
   and exists (select from escalation_duty d where d.issue_id = i.id);
