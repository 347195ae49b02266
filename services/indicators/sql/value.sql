-- SPDX-License-Identifier: MIT
-- Values. A correction and a step are new rows of the same id; the running one has no superseded_at.

-- define: period_text
case v.period_kind when 'Y' then to_char(v.period_start, 'YYYY') when 'Q' then to_char(v.period_start, 'YYYY-"Q"Q')
                   when 'M' then to_char(v.period_start, 'YYYY-MM') else v.period_start::text end

-- define: figures
v.revision, v.status, trim_scale(v.value_raw)::text as value, trim_scale(v.value_rounded)::text as value_rounded,
trim_scale(v.numerator)::text as numerator, trim_scale(v.denominator)::text as denominator, v.validity, v.computed_by,
    v.entered_by,
v.entered_by_name, v.entered_at, v.reviewed_by_name, v.reviewed_at, v.frozen_by_name, v.frozen_at, v.reason, v.files,
    v.row_version, v.recorded_at

-- define: value
v.id, jsonb_build_object('id', v.tenant_id, 'code', o.code, 'name', o.name) as tenant,
case when u.id is not null then jsonb_build_object('id', u.id, 'code', u.code, 'name', u.name) end as unit,
jsonb_build_object('code', i.code, 'name', i.name, 'unit', i.unit) as indicator, {period_text} as period, v.period_kind,
    v.period_start,
v.standard_version, {figures}

-- define: from_value
from indicator_value v join indicator i on i.code = v.indicator_code join api_tenant o on o.id = v.tenant_id
  left join api_tenant u on u.id = v.unit_id

-- define: value_matches
((v.scope >= :page_lo and v.scope < :page_hi) or (v.unit_scope >= :page_lo and v.unit_scope < :page_hi))
and v.recorded_at < coalesce(:page_as_of::date + 1, 'infinity'::date)::timestamp at time zone 'Asia/Shanghai'
and (v.superseded_at is null
     or v.superseded_at >= (:page_as_of::date + 1)::timestamp at time zone 'Asia/Shanghai')
/*?computed_by*/ and v.computed_by = :computed_by /*?*/
/*?element*/ and i.element = :element /*?*/
/*?indicator*/ and v.indicator_code = :indicator /*?*/
/*?period_start*/ and v.period_start = :period_start::date /*?*/
/*?period_kind*/ and v.period_kind = :period_kind /*?*/
/*?status*/ and v.status = :status /*?*/
/*?year*/ and v.period_start >= make_date(:year::integer, 1, 1)
    and v.period_start < make_date(:year::integer + 1, 1, 1) /*?*/

-- define: year_before
-- The figure of the same period a year before, by the same edition. A 29th of February has none.
select trim_scale(b.value_raw)
  from indicator_value b
 where v.status <> 'VOID' and b.tenant_id = v.tenant_id and b.indicator_code = v.indicator_code
     and b.period_kind = v.period_kind
   and b.period_start = (v.period_start - interval '1 year')::date
       and b.period_start + interval '1 year' = v.period_start
   and b.standard_version is not distinct from v.standard_version and b.status <> 'VOID'

-- name: value_list
select {value},
       ({year_before}
           and b.recorded_at < coalesce(:page_as_of::date + 1, 'infinity'::date)::timestamp at time zone 'Asia/Shanghai'
           and (b.superseded_at is null or b.superseded_at >=
                (:page_as_of::date + 1)::timestamp at time zone 'Asia/Shanghai')
         limit 1) as _before_raw
  {from_value}
 where {value_matches} /*?page_after*/ and v.id < :page_after::uuid /*?*/
 order by v.id desc
 limit :page_limit;

-- name: value_count
select count(*) as total from indicator_value v join indicator i on i.code = v.indicator_code where {value_matches};

-- name: value_get
select {value}, ({year_before} and b.superseded_at is null) as _before_raw {from_value}
 where v.id = :value_id::uuid and v.superseded_at is null;

-- name: value_revisions
select v.action, {figures}, v.superseded_at
  from indicator_value v
 where v.id = :value_id::uuid
 order by v.row_version;

-- define: state
-- What the workflow and the effects look at.
v.id, v.row_version, v.revision, v.tenant_id, v.scope, v.unit_id, v.unit_scope, v.indicator_code, v.period_kind,
    v.period_start,
v.standard_version, trim_scale(v.value_raw) as value_raw, trim_scale(v.value_rounded) as value_rounded,
    trim_scale(v.numerator) as numerator,
trim_scale(v.denominator) as denominator, v.validity, v.computed_by, v.status, v.workflow_version, v.times_frozen,
    v.entered_by

-- define: measure
i.unit as _unit, i.formula_kind as _formula_kind, i.periods as _periods, i.decimals as _decimals,
    i.standard_family as _standard_family

