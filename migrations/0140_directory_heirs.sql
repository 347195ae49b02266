-- SPDX-License-Identifier: MIT
-- Who took over from a body that has closed: what is begun again long after (a rebound) is begun by whoever answers for it now.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- The body itself while it stands, else its one successor's heir; no row when there was no successor or more than one.
create function tenant_heir(body uuid) returns table (id uuid, code text, name text, scope text)
language sql stable set search_path = bihuan, pg_temp as $$
    with recursive line (id, is_closed) as (
        select t.id, tenant_closed(t.closed_on, 'infinity') from api_tenant t where t.id = body
        union
        select t.id, tenant_closed(t.closed_on, 'infinity')
          from line l
          cross join lateral (select min(s.successor_id::text)::uuid as id from api_region_succession s
                               where s.predecessor_id = l.id having count(*) = 1) s
          join api_tenant t on t.id = s.id
         where l.is_closed
    )
    select t.id, t.code, t.name, t.scope::text from line l join api_tenant t on t.id = l.id where not l.is_closed
$$;
revoke execute on function tenant_heir(uuid) from public;
grant execute on function tenant_heir(uuid) to bihuan_issues;
