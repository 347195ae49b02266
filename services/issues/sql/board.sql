-- SPDX-License-Identifier: MIT
-- The rectification board: counts by state, light, category, lateness and tenant for a subtree, in one answer.
--
-- The rollup has one row a scope prefix, dimension and value; differences not yet folded into it are added at reading,
-- in the same snapshot, so the answer is exact at every commit. What a subtree's tenants see by grants from outside is
-- counted directly: it is little. Lights and lateness count issues that are still open; an issue that was closed,
-- merged, cancelled or reopened as another has neither.

-- axis: level = c d u p
-- define: dimensions
(values ('STATE', x.state), ('CATEGORY', x.category),
        ('LIGHT', case when x.state not in ({closed_states}) then x.light end),
        ('OVERDUE', case when x.state not in ({closed_states})
                         then case when x.is_overdue then 'OVERDUE' else 'ON_TIME' end end)) v(dimension, value)

-- define: answer
select coalesce(sum(n) filter (where dimension = 'STATE'), 0)::bigint as total,
       coalesce(jsonb_object_agg(value, n order by value) filter (where dimension = 'STATE' and n > 0), '{}') as states,
       coalesce(jsonb_object_agg(value, n order by value) filter (where dimension = 'LIGHT' and n > 0), '{}') as lights,
       coalesce(jsonb_object_agg(value, n order by value) filter (where dimension = 'CATEGORY' and n > 0),
                '{}') as categories,
       coalesce(sum(n) filter (where dimension = 'OVERDUE' and value = 'OVERDUE'), 0)::bigint as overdue

-- define: tenant_row
jsonb_agg(jsonb_build_object('tenant', jsonb_build_object('id', t.id, 'code', t.code, 'name', t.name, 'kind', t.kind),
          'total', k.total, 'closed', k.closed, 'red', k.red, 'yellow', k.yellow, 'green', k.green, 'overdue',
              k.overdue)
          order by t.code)

-- define: tenant_sums
coalesce(sum(n) filter (where dimension = 'STATE'), 0)::bigint as total,
coalesce(sum(n) filter (where dimension = 'STATE' and value = 'CLOSED'), 0)::bigint as closed,
coalesce(sum(n) filter (where dimension = 'LIGHT' and value = 'RED'), 0)::bigint as red,
coalesce(sum(n) filter (where dimension = 'LIGHT' and value = 'YELLOW'), 0)::bigint as yellow,
coalesce(sum(n) filter (where dimension = 'LIGHT' and value = 'GREEN'), 0)::bigint as green,
coalesce(sum(n) filter (where dimension = 'OVERDUE' and value = 'OVERDUE'), 0)::bigint as overdue

-- define: tenant_then
-- Under the code and name of that day.
(select n.id, n.scope, n.kind, coalesce(v.code, n.code) as code, coalesce(v.name, n.name) as name
   from api_tenant n
   left join lateral (select v.code, v.name from api_tenant_version v
                       where v.tenant_id = n.id and v.valid_from <= coalesce(:page_as_of::date, :ctx_today::date)
                       order by v.valid_from desc limit 1) v on true)

-- define: day
-- The board of a day is as of it; nothing else here asks for the lateness of an issue.
:page_as_of::date

-- define: counted_answer
counted as (
    select x.is_own, x.scope, x.tenant_id, v.dimension, v.value, count(*) as n
      from seen x cross join lateral {dimensions} where v.value is not null group by 1, 2, 3, 4, 5
), all_counts as (
    select dimension, value, sum(n)::bigint as n from counted group by 1, 2
), by_child as (
    select left(scope, length(:page_lo) + 4) as scope, {tenant_sums}
      from counted where is_own and length(scope) > length(:page_lo) group by 1
), by_granter as (
    select tenant_id, {tenant_sums} from counted where not is_own group by 1
)
{answer},
       coalesce((select {tenant_row} from by_child k join {tenant_then} t on t.scope = k.scope), '[]') as tenants,
       coalesce((select {tenant_row} from by_granter k join {tenant_then} t on t.id = k.tenant_id), '[]') as granted_by,
       true as exact