-- name: value_state
select {state}, duty_doer(v.entered_by, :ctx_actor) as _doer, jsonb_array_length(v.files) as files,
    i.formula_kind as _formula_kind, o.code as tenant_code
  from indicator_value v join api_tenant o on o.id = v.tenant_id join indicator i on i.code = v.indicator_code
 where v.id = :value_id::uuid and v.superseded_at is null;

-- name: values_of_target
-- The running figures of the years that the target is for, or one of its versions was.
select {state}, {period_text} as period
  from indicator_target t
  join indicator_value v on v.tenant_id = t.tenant_id and v.indicator_code = t.indicator_code
      and v.superseded_at is null
 where t.id = :target_id::uuid and t.superseded_at is null and v.status <> 'VOID' and v.validity = 'VALID'
   and exists (select from indicator_target o where o.id = t.id
               and (o.year is null or o.year = extract(year from v.period_start)::integer))
 order by v.period_start, v.id;

-- name: value_year_before
-- The frozen figure of the year before a finished one, where quality may not get worse; beside it what a target would
-- say.
select null::uuid as target_id, null::bigint as _target_version, 'YEAR_BEFORE' as target_type,
    i.red_line_class as _red_line_class,
       i.unit as _unit, i.direction as _direction, i.formula_kind as _formula_kind, i.periods as _periods,
           i.decimals as _decimals,
       i.standard_family as _standard_family, trim_scale(f.value_raw) as before_raw, f.numerator as before_top,
           f.denominator as before_bottom
  from indicator i
  join indicator_value f on f.tenant_id = :tenant_id::uuid and f.indicator_code = i.code and f.period_kind = 'Y'
                        and f.period_start = (:start::date - interval '1 year')::date
                            and f.standard_version is not distinct from :version
                        and f.superseded_at is null and f.status = 'FROZEN' and f.validity = 'VALID'
 where i.code = :code and :kind = 'Y' and i.red_line_class = 'QUALITY_BOTTOM'
     and :ctx_today::date >= (:start::date + interval '1 year')::date;

-- name: values_after
-- The running figures from that period on whose two frozen ones before may be of it, if a target looks back; the period
-- itself is judged now that it is frozen, as no year is before it is over.
select {state}, {period_text} as period
  from indicator_value v
 where v.tenant_id = :tenant_id::uuid and v.indicator_code = :code and v.period_kind = :kind
     and v.period_start >= :start::date
   and v.standard_version is not distinct from :version and v.superseded_at is null and v.status <> 'VOID'
       and v.validity = 'VALID'
   and (exists (select from indicator_target t where t.tenant_id = v.tenant_id and t.indicator_code = v.indicator_code
                   and t.target_type in ('MONOTONE', 'TREND_IMPROVE') and t.superseded_at is null)
        or exists (select from indicator i where i.code = v.indicator_code and i.red_line_class = 'QUALITY_BOTTOM'))
   and v.period_start <= coalesce((select f.period_start from indicator_value f
                                    where f.tenant_id = :tenant_id::uuid and f.indicator_code = :code
                                        and f.period_kind = :kind
                                      and f.period_start > :start::date and f.standard_version is not distinct
                                          from :version
                                      and f.superseded_at is null and f.status = 'FROZEN' and f.validity = 'VALID'
                                    order by f.period_start offset 1 limit 1), 'infinity')
 order by v.period_start, v.id;

-- name: value_place
-- Where a figure belongs: the indicator, the edition's standard, the department of a region that answers for it (the
-- caller's own if it is one of them, else the one that has answered so far), and the value that stands there.
select {measure}, s.family as version_family, d.id as answering_id, d.scope as answering_scope, {state},
       jsonb_path_query_array(v.files, '$[*].sha256')::text as hashes
  from indicator i
  left join standard s on s.code = :version
  left join indicator_value v on v.tenant_id = :owner_id::uuid and v.indicator_code = i.code and v.period_kind = :kind
                             and v.period_start = :start::date and v.standard_version is not distinct from :version
                             and v.superseded_at is null
  left join lateral (select t.id, t.scope
                       from api_tenant t
                      where t.parent_id = :owner_id::uuid and t.kind = 'DEPARTMENT'
                          and not tenant_closed(t.closed_on, :ctx_today::date)
                        and t.dept_code = any (string_to_array(i.departments, ' '))
                      order by t.scope = :ctx_scope desc, v.unit_id is not distinct from t.id desc,
                          array_position(string_to_array(i.departments, ' '), t.dept_code), t.scope
                      limit 1) d on true
 where i.code = :code;

