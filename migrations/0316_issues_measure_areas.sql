-- SPDX-License-Identifier: MIT
-- The protected area that an ecological measure is for (S-129).

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- That an area is protected, and what it is called, is public: a unit names it that does not see the register it stands in. Of the
-- reader's city only; the owner's way in is for this question alone.
create policy monitored_object_area_owner on monitored_object for select to bihuan_owner using (kind = 'PROTECTED_AREA');
create function protected_area(area uuid) returns table (id uuid, name text, valid_to date)
    language sql stable security definer set search_path = bihuan, pg_temp as $$
    select o.id, o.name, o.valid_to
      from monitored_object o
     where o.id = area and o.kind = 'PROTECTED_AREA'
       and case current_setting('app.lo', true) when '' then current_setting('app.hi', true) = '~' -- the system's own work
                else starts_with(o.scope, left(current_setting('app.lo', true), 4)) end
$$;
revoke all on function protected_area(uuid) from public;
grant execute on function protected_area(uuid) to bihuan_issues;

alter table measure add column area_id uuid, add column area_name text,
    add constraint measure_area_check check ((area_id is null) = (area_name is null));
