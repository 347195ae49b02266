-- SPDX-License-Identifier: MIT
-- What values and years are compared with: targets, and the frozen values before.

-- define: target_facts
-- What the rules take a target by (store/target_rows.h).
t.id as target_id, t.year, t.target_type, trim_scale(t.value) as target_value, t.complete_by, t.base_year,
    trim_scale(t.base_value) as base_value,
trim_scale(t.tolerance) as tolerance, t.standard_version as target_standard, t.row_version as _target_version,
    t.qualifiers as _qualifiers,
i.unit as _unit, i.direction as _direction, i.formula_kind as _formula_kind, i.periods as _periods,
    i.red_line_class as _red_line_class,
i.decimals as _decimals, i.standard_family as _standard_family, coalesce(p.n, 0) as _n_previous,
    trim_scale(p.raw[1]) as _previous_raw,
p.top[1] as _previous_top, p.bottom[1] as _previous_bottom, p.raw[2] as _second_raw, p.top[2] as _second_top,
    p.bottom[2] as _second_bottom

-- define: held
-- As it was at the end of a day, or as it is.
v.recorded_at < coalesce(:page_as_of::date + 1, 'infinity'::date)::timestamp at time zone 'Asia/Shanghai'
and (v.superseded_at is null or v.superseded_at >= (:page_as_of::date + 1)::timestamp at time zone 'Asia/Shanghai')

-- define: previous
-- The two frozen values before `q`, latest first, for the targets that look back. `offset 0` keeps the condition where
-- it is, before anything is looked up, sorted and added up; in the join it would be asked afterwards.
left join lateral (
    select x.n, x.raw, x.top, x.bottom
      from (select count(*) as n, array_agg(f.value_raw order by f.period_start desc) as raw,
            array_agg(f.numerator order by f.period_start desc) as top,
                   array_agg(f.denominator order by f.period_start desc) as bottom
              from (select v.value_raw, v.numerator, v.denominator, v.period_start
                      from indicator_value v
                     where v.tenant_id = t.tenant_id and v.indicator_code = t.indicator_code and v.period_kind = q.kind
                       and v.period_start < q.start and v.standard_version is not distinct from q.version
                       and v.status = 'FROZEN' and v.validity = 'VALID' and {held}
                     order by v.period_start desc limit 2) f) x
     where t.target_type in ('MONOTONE', 'TREND_IMPROVE')
    offset 0) p on true

-- define: of_year
-- A target of the year `w`, or one of no year when there is none of its type.
(t.year = w.at_year
 or (t.year is null
     and not exists (select from indicator_target n where n.tenant_id = t.tenant_id
                     and n.indicator_code = t.indicator_code
                        and n.target_type = t.target_type and n.year = w.at_year and n.superseded_at is null)))

-- name: value_targets
-- What a value of a period is compared with.
select {target_facts}
  from indicator_target t join indicator i on i.code = t.indicator_code
 cross join (values (:kind::text, :start::date, :version::text)) q (kind, start, version)
 cross join (values (:year::integer)) w (at_year)
  {previous}
 where t.tenant_id = :tenant_id::uuid and t.indicator_code = :code and t.superseded_at is null and {of_year};

-- axis: caller = office department

-- define: answers.office
true

-- define: answers.department
:department = any (string_to_array(i.departments, ' '))

-- define: in_range
t.scope >= :page_lo and t.scope < :page_hi

-- define: own.office
{in_range}

-- define: own.department
-- With those of its region that it answers for.
(({in_range})
 or (t.scope = :region_scope and {answers}))

-- define: of_one.office
t.scope = :tenant_scope

-- define: of_one.department
(t.scope = :tenant_scope or (t.scope = :region_scope and {answers}))

-- define: aimed
from indicator_target t join indicator i on i.code = t.indicator_code cross join (values (:year::integer)) w (at_year)
where t.recorded_at < coalesce(:page_as_of::date + 1, 'infinity'::date)::timestamp at time zone 'Asia/Shanghai'
  and (t.superseded_at is null or t.superseded_at >= (:page_as_of::date + 1)::timestamp at time zone 'Asia/Shanghai')
  and {of_year}

