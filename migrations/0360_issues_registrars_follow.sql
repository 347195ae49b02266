-- SPDX-License-Identifier: MIT
-- Who registered an issue decides on it, and lies at or above its holder. A holder that moved or was merged into another
-- district left its registrar behind: nobody could assign its open issues, change their dates or strike them out.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

-- Open issues at a place, or below it, whose registrar does not lie above them any more, or has no office, go to the
-- office of its level there; where there is none, to the next above. Not those whose holder's move is still to be told.
create function registrars_follow(place text) returns void language sql set search_path = bihuan, pg_temp as $$
    with office (kind, depth) as (values ('CITY', 1), ('DISTRICT', 2), ('STREET', 3)), lost as (
        select i.id, i.scope, coalesce(o.depth, 3) as depth
          from issue i
          join api_tenant h on h.id = i.tenant_id and h.scope = i.scope
          join api_tenant r on r.id = i.registered_by
          left join office o on o.kind = r.kind
         where i.scope >= place and i.scope < place || '~'
           and i.closed_at is null and i.state not in ('CLOSED', 'REOPENED', 'CANCELLED', 'MERGED')
           and (o.kind is null or not starts_with(i.scope, r.scope))
    )
    update issue i set registered_by = n.id
      from lost l
      cross join lateral (select t.id from api_tenant t join office o on o.kind = t.kind and o.depth <= l.depth
                           where starts_with(l.scope, t.scope) and t.closed_on is null
                           order by o.depth desc limit 1) n
     where i.id = l.id
$$;
revoke all on function registrars_follow(text) from public;
grant execute on function registrars_follow(text) to bihuan_issues;

select registrars_follow('');
