-- SPDX-License-Identifier: MIT
-- Indicators that an issue is about, and breaches of their red lines.

-- name: indicator_links
select l.indicator_code as indicator, i.name, i.unit, i.red_line_class, l.linked_by_name, l.linked_at,
       (select count(*) from issue_indicator_breach b where b.issue_id = l.issue_id
        and b.indicator_code = l.indicator_code) as breaches,
       (select max(b.on_date) from issue_indicator_breach b where b.issue_id = l.issue_id
        and b.indicator_code = l.indicator_code) as last_breach_on
  from issue_indicator_link l left join api_indicator i on i.code = l.indicator_code
 where l.issue_id = :issue_id::uuid
 order by l.indicator_code;

-- name: indicators_replace
with wanted as (select distinct e.code from jsonb_array_elements_text(:indicators::jsonb) e (code)
), gone as (
    delete from issue_indicator_link where issue_id = :issue_id::uuid
        and indicator_code not in (select code from wanted)
)
insert into issue_indicator_link (issue_id, tenant_id, scope, indicator_code, linked_by, linked_by_name, linked_at)
select i.id, i.tenant_id, i.scope, w.code, :ctx_actor, :ctx_actor_name, :ctx_now::timestamptz
  from issue i, wanted w
 where i.id = :issue_id::uuid
on conflict (issue_id, indicator_code) do nothing;

-- define: breach_columns
issue_id, event_id, tenant_id, scope, indicator_code, at_tenant_id, at_code, at_name, value_id, alert_id, period,
    revision, target_type,
red_line_class, value, limit_value, on_date, told_at

-- name: breaches_lock
-- What is told and what is looked up take turns, so that a breach passes no new link unseen.
select pg_advisory_xact_lock(hashtextextended('issue_indicator_breach', 0));

-- name: breach_record
-- At every open issue that is about the indicator and whose tenant's area the breach lies in: as both lie now, whatever
-- was so when it was told and whether the issue has heard of the move.
insert into issue_indicator_breach as b ({breach_columns})
select i.id, :event_id::uuid, i.tenant_id, i.scope, l.indicator_code, :at_tenant_id::uuid, t.code, t.name,
    :value_id::uuid, :alert_id::uuid,
       :period, :revision::integer, :target_type, :red_line_class, :value::numeric, :limit_value::numeric,
           :on_date::date, :ctx_now::timestamptz
  from issue_indicator_link l
  join issue i on i.id = l.issue_id and i.state not in ({closed_states})
  join api_tenant o on o.id = i.tenant_id
  join api_tenant t on t.id = :at_tenant_id::uuid and starts_with(t.scope, o.scope)
 where l.indicator_code = :code
on conflict (issue_id, alert_id) do nothing
returning b.issue_id, b.tenant_id, b.scope;

-- name: breaches_adopt
-- What is broken already in the area of an issue's tenant, of what the issue is about.
insert into issue_indicator_breach as b ({breach_columns})
select l.issue_id, null, l.tenant_id, l.scope, a.indicator_code, a.tenant_id, t.code, t.name, a.value_id, a.alert_id,
    a.period, a.revision,
       a.target_type, a.red_line_class, a.value, a.limit_value, a.on_date, :ctx_now::timestamptz
  from issue_indicator_link l
  join api_open_breach a on a.indicator_code = l.indicator_code and a.scope >= l.scope and a.scope < l.scope || '~'
  left join api_tenant t on t.id = a.tenant_id
 where l.issue_id = :issue_id::uuid
on conflict (issue_id, alert_id) do nothing
returning jsonb_build_object('value_id', b.value_id, 'alert_id', b.alert_id, 'indicator', b.indicator_code, 'period',
                             b.period, 'revision', b.revision,
    'target_type', b.target_type, 'red_line_class', b.red_line_class, 'value', trim_scale(b.value)::text,
    'limit_value', trim_scale(b.limit_value)::text, 'on_date', b.on_date)::text as detail;
