-- SPDX-License-Identifier: MIT
-- Whoever moves or closes a body waits for those who write below it. What came to lie below meanwhile was not held, and
-- could be written at the place that it was about to leave.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- Takes a tenant and its subtree for a move or a closing; its scope when nobody holds it any more. It looks again behind
-- each wait, until there is nothing below that it has not taken.
create or replace function scope_take(taken_id uuid) returns text
language plpgsql security definer set search_path = bihuan, pg_temp as $$
declare
    at text;
    taken integer[] := array[]::integer[];
    more integer[];
begin
    perform pg_advisory_xact_lock(hashtext('scope'), scope_key(taken_id));
    select t.scope into at from tenant t where t.id = taken_id;
    loop
        more := array(select distinct scope_key(t.id) from tenant t
                       where t.scope > at and t.scope < at || '~' and scope_key(t.id) <> all (taken) order by 1);
        exit when more = array[]::integer[];
        perform pg_advisory_xact_lock(hashtext('scope'), m.key) from unnest(more) m(key);
        taken := taken || more;
    end loop;
    return at;
end
$$;