-- name: board_{level}
with granted as (
    select i.state, i.light, i.category, i.overdue_since is not null as is_overdue, i.tenant_id
      from (select distinct g.issue_id from issue_grant g where {granted} and g.valid_to is null) k join issue i
          on i.id = k.issue_id
), pending as (
    select x.scope, v.dimension, v.value, x.n::bigint from issue_count_delta x cross join lateral {dimensions}
     where x.scope >= :page_lo and x.scope < :page_hi and v.value is not null
), all_counts as (
    select dimension, value, sum(n)::bigint as n
      from (select b.dimension, b.value, b.n from issue_board b where b.scope = :page_lo
            union all select dimension, value, n from pending
            union all select v.dimension, v.value, 1 from granted x cross join lateral {dimensions}
                where v.value is not null) y
     group by 1, 2
), by_child as (
    select scope, {tenant_sums}
      from (select b.scope, b.dimension, b.value, b.n from issue_board b
             where b.depth = length(:page_lo) / 4 + 1 and b.scope >= :page_lo and b.scope < :page_hi
            union all
            select left(p.scope, length(:page_lo) + 4), p.dimension, p.value, p.n from pending p
                where length(p.scope) > length(:page_lo)) y
     group by scope
), by_granter as (
    select tenant_id, {tenant_sums}
      from (select x.tenant_id, v.dimension, v.value, 1 as n from granted x cross join lateral {dimensions}
            where v.value is not null) y
     group by tenant_id
)
{answer},
       coalesce((select {tenant_row} from by_child k join api_tenant t on t.scope = k.scope where k.total > 0),
                '[]') as tenants,
       coalesce((select {tenant_row} from by_granter k join api_tenant t on t.id = k.tenant_id), '[]') as granted_by,
       false as exact, coalesce(:page_as_of::date, :ctx_today::date) as as_of
  from all_counts;

-- name: board_exact_{level}
-- Counted from the issues themselves.
with seen as (
    select i.id, i.scope, i.tenant_id, i.state, i.light, i.category, i.overdue_since is not null as is_overdue,
        true as is_own
      from issue i where {own}
    union
    select i.id, i.scope, i.tenant_id, i.state, i.light, i.category, i.overdue_since is not null, false
      from issue_grant g join issue i on i.id = g.issue_id where {granted} and g.valid_to is null
), {counted_answer}, coalesce(:page_as_of::date, :ctx_today::date) as as_of
  from all_counts;

-- name: board_as_of_{level}
-- As it stood at the end of a day, from the logs.
with stood as (
    select i.id, i.scope, v.tenant_id, {state_then}, coalesce(l.to_light, 'GREEN') as light, v.category, v.due_date,
           i.is_own
      from (select i.id, i.scope, i.tenant_id, i.category, i.due_date, true as is_own from issue i where {own}
            union
            select i.id, i.scope, i.tenant_id, i.category, i.due_date, false
              from issue_grant g join issue i on i.id = g.issue_id where {granted}
               and {granted_then}) i
      {stood_then}
      left join lateral (select g.to_light from light_log g where g.issue_id = i.id and g.on_date <= :page_as_of::date
                          order by g.id desc limit 1) l on true
     cross join lateral ( -- as in issue_list.sql
           select w.tenant_id, w.category, w.due_date
             from ((select p.id, p.owner_id as tenant_id, p.category, p.due_date from issue_past p
                    where p.issue_id = i.id
                       and p.until >= {end_of_day} order by p.id limit 1)
                   union all
                   select null, i.tenant_id, i.category, i.due_date) w
            order by w.id limit 1) v
), seen as (
    select i.id, i.scope, i.tenant_id, i.state, i.light, i.category, ({late}) > 0 as is_overdue, i.is_own from stood i
), {counted_answer}, :page_as_of::date as as_of
  from all_counts;

-- name: board_fold
-- Moves differences into the rollup: every prefix of an issue's scope gets its share. Answers how many were taken. The
-- batch is a range: the table is mostly empty, and a plan made for that must still be fair when a night has filled it.
with taken as (
    delete from issue_count_delta
     where id <= (select max(id) from (select id from issue_count_delta order by id limit 5000) first)
    returning tenant_id, scope, state, light, category, is_overdue, n
), sums as (
    select left(x.scope, len) as scope, v.dimension, v.value, sum(x.n)::bigint as n
      from taken x cross join lateral generate_series(4, length(x.scope), 4) len cross join lateral {dimensions}
     where v.value is not null
     group by 1, 2, 3 having sum(x.n) <> 0
), folded as (
    insert into issue_board as b (scope, dimension, value, n)
    select scope, dimension, value, n from sums order by 1, 2, 3
    on conflict (scope, dimension, value) do update set n = b.n + excluded.n
    returning 1
)
select (select count(*) from taken) as taken, (select count(*) from folded) as folded;