-- define: area
{aimed}
  and {own}
  /*?element*/ and i.element = :element /*?*/
  /*?indicator*/ and t.indicator_code = :indicator /*?*/
  /*?red_line_class*/ and i.red_line_class = :red_line_class /*?*/
  /*?only_red*/ and (:only_red::boolean and (i.red_line_class is not null or t.target_type = 'MONOTONE')) /*?*/

-- define: reached
-- What was reached of a target in the year that it is looked at for, as store/standing.h reads it, and an alert that is
-- open.
t.at_year as _at_year, y.id as value_id, coalesce(y.standard_version, s.standard_version) as value_standard,
(select a.id from indicator_alert a
  where a.target_id = t.id and extract(year from a.period_start) = t.at_year
    and a.raised_at < coalesce(:page_as_of::date + 1, 'infinity'::date)::timestamp at time zone 'Asia/Shanghai'
    and (a.ended_at is null or a.ended_at >= (:page_as_of::date + 1)::timestamp at time zone 'Asia/Shanghai')
  order by a.id desc limit 1) as alert_id,
y.value_raw as _year_raw, y.numerator as _year_top, y.denominator as _year_bottom, s.period_kind as _kind,
    coalesce(s.n, 0) as _n,
coalesce(s.n_parts, 0) as _n_parts, s.total as _total, s.top_total as _top_total, s.bottom_total as _bottom_total,
s.first_start as _first_start, s.raw[s.n] as _first_raw, s.top[s.n] as _first_top, s.bottom[s.n] as _first_bottom,
s.latest_start as _latest_start, s.raw[1] as _latest_raw, s.top[1] as _latest_top, s.bottom[1] as _latest_bottom

-- define: standings
-- The value of the year, the valid periods of it so far, the frozen values before. While a year runs, a figure of it
-- that is not valid yet leaves the word to its periods. What is entered is so small that a year of it fits a
-- column; a total must not stop the service if it came otherwise.
left join lateral (
    select v.id, v.status, v.revision, v.standard_version, v.value_raw, v.numerator, v.denominator, v.period_start
      from indicator_value v
     where v.tenant_id = t.tenant_id and v.indicator_code = t.indicator_code and v.period_kind = 'Y'
       and v.period_start = make_date(t.at_year, 1, 1) and v.status <> 'VOID' and {held}
       and (v.validity = 'VALID' or t.at_year < :this_year::integer)
     order by v.standard_version is not distinct from t.standard_version desc, v.recorded_at desc
     limit 1) y on true
left join lateral (
    select x.*
      from (select v.period_kind, v.standard_version, count(*) as n, count(v.numerator) as n_parts,
            least(sum(v.value_raw), 999999999999.999999) as total,
                   least(sum(v.numerator), 999999999999.999999) as top_total,
                       least(sum(v.denominator), 999999999999.999999) as bottom_total,
                           min(v.period_start) as first_start,
                   max(v.period_start) as latest_start, array_agg(v.value_raw order by v.period_start desc) as raw,
                   array_agg(v.numerator order by v.period_start desc) as top,
                       array_agg(v.denominator order by v.period_start desc) as bottom
              from indicator_value v
             where v.tenant_id = t.tenant_id and v.indicator_code = t.indicator_code
                 and v.period_kind in ('Q', 'M', 'D')
               and v.period_start >= make_date(t.at_year, 1, 1) and v.period_start < make_date(t.at_year + 1, 1, 1)
               and (t.complete_by is null or v.period_start <= t.complete_by)
               and v.validity = 'VALID' and v.status <> 'VOID' and {held}
             group by v.period_kind, v.standard_version
             order by v.standard_version is not distinct from t.standard_version desc, position(v.period_kind in 'QMD')
             limit 1) x
     where i.periods <> 'Y' and (y.id is null or t.at_year >= :this_year::integer)
    offset 0) s on true
cross join lateral (select case when y.id is null then s.period_kind else 'Y' end as kind,
                    coalesce(y.period_start, s.latest_start) as start,
                           coalesce(y.standard_version, s.standard_version) as version) q
{previous}

