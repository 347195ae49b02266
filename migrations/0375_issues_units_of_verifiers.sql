-- SPDX-License-Identifier: MIT
-- Whether a verifier is of the outside was asked of memberships as they stood when the issue was judged, and the unit that
-- answers for it may end and begin those. What units are his is written with the verification now; of what is recorded at
-- open issues it is told from the memberships there are. Whoever has none written counts for nothing.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

comment on column verification.verifiers is
    '[{name, member_id, issuer, subject, unit_id, unit_code, unit_name, unit_ids} of a member, unit_ids being all units of the person from the assignment on; {name, organisation} of an expert]';

update verification v
   set verifiers = (
        select jsonb_agg(case when not e.value ? 'subject' then e.value else e.value || jsonb_build_object('unit_ids', array(
                select m.tenant_id from member m
                 where m.issuer = e.value ->> 'issuer' and m.subject = e.value ->> 'subject' and m.created_at <= v.created_at
                   and coalesce(m.disabled_at, 'infinity') >= coalesce((select max(s.at) from state_log s
                                                                         where s.issue_id = v.issue_id and s.rule = 'T02'), '-infinity')
                union
                select (e.value ->> 'unit_id')::uuid)) end order by e.ordinality)
          from jsonb_array_elements(v.verifiers) with ordinality e)
  from issue i
 where i.id = v.issue_id and i.closed_at is null;
