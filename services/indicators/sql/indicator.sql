-- SPDX-License-Identifier: MIT
-- The catalogue: read by everybody, loaded by the platform.

-- define: indicator
i.code, i.name, i.unit, i.direction, i.element, i.formula_kind, to_jsonb(string_to_array(i.periods, ' ')) as periods,
to_jsonb(string_to_array(i.departments, ' ')) as departments, i.red_line_class, i.decimals, i.standard_family,
to_jsonb(coalesce(string_to_array(i.groups, ' '), '{}')) as groups,
to_jsonb(string_to_array(i.clauses, ' ')) as clauses, i.formula, i.row_version, i.loaded_at

-- name: indicator_list
select {indicator}
  from indicator i
 where true /*?element*/ and i.element = :element /*?*/
       /*?group*/ and :group = any (string_to_array(i.groups, ' ')) /*?*/
       /*?department*/ and :department = any (string_to_array(i.departments, ' ')) /*?*/
       /*?red_line_class*/ and i.red_line_class = :red_line_class /*?*/
       /*?standard_family*/ and i.standard_family = :standard_family /*?*/
       /*?q*/ and (strpos(i.name, :q) > 0 or strpos(i.code, :q) > 0) /*?*/
 order by i.code;

-- name: indicator_get
select {indicator} from indicator i where i.code = :code;

-- name: indicator_known
-- What is stored of an imported row: whether it is the same, and whether what targets and values rest on is.
select (i.name, i.unit, i.direction, i.element, i.formula_kind, i.periods, i.departments, i.red_line_class,
        i.decimals::text,
        i.standard_family, i.groups, i.clauses, i.formula)
       is not distinct from (:name::text, :unit::text, :direction::text, :element::text, :formula_kind::text,
                             :periods::text,
        :departments::text, :red_line_class::text, :decimals::text, :standard_family::text, :groups::text,
        :clauses::text, :formula::text) as same,
       (i.unit, i.direction, i.formula_kind, i.standard_family)
       is not distinct from (:unit::text, :direction::text, :formula_kind::text,
                             :standard_family::text) as same_measure,
       exists (select from indicator_target t where t.indicator_code = i.code)
       or exists (select from indicator_value v where v.indicator_code = i.code) as in_use
  from indicator i where i.code = :code;

-- name: indicator_put
insert into indicator as i (code, name, unit, direction, element, formula_kind, periods, departments, red_line_class,
                            decimals,
                            standard_family, groups, clauses, formula, loaded_by, loaded_at)
values (:code, :name, :unit, :direction, :element, :formula_kind, :periods, :departments, :red_line_class,
        :decimals::integer,
        :standard_family, :groups, :clauses, :formula, :ctx_actor, :ctx_now::timestamptz)
on conflict (code) do update
   set name = excluded.name, unit = excluded.unit, direction = excluded.direction, element = excluded.element,
       formula_kind = excluded.formula_kind, periods = excluded.periods, departments = excluded.departments,
       red_line_class = excluded.red_line_class, decimals = excluded.decimals,
           standard_family = excluded.standard_family,
       groups = excluded.groups, clauses = excluded.clauses, formula = excluded.formula, loaded_by = excluded.loaded_by,
           loaded_at = excluded.loaded_at,
       row_version = i.row_version + 1;
