-- SPDX-License-Identifier: MIT
-- Whoever takes over may have closed itself before a service hears of the first end: what is handed over, or allocated by an office, goes
-- to those who stand at the end of the line, however many closings lie between.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

grant execute on function tenant_heir(uuid) to bihuan_indicators;

-- Everybody who stands now at the ends of the lines of successors of a body that has closed.
create function tenant_heirs(body uuid) returns setof uuid
language sql stable set search_path = bihuan, pg_temp as $$
    with recursive line (id, is_closed) as (
        select t.id, tenant_closed(t.closed_on, 'infinity')
          from api_region_succession s join api_tenant t on t.id = s.successor_id where s.predecessor_id = body
        union
        select t.id, tenant_closed(t.closed_on, 'infinity')
          from line l join api_region_succession s on s.predecessor_id = l.id join api_tenant t on t.id = s.successor_id
         where l.is_closed
    )
    select l.id from line l where not l.is_closed
$$;
revoke execute on function tenant_heirs(uuid) from public;
grant execute on function tenant_heirs(uuid) to bihuan_issues, bihuan_indicators;
