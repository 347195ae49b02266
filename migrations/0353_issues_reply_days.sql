-- SPDX-License-Identifier: MIT
-- A unit that takes over what another one left unanswered has days of its own to reply: it was late the moment it came.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- A build that does not say the day to reply by leaves the one that was.
drop function duties_follow_parties(uuid, date);
create function duties_follow_parties(one_issue uuid, receipt_by date, reply_by date default null)
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
        select g.escalation_id, g.issue_id, g.tenant_id, g.scope, g.level, g.kind, g.nth,
               greatest(max(g.due_on), case when g.kind = 'REPLY' then reply_by end) as due_on
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
revoke all on function duties_follow_parties(uuid, date, date) from public;
grant execute on function duties_follow_parties(uuid, date, date) to bihuan_issues;
