-- SPDX-License-Identifier: MIT
-- A child that was merged into another issue or opened again is where that one is, and one that is suspended where it goes
-- on from; dropped ones hold nobody back, but that issues were derived stays so: the screening is to be reported (B.5 no.
-- 12). Who takes an issue over by a merger waits for its children, and so does who is opened again.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
create index issue_merged_into_idx on issue (merged_into) where merged_into is not null;
create or replace function issue_children(parent uuid) returns table (children bigint, behind bigint)
    language plpgsql stable security definer set search_path = bihuan, pg_temp as $$
begin
    return query
    with recursive root (id) as (
        select parent
        union
        select b.id
          from root r
         cross join lateral (select m.id from issue m where m.merged_into = r.id
                             union all
                             select n.reopened_from from issue n
                              where n.id = r.id and n.reopened_from is not null) b
    ), follow (child, id, state) as (
        select i.id, i.id, coalesce(i.suspended_state, i.state) from root r join issue i on i.derived_from = r.id
        union
        select f.child, n.id, n.state
          from follow f
         cross join lateral (select m.id, coalesce(m.suspended_state, m.state) as state
                               from issue o join issue m on m.id = o.merged_into where o.id = f.id
                             union all
                             select r.id, coalesce(r.suspended_state, r.state)
                               from issue r where r.reopened_from = f.id) n
         where n.id not in (select r.id from root r)
    )
    select count(distinct f.child), count(distinct f.child) filter (where f.state in
               ('REGISTERED', 'ASSIGNED', 'SIGNED', 'PLANNING', 'PLAN_REVIEW', 'PLAN_FILED'))
      from follow f;
end
$$;
