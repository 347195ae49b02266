-- SPDX-License-Identifier: MIT
-- Who has a client's secret can act as the client. A manager of clients who held another role beside took the first
-- step of a separated duty under the name of a client that he had made, and the second under his own.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

-- Its first secret was given to created_by, each later one to one of these; what the trail remembers of them.
alter table api_client add column rotated_by text[] not null default '{}';
update api_client c
   set rotated_by = r.actors
  from (select a.object_id, array_agg(distinct a.actor) as actors from audit_entry a
         where a.object_kind = 'client' and a.action = 'client.rotate' group by a.object_id) r
 where r.object_id = c.id::text;

create policy api_client_owner on api_client for select to bihuan_owner using (true);

-- Who took a step, as a separated duty sees it: the caller himself, when it was a client whose secret he was given.
create function duty_doer(doer text, caller text) returns text
    language plpgsql stable strict security definer set search_path = bihuan, pg_temp as $$
begin
    return case when exists (select from api_client c
                              where c.client_id = doer and (c.created_by = caller or caller = any (c.rotated_by)))
                then caller else doer end;
end $$;
revoke all on function duty_doer(text, text) from public;
grant execute on function duty_doer(text, text) to bihuan_directory, bihuan_issues, bihuan_indicators;
