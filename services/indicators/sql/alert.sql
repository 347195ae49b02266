-- SPDX-License-Identifier: MIT
-- Alerts: raised and ended with values and targets, read and acknowledged.

-- name: alert_raise
insert into indicator_alert (id, tenant_id, scope, unit_id, unit_scope, kind, indicator_code, period_kind, period_start,
                             value_id, value_row_version,
    target_id, target_row_version, value, limit_value, reason, raised_at)
values (:alert_id::uuid, :tenant_id::uuid, :at_scope, :unit_id::uuid, :unit_scope, :kind, :code, :period_kind,
        :start::date, :value_id::uuid,
    :value_version::bigint, :target_id::uuid, :target_version::bigint, :raw::numeric, :bound::numeric, :why,
        :ctx_now::timestamptz);

-- name: alerts_end
-- What a figure caused is over when the figure is another or void.
update indicator_alert set ended_at = :ctx_now::timestamptz, row_version = row_version + 1
 where value_id = :value_id::uuid and ended_at is null;

-- name: alert_end
update indicator_alert set ended_at = :ctx_now::timestamptz, row_version = row_version + 1
 where id = :alert_id::uuid and ended_at is null;

-- name: alerts_open
-- What is said about a figure now, and by which type of target.
select a.id, a.kind, a.target_id, trim_scale(a.limit_value) as limit_value,
    coalesce(t.target_type, 'YEAR_BEFORE') as target_type
  from indicator_alert a left join indicator_target t on t.id = a.target_id and t.row_version = a.target_row_version
 where a.value_id = :value_id::uuid and a.ended_at is null and a.kind <> 'MANIPULATED';

-- name: alerts_range
select set_config('app.lo', :range_lo, true), set_config('app.hi', :range_hi, true);

-- define: turn
-- A file of values for a city holds all its locks at once: one for each tenant would fill PostgreSQL's table of them.
hashtextextended(:code || ' ' || (hashtext(:tenant_id) & 15)::text, 0)

-- name: alerts_lock
select pg_advisory_xact_lock({turn});

-- name: alerts_share
select pg_advisory_xact_lock_shared({turn});

-- define: then
-- The end of the day that is asked for; of none, everything is before it.
coalesce(:page_as_of::date + 1, 'infinity'::date)::timestamp at time zone 'Asia/Shanghai'

-- define: period
case a.period_kind when 'Y' then to_char(a.period_start, 'YYYY') when 'Q' then to_char(a.period_start, 'YYYY-"Q"Q')
                   when 'M' then to_char(a.period_start, 'YYYY-MM') else a.period_start::text end

-- define: alert
a.id, a.kind, jsonb_build_object('id', a.tenant_id, 'code', o.code, 'name', o.name) as tenant,
case when u.id is not null then jsonb_build_object('id', u.id, 'code', u.code, 'name', u.name) end as unit,
case when i.code is not null then jsonb_build_object('code', i.code, 'name', i.name, 'unit', i.unit) end as indicator,
    i.red_line_class,
case when m.id is not null then jsonb_build_object('id', m.id, 'kind', m.kind, 'name', m.name) end as object,
coalesce(m.is_heavy_metal, false) as is_heavy_metal, a.evaluation_kind, a.standard_version, a.level, a.level_limit,
    a.items, {period} as period,
a.value_id, a.target_id, trim_scale(a.value)::text as value, trim_scale(a.limit_value)::text as limit_value, a.reason,
    a.raised_at,
case when a.ended_at < {then} then a.ended_at end as ended_at,
case when a.acknowledged_at < {then} then a.acknowledged_by_name end as acknowledged_by_name,
case when a.acknowledged_at < {then} then a.acknowledged_at end as acknowledged_at,
case when a.acknowledged_at < {then} then a.note end as note, a.row_version

-- define: from_alert
from indicator_alert a left join indicator i on i.code = a.indicator_code left join monitored_object m
    on m.id = a.object_id join api_tenant o on o.id = a.tenant_id left join api_tenant u on u.id = a.unit_id

-- define: alert_matches
((a.scope >= :page_lo and a.scope < :page_hi) or (a.unit_scope >= :page_lo and a.unit_scope < :page_hi))
and a.raised_at < {then}
/*?acknowledged*/ and coalesce(a.acknowledged_at < {then}, false) = :acknowledged::boolean /*?*/
/*?open*/ and coalesce(a.ended_at < {then}, false) <> :open::boolean /*?*/
/*?kind*/ and a.kind = :kind /*?*/
/*?indicator*/ and a.indicator_code = :indicator /*?*/
/*?object_id*/ and a.object_id = :object_id::uuid /*?*/

