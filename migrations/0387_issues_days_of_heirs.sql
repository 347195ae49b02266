-- SPDX-License-Identifier: MIT
-- Who takes over what the ladder's steps asked of a body that has ended has days of its own for it, however it comes to
-- it: a succession handed over the days of the body that is gone, and its heir was late on the first. What the heir had
-- owed itself keeps its day.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- `terms` say what is asked for today: {kind, due_on, began_on, amount, unit}; they hold where those that are left are
-- fewer.
create function duties_succeed(old_id uuid, new_id uuid, new_code text, new_name text, new_scope text, one_issue uuid,
                               terms jsonb)
    returns void language sql security definer set search_path = bihuan, pg_temp as $$
    with passed as (
        select d.id, d.kind, d.due_on, d.done_at,
               exists (select from escalation_duty o
                        where o.escalation_id = d.escalation_id and o.party_tenant_id = new_id
                          and o.kind = d.kind and o.nth = d.nth) as is_his
          from escalation_duty d
         where d.party_tenant_id = old_id and (one_issue is null or d.issue_id = one_issue)
           and exists (select from issue i where i.id = d.issue_id and i.closed_at is null)
    ), dropped as (
        delete from escalation_duty d using passed p where d.id = p.id and p.is_his and p.done_at is null
    ), term as (
        select * from jsonb_to_recordset(terms) as t (kind text, due_on date, began_on date, amount integer, unit text)
    )
    update escalation_duty d
       set party_tenant_id = new_id, party_code = new_code, party_name = new_name, party_scope = new_scope,
           due_on = coalesce(t.due_on, d.due_on),
           began_on = case when t.kind is null then d.began_on else t.began_on end,
           amount = case when t.kind is null then d.amount else t.amount end,
           unit = case when t.kind is null then d.unit else t.unit end,
           computed_on = case when t.kind is null then d.computed_on else t.due_on end
      from passed p left join term t on t.kind = p.kind and p.done_at is null and p.due_on < t.due_on
     where d.id = p.id and not p.is_his;
    select interview_follows(one_issue)
$$;
revoke all on function duties_succeed(uuid, uuid, text, text, text, uuid, jsonb) from public;
grant execute on function duties_succeed(uuid, uuid, text, text, text, uuid, jsonb) to bihuan_issues;
drop function duties_succeed(uuid, uuid, text, text, text, uuid);
