-- SPDX-License-Identifier: MIT
-- A read looks where its tenant lies, as a write does (scope_hold, 0015): another process may have moved it since its scope was
-- remembered. A snapshot, of which exports and archives are made, waits besides for the rows of its range that are on their way.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- True, or BHMOV. No lock: whoever moves the tenant waits for no reader.
create function scope_stands(held_id uuid, held_scope text) returns boolean
language plpgsql stable security definer set search_path = bihuan, pg_temp as $$
begin
    perform from tenant t where t.id = held_id and t.scope = held_scope;
    if not found then
        raise exception 'tenant % does not lie at % any more', held_id, held_scope using errcode = 'BHMOV';
    end if;
    return true;
end
$$;

-- Whether a move, as org.changed tells it, brings something to `place` or takes something from it.
create function move_touches(told jsonb, place text) returns boolean language sql immutable parallel safe as $$
    select told ->> 'old_scope' <> told ->> 'scope'
       and (starts_with(place, told ->> 'scope') or starts_with(told ->> 'scope', place)
            or starts_with(place, told ->> 'old_scope') or starts_with(told ->> 'old_scope', place))
$$;

create policy outbox_owner on outbox for select to bihuan_owner using (true);

-- Moves that no service has been told of yet.
create function moves_untold(place text, besides text) returns boolean
language sql stable security definer set search_path = bihuan, pg_temp as $$
    select exists (select from outbox o where o.type = 'org.changed' and o.producer <> besides and move_touches(o.data, place))
$$;

-- True, or BHMOV: the tenant lies elsewhere, or the calling service has not yet done all moves that touch its range. What is
-- compared with the log is decided; what failed for good is an operator's.
create function scope_settled(held_id uuid, held_scope text) returns boolean language plpgsql stable as $$
declare
    here text := substr(current_user, 8);
begin
    perform scope_stands(held_id, held_scope);
    if moves_untold(held_scope, here)
       or exists (select from event_log l
                   where l.xid >= coalesce((select c.compared_xid from event_cursor c where c.service = here), '0')
                     and l.type = 'org.changed' and l.producer <> here and move_touches(l.data, held_scope)
                     and not exists (select from inbox i where i.service = here and i.event_id = l.id)
                     and not exists (select from event_failure f where f.service = here and f.event_id = l.id))
       or exists (select from event_failure f join event_log l on l.id = f.event_id
                   where f.service = here and f.state <> 'dead' and f.type = 'org.changed' and move_touches(l.data, held_scope)) then
        raise exception 'what tenant % has is being moved', held_id using errcode = 'BHMOV';
    end if;
    return true;
end
$$;

revoke execute on function scope_stands(uuid, text), moves_untold(text, text), scope_settled(uuid, text) from public;
grant execute on function scope_stands(uuid, text), moves_untold(text, text), scope_settled(uuid, text)
   to bihuan_directory, bihuan_issues, bihuan_indicators;