-- name: alert_list
select {alert} {from_alert}
 where {alert_matches} /*?page_after*/ and a.id < :page_after::uuid /*?*/
 order by a.id desc
 limit :page_limit;

-- name: alert_count
select count(*) as total from indicator_alert a where {alert_matches};

-- name: alert_get
select {alert} {from_alert} where a.id = :alert_id::uuid;

-- name: alert_acknowledge
-- By the body that answers for the figure: the department, or the tenant itself.
update indicator_alert
   set acknowledged_by = :ctx_actor, acknowledged_by_name = :ctx_actor_name, acknowledged_at = :ctx_now::timestamptz,
       note = :note,
       row_version = row_version + 1
 where id = :alert_id::uuid and row_version = :ctx_if_match::bigint and acknowledged_at is null
   and :ctx_tenant_id::uuid in (tenant_id, unit_id)
returning id;

-- name: alert_version
select row_version, :ctx_tenant_id::uuid in (tenant_id, unit_id) as mine, acknowledged_at is not null as done
  from indicator_alert where id = :alert_id::uuid;

-- ---- of single objects, with the results of evaluation

-- name: object_alerts_end
-- Of what is kept now, each as OBJECT/KIND/START: a key in one piece is looked up in a hash, where a join would meet
-- every open alert with every result.
update indicator_alert a set ended_at = :ctx_now::timestamptz, row_version = a.row_version + 1
 where a.object_id is not null and a.ended_at is null
   and concat_ws('/', a.object_id, a.evaluation_kind, a.period_start) = any (:kept::text[]);

-- name: object_alerts_raise
-- Where none is open yet; answers with what was raised.
with raised as (
    insert into indicator_alert (id, tenant_id, scope, kind, object_id, evaluation_kind, period_kind, period_start,
                                 standard_version, level,
                                 level_limit, items, value, limit_value, raised_at)
    select r.id, o.tenant_id, o.scope, 'OBJECT_EXCEED', o.id, r.kind, r.period_kind, r.start, r.standard, r.level,
        r.level_limit, r.items,
           (r.items -> 0 ->> 'value')::numeric, (r.items -> 0 ->> 'limit')::numeric, :ctx_now::timestamptz
      from jsonb_to_recordset(:rows::jsonb) r(id uuid, object_id uuid, kind text, period_kind text, start date,
                                              standard text,
               level integer, level_limit integer, items jsonb)
      join monitored_object o on o.id = r.object_id
     order by o.id, r.kind, r.start
    on conflict (object_id, evaluation_kind, period_start) where ended_at is null and object_id is not null do nothing
    returning *
)
select a.id, a.tenant_id, a.scope, a.object_id, o.kind as object_kind, o.name as object_name,
       coalesce(o.is_heavy_metal, false) as is_heavy_metal, a.evaluation_kind, a.period_kind, a.period_start,
           {period} as period,
       a.standard_version, a.level, a.level_limit, a.items::text as items
  from raised a join monitored_object o on o.id = a.object_id
 order by a.id;

-- ---- of sites that were transferred without an approved survey

-- name: transfer_alert_end
-- Of what is no unsurveyed transfer any longer, or was one of another day; :day is that of the one that is, or null.
update indicator_alert set ended_at = :ctx_now::timestamptz, row_version = row_version + 1
 where object_id = :object_id::uuid and kind = 'UNSURVEYED_TRANSFER' and ended_at is null and period_start is distinct
     from :day::date;

-- name: transfer_alert_raise
-- Where none is open yet; answers with what was raised.
with raised as (
    insert into indicator_alert (id, tenant_id, scope, kind, object_id, period_kind, period_start, raised_at)
    select :ctx_new_id::uuid, o.tenant_id, o.scope, 'UNSURVEYED_TRANSFER', o.id, 'D', o.transferred_on,
        :ctx_now::timestamptz
      from monitored_object o where o.id = :object_id::uuid
    on conflict (object_id, period_start) where ended_at is null and kind = 'UNSURVEYED_TRANSFER' do nothing
    returning *
)
select a.id, a.tenant_id, a.scope, a.object_id, o.name as object_name, t.code as tenant,
       case when t.kind = 'DEPARTMENT' then (select p.code from api_tenant p where p.id = t.parent_id)
           else t.code end as region,
       o.transferred_on, o.survey_approved_on
  from raised a join monitored_object o on o.id = a.object_id join api_tenant t on t.id = a.tenant_id;
