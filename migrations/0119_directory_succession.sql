-- SPDX-License-Identifier: MIT
-- What became of what speaks from the day that the change is applied. A succession was read as soon as its change was entered: a planned
-- one beside an applied one made two successors of one, and nothing was handed over.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
select set_config('app.lo', '', true), set_config('app.hi', '~', true);

alter table region_succession add column applied boolean not null default false;
update region_succession s set applied = true from region_change r where r.id = s.change_id and r.state = 'APPLIED';
create or replace view api_region_succession with (security_invoker = true) as
    select change_id, predecessor_id, successor_id, share, effective_date from region_succession where applied;
grant update (applied) on region_succession to bihuan_directory;
