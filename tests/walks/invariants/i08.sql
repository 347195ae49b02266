-- SPDX-License-Identifier: MIT
-- I8: parties lie in the holder's subtree or are departments of its level; a district neither leads nor answers; a
-- derived issue has
-- the clocks and the log of T02; a feedback is not above its tenant's level.
select p.issue_id, p.role || ' ' || p.party_code || ' is out of reach' as what
  from issue_party p join issue i on i.id = p.issue_id join tenant t on t.id = p.party_tenant_id
 where p.valid_to is null and p.role in ('LEAD_UNIT', 'RESP_UNIT', 'SUPERVISE_UNIT', 'COOP_UNIT')
   and not starts_with(p.party_scope, i.scope)
   and not (t.kind = 'DEPARTMENT' and length(p.party_scope) = length(i.scope)
            and left(p.party_scope, length(i.scope) - 4) = left(i.scope, length(i.scope) - 4))
union all
select p.issue_id, p.role || ' is a ' || t.kind
  from issue_party p join tenant t on t.id = p.party_tenant_id
 where p.valid_to is null and p.role in ('LEAD_UNIT', 'RESP_UNIT')
        and t.kind not in ('STREET', 'DEVZONE', 'DEPARTMENT')
union all
select i.id, 'derived and assigned without ' || n.needed
  from issue i cross join (values ('T02'), ('clocks')) n (needed)
 where i.derived_from is not null and i.state <> 'REGISTERED' and i.state not in ('CANCELLED', 'MERGED', 'SUSPENDED')
   and case when n.needed = 'T02' then not exists (select from state_log l where l.issue_id = i.id and l.rule = 'T02')
            else not exists (select from issue_clock c where c.issue_id = i.id and c.kind = 'SIGN') end
union all
select f.id, 'a feedback of ' || f.source_level || ' at a ' || t.kind
  from inspection_feedback f join tenant t on t.id = f.tenant_id
 where (f.source_level in ('CENTRAL', 'MUNICIPAL') and t.kind <> 'CITY') or (f.source_level = 'DISTRICT'
        and t.kind = 'STREET')