-- name: value_files
-- Each hash of a list with whether the caller sees such a file and whether it stood before; and the whole list, as it
-- is compared and as it is stored: of several uploads his own tenant's, then the latest.
select f.id is not null as found, row_number() over (partition by e.sha256 order by e.n) > 1 as again,
       jsonb_agg(e.sha256) over whole as hashes,
       jsonb_agg(jsonb_build_object('id', f.id, 'sha256', f.sha256, 'name', f.name, 'size', f.size, 'media_type',
                                    f.media_type)) over whole as files
  from jsonb_array_elements_text(:files::jsonb) with ordinality e (sha256, n)
  left join lateral (select * from api_file f where f.sha256 = e.sha256
                     order by (f.tenant_id = :ctx_tenant_id::uuid) desc, f.id desc limit 1) f on true
window whole as (order by e.n rows between unbounded preceding and unbounded following)
 order by e.n;

-- name: value_enter
insert into indicator_value as v (id, row_version, revision, tenant_id, scope, unit_id, unit_scope, indicator_code,
                                  period_kind, period_start,
    standard_version, value_raw, value_rounded, numerator, denominator, validity, computed_by, status, action,
        workflow_version,
    entered_by, entered_by_name, entered_at, reason, files, recorded_by, recorded_at)
values (:ctx_new_id::uuid, 1, 1, :owner_id::uuid, :owner_scope, :unit_id::uuid, :unit_scope, :code, :kind, :start::date,
        :version, :raw::numeric,
    :shown::numeric, :top::numeric, :bottom::numeric, :valid, :computed, :to_status, :did, :flow::integer, :ctx_actor,
        :ctx_actor_name,
    :ctx_now::timestamptz, :why, coalesce(:files::jsonb, '[]'), :ctx_actor, :ctx_now::timestamptz)
returning {state}, {period_text} as period;

-- name: value_correct
-- Another figure in the place of the running one, if nobody else was quicker.
with v as (
    update indicator_value set superseded_at = :ctx_now::timestamptz
     where id = :old_id::uuid and row_version = :old_version::bigint and superseded_at is null
    returning *
)
insert into indicator_value as v (id, row_version, revision, tenant_id, scope, unit_id, unit_scope, indicator_code,
                                  period_kind, period_start,
    standard_version, value_raw, value_rounded, numerator, denominator, validity, computed_by, status, action,
        workflow_version, times_frozen,
    entered_by, entered_by_name, entered_at, reason, files, recorded_by, recorded_at)
select v.id, v.row_version + 1, v.revision + 1, v.tenant_id, v.scope, :unit_id::uuid, :unit_scope, v.indicator_code,
    v.period_kind,
       v.period_start, v.standard_version, :raw::numeric, :shown::numeric, :top::numeric, :bottom::numeric, :valid,
           :computed, :to_status,
       :did, v.workflow_version, v.times_frozen, :ctx_actor, :ctx_actor_name, :ctx_now::timestamptz, :why,
           coalesce(:files::jsonb, '[]'),
       :ctx_actor, :ctx_now::timestamptz
  from v
returning {state}, {period_text} as period;

-- name: value_step
-- The same figure in another state, if nobody else was quicker.
with v as (
    update indicator_value set superseded_at = :ctx_now::timestamptz
     where id = :old_id::uuid and row_version = :old_version::bigint and superseded_at is null
    returning *
)
insert into indicator_value as v (id, row_version, revision, tenant_id, scope, unit_id, unit_scope, indicator_code,
                                  period_kind, period_start,
    standard_version, value_raw, value_rounded, numerator, denominator, validity, computed_by, status, action,
        workflow_version, times_frozen,
    entered_by, entered_by_name, entered_at, reviewed_by, reviewed_by_name, reviewed_at, frozen_by, frozen_by_name,
        frozen_at, reason,
    files, recorded_by, recorded_at)
select v.id, v.row_version + 1, v.revision, v.tenant_id, v.scope, v.unit_id, v.unit_scope, v.indicator_code,
    v.period_kind, v.period_start,
       v.standard_version, v.value_raw, v.value_rounded, v.numerator, v.denominator, v.validity, v.computed_by,
           :to_status, :did,
       v.workflow_version, v.times_frozen + (:to_status = 'FROZEN')::integer, v.entered_by, v.entered_by_name,
           v.entered_at,
       case when :to_status = 'REVIEWED' then :ctx_actor when :to_status = 'FROZEN' then v.reviewed_by end,
       case when :to_status = 'REVIEWED' then :ctx_actor_name when :to_status = 'FROZEN' then v.reviewed_by_name end,
       case when :to_status = 'REVIEWED' then :ctx_now::timestamptz when :to_status = 'FROZEN' then v.reviewed_at end,
       case when :to_status = 'FROZEN' then :ctx_actor end, case when :to_status = 'FROZEN' then :ctx_actor_name end,
       case when :to_status = 'FROZEN' then :ctx_now::timestamptz end, :why, v.files, :ctx_actor, :ctx_now::timestamptz
  from v
returning {state}, {period_text} as period;
