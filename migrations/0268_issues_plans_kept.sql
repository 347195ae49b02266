-- SPDX-License-Identifier: MIT
-- Two functions that a guard and a wall ask at every turn: in plpgsql their plans are kept by the session, as plain SQL they were
-- parsed and planned at each call, which cost more than the answer.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
create or replace function issue_children(parent uuid) returns table (children bigint, behind bigint)
    language plpgsql stable security definer set search_path = bihuan, pg_temp as $$
begin
    return query select count(*), count(*) filter (where i.state in
                                    ('REGISTERED', 'ASSIGNED', 'SIGNED', 'PLANNING', 'PLAN_REVIEW', 'PLAN_FILED'))
                   from issue i where i.derived_from = parent and i.state not in ('CANCELLED', 'MERGED');
end
$$;

create or replace function issue_file_shared(file uuid) returns boolean
    language plpgsql stable security definer set search_path = bihuan, pg_temp as $$
begin
    return exists (
        select from (
            select e.issue_id from evidence e where e.file_id = file and e.deleted_at is null
            union all
            select r.issue_id from escalation_reply r
             where r.attachments <> '[]' and r.attachments @> jsonb_build_array(file)
               and step_is_shown(r.level, r.scope, r.party_scope)) s
          join issue i on i.id = s.issue_id
         where (i.scope >= current_setting('app.lo', true) and i.scope < current_setting('app.hi', true))
            or exists (select from issue_grant g where g.issue_id = i.id and g.valid_to is null
                          and g.scope >= current_setting('app.lo', true) and g.scope < current_setting('app.hi', true)));
end
$$;
