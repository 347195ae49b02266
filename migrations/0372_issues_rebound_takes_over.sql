-- SPDX-License-Identifier: MIT
-- A long-term issue that is opened again goes on as the new one: what was found of how it was rectified, and what the
-- ladder proposed or has in force, stayed with the old one, where nobody walks and nothing can be issued any more.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- The findings are copied, for the old issue keeps its record, in their order and with those that were cleared, for the
-- ladder counts them. The ladder from L4 on moves where the old issue was open; L7 is a referral, which is made and
-- concluded in every state. Interviews move with what was lifted of them, for L6 counts those; what is keyed by a
-- count that begins anew in the new issue gets a key of its own.
create function rebound_takes_over(old_issue uuid, new_issue uuid) returns void language sql security definer
    set search_path = bihuan, pg_temp as $$
    insert into conduct_finding (id, issue_id, tenant_id, scope, kind, party_tenant_id, party_code, party_name, facts,
        evidence_ids, found_by, found_by_name, found_level, found_at, cleared_by, cleared_by_name, cleared_at,
        clear_reason)
    select (left(f.id::text, 18) || substr(gen_random_uuid()::text, 19))::uuid, n.id, n.tenant_id, n.scope, f.kind,
           f.party_tenant_id, f.party_code, f.party_name, f.facts, f.evidence_ids, f.found_by, f.found_by_name,
           f.found_level, f.found_at, f.cleared_by, f.cleared_by_name, f.cleared_at, f.clear_reason
      from conduct_finding f join issue n on n.id = new_issue
     where f.issue_id = old_issue and not f.is_dereliction;

    with step as (
        update escalation e
           set issue_id = n.id, tenant_id = n.tenant_id, scope = n.scope,
               rung = regexp_replace(e.rung, '^(L4-RED-LONG|L5-RETURNED)-', '\1-BEFORE-')
          from issue o join issue n on n.id = new_issue
         where o.id = old_issue and o.closed_at is null and e.issue_id = o.id
           and greatest(e.level, e.about_level) between 4 and 6 and (e.level <> 4 or e.state <> 'LIFTED')
        returning e.id, e.issue_id, e.tenant_id, e.scope
    ), duty as (
        update escalation_duty d set issue_id = s.issue_id, tenant_id = s.tenant_id, scope = s.scope
          from step s where d.escalation_id = s.id
    ), reply as (
        update escalation_reply p set issue_id = s.issue_id, tenant_id = s.tenant_id, scope = s.scope
          from step s where p.escalation_id = s.id
    )
    update interview v set issue_id = s.issue_id, tenant_id = s.tenant_id, scope = s.scope
      from step s where v.escalation_id = s.id
$$;
revoke all on function rebound_takes_over(uuid, uuid) from public;
grant execute on function rebound_takes_over(uuid, uuid) to bihuan_issues;
