-- SPDX-License-Identifier: MIT
-- Observations: what may be observed, the import through a temporary table, and pages of what was measured.

-- name: observation_items
-- What the editions in store know of items: one row a family and item, by the newest edition.
select distinct on (s.family, l.item) s.family, l.item, u.text as unit, m.value as greatest
  from standard s
  join standard_rule l on l.standard_code = s.code and l.name = 'label' and l.item <> ''
  left join standard_rule u on u.standard_code = s.code and u.item = l.item and u.name = 'unit'
  left join standard_rule m on m.standard_code = s.code and m.item = l.item and m.name = 'max'
 order by s.family, l.item, s.valid_from desc;

-- name: observation_objects
-- The objects that the rows name, by id or SOURCE:EXTERNAL_ID. They stay where they are until the rows are written: a
-- tenant that moves meanwhile waits.
select r.position, o.id, o.kind, o.valid_from, o.valid_to, s.family
  from jsonb_array_elements_text(:refs::jsonb) with ordinality r(ref, position)
  cross join lateral (select x.id from monitored_object x where x.reference = r.ref
                       union
                      select x.id from monitored_object x
                       where x.id = case when r.ref ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                           then r.ref::uuid end) k
  join monitored_object o on o.id = k.id
  left join standard s on s.code = o.discharge_standard
 order by r.position
   for share of o;

-- name: observation_months
select count(*) filter (where ensure_month_partition('observation', m)) as made from unnest(:months::date[]) m;

-- name: observation_stage_open
-- A quarter of a city's hours is sorted in memory; and each statement is planned for the rows that are staged, since a
-- plan for any number of them reads the stage once an object.
select observation_stage(), set_config('work_mem', '64MB', true),
    set_config('plan_cache_mode', 'force_custom_plan', true);

-- name: observation_stage_count
select observation_stage_count();

-- define: staged
-- The rows of a slice as the table takes them, in the order of month and key, so that two imports of the same rows wait
-- for each other instead of locking each other out, however their months are sliced.
  from (select s.row_no, s.line, s.object, s.item, s.averaging, s.observed_at, s.value, s.flag, m.id as object_id,
        m.tenant_id, m.scope
          from pg_temp.observation_stage s
          join jsonb_array_elements_text(:objects::jsonb) with ordinality r(id, position) on r.position = s.object + 1
          join monitored_object m on m.id = r.id::uuid
         where s.month >= :first_month and s.month <= :last_month
         order by s.month, m.id, s.item, s.averaging, s.observed_at) s

-- define: months_of_slice
o.observed_at >= :from::timestamp at time zone 'Asia/Shanghai'
    and o.observed_at < :to::timestamp at time zone 'Asia/Shanghai'

-- define: stored_otherwise
-- The limit makes it a look-up of the whole key for each row, whatever the planner thinks of partitions that were never
-- analysed.
select * from observation o
 where o.object_id = s.object_id and o.item = s.item and o.averaging = s.averaging and o.observed_at = s.observed_at
   and o.source = :source and {months_of_slice} and (o.value, o.flag) is distinct from (s.value, s.flag)
 limit 1

-- define: days_of_put
select object_id, scope, (observed_at at time zone 'Asia/Shanghai')::date from put group by 1, 2, 3

-- define: put
insert into observation (object_id, item, averaging, observed_at, source, value, flag, received_at, entered_by,
                         tenant_id, scope)
select s.object_id, s.item, s.averaging, s.observed_at, :source, s.value, s.flag, :ctx_now::timestamptz, :ctx_actor,
    s.tenant_id, s.scope
{staged}

-- name: observation_put
-- As if nothing of it were there: cheaper by a look-up a row than to ask for each. A row that is there refuses all of
-- them.
{put};

-- name: observation_mark
-- The whole slice came in, and is to be evaluated: cheaper from the stage than by what each row of the table returned.
with put as (
    select m.id as object_id, m.scope, s.observed_at, s.flag
      from pg_temp.observation_stage s
      join jsonb_array_elements_text(:objects::jsonb) with ordinality r(id, position) on r.position = s.object + 1
      join monitored_object m on m.id = r.id::uuid
     where s.month >= :first_month and s.month <= :last_month
), marked as (
    insert into evaluation_dirty (object_id, scope, day) {days_of_put}
)
insert into pg_temp.observation_manipulated select object_id, observed_at from put where flag = 'MANIPULATED';

-- name: observation_put_new
-- Some of the slice was there: what came in is marked to be evaluated.
with put as (
{put}
on conflict (object_id, item, averaging, observed_at, source) do nothing
returning object_id, scope, observed_at, flag
), marked as (
    insert into evaluation_dirty (object_id, scope, day) {days_of_put}
), told as (
    insert into pg_temp.observation_manipulated select object_id, observed_at from put where flag = 'MANIPULATED'
)
select count(*) as created from put;

