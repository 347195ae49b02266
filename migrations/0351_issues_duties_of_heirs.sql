-- SPDX-License-Identifier: MIT
-- What a step asks of a body that ends and of its heir is asked of the heir alone: nobody can answer for the one that is
-- closed, and what is not answered leads to the next step.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

create or replace function duties_succeed(old_id uuid, new_id uuid, new_code text, new_name text, new_scope text,
                                          one_issue uuid)
    returns void language sql security definer set search_path = bihuan, pg_temp as $$
    with passed as (
        select d.id, d.done_at, exists (select from escalation_duty o
                                         where o.escalation_id = d.escalation_id and o.party_tenant_id = new_id
                                           and o.kind = d.kind and (d.kind <> 'REPLY' or o.due_on = d.due_on)) as is_his
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

-- What closed bodies were left with.
select duties_follow_parties(i.id, (now() at time zone 'Asia/Shanghai')::date + 7)
  from issue i
 where i.closed_at is null and i.state not in ('CLOSED', 'REOPENED', 'CANCELLED', 'MERGED')
   and exists (select from escalation_duty d where d.issue_id = i.id and d.done_at is null
                  and not exists (select from issue_party p where p.issue_id = d.issue_id and p.valid_to is null
                                     and p.party_tenant_id = d.party_tenant_id));