-- define: targeted
json_build_object('code', i.code, 'name', i.name, 'unit', i.unit, 'direction', i.direction, 'red_line_class',
                  i.red_line_class)

-- define: reached_as_shown
case t.qualifiers when '' then '[]' else to_json(string_to_array(t.qualifiers, ' ')) end as qualifiers,
y.status as value_status, y.revision as value_revision, {reached}, b.value_raw as _before_raw

-- define: year_before
-- What its change is told against.
left join lateral (
    select v.value_raw
      from indicator_value v
     where v.tenant_id = t.tenant_id and v.indicator_code = t.indicator_code and v.period_kind = 'Y'
       and v.period_start = make_date(t.at_year - 1, 1, 1) and v.standard_version is not distinct
           from y.standard_version
       and v.status <> 'VOID' and y.id is not null and {held}
     limit 1) b on true

-- name: attainment_list_{caller}
-- One row a target, tenant by tenant. What many rows repeat is made into text once.
with page as materialized (
    select t.*, w.at_year {area}
       /*?page_after*/ and t.scope >= split_part(:page_after, '/', 1)
                       and (t.scope > split_part(:page_after, '/', 1)
                            or t.id > split_part(:page_after, '/', 2)::uuid) /*?*/
     order by t.scope, t.id limit :page_limit
), body as materialized (
    select o.id, json_build_object('id', o.id, 'code', o.code, 'name', o.name) as tenant
      from api_tenant o where o.id in (select p.tenant_id from page p)
), measure as materialized (
    select i.*, {targeted} as indicator
      from indicator i where i.code in (select p.indicator_code from page p)
)
select t.scope || '/' || t.id as _id, o.tenant, i.indicator, {target_facts}, {reached_as_shown}
  from page t
  join measure i on i.code = t.indicator_code
  join body o on o.id = t.tenant_id
  {standings}
  {year_before}
 order by t.scope, t.id;

-- name: attainment_groups_{caller}
-- Of one tenant, or of a department and what it answers for in its region: a row a target of each indicator that is in
-- a group, or one without a target.
with page as materialized (select t.*, w.at_year {aimed} and i.groups is not null and {of_one})
select json_build_object('id', o.id, 'code', o.code, 'name', o.name) as tenant, {targeted} as indicator, {target_facts},
    {reached_as_shown},
       i.code as _code, i.groups as _groups, {answers} as _is_answered
  from indicator i
  left join page t on t.indicator_code = i.code
  left join api_tenant o on o.id = t.tenant_id
  {standings}
  {year_before}
 where i.groups is not null
 order by i.code, t.scope, t.id;

-- name: attainment_count_{caller}
select count(*) as total {area};

-- ---- the board: counts by verdict of a whole subtree (docs/decisions/0013)

-- define: sums
sum(k.attained) as attained, sum(k.not_attained) as not_attained, sum(k.at_risk) as at_risk, sum(k.no_data) as no_data,
sum(k.not_comparable) as not_comparable, sum(k.unset) as unset, sum(k.breaches) as breaches, sum(k.alerts) as alerts

-- name: attainment_board
-- What was counted of tenants whose counts hold, a row a tenant and a row an element; and a row a target of the others,
-- to be judged now: they are in the range, so their targets are, and to say so again would make the planner look
-- through all of it for each of them.
with unsettled as materialized (
    select m.tenant_id from attainment_mark m where m.scope >= :page_lo and m.scope < :page_hi
    union
    select n.tenant_id
      from attainment_tenant n
     where n.scope >= :page_lo and n.scope < :page_hi
       and (n.judged_on > :ctx_today::date or n.holds_until < :ctx_today::date
            or (n.has_yearless and :year::integer <> all (n.years)))
), counted as materialized (
    select k.tenant_id as counted_id, k.element as counted_element, {sums}
      from attainment_count k
     where k.year = :year::integer and k.scope >= :page_lo and k.scope < :page_hi
       and k.tenant_id not in (select u.tenant_id from unsettled u)
       /*?element*/ and k.element = :element /*?*/
     group by grouping sets ((k.tenant_id), (k.element))
), page as materialized (
    select t.*, w.at_year
      from unsettled u join indicator_target t on t.tenant_id = u.tenant_id join indicator i
          on i.code = t.indicator_code
     cross join (values (:year::integer)) w (at_year)
     where t.superseded_at is null and {of_year} /*?element*/ and i.element = :element /*?*/
), judged as materialized (
    select t.tenant_id as judged_id, i.element, {target_facts}, {reached}
      from page t join indicator i on i.code = t.indicator_code {standings}
)
select o.id as tenant_id, o.code as tenant_code, o.name as tenant_name, x.*
  from (select * from counted full join judged on false) x left join api_tenant o
      on o.id = coalesce(x.counted_id, x.judged_id)
 order by o.scope, x.counted_element;