-- name: observation_stage_clean
-- Of the rows of one key the first stays when all say the same, and none when they contradict each other: nobody can
-- say which was meant.
with met as (
    select s.ctid as place, s.row_no, s.line, s.object, s.flag = 'MISSING' as missing,
        row_number() over (same order by s.row_no) as nth,
           count(*) over same as times,
           min(s.flag) over same <> max(s.flag) over same or min(s.value) over same is distinct
               from max(s.value) over same
           or count(s.value) over same not in (0, count(*) over same) as contradicts
      from pg_temp.observation_stage s
      join jsonb_array_elements_text(:objects::jsonb) with ordinality r(id, position) on r.position = s.object + 1
    window same as (partition by r.id, s.item, s.averaging, s.observed_at)
), left_out as materialized (
    select * from met where times > 1 and (contradicts or nth > 1)
), gone as (
    delete from pg_temp.observation_stage where ctid = any (array(select place from left_out))
)
select line, object, missing, not contradicts as repeats from left_out order by row_no;

-- name: observation_differing
-- Rows that say something else than what is stored.
select s.line, s.object, s.flag = 'MISSING' as missing, false as repeats
{staged}
 cross join lateral ({stored_otherwise}) o
 order by s.row_no;

-- name: observation_revise
-- The stored row goes among the revisions, the new one takes its place.
with old as (
    select o.*, s.value as new_value, s.flag as new_flag
    {staged}
     cross join lateral ({stored_otherwise} for update) o
), kept as (
    insert into observation_revision (object_id, item, averaging, observed_at, source, revision, value, flag,
                                      received_at, entered_by,
                                      tenant_id, scope, reason, replaced_at, replaced_by)
    select object_id, item, averaging, observed_at, source, revision, value, flag, received_at, entered_by, tenant_id,
        scope,
           :reason, :ctx_now::timestamptz, :ctx_actor
      from old
), put as (
update observation o
   set value = old.new_value, flag = old.new_flag, revision = old.revision + 1, received_at = :ctx_now::timestamptz,
       entered_by = :ctx_actor
  from old
 where o.object_id = old.object_id and o.item = old.item and o.averaging = old.averaging
     and o.observed_at = old.observed_at
   and o.source = old.source and {months_of_slice}
returning o.object_id, o.scope, o.observed_at
), marked as (
    insert into evaluation_dirty (object_id, scope, day) {days_of_put}
), told as (
    insert into pg_temp.observation_manipulated select object_id, observed_at from old where new_flag = 'MANIPULATED'
        and flag <> 'MANIPULATED'
)
select count(*) as revised from put;

-- name: observation_manipulated
-- What this import is the first to call manipulated, by object.
select m.id, m.tenant_id, m.scope, min(l.observed_at) as first_at, max(l.observed_at) as last_at, count(*) as rows
  from pg_temp.observation_manipulated l
  join monitored_object m on m.id = l.object_id
 group by m.id
 order by m.id;

-- define: observation
-- The key of a page is what orders it, as one text.
to_char(o.observed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '|' || o.object_id || '|' || o.item || '|'
    || o.averaging
|| '|' || o.source as _id,
jsonb_build_object('id', o.object_id, 'name', m.name, 'kind', m.kind) as object, o.item, o.averaging, o.observed_at,
    o.source,
trim_scale(o.value) as value, o.flag, o.revision, o.received_at, o.entered_by

-- define: observation_matches
o.scope >= :page_lo and o.scope < :page_hi
/*?object_id*/ and o.object_id = :object_id::uuid /*?*/
/*?item*/ and o.item = :item /*?*/
/*?averaging*/ and o.averaging = :averaging /*?*/
/*?source*/ and o.source = :source /*?*/
/*?flag*/ and o.flag = :flag /*?*/
/*?from*/ and o.observed_at >= :from::timestamptz /*?*/
/*?to*/ and o.observed_at < :to::timestamptz /*?*/

-- name: observation_list
-- Newest first. Ordered by the time alone the months are read one after the other until the page is full.
select {observation}
  from (select * from observation o
         where {observation_matches}
               /*?page_after*/ and o.observed_at <= split_part(:page_after, '|', 1)::timestamptz
               and (o.observed_at, o.object_id, o.item, o.averaging, o.source)
                 < (split_part(:page_after, '|', 1)::timestamptz, split_part(:page_after, '|', 2)::uuid,
                    split_part(:page_after, '|', 3),
                    split_part(:page_after, '|', 4), split_part(:page_after, '|', 5)) /*?*/
         order by o.observed_at desc, o.object_id desc, o.item desc, o.averaging desc, o.source desc
         limit :page_limit) o
  join monitored_object m on m.id = o.object_id
 order by o.observed_at desc, o.object_id desc, o.item desc, o.averaging desc, o.source desc;

-- name: observation_count
select count(*) as total from observation o where {observation_matches};

-- name: observation_revision_list
select v.averaging, v.source, v.revision, trim_scale(v.value) as value, v.flag, v.received_at, v.entered_by, v.reason,
    v.replaced_at,
       v.replaced_by
  from observation_revision v
 where v.object_id = :object_id::uuid and v.item = :item and v.observed_at = :observed_at::timestamptz
 order by v.averaging, v.source, v.revision desc
 limit 1000;

-- name: observation_partition_ensure
-- This month and the two that follow.
select ensure_month_partition('observation', (date_trunc('month', :ctx_today::date) + make_interval(months => m))::date)
    as made
  from generate_series(0, 2) m;
