-- SPDX-License-Identifier: MIT
-- What is on its way holds up those, and only those, from whom or to whom something goes: a merged body's heir had a file without what
-- it inherits, and the city none at all while a street moved within it. A job that waits for a move rests, and its turn is over.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- turn_at: when it was last begun. not_before: until then its tenant's jobs rest.
alter table work_job add column turn_at timestamptz, add column not_before timestamptz;

-- BHMOV, for whoever has looked and not found the tenant there.
create function scope_left(held_id uuid, held_scope text) returns boolean language plpgsql as $$
begin
    raise exception 'tenant % does not lie at % any more', held_id, held_scope using errcode = 'BHMOV';
end
$$;

-- Whether what org.changed tells brings something to `place` or takes something from it. What goes from one place to another lies in
-- the whole of what contains both, before and afterwards. A body that ended has heirs, and these may have ended or moved since.
create or replace function move_touches(told jsonb, place text) returns boolean
language sql stable security definer set search_path = bihuan, pg_temp as $$
    with recursive heir (id) as (
        select (told ->> 'tenant_id')::uuid
         union
        select s.successor_id from heir h join region_succession s on s.predecessor_id = h.id where s.applied
    ), stop (scope) as (
        select told ->> 'scope'
         union
        select told ->> 'old_scope' where told ->> 'old_scope' is not null
         union
        select t.scope::text from heir h join tenant t on t.id = h.id
    )
    select told ->> 'change' in ('MOVED', 'CLOSED') and count(*) > 1
           and bool_or(starts_with(s.scope, place) or starts_with(place, s.scope)) and not bool_and(starts_with(s.scope, place))
      from stop s
$$;
revoke execute on function scope_left(uuid, text), move_touches(jsonb, text) from public;
grant execute on function scope_left(uuid, text), move_touches(jsonb, text) to bihuan_directory, bihuan_issues, bihuan_indicators;