-- name: attainment_judge_{caller}
-- The same with everything judged now, for other questions than the counts answer.
with page as materialized (select t.*, w.at_year {area})
select o.id as tenant_id, o.code as tenant_code, o.name as tenant_name, i.element, {target_facts}, {reached}
  from page t
  join indicator i on i.code = t.indicator_code
  join api_tenant o on o.id = t.tenant_id
  {standings}
 order by o.scope;

-- define: years
-- The years that a tenant `n` is counted for: those of its targets, this and the last.
(select t.year as at_year from indicator_target t where t.tenant_id = n.tenant_id and t.superseded_at is null
 and t.year is not null
 union select :this_year::integer union select :this_year::integer - 1)

-- name: attainment_take
-- The tenants to be counted next: those that are marked, whose marks are gone with this, and those whose counts a day
-- has ended.
with due as materialized (
    select m.tenant_id from (select m.tenant_id from attainment_mark m order by m.id limit 2000) m
    union
    select n.tenant_id from (select n.tenant_id from attainment_tenant n where n.holds_until < :ctx_today::date
                             order by n.holds_until limit 25) n
    limit 25
), taken as (
    delete from attainment_mark m where m.tenant_id in (select d.tenant_id from due d)
)
select count(*) as n, array_agg(d.tenant_id)::text as tenants from due d;

-- name: attainment_of_tenants
-- Every target of these tenants in every year that they are counted for.
with page as materialized (
    select t.*, w.at_year
      from unnest(:tenants::uuid[]) n (tenant_id)
     cross join lateral {years} w
      join indicator_target t on t.tenant_id = n.tenant_id and t.superseded_at is null
     where {of_year}
)
select t.tenant_id, t.scope, i.element, {target_facts}, {reached}
  from page t join indicator i on i.code = t.indicator_code {standings}
 order by t.tenant_id, t.at_year, i.element;

-- name: attainment_forget
with counts as (
    delete from attainment_count where tenant_id = any (:tenants::uuid[])
)
delete from attainment_tenant where tenant_id = any (:tenants::uuid[]);

-- name: attainment_keep
-- What was counted. A target that changed meanwhile has left another mark.
with counts as (
    insert into attainment_count (tenant_id, scope, year, element, attained, not_attained, at_risk, no_data,
                                  not_comparable, unset, breaches, alerts)
    select k.tenant_id, k.scope, k.year, k.element, k.attained, k.not_attained, k.at_risk, k.no_data, k.not_comparable,
        k.unset, k.breaches, k.alerts
      from jsonb_to_recordset(:counts::jsonb) k (tenant_id uuid, scope text, year integer, element text,
                                                 attained integer, not_attained integer,
           at_risk integer, no_data integer, not_comparable integer, unset integer, breaches integer, alerts integer)
)
insert into attainment_tenant (tenant_id, scope, has_yearless, years, judged_on, holds_until)
select n.tenant_id, n.scope,
       exists (select from indicator_target t where t.tenant_id = n.tenant_id and t.superseded_at is null
               and t.year is null),
       array(select w.at_year from {years} w), :ctx_today::date, n.holds_until
  from jsonb_to_recordset(:bodies::jsonb) n (tenant_id uuid, scope text, holds_until date);
