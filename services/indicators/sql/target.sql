-- SPDX-License-Identifier: MIT
-- Targets. A change is a new row; the running one has no superseded_at.

-- define: figures
t.target_type, trim_scale(t.value)::text as value, t.complete_by, t.base_year,
    trim_scale(t.base_value)::text as base_value,
coalesce(to_jsonb(string_to_array(nullif(t.qualifiers, ''), ' ')), '[]') as qualifiers,
    trim_scale(t.tolerance)::text as tolerance,
t.standard_version, t.text, t.clause

-- define: target
t.id, jsonb_build_object('id', t.tenant_id, 'code', o.code, 'name', o.name) as tenant,
jsonb_build_object('code', i.code, 'name', i.name, 'unit', i.unit, 'direction', i.direction) as indicator, t.year,
    {figures},
t.source, t.external_id, t.row_version, t.recorded_by, t.recorded_at

-- define: target_matches
-- What holds in the area: its own targets, those below, and those of the levels above.
((t.scope >= :page_lo and t.scope < :page_hi) or starts_with(:page_lo, t.scope))
and t.recorded_at < coalesce(:page_as_of::date + 1, 'infinity'::date)::timestamp at time zone 'Asia/Shanghai'
and (t.superseded_at is null
     or t.superseded_at >= (:page_as_of::date + 1)::timestamp at time zone 'Asia/Shanghai')
/*?indicator*/ and t.indicator_code = :indicator /*?*/
/*?year*/ and t.year = :year::integer /*?*/
/*?target_type*/ and t.target_type = :target_type /*?*/
/*?element*/ and i.element = :element /*?*/

-- name: target_list
select {target}
  from indicator_target t join indicator i on i.code = t.indicator_code join api_tenant o on o.id = t.tenant_id
 where {target_matches} /*?page_after*/ and t.id < :page_after::uuid /*?*/
 order by t.id desc
 limit :page_limit;

-- name: target_count
select count(*) as total from indicator_target t join indicator i on i.code = t.indicator_code where {target_matches};

-- name: target_get
select {target}, t.reason,
       (select jsonb_agg(to_jsonb(v) order by v.row_version)
          from (select t.row_version, {figures}, t.reason, t.recorded_by, t.recorded_at, t.superseded_at
                  from indicator_target t where t.id = :target_id::uuid) v) as versions
  from indicator_target t join indicator i on i.code = t.indicator_code join api_tenant o on o.id = t.tenant_id
 where t.id = :target_id::uuid and t.superseded_at is null;

-- define: facts
-- What the rules of an entry look at, of the row as it was written.
select made.id, made.tenant_id, made.scope, made.indicator_code, made.target_type, made.value, made.complete_by,
    made.base_year, made.base_value,
       made.qualifiers, made.tolerance, made.standard_version, i.unit, i.standard_family, s.family as version_family
  from made left join indicator i on i.code = made.indicator_code left join standard s on s.code = made.standard_version

-- name: target_insert
with made as (
    insert into indicator_target (id, row_version, tenant_id, scope, indicator_code, year, target_type, value,
                                  complete_by, base_year,
        base_value, qualifiers, tolerance, standard_version, text, clause, source, external_id, recorded_by,
            recorded_at)
    values (:ctx_new_id::uuid, 1, :owner_id::uuid, :owner_scope, :indicator, :year::integer, :target_type,
            :value::numeric,
        :complete_by::date, :base_year::integer, :base_value::numeric, :qualifier_words,
            coalesce(:tolerance::numeric, 0),
        :standard_version, :text, :clause, :source, :external_id, :ctx_actor, :ctx_now::timestamptz)
    returning *
)
{facts};

-- name: target_change
with old as (
    update indicator_target set superseded_at = :ctx_now::timestamptz
     where id = :target_id::uuid and superseded_at is null and row_version = :ctx_if_match::bigint
       and scope >= :ctx_lo and scope < :ctx_hi
    returning *
), made as (
    insert into indicator_target (id, row_version, tenant_id, scope, indicator_code, year, target_type, value,
                                  complete_by, base_year,
        base_value, qualifiers, tolerance, standard_version, text, clause, source, external_id, reason, recorded_by,
            recorded_at)
    select o.id, o.row_version + 1, o.tenant_id, o.scope, o.indicator_code,
           case when :has_year::boolean then :year::integer else o.year end,
           coalesce(:target_type, o.target_type),
           case when :has_value::boolean then :value::numeric else o.value end,
           case when :has_complete_by::boolean then :complete_by::date else o.complete_by end,
           case when :has_base_year::boolean then :base_year::integer else o.base_year end,
           case when :has_base_value::boolean then :base_value::numeric else o.base_value end,
           coalesce(:qualifier_words, o.qualifiers), coalesce(:tolerance::numeric, o.tolerance),
           case when :has_standard_version::boolean then :standard_version else o.standard_version end,
           case when :has_text::boolean then :text else o.text end,
           case when :has_clause::boolean then :clause else o.clause end,
           o.source, o.external_id, :reason, :ctx_actor, :ctx_now::timestamptz
      from old o
    returning *
)
{facts};

-- name: target_version
-- Whether the caller may change that target, and its version: tells 404, 403 and 412 apart.
select row_version, scope >= :ctx_lo and scope < :ctx_hi as mine
  from indicator_target where id = :target_id::uuid and superseded_at is null;
