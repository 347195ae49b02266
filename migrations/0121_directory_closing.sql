-- SPDX-License-Identifier: MIT
-- Since when a body is closed, said in one place: from the day of its closing on. A closing is applied on its day, never before, so that
-- who asks for no day asks for any.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create function tenant_closed(closed_on date, day date) returns boolean language sql immutable parallel safe as $$
    select coalesce(closed_on <= day, false)
$$;

create or replace function scope_hold(held_id uuid, held_scope text, must_be_open boolean) returns boolean
language plpgsql security definer set search_path = bihuan, pg_temp as $$
begin
    perform pg_advisory_xact_lock_shared(hashtext('scope'), scope_key(held_id));
    perform from tenant t where t.id = held_id and t.scope = held_scope and not (must_be_open and tenant_closed(t.closed_on, 'infinity'));
    if not found then
        raise exception 'tenant % does not lie at % any more', held_id, held_scope using errcode = 'BHMOV';
    end if;
    return true;
end
$$;
