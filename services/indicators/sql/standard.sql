-- SPDX-License-Identifier: MIT
-- Editions of standards: read whole by what computes, replaced whole by the import.

-- define: in_force
s.valid_from <= :valid_on::date and (s.valid_to is null or s.valid_to >= :valid_on::date)

-- name: standard_list
select s.code, s.family, s.title, s.valid_from, s.valid_to,
       (select count(*) from standard_limit l where l.standard_code = s.code) as limits,
       (select count(*) from standard_rule r where r.standard_code = s.code) as rules, s.row_version, s.loaded_at
  from standard s
 where true /*?family*/ and s.family = :family /*?*/ /*?valid_on*/ and {in_force} /*?*/
 order by s.family, s.valid_from desc;

-- name: standard_get
select s.code, s.family, s.title, s.valid_from, s.valid_to, s.row_version, s.loaded_by, s.loaded_at,
       (select coalesce(jsonb_agg(jsonb_build_object('item', l.item, 'averaging', l.averaging, 'level', l.level, 'op',
                                                     l.op,
                                                     'value', trim_scale(l.value)::text) order by l.position), '[]')
          from standard_limit l where l.standard_code = s.code) as limits,
       (select coalesce(jsonb_agg(jsonb_build_object('item', r.item, 'name', r.name, 'value', trim_scale(r.value)::text,
                                                     'text', r.text) order by r.position), '[]')
          from standard_rule r where r.standard_code = s.code) as rules
  from standard s
 where s.code = :code;

-- name: standards_load
-- Editions by their codes, or the one of a family that is in force on a day, each with its limits; one without any is
-- one row.
select s.code as edition, s.family, s.title, s.valid_from, s.valid_to, l.item, l.averaging, l.level, l.op, l.value
  from standard s left join standard_limit l on l.standard_code = s.code
 where true /*?codes*/ and s.code = any (string_to_array(:codes, ' ')) /*?*/
       /*?family*/ and s.family = :family and {in_force} /*?*/
 order by s.code, l.position;

-- name: standards_load_rules
select r.standard_code as edition, r.item, r.name, r.value, r.text
  from standard_rule r
 where r.standard_code = any (string_to_array(:codes, ' '))
 order by r.standard_code, r.position;

-- name: standards_put
-- All editions of a file at once, so that one may end where another begins.
insert into standard as s (code, family, title, valid_from, valid_to, loaded_by, loaded_at)
select x.edition, x.name, x.text, x.valid_from, x.valid_to, :ctx_actor, :ctx_now::timestamptz
  from jsonb_to_recordset(:editions::jsonb) x(edition text, name text, text text, valid_from date, valid_to date)
on conflict (code) do update
   set family = excluded.family, title = excluded.title, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
       loaded_by = excluded.loaded_by, loaded_at = excluded.loaded_at, row_version = s.row_version + 1;

-- name: standard_clear
with l as (delete from standard_limit where standard_code = :code)
delete from standard_rule where standard_code = :code;

-- name: standard_add_limit
insert into standard_limit (standard_code, item, averaging, level, op, value, position)
values (:code, :item, coalesce(:averaging, ''), :level::integer, :op, :value::numeric, :position::integer);

-- name: standard_add_rule
insert into standard_rule (standard_code, item, name, value, text, position)
values (:code, coalesce(:item, ''), :name, :value::numeric, :text, :position::integer);

-- name: standard_in_use
-- Whether figures rest on an edition: its limits and rules stay as they are from then on.
select exists (select from indicator_target t where t.standard_version = :code)
       or exists (select from indicator_value v where v.standard_version = :code)
       or exists (select from monitored_object o where o.discharge_standard = :code) as in_use;
